import type { Client } from '../../shared/contract/client.ts';
import type { ApiError } from '../../shared/contract/errors.ts';

export type BridgeStatus =
  | { readonly status: 'connecting' }
  | { readonly status: 'open' }
  /** Not connected; `retrying` tells whether it tries again by itself. */
  | { readonly status: 'closed'; readonly error: ApiError; readonly retrying: boolean };

/** The page's way to Slipway: one client at a time, a new one after each loss. */
export interface Bridge {
  readonly host: 'desktop' | 'web';
  /** Calls made before the connection is open wait for it. After a loss it is closed until the next is open. */
  current(): Client;
  status(): BridgeStatus;
  /** Told of every change of status; when it is open again there is a new client, to open streams on anew. */
  subscribe(listener: () => void): () => void;
  /** Tries again now; for the button beside a `closed` that does not retry. */
  reconnect(): void;
}

/** A value with listeners, in the form `useSyncExternalStore` wants. */
export function createStatus(initial: BridgeStatus) {
  const listeners = new Set<() => void>();
  let value = initial;
  return {
    get: () => value,
    set: (next: BridgeStatus) => {
      value = next;
      for (const listener of [...listeners]) listener();
    },
    subscribe: (listener: () => void) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}
