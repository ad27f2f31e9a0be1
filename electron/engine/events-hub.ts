import type { EngineEvent } from '../../shared/contract/engine.ts';
import { eventKey } from '../../shared/model/event-filter.ts';

const remembered = 100;
/** A viewer this far behind loses the oldest, and is told how many; the engine's socket is never held up for it. */
const viewerLimit = 10_000;

export interface ViewOptions {
  filter(event: EngineEvent): boolean;
  /** Also the remembered ones. */
  recent: boolean;
  /** Events from before this view, in any order; those that are remembered too are told once. */
  past?: () => Promise<readonly EngineEvent[]>;
  signal: AbortSignal;
}

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

  /** Events from now on, and first those of before where asked for. */
  async *watch({ filter, recent, past, signal }: ViewOptions): AsyncGenerator<EngineEvent> {
    let queue: EngineEvent[] = recent ? this.#recent.filter(filter) : [];
    let missed = 0;
    let wake: (() => void) | null = null;
    const viewer = (event: EngineEvent) => {
      if (!filter(event)) return;
      queue.push(event);
      if (queue.length > viewerLimit) {
        queue.shift();
        missed += 1;
      }
      wake?.();
    };
    const stop = () => wake?.();
    this.#viewers.add(viewer);
    signal.addEventListener('abort', stop, { once: true });
    try {
      if (past !== undefined) queue = inOrder([...(await past()).filter(filter), ...queue]);
      while (!signal.aborted) {
        const next = queue.shift();
        if (next !== undefined) {
          const told = missed === 0 ? next : { ...next, missedBefore: missed };
          missed = 0;
          yield told;
        } else
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

/** Each event once, by the engine's clock; those of one instant stay as they came. */
function inOrder(events: readonly EngineEvent[]): EngineEvent[] {
  const once = new Map(events.map((event) => [eventKey(event), event]));
  return [...once.values()].sort((a, b) => {
    const [left, right] = [BigInt(a.atNano), BigInt(b.atNano)];
    return left < right ? -1 : left > right ? 1 : 0;
  });
}
