import { fail } from '../../../shared/contract/failure.ts';
import { inspectContainer } from '../../engine/api/containers.ts';
import type { Engine } from '../../engine/engine.ts';
import { healthLog } from '../../engine/raw/health.ts';
import type { DomainHandlers } from '../../rpc/handlers.ts';
import type { Crashes } from './crashes.ts';

/** Serves `containers.crashes`, `containers.dismissCrash` and `containers.health`. */
export function crashHandlers(
  engine: Engine,
  crashes: Crashes,
): Pick<DomainHandlers<'containers'>, 'crashes' | 'dismissCrash' | 'health'> {
  return {
    crashes: (_input, { signal }) => crashes.stream(signal),
    dismissCrash: async ({ id }) => {
      const dismissed = crashes.dismiss(id);
      if (dismissed === 0 && id !== undefined) throw fail('not-found', 'crash-unknown');
      return { dismissed };
    },
    health: async (input, { signal }) => {
      const client = await engine.client(signal);
      return healthLog((await inspectContainer(client, input.id, signal)).State);
    },
  };
}
