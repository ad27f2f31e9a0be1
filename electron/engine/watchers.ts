import type { ResourceKind, WatchItem } from '../../shared/contract/engine.ts';

interface Pending {
  snapshot: boolean;
  freshness: boolean;
  ids: Set<string>;
}

/** Builds what a watcher is sent, from the rows as they are at that moment. */
export interface ItemSource {
  loaded(kind: ResourceKind): boolean;
  snapshot(kind: ResourceKind): WatchItem;
  patch(kind: ResourceKind, ids: ReadonlySet<string>): WatchItem;
  freshnessItem(kind: ResourceKind): WatchItem;
}

/** How long changes are gathered into one patch. */
export const gatherMs = 4;

/**
 * One viewer of the mirror. It remembers only which rows changed, not how: a slow viewer costs a set of ids and
 * is sent the latest truth when it is ready for it.
 */
export class Watcher {
  readonly #pending = new Map<ResourceKind, Pending>();
  readonly #source: ItemSource;
  #wake: (() => void) | null = null;

  constructor(kinds: readonly ResourceKind[], source: ItemSource) {
    this.#source = source;
    for (const kind of kinds)
      this.#pending.set(kind, { snapshot: true, freshness: !source.loaded(kind), ids: new Set() });
  }

  changed(kind: ResourceKind, ids: readonly string[]): void {
    const pending = this.#pending.get(kind);
    if (pending === undefined) return;
    for (const id of ids) pending.ids.add(id);
    this.#wake?.();
  }

  reset(kind: ResourceKind): void {
    const pending = this.#pending.get(kind);
    if (pending === undefined) return;
    pending.snapshot = true;
    pending.ids.clear();
    this.#wake?.();
  }

  freshness(kind: ResourceKind): void {
    const pending = this.#pending.get(kind);
    if (pending === undefined) return;
    pending.freshness = true;
    this.#wake?.();
  }

  /** Items until `signal` fires. What changes within a few ms comes in one patch. */
  async *items(signal: AbortSignal): AsyncGenerator<WatchItem> {
    while (!signal.aborted) {
      const item = this.#take();
      if (item !== null) {
        yield item;
        continue;
      }
      await this.#woken(signal);
      if (!signal.aborted) await new Promise((resolve) => setTimeout(resolve, gatherMs));
    }
  }

  #take(): WatchItem | null {
    for (const [kind, pending] of this.#pending) {
      if (pending.snapshot && this.#source.loaded(kind)) {
        pending.snapshot = false;
        pending.freshness = false;
        pending.ids.clear();
        return this.#source.snapshot(kind);
      }
      if (pending.freshness) {
        pending.freshness = false;
        return this.#source.freshnessItem(kind);
      }
      if (pending.ids.size > 0 && !pending.snapshot) {
        const ids = pending.ids;
        pending.ids = new Set();
        return this.#source.patch(kind, ids);
      }
    }
    return null;
  }

  #woken(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        this.#wake = null;
        signal.removeEventListener('abort', wake);
        resolve();
      };
      this.#wake = wake;
      signal.addEventListener('abort', wake, { once: true });
      if (signal.aborted) wake();
    });
  }
}
