import type { Operation, OperationLine } from '../../shared/contract/operations.ts';

/** So many that are over are remembered; their reports are kept longer. */
const keptOver = 30;
/** A plan of thousands of items tells each of them; the page is told this often. */
const gatherMs = 100;

interface Entry {
  operation: Operation;
  lines: OperationLine[];
  cancel(): void;
}

/** What is under way and what was lately, for those who watch. */
export class OperationBook {
  readonly #entries = new Map<string, Entry>();
  readonly #wakes = new Set<() => void>();

  add(operation: Operation, cancel: () => void): void {
    this.#entries.set(operation.id, { operation, lines: [], cancel });
    const over = [...this.#entries.values()].filter((entry) => entry.operation.finishedAt !== null);
    for (const entry of over.slice(0, Math.max(0, over.length - keptOver)))
      this.#entries.delete(entry.operation.id);
    this.#wake();
  }

  get(id: string): Operation | undefined {
    return this.#entries.get(id)?.operation;
  }

  change(id: string, changes: Partial<Operation>, line?: OperationLine): void {
    const entry = this.#entries.get(id);
    if (entry === undefined) return;
    entry.operation = { ...entry.operation, ...changes };
    if (line !== undefined) entry.lines.push(line);
    this.#wake();
  }

  /** Newest first. */
  list(): Operation[] {
    return [...this.#entries.values()].map(({ operation }) => operation).reverse();
  }

  /** False when there is no such operation, or it is over. */
  cancel(id: string): boolean {
    const entry = this.#entries.get(id);
    if (entry === undefined || entry.operation.finishedAt !== null) return false;
    this.change(id, { state: 'stopping' });
    entry.cancel();
    return true;
  }

  /** True when it was over and is forgotten now. */
  forget(id: string): boolean {
    const entry = this.#entries.get(id);
    if (entry === undefined || entry.operation.finishedAt === null) return false;
    this.#entries.delete(id);
    this.#wake();
    return true;
  }

  /** The list at once and after each change, gathered for a moment. */
  async *watch(signal: AbortSignal): AsyncGenerator<Operation[]> {
    for await (const _ of this.#changes(signal, gatherMs)) yield this.list();
  }

  /** The lines so far and from now on, until the operation is over or forgotten. */
  async *log(id: string, signal: AbortSignal): AsyncGenerator<OperationLine> {
    let next = 0;
    for await (const _ of this.#changes(signal, 0)) {
      const entry = this.#entries.get(id);
      if (entry === undefined) return;
      while (next < entry.lines.length && !signal.aborted) {
        const line = entry.lines[next];
        next += 1;
        if (line !== undefined) yield line;
      }
      if (entry.operation.finishedAt !== null) return;
    }
  }

  /** Yields at once, and whenever something changed since. */
  async *#changes(signal: AbortSignal, gather: number): AsyncGenerator<void> {
    let changed = true;
    let notify: (() => void) | null = null;
    const wake = () => {
      changed = true;
      notify?.();
    };
    this.#wakes.add(wake);
    signal.addEventListener('abort', wake);
    try {
      while (!signal.aborted) {
        if (changed) {
          changed = false;
          yield;
          if (gather > 0 && !signal.aborted) await pause(gather, signal);
        } else
          await new Promise<void>((resolve) => {
            notify = resolve;
          });
        notify = null;
      }
    } finally {
      this.#wakes.delete(wake);
      signal.removeEventListener('abort', wake);
    }
  }

  #wake(): void {
    for (const wake of this.#wakes) wake();
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const over = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', over);
      resolve();
    };
    const timer = setTimeout(over, ms);
    signal.addEventListener('abort', over);
  });
}
