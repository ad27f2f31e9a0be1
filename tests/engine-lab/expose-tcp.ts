import { readFileSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import type { ExposedTcp, TcpOptions } from './types.ts';

/**
 * Relays 127.0.0.1:random of the host to an engine's unix socket: the engine itself lives in a network namespace
 * nobody else reaches. With `tls` a client certificate is demanded, as dockerd's `--tlsverify` does.
 * Half-closes pass through, so attach and exec behave as on the socket.
 */
export async function exposeTcp(
  target: string | { readonly socket: string },
  options: TcpOptions = {},
): Promise<ExposedTcp> {
  const socketPath = typeof target === 'string' ? target : target.socket;
  const open = new Set<Socket>();
  const relay = (client: Socket): void => {
    const upstream = connect({ path: socketPath, allowHalfOpen: true });
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      open.add(one);
      one.on('close', () => {
        open.delete(one);
        other.destroy();
      });
      // A reset on one side is handed on as the end of the other, by 'close' above.
      one.on('error', () => one.destroy());
    }
    client.pipe(upstream);
    upstream.pipe(client);
  };
  const server = options.tls ? tlsServer(options.tls, relay) : createServer({ allowHalfOpen: true }, relay);
  // Also those that never get through a TLS handshake: half-open, they would hold up `close` for two minutes.
  server.on('connection', (raw: Socket) => {
    open.add(raw);
    raw.on('close', () => open.delete(raw));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    port,
    host: `tcp://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of open) socket.destroy();
      }),
  };
}

function tlsServer(tls: NonNullable<TcpOptions['tls']>, relay: (client: Socket) => void): Server {
  const server = createTlsServer(
    {
      ca: readFileSync(tls.ca),
      cert: readFileSync(tls.cert),
      key: readFileSync(tls.key),
      requestCert: true,
      rejectUnauthorized: true,
      minVersion: 'TLSv1.2',
      allowHalfOpen: true,
    },
    relay,
  );
  // A client without the right certificate is refused in the handshake: that is the client's news, not ours.
  server.on('tlsClientError', (_error, socket) => socket.destroy());
  return server;
}
