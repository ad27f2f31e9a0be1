import { toApiError } from '../../shared/contract/failure.ts';
import type { Engine } from '../engine/engine.ts';
import type { Operations } from './operations.ts';

/** Settles what is unknown in reports each time an engine answers again. The answer ends that. */
export function settleWhenReady(engine: Engine, operations: Operations): () => Promise<void> {
  const stop = new AbortController();
  let last = Promise.resolve();
  const unlisten = engine.connection.listen({
    ready: () => {
      last = last
        .then(() => operations.settleAll(stop.signal))
        .catch((thrown: unknown) => {
          const { code, message } = toApiError(thrown);
          // The engine went away again: the next time it is there is as good.
          if (code === 'cancelled' || code === 'unreachable' || code === 'timeout') return;
          process.emitWarning(`What is unknown in a report could not be settled: ${message}`);
        });
    },
    event: () => undefined,
    gap: () => undefined,
    lost: () => undefined,
    switched: () => undefined,
  });
  return () => {
    unlisten();
    stop.abort();
    return last;
  };
}
