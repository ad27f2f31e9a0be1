import type { ClientMessage, ClientPort, ServerMessage } from '../../shared/contract/wire.ts';

export interface LatePort extends ClientPort {
  /** Sends on what was kept, and passes everything on from now. */
  attach(real: ClientPort): void;
}

/** A port that keeps what is sent until the real one is there. */
export function createLatePort(): LatePort {
  const unsent: ClientMessage[] = [];
  const closeListeners: (() => void)[] = [];
  let real: ClientPort | null = null;
  let listener: ((message: ServerMessage) => void) | null = null;
  let closed = false;

  function over(): void {
    if (closed) return;
    closed = true;
    for (const tell of closeListeners.splice(0)) queueMicrotask(tell);
  }

  return {
    send: (message) => {
      if (real !== null) real.send(message);
      else if (!closed) unsent.push(message);
    },
    onMessage: (next) => {
      listener = next;
    },
    onClose: (tell) => {
      if (closed) queueMicrotask(tell);
      else closeListeners.push(tell);
    },
    close: () => {
      real?.close();
      over();
    },
    attach: (port) => {
      real = port;
      port.onMessage((message) => listener?.(message));
      port.onClose(over);
      for (const message of unsent.splice(0)) port.send(message);
    },
  };
}
