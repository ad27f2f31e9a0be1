import type { ClientMessage, ServerMessage, ServerPort } from '../../shared/contract/wire.ts';

/** The main process's end of the pipe to one document in a window. */
export interface DocumentPort {
  readonly port: ServerPort;
  /** A message from the document, as it came: the router checks it. */
  deliver(message: unknown): void;
  /** The document is gone: what served it must let go. */
  hangUp(): void;
}

/** `closed` is called when this side closes, so that the document can be told. */
export function createDocumentPort(to: { send(message: ServerMessage): void; closed(): void }): DocumentPort {
  const held: unknown[] = [];
  const closeListeners: (() => void)[] = [];
  let listener: ((message: ClientMessage) => void) | null = null;
  let open = true;

  function over(): void {
    open = false;
    held.length = 0;
    for (const tell of closeListeners.splice(0)) queueMicrotask(tell);
  }

  return {
    port: {
      send: (message) => {
        if (open) to.send(message);
      },
      onMessage: (next) => {
        listener = next;
        // The router parses whatever comes: this is the one place where it gets its type.
        for (const message of held.splice(0)) next(message as ClientMessage);
      },
      onClose: (tell) => {
        if (open) closeListeners.push(tell);
        else queueMicrotask(tell);
      },
      close: () => {
        if (!open) return;
        over();
        to.closed();
      },
    },
    deliver: (message) => {
      if (!open) return;
      if (listener === null) held.push(message);
      else listener(message as ClientMessage);
    },
    hangUp: () => {
      if (open) over();
    },
  };
}
