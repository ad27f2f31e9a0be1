import type { RawData, WebSocket } from 'ws';
import { decodeFrame, encodeFrame } from '../../shared/contract/codec.ts';
import type { ClientMessage } from '../../shared/contract/wire.ts';
import type { ServingPort } from '../rpc/connection.ts';

/** Bytes unsent above which streams wait, and below which they go on. */
const highWaterBytes = 1 << 20;
const lowWaterBytes = 1 << 18;
/** A page that lets so much pile up reads no more. */
const hopelessBytes = 64 << 20;
const pingEveryMs = 15_000;
/** How long a page may take to say goodbye. */
const closeWithinMs = 500;

/** The server end of a page's WebSocket. What is not a frame of ours closes it; a dead peer is noticed by ping. */
export function createSocketPort(socket: WebSocket): ServingPort {
  const closeListeners: (() => void)[] = [];
  let drained: (() => void)[] = [];
  let closed = false;
  let answered = true;

  const pinging = setInterval(() => {
    if (!answered) socket.terminate();
    answered = false;
    if (socket.readyState === socket.OPEN) socket.ping();
  }, pingEveryMs);
  pinging.unref();

  function drain(): void {
    const waiting = drained;
    drained = [];
    for (const go of waiting) go();
  }
  function over(): void {
    if (closed) return;
    closed = true;
    clearInterval(pinging);
    drain();
    for (const tell of closeListeners.splice(0)) tell();
  }
  function hangUp(code: number): void {
    socket.close(code);
    const timer = setTimeout(() => socket.terminate(), closeWithinMs);
    socket.once('close', () => clearTimeout(timer));
  }

  socket.on('pong', () => {
    answered = true;
  });
  socket.on('close', over);
  // A frame that breaks the protocol or is too large: ws answers and closes by itself, `close` follows.
  socket.on('error', over);

  return {
    send: (message) => {
      if (closed || socket.readyState !== socket.OPEN) return;
      const frame = encodeFrame(message);
      socket.send(frame, { binary: typeof frame !== 'string' }, () => {
        if (socket.bufferedAmount <= lowWaterBytes) drain();
      });
      if (socket.bufferedAmount > hopelessBytes) socket.terminate();
    },
    congestion: () => {
      if (closed || socket.bufferedAmount <= highWaterBytes) return null;
      return new Promise((resolve) => drained.push(resolve));
    },
    onMessage: (listener) =>
      socket.on('message', (data: RawData, isBinary: boolean) => {
        if (closed) return;
        let message: unknown;
        try {
          message = decodeFrame(isBinary ? toBytes(data) : data.toString());
        } catch {
          // Not one of ours; 1007 says so.
          hangUp(1007);
          over();
          return;
        }
        // The router checks the shape of whatever it is.
        listener(message as ClientMessage);
      }),
    onClose: (tell) => {
      if (closed) queueMicrotask(tell);
      else closeListeners.push(tell);
    },
    close: () => {
      over();
      if (socket.readyState === socket.OPEN) hangUp(1000);
    },
  };
}

function toBytes(data: RawData): Uint8Array {
  if (Array.isArray(data)) return Buffer.concat(data);
  return data instanceof ArrayBuffer ? new Uint8Array(data) : data;
}
