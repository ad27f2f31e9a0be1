import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface FakeServer {
  /** `127.0.0.1:PORT`: taken without TLS by engines and by Slipway. */
  readonly host: string;
  close(): Promise<void>;
}

/** An HTTP server on loopback that answers as it is told, for what no real registry does. */
export async function startFakeServer(
  answer: (incoming: IncomingMessage, outgoing: ServerResponse, body: string) => void,
): Promise<FakeServer> {
  const server = createServer((incoming, outgoing) => {
    let body = '';
    incoming.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    incoming.on('end', () => answer(incoming, outgoing, body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

export function sendJson(outgoing: ServerResponse, value: unknown, status = 200, headers = {}): void {
  outgoing.writeHead(status, { 'content-type': 'application/json', ...headers });
  outgoing.end(JSON.stringify(value));
}
