import { pullImage } from '../engine/api/pull.ts';
import type { Engine } from '../engine/engine.ts';
import type { DomainHandlers } from '../rpc/handlers.ts';

/** Serves `images.*`. */
export function imagesHandlers(engine: Engine): DomainHandlers<'images'> {
  return {
    async *pull(input, { signal }) {
      yield* pullImage(await engine.client(signal), input, signal);
    },
  };
}
