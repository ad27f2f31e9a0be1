import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fail } from '../../shared/contract/failure.ts';
import type { Router } from '../rpc/router.ts';
import { createHttpHandler } from './http-handler.ts';
import { createPageSockets } from './page-sockets.ts';
import { placeOf } from './request-rules.ts';
import { createSessionGuard } from './session-guard.ts';
import { createStaticFiles } from './static-files.ts';

export interface WebServerOptions {
  router: Pick<Router, 'serve'>;
  /** The built page. */
  pageFolder: string;
  /** 0: any free one. */
  port: number;
  /** A session without an open page for so long is over. Default 12 hours. */
  idleMs?: number;
  /** Default 10 seconds. */
  ticketMs?: number;
  /** Told of a fault in answering a request; never sees its headers or body. */
  log(text: string): void;
}

export interface WebServer {
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
  /** A link that lets one browser in, once. */
  newLink(): string;
  close(): Promise<void>;
}

/** Serves the page and its WebSocket on loopback. Fails with `port-taken` when the port is. */
export async function startWebServer(options: WebServerOptions): Promise<WebServer> {
  const server = createServer({ headersTimeout: 5_000, requestTimeout: 10_000, keepAliveTimeout: 5_000 });
  const port = await listen(server, options.port);
  const place = placeOf(port);
  const guard = createSessionGuard({
    port,
    idleMs: options.idleMs ?? 12 * 3_600_000,
    ticketMs: options.ticketMs ?? 10_000,
  });
  const handle = createHttpHandler({ place, guard, files: createStaticFiles(options.pageFolder) });
  const sockets = createPageSockets({ place, guard, router: options.router });

  server.on('request', (request, response) => {
    handle(request, response).catch((thrown: unknown) => {
      options.log(`${request.method} failed: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
      if (!response.headersSent) response.writeHead(500, { 'content-type': 'text/plain; charset=utf-8' });
      response.end();
    });
  });
  server.on('upgrade', sockets.upgrade);

  return {
    origin: place.origin,
    newLink: () => `${place.origin}/#token=${guard.newToken()}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        sockets.close();
        server.closeAllConnections();
      }),
  };
}

/** Loopback by address, not by name: `localhost` can be made to mean something else. */
function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') {
        reject(fail('conflict', 'port-taken', { port: String(port), by: 'another program' }));
      } else {
        reject(error);
      }
    });
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}
