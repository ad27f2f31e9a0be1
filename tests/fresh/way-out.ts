import { createServer, type IncomingMessage, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/**
 * An HTTP proxy on a unix socket: what is in a network namespace without a way out installs its packages through it.
 * Where this machine itself goes through a proxy, so does this one.
 */
export async function openWayOut(socketPath: string): Promise<{ close(): Promise<void> }> {
  const open = new Set<Duplex>();
  const keep = <S extends Duplex>(socket: S): S => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    // Whoever asked sees the connection end.
    socket.on('error', () => socket.destroy());
    return socket;
  };
  const server = createServer((incoming, answer) => {
    const { url = '', method = 'GET', headers } = incoming;
    const upstream = upstreamProxy('http');
    const target = new URL(url);
    const options = upstream
      ? { host: upstream.hostname, port: Number(upstream.port || 80), path: url }
      : {
          host: target.hostname,
          port: Number(target.port || 80),
          path: `${target.pathname}${target.search}`,
        };
    const asked = request({ ...options, method, headers, agent: false }, (got: IncomingMessage) => {
      answer.writeHead(got.statusCode ?? 502, got.headers);
      got.pipe(answer);
    });
    asked.on('error', () => answer.destroy());
    incoming.pipe(asked);
  });
  server.on('connection', keep);
  server.on('connect', (incoming: IncomingMessage, client: Duplex, head: Buffer) => {
    const upstream = upstreamProxy('https');
    const [, host = '', port = '443'] = /^\[?(.*?)\]?:(\d+)$/.exec(incoming.url ?? '') ?? [];
    const to: Socket = keep(
      upstream
        ? connect(Number(upstream.port || 80), upstream.hostname, () => {
            to.write(`CONNECT ${incoming.url} HTTP/1.1\r\nHost: ${incoming.url}\r\n\r\n`);
            to.pipe(client);
          })
        : connect(Number(port), host, () => {
            client.write('HTTP/1.1 200 Connection established\r\n\r\n');
            to.pipe(client);
          }),
    );
    keep(client);
    // An end is handed on by the pipes, once everything before it was.
    to.on('error', () => client.destroy());
    client.on('error', () => to.destroy());
    to.write(head);
    client.pipe(to);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(socketPath, resolve);
  });
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of open) socket.destroy();
      }),
  };
}

function upstreamProxy(scheme: 'http' | 'https'): URL | null {
  const { env } = process;
  const given = env[`${scheme.toUpperCase()}_PROXY`] || env[`${scheme}_proxy`];
  return given && URL.canParse(given) ? new URL(given) : null;
}
