import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { Router } from '../rpc/router.ts';
import { isOurHost, isOurOrigin, type Place, pathOf } from './request-rules.ts';
import { securityHeaders } from './security-headers.ts';
import type { SessionGuard } from './session-guard.ts';
import { createSocketPort } from './socket-port.ts';

/** The protocol both ends name; the page's ticket rides beside it, so that it is in no address and no log. */
const protocol = 'slipway.1';
/** Inputs are small, and what is large comes in pieces. */
const maxPayloadBytes = 1 << 20;

export interface PageSocketsOptions {
  place: Place;
  guard: SessionGuard;
  router: Pick<Router, 'serve'>;
}

export interface PageSockets {
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Cuts every page off. */
  close(): void;
}

/** WebSockets of pages: our Host, our Origin, our path, a live session and a ticket not used before. */
export function createPageSockets({ place, guard, router }: PageSocketsOptions): PageSockets {
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: true,
    maxPayload: maxPayloadBytes,
    perMessageDeflate: false,
    handleProtocols: () => protocol,
  });

  return {
    upgrade: (request, socket, head) => {
      const ticket = ticketOf(request);
      const allowed = isOurHost(request, place) && isOurOrigin(request, place) && pathOf(request) === '/rpc';
      const visit = allowed && ticket !== null ? guard.enter(request.headers.cookie, ticket) : null;
      if (visit === null) {
        refuse(socket, place, allowed ? '401 Unauthorized' : '403 Forbidden');
        return;
      }
      // Also when the handshake itself fails.
      socket.once('close', visit.left);
      server.handleUpgrade(request, socket, head, (webSocket) => {
        router.serve(createSocketPort(webSocket), 'web');
      });
    },
    close: () => {
      for (const webSocket of server.clients) webSocket.terminate();
      server.close();
    },
  };
}

function ticketOf(request: IncomingMessage): string | null {
  const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());
  return offered.length === 2 && offered[0] === protocol ? (offered[1] ?? null) : null;
}

function refuse(socket: Duplex, place: Place, status: string): void {
  const headers = { ...securityHeaders(place), connection: 'close', 'content-length': '0' };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.once('error', () => socket.destroy());
  socket.end(`HTTP/1.1 ${status}\r\n${lines.join('')}\r\n`);
}
