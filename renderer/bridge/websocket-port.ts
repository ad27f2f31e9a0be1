import { decodeFrame, encodeFrame } from '../../shared/contract/codec.ts';
import type { ClientPort, ServerMessage } from '../../shared/contract/wire.ts';

/** The protocol both ends name; the ticket rides beside it, so that it is in no address. */
const protocol = 'slipway.1';

/** Opens the one WebSocket of this page; null when it is refused or nobody is there. */
export function openWebSocketPort(ticket: string): Promise<ClientPort | null> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`ws://${location.host}/rpc`, [protocol, ticket]);
    socket.binaryType = 'arraybuffer';
    socket.addEventListener('open', () => resolve(createPort(socket)), { once: true });
    // An error is always followed by a close.
    socket.addEventListener('close', () => resolve(null), { once: true });
  });
}

function createPort(socket: WebSocket): ClientPort {
  const closeListeners: (() => void)[] = [];
  let closed = false;

  function over(): void {
    if (closed) return;
    closed = true;
    socket.close();
    for (const tell of closeListeners.splice(0)) queueMicrotask(tell);
  }
  socket.addEventListener('close', over);

  return {
    send: (message) => {
      if (!closed) socket.send(encodeFrame(message) as string | Uint8Array<ArrayBuffer>);
    },
    // The server speaks only when spoken to, so nothing arrives before the listener is here.
    onMessage: (listener) =>
      socket.addEventListener('message', ({ data }) => {
        if (closed) return;
        const frame = typeof data === 'string' ? data : new Uint8Array(data as ArrayBuffer);
        // Both ends are of one build: what the server sends is a ServerMessage.
        listener(decodeFrame(frame) as ServerMessage);
      }),
    onClose: (tell) => {
      if (closed) queueMicrotask(tell);
      else closeListeners.push(tell);
    },
    close: over,
  };
}
