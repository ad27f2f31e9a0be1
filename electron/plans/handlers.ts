import type { OperationOrigin } from '../../shared/contract/operations.ts';
import type { ExecutedPlan } from '../../shared/contract/plans.ts';
import type { ClientKind, DomainHandlers } from '../rpc/handlers.ts';
import type { Plans } from './plans.ts';

/** Executes a plan so that it outlives its caller; answers its report. */
type Execute = (
  id: string,
  signal: AbortSignal,
  begun: { origin: OperationOrigin; confirm: string | undefined },
) => Promise<ExecutedPlan>;

/** Serves `plans.*`. */
export function plansHandlers(plans: Plans, execute: Execute): DomainHandlers<'plans'> {
  return {
    show: (input) => plans.show(input.id),
    execute: (input, { signal, client }) =>
      execute(input.id, signal, { origin: originOf(client), confirm: input.confirm }),
    progress: (input, { signal }) => plans.progress(input.id, signal),
    discard: async (input) => ({ discarded: await plans.discard(input.id) }),
  };
}

function originOf(client: ClientKind): OperationOrigin {
  return client === 'cli' ? 'command-line' : 'person';
}
