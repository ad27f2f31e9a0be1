import { fail } from '../../shared/contract/failure.ts';
import type { Engine } from '../engine/engine.ts';
import type { CheckpointBook } from './book.ts';
import { Policies } from './policies.ts';
import type { Subject } from './subject.ts';

/** What work on checkpoints needs, made once. */
export class Tools {
  readonly engine: Engine;
  readonly book: CheckpointBook;
  readonly policies: Policies;
  readonly #busy = new Set<string>();

  constructor(engine: Engine, book: CheckpointBook) {
    this.engine = engine;
    this.book = book;
    this.policies = new Policies(engine, book);
  }

  /** One work on a container at a time. @throws conflict `checkpoint-busy` */
  async alone<T>(
    { engineId, id, name }: Pick<Subject, 'engineId' | 'id' | 'name'>,
    work: () => Promise<T>,
  ): Promise<T> {
    const key = `${engineId} ${id}`;
    if (this.#busy.has(key)) throw fail('conflict', 'checkpoint-busy', { container: name });
    this.#busy.add(key);
    try {
      return await work();
    } finally {
      this.#busy.delete(key);
    }
  }
}
