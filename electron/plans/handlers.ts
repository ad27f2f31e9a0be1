import type { DomainHandlers } from '../rpc/handlers.ts';
import type { Plans } from './plans.ts';

/** Serves `plans.*`. */
export function plansHandlers(plans: Plans): DomainHandlers<'plans'> {
  return {
    show: (input) => plans.show(input.id),
    execute: (input, { signal }) => plans.execute(input.id, signal),
    progress: (input, { signal }) => plans.progress(input.id, signal),
    discard: async (input) => ({ discarded: await plans.discard(input.id) }),
  };
}
