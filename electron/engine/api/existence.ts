import { SlipwayError } from '../../../shared/contract/failure.ts';
import type { ObjectKind } from '../../../shared/contract/plans.ts';
import type { EngineClient } from '../client.ts';
import { inspectObject } from './objects.ts';
import { readSizes } from './prune.ts';

const cacheDeadlineMs = 60_000;

/** True when the engine says that there is no such object; what it says otherwise is thrown. */
export async function hasPassed(
  client: EngineClient,
  kind: ObjectKind,
  id: string,
  signal: AbortSignal,
): Promise<boolean> {
  if (kind === 'build-cache') {
    const { buildCache } = await readSizes(client, ['build-cache'], cacheDeadlineMs, signal);
    return !buildCache.some((one) => one.id === id);
  }
  if (
    kind === 'certificate' ||
    kind === 'registry-image' ||
    kind === 'engine' ||
    kind === 'context' ||
    kind === 'context-file' ||
    kind === 'settings'
  )
    throw new Error('The engine cannot be asked for one by its id.');
  if (kind === 'swarm') throw new Error('A membership is looked up in /info.');
  if (kind === 'checkpoint') throw new Error('Checkpoints are looked up through their container.');
  try {
    await inspectObject(client, kind, id, signal);
    return false;
  } catch (thrown) {
    if (thrown instanceof SlipwayError && thrown.error.code === 'not-found') return true;
    throw thrown;
  }
}
