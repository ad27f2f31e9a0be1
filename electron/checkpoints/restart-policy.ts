import { SlipwayError, toApiError } from '../../shared/contract/failure.ts';
import { checkpointNames } from '../engine/api/checkpoints.ts';
import { setRestartPolicy } from '../engine/api/restart-policy.ts';
import type { EngineClient } from '../engine/client.ts';
import type { Engine } from '../engine/engine.ts';
import { isProcessAlive } from '../plans/owner.ts';
import type { CheckpointBook, CheckpointNote } from './book.ts';

const stepMs = 30_000;

/** Forgets a checkpoint that is no more; a restart policy that only it would have put back goes back now. */
export async function letGo(
  client: EngineClient,
  book: CheckpointBook,
  key: Pick<CheckpointNote, 'engineId' | 'containerId' | 'name' | 'directory'>,
): Promise<void> {
  const note = await book.find(key);
  if (note === undefined) return;
  if (note.restart !== null) {
    try {
      await setRestartPolicy(client, note.containerId, note.restart, stepMs);
    } catch (thrown) {
      // The container is gone, and its policy with it.
      if (!(thrown instanceof SlipwayError) || thrown.error.code !== 'not-found') throw thrown;
    }
  }
  await book.forget(key);
}

/** Puts back what a process that was ended took off for a checkpoint that was never made. */
async function recover(engine: Engine, book: CheckpointBook, signal: AbortSignal): Promise<void> {
  const client = await engine.client(signal);
  for (const note of await book.list(await engine.engineId(signal))) {
    if (note.phase !== 'freezing' || (await isProcessAlive(note.owner))) continue;
    const names = await checkpointNames(client, note, signal).catch((thrown: unknown): string[] => {
      if (thrown instanceof SlipwayError && thrown.error.code === 'not-found') return [];
      throw thrown;
    });
    if (names.includes(note.name)) await book.save({ ...note, phase: 'made' });
    else await letGo(client, book, note);
  }
}

/** Does that each time an engine answers. The answer ends it, and resolves when nothing goes on. */
export function recoverWhenReady(engine: Engine, book: CheckpointBook): () => Promise<void> {
  const stop = new AbortController();
  let last = Promise.resolve();
  const stopListening = engine.connection.listen({
    ready: () => {
      last = last
        .then(() => recover(engine, book, stop.signal))
        .catch((thrown: unknown) => {
          const { code, message } = toApiError(thrown);
          // The engine went away again, or has no checkpoints: the next time it is there is as good.
          if (['cancelled', 'unreachable', 'timeout', 'unsupported'].includes(code)) return;
          process.emitWarning(`A restart policy could not be put back: ${message}`);
        });
    },
    event: () => undefined,
    gap: () => undefined,
    lost: () => undefined,
    switched: () => undefined,
  });
  return () => {
    stopListening();
    stop.abort();
    return last;
  };
}
