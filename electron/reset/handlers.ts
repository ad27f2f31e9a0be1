import { fail } from '../../shared/contract/failure.ts';
import type { DomainHandlers } from '../rpc/handlers.ts';

/** Serves `reset.*`. */
export function resetHandlers(): DomainHandlers<'reset'> {
  return {
    inventory: () => Promise.reject(fail('unsupported', 'reset-nothing')),
    plan: () => Promise.reject(fail('unsupported', 'reset-nothing')),
  };
}
