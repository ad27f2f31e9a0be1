import type { Crash, CrashItem } from '../../../shared/contract/crashes.ts';
import { worthTelling } from '../../../shared/model/deaths.ts';

interface Entry {
  crash: Crash;
  /** Somebody has seen it; kept so that what follows it stays with it. */
  dismissed: boolean;
}

const most = 50;
/** A crash this soon after the one before belongs to it. */
const followsMs = 10 * 60_000;
/** The same where the engine starts the container again by itself. */
const loopsMs = 60 * 60_000;
/** A viewer this far behind is told everything anew. */
const viewerLimit = 200;

/** The crashes of the engine in use, the latest last, and everybody who looks at them. */
export class CrashBook {
  #entries: Entry[] = [];
  readonly #viewers = new Set<(item: CrashItem) => void>();

  /** Adds a crash, or counts it with the one it follows. */
  add(crash: Crash): void {
    const before = this.#entries.findLast((entry) => sameSubject(entry.crash, crash));
    if (before === undefined || !follows(before.crash, crash)) {
      this.#entries.push({ crash, dismissed: false });
      this.#tell({ type: 'crash', crash, tell: true });
      this.#trim();
      return;
    }
    const { id, firstAt, count } = before.crash;
    const next = { ...crash, id, firstAt, count: count + crash.count };
    const entry = { crash: next, dismissed: before.dismissed };
    this.#entries = [...this.#entries.filter((other) => other !== before), entry];
    if (!entry.dismissed) this.#tell({ type: 'crash', crash: next, tell: worthTelling(next.count) });
  }

  /** Changes what is known of a container in all its crashes. */
  update(containerId: string, change: Partial<Pick<Crash, 'name' | 'removed'>>): void {
    for (const entry of this.#entries) {
      if (entry.crash.containerId !== containerId) continue;
      entry.crash = { ...entry.crash, ...change };
      if (!entry.dismissed) this.#tell({ type: 'crash', crash: entry.crash, tell: false });
    }
  }

  /** Puts one away, or all; answers how many. */
  dismiss(id?: string): number {
    const ids: string[] = [];
    for (const entry of this.#entries) {
      if (entry.dismissed || (id !== undefined && entry.crash.id !== id)) continue;
      entry.dismissed = true;
      ids.push(entry.crash.id);
    }
    if (ids.length > 0) this.#tell({ type: 'gone', ids });
    return ids.length;
  }

  clear(): void {
    if (this.#entries.length === 0) return;
    this.#entries = [];
    this.#tell(this.#snapshot());
  }

  /** Those known, then each as it happens, until `signal` fires. */
  async *watch(signal: AbortSignal): AsyncGenerator<CrashItem> {
    let queue: CrashItem[] = [this.#snapshot()];
    let wake: (() => void) | null = null;
    const viewer = (item: CrashItem) => {
      queue.push(item);
      if (queue.length > viewerLimit) queue = [this.#snapshot()];
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

  #snapshot(): CrashItem {
    const crashes = this.#entries.filter(({ dismissed }) => !dismissed).map(({ crash }) => crash);
    return { type: 'snapshot', crashes };
  }

  #trim(): void {
    const over = this.#entries.slice(0, Math.max(0, this.#entries.length - most));
    if (over.length === 0) return;
    this.#entries = this.#entries.slice(over.length);
    const ids = over.filter(({ dismissed }) => !dismissed).map(({ crash }) => crash.id);
    if (ids.length > 0) this.#tell({ type: 'gone', ids });
  }

  #tell(item: CrashItem): void {
    for (const viewer of this.#viewers) viewer(item);
  }
}

function sameSubject(a: Crash, b: Crash): boolean {
  return a.service === undefined ? a.containerId === b.containerId : a.service === b.service;
}

function follows(before: Crash, crash: Crash): boolean {
  const apart = Date.parse(crash.at) - Date.parse(before.at);
  return apart <= (before.restarts ? loopsMs : followsMs);
}
