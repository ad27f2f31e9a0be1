/** Messages of a session on their way to its handler. */
export interface MessageQueue {
  readonly messages: AsyncIterable<unknown>;
  /** False when the caller sent more than it was granted. */
  push(message: unknown): boolean;
  /** What was pushed is still delivered, then the iteration ends. */
  end(): void;
  /** The iteration ends now. */
  drop(): void;
}

/** A queue of at most `window` messages for one reader; `grant` is told as they are read. */
export function createMessageQueue(window: number, grant: (n: number) => void): MessageQueue {
  const held: unknown[] = [];
  let granted = window;
  let read = 0;
  let ended = false;
  let waiting: ((result: IteratorResult<unknown>) => void) | null = null;

  function wake(result: IteratorResult<unknown>): void {
    const resolve = waiting;
    waiting = null;
    resolve?.(result);
  }
  function taken(): void {
    read += 1;
    if (read * 2 < window || ended) return;
    granted += read;
    grant(read);
    read = 0;
  }
  function stop(): void {
    ended = true;
    held.length = 0;
    wake({ done: true, value: undefined });
  }

  const iterator: AsyncIterator<unknown> = {
    next: () => {
      if (held.length > 0) {
        const value = held.shift();
        taken();
        return Promise.resolve({ done: false, value });
      }
      if (ended) return Promise.resolve({ done: true, value: undefined });
      return new Promise((resolve) => {
        waiting = resolve;
      });
    },
    return: () => {
      stop();
      return Promise.resolve({ done: true, value: undefined });
    },
  };

  return {
    messages: { [Symbol.asyncIterator]: () => iterator },
    push: (message) => {
      if (granted === 0) return false;
      granted -= 1;
      if (ended) return true;
      if (waiting === null) held.push(message);
      else {
        wake({ done: false, value: message });
        taken();
      }
      return true;
    },
    end: () => {
      ended = true;
      if (held.length === 0) wake({ done: true, value: undefined });
    },
    drop: stop,
  };
}
