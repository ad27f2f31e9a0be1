import { SlipwayError, toApiError } from '../../shared/contract/failure.ts';
import type { Plan } from '../../shared/contract/plans.ts';
import type { Engine } from '../engine/engine.ts';
import type { Trash } from '../plans/trash/trash.ts';

const everyMs = 10 * 60_000;

/** What it needs to empty what is past its time. */
export interface KeeperTools {
  plan(ids: string[], signal: AbortSignal): Promise<Plan>;
  /** As an operation, so that it is told and its report kept. */
  execute(planId: string, signal: AbortSignal): Promise<unknown>;
}

/**
 * While Slipway is connected: finishes what was cut off, and empties what is past its time. `stop` begins nothing more,
 * `ended` resolves when nothing goes on: the connection is closed between the two.
 */
export function keepTrash(
  engine: Engine,
  trash: Trash,
  tools: KeeperTools,
): { stop(): void; ended(): Promise<void> } {
  const closed = new AbortController();
  let last: Promise<void> = Promise.resolve();
  const round = () => {
    last = last.then(async () => {
      const { signal } = closed;
      if (signal.aborted) return;
      try {
        await trash.recover();
        const ids = await trash.due(signal);
        if (ids.length > 0) await tools.execute((await tools.plan(ids, signal)).id, signal);
      } catch (thrown) {
        // The connection went, or the engine refused: it is tried again, and the list tells why.
        if (thrown instanceof SlipwayError) return;
        process.emitWarning(`The trash could not be looked after: ${toApiError(thrown).message}`);
      }
    });
  };
  const timer = setInterval(() => {
    if (engine.connection.supervised) round();
  }, everyMs).unref();
  const stopListening = engine.connection.listen({
    ready: round,
    event: () => undefined,
    gap: () => undefined,
    lost: () => undefined,
    switched: () => undefined,
  });
  return {
    stop() {
      clearInterval(timer);
      stopListening();
      closed.abort();
    },
    async ended() {
      await last;
      await trash.ended();
    },
  };
}
