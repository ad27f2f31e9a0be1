import type { ClientMessage, ClientPort, ServerMessage } from '../../shared/contract/wire.ts';

/** What the desktop's preload exposes as `window.slipway`, and nothing else. */
export interface DesktopBridge {
  readonly host: 'desktop';
  send(message: ClientMessage): void;
  onMessage(listener: (message: ServerMessage) => void): void;
  onClose(listener: () => void): void;
}

declare global {
  interface Window {
    slipway?: DesktopBridge;
  }
}

/** A port over the preload's pipe. That pipe lives as long as the window: `close` only stops using it. */
export function createDesktopPort(bridge: DesktopBridge): ClientPort {
  let open = true;
  const closeListeners: (() => void)[] = [];
  const over = () => {
    open = false;
    for (const tell of closeListeners.splice(0)) queueMicrotask(tell);
  };
  bridge.onClose(over);
  return {
    send: (message) => {
      if (open) bridge.send(message);
    },
    onMessage: (listener) =>
      bridge.onMessage((message) => {
        if (open) listener(message);
      }),
    onClose: (listener) => {
      if (open) closeListeners.push(listener);
      else queueMicrotask(listener);
    },
    close: over,
  };
}
