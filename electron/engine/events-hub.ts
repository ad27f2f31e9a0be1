import type { EngineEvent } from '../../shared/contract/engine.ts';

const remembered = 100;
/** A viewer this far behind loses the oldest; the engine's socket is never held up for it. */
const viewerLimit = 10_000;

/** Hands the engine's events to viewers and remembers the last hundred for looking into trouble. */
export class EventsHub {
  readonly #recent: EngineEvent[] = [];
  readonly #viewers = new Set<(event: EngineEvent) => void>();

  push(event: EngineEvent): void {
    this.#recent.push(event);
    if (this.#recent.length > remembered) this.#recent.shift();
    for (const viewer of this.#viewers) viewer(event);
  }

  clear(): void {
    this.#recent.length = 0;
  }

  /** Events from now on, and first the remembered ones where asked for. */
  async *watch(
    filter: (event: EngineEvent) => boolean,
    recent: boolean,
    signal: AbortSignal,
  ): AsyncGenerator<EngineEvent> {
    const queue: EngineEvent[] = recent ? this.#recent.filter(filter) : [];
    let wake: (() => void) | null = null;
    const viewer = (event: EngineEvent) => {
      if (!filter(event)) return;
      queue.push(event);
      if (queue.length > viewerLimit) queue.shift();
      wake?.();
    };
    const stop = () => wake?.();
    this.#viewers.add(viewer);
    signal.addEventListener('abort', stop, { once: true });
    try {
      while (!signal.aborted) {
        const next = queue.shift();
        if (next !== undefined) yield next;
        else
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        wake = null;
      }
    } finally {
      this.#viewers.delete(viewer);
      signal.removeEventListener('abort', stop);
    }
  }
}
