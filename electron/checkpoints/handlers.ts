import type { Plans } from '../plans/plans.ts';
import type { DomainHandlers } from '../rpc/handlers.ts';
import { cloneCheckpoint } from './clone.ts';
import { createCheckpoint } from './create.ts';
import { listCheckpoints } from './listing.ts';
import { preflight } from './preflight.ts';
import { planRemoval, removalExecutor } from './removal.ts';
import { restoreCheckpoint } from './restore.ts';
import type { Tools } from './tools.ts';

/** Serves `checkpoints.*`. */
export function checkpointsHandlers(tools: Tools, plans: Plans): DomainHandlers<'checkpoints'> {
  const { engine, book } = tools;
  plans.register(removalExecutor(tools));
  return {
    preflight: ({ id }, { signal }) => preflight(engine, id, signal),
    list: (input, { signal }) => listCheckpoints(engine, book, input, signal),
    create: (input, { signal }) => createCheckpoint(tools, input, signal),
    restore: (input, { signal }) => restoreCheckpoint(tools, input, signal),
    clone: (input, { signal }) => cloneCheckpoint(tools, input, signal),
    remove: (input, { signal }) => planRemoval(tools, plans, input.checkpoints, signal),
  };
}
