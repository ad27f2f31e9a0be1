import type { Container } from '../../shared/contract/containers.ts';
import type { Demand } from './demand.ts';

export interface Wanted {
  /** Ids, starts of ids of 12 characters and more, or names; undefined for every container. */
  ids?: readonly string[] | undefined;
  intervalMs: number;
  /** The containers that are not in `ids`: so seldom, or not at all. */
  othersMs?: number | undefined;
  all: boolean;
}

/** Rows that come and go are told within this time, but no more often. */
const gatherMs = 250;

/** An item comes at least so often, or twice the interval: also where nothing can be read. */
const silenceMs = 5000;

/** Somebody who looks at figures: what of them, how often, and when the next item is due. */
export class Viewer implements Demand {
  readonly wanted: Wanted;
  #seen: ReadonlySet<string> | null = null;
  #absent: string[] = [];
  /** The last item of any kind, and the last one with new figures. */
  #saidMs = Number.NEGATIVE_INFINITY;
  #toldMs = Number.NEGATIVE_INFINITY;
  #due: 'rows' | 'figures' | null = null;
  #wake: (() => void) | null = null;
  #gather: NodeJS.Timeout | null = null;
  #later: NodeJS.Timeout | null = null;

  constructor(wanted: Wanted) {
    this.wanted = wanted;
  }

  /** What of `ids` is no container that is shown. */
  get absent(): readonly string[] {
    return this.#absent;
  }

  resolve(containers: readonly Container[]): void {
    const { ids, all } = this.wanted;
    if (ids === undefined) return;
    const byKey = new Map<string, Container>();
    for (const container of containers) byKey.set(container.name, container);
    for (const container of containers) {
      byKey.set(container.id, container);
      byKey.set(container.id.slice(0, 12), container);
    }
    const find = (id: string) =>
      byKey.get(id) ??
      (id.length > 12 ? containers.find((container) => container.id.startsWith(id)) : undefined);
    const seen = new Set<string>();
    this.#absent = ids.filter((id) => {
      const container = find(id);
      if (container !== undefined) seen.add(container.id);
      return container === undefined || !(all || isRunning(container));
    });
    this.#seen = seen;
  }

  everyMs(id: string): number | null {
    if (this.wanted.ids === undefined || this.#seen?.has(id)) return this.wanted.intervalMs;
    return this.wanted.othersMs ?? null;
  }

  shows(container: Container): boolean {
    return (this.wanted.all || isRunning(container)) && this.everyMs(container.id) !== null;
  }

  measured(): void {
    const sinceMs = performance.now() - this.#toldMs;
    // Readings of a faster viewer come in between; those of its own pace may come a little early.
    if (sinceMs >= this.wanted.intervalMs * 0.7) this.#tell('figures');
    else
      this.#later ??= setTimeout(() => {
        this.#later = null;
        this.#tell('figures');
      }, this.wanted.intervalMs - sinceMs);
  }

  /** Told soon, whatever the interval. */
  changed(): void {
    if (this.#gather !== null) return;
    const inMs = Math.max(0, this.#saidMs + gatherMs - performance.now());
    this.#gather = setTimeout(() => {
      this.#gather = null;
      this.#tell('rows');
    }, inMs);
  }

  #tell(what: 'rows' | 'figures'): void {
    if (this.#due !== 'figures') this.#due = what;
    this.#wake?.();
  }

  /**
   * Resolves when an item is due: figures were read, rows changed, or neither for a while. False when `signal` has fired.
   */
  async next(signal: AbortSignal): Promise<boolean> {
    if (this.#due === null && !signal.aborted)
      await new Promise<void>((resolve) => {
        const done = () => {
          clearTimeout(timer);
          signal.removeEventListener('abort', done);
          this.#wake = null;
          resolve();
        };
        const timer = setTimeout(done, Math.max(this.wanted.intervalMs * 2, silenceMs));
        this.#wake = done;
        signal.addEventListener('abort', done, { once: true });
      });
    this.#saidMs = performance.now();
    // Rows that come and go do not put off the figures.
    if (this.#due !== 'rows') {
      this.#toldMs = this.#saidMs;
      this.#stopLater();
    }
    this.#due = null;
    this.#stopGathering();
    return !signal.aborted;
  }

  close(): void {
    this.#stopLater();
    this.#stopGathering();
  }

  #stopLater(): void {
    if (this.#later !== null) clearTimeout(this.#later);
    this.#later = null;
  }

  #stopGathering(): void {
    if (this.#gather !== null) clearTimeout(this.#gather);
    this.#gather = null;
  }
}

/** Whether a container has figures. */
export function isRunning({ state }: Pick<Container, 'state'>): boolean {
  return state === 'running' || state === 'paused';
}
