import type { Engine } from '../engine/engine.ts';
import type { Plans } from '../plans/plans.ts';
import type { DomainHandlers } from '../rpc/handlers.ts';
import type { CheckpointBook } from './book.ts';
import { cloneCheckpoint } from './clone.ts';
import { createCheckpoint, preflight } from './create.ts';
import { listCheckpoints } from './listing.ts';
import { planRemoval, removalExecutor } from './removal.ts';
import { restoreCheckpoint } from './restore.ts';

/** Serves `checkpoints.*`. */
export function checkpointsHandlers(
  engine: Engine,
  plans: Plans,
  book: CheckpointBook,
): DomainHandlers<'checkpoints'> {
  plans.register(removalExecutor(engine, book));
  return {
    preflight: ({ id }, { signal }) => preflight(engine, id, signal),
    list: (input, { signal }) => listCheckpoints(engine, book, input, signal),
    create: (input, { signal }) => createCheckpoint(engine, book, input, signal),
    restore: (input, { signal }) => restoreCheckpoint(engine, book, input, signal),
    clone: (input, { signal }) => cloneCheckpoint(engine, book, input, signal),
    remove: (input, { signal }) => planRemoval(engine, plans, book, input.checkpoints, signal),
  };
}
