import { describeEngine } from '../engine/api/objects.ts';
import type { Engine } from '../engine/engine.ts';
import type { DomainHandlers } from '../rpc/handlers.ts';
import { lookUp } from './lookup.ts';

/** Serves `inspect.*`. */
export function inspectHandlers(engine: Engine): DomainHandlers<'inspect'> {
  return {
    any: async (input, { signal }) => lookUp(await engine.client(signal), input.id, input.kind, signal),
    engine: async (_input, { signal }) => describeEngine(await engine.client(signal), signal),
  };
}
