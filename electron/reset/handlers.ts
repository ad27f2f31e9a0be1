import type { DomainHandlers } from '../rpc/handlers.ts';
import { resetExecutor } from './executor.ts';
import { takeInventory } from './inventory.ts';
import { planReset } from './plan.ts';
import type { ResetTools } from './tools.ts';

/** Serves what counts and plans of `reset.*`; plans of the kind `reset` are executed by what it registers. */
export function resetHandlers(tools: ResetTools): Pick<DomainHandlers<'reset'>, 'inventory' | 'plan'> {
  tools.plans.register(resetExecutor(tools));
  return {
    inventory: (_input, { signal }) => takeInventory(tools, signal),
    plan: (input, { signal }) => planReset(tools, input, signal),
  };
}
