import type { ClientMessage, ServerMessage } from '../../shared/contract/wire.ts';
import { closedChannel, rpcChannel } from './ipc-channels.ts';

/** What is used of Electron's `ipcRenderer`. */
export interface RendererIpc {
  send(channel: string, ...args: unknown[]): void;
  on(channel: string, listener: (event: unknown, ...args: unknown[]) => void): unknown;
}

/** What the page gets, and nothing else. */
export interface PagePipe {
  readonly host: 'desktop';
  send(message: ClientMessage): void;
  /** One listener; what arrives before it is set is kept. */
  onMessage(listener: (message: ServerMessage) => void): void;
  onClose(listener: () => void): void;
}

/** The page's end of the pipe. `documentId` tells this document's messages from those of one before a reload. */
export function createPagePipe(ipc: RendererIpc, documentId: string): PagePipe {
  const held: ServerMessage[] = [];
  const closeListeners: (() => void)[] = [];
  let listener: ((message: ServerMessage) => void) | null = null;
  let open = true;

  ipc.on(rpcChannel, (_event, id, message) => {
    if (id !== documentId || !open) return;
    // Only the main process can send on this channel.
    const known = message as ServerMessage;
    if (listener === null) held.push(known);
    else listener(known);
  });
  ipc.on(closedChannel, (_event, id) => {
    if (id !== documentId || !open) return;
    open = false;
    for (const tell of closeListeners.splice(0)) tell();
  });

  return {
    host: 'desktop',
    send: (message) => {
      if (open) ipc.send(rpcChannel, documentId, message);
    },
    onMessage: (next) => {
      listener = next;
      for (const message of held.splice(0)) next(message);
    },
    onClose: (tell) => {
      if (open) closeListeners.push(tell);
      else tell();
    },
  };
}
