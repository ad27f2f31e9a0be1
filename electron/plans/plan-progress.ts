import type { PlanProgress, PlanStep } from '../../shared/contract/plans.ts';

interface Book {
  steps: PlanProgress[];
  ended: boolean;
  wake: Set<() => void>;
}

/** What executing plans are at, for those who watch. A plan's book is closed with it. */
export class PlanProgressBook {
  readonly #books = new Map<string, Book>();

  tell(id: string, item: number, step: PlanStep): void {
    const book = this.#open(id);
    book.steps.push({ item, step, at: new Date().toISOString() });
    for (const wake of book.wake) wake();
  }

  end(id: string): void {
    const book = this.#books.get(id);
    if (book === undefined) return;
    this.#books.delete(id);
    book.ended = true;
    for (const wake of book.wake) wake();
  }

  /** From the first step on; a plan that is not executing yet is waited for. */
  async *watch(id: string, signal: AbortSignal): AsyncGenerator<PlanProgress> {
    const book = this.#open(id);
    let notify: () => void = () => undefined;
    const wake = () => notify();
    book.wake.add(wake);
    signal.addEventListener('abort', wake);
    try {
      for (let next = 0; ; ) {
        const step = book.steps[next];
        if (signal.aborted) return;
        if (step !== undefined) {
          next += 1;
          yield step;
        } else if (book.ended) return;
        else
          await new Promise<void>((resolve) => {
            notify = resolve;
          });
      }
    } finally {
      signal.removeEventListener('abort', wake);
      book.wake.delete(wake);
      // Nobody executed it: nothing is kept of it.
      if (book.steps.length === 0 && book.wake.size === 0) this.#books.delete(id);
    }
  }

  #open(id: string): Book {
    const known = this.#books.get(id);
    if (known !== undefined) return known;
    const book: Book = { steps: [], ended: false, wake: new Set() };
    this.#books.set(id, book);
    return book;
  }
}
