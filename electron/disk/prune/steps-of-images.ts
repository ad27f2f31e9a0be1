import { SlipwayError } from '../../../shared/contract/failure.ts';
import type { PlanItem } from '../../../shared/contract/plans.ts';
import { splitImageName } from '../../../shared/model/names.ts';
import { listContainers } from '../../engine/api/containers.ts';
import { imageNames, pruneCacheRecord, readSizes, removeImage, tagImage } from '../../engine/api/prune.ts';
import type { EngineClient } from '../../engine/client.ts';
import type { StepResult } from '../../plans/plans.ts';
import { removed, skipped, unlessUsed } from './steps.ts';

const cacheDeadlineMs = 60_000;

/**
 * Removes an image by taking off its names one by one, without force: the engine refuses the last one while a container
 * has the image. Names that were taken off before are then put back. `parents`: with the steps it was built in.
 */
export async function removeUnusedImage(
  client: EngineClient,
  item: PlanItem,
  parents: boolean,
  signal: AbortSignal,
): Promise<StepResult> {
  const { tags, digests } = await imageNames(client, item.id, signal);
  const listed = item.tags ?? [];
  const news = tags.filter((tag) => !listed.includes(tag) && !tag.includes('<none>'));
  if (news.length > 0) return skipped('now-tagged', `It is called ${news.join(', ')} now.`);
  if (tags.length + digests.length > 1) {
    // The engine would take all names but the last before it refuses.
    const users = (await listContainers(client, { all: true, signal })).filter(
      ({ imageId, image }) => imageId === item.id || tags.includes(image),
    );
    if (users.length > 0)
      return skipped('now-in-use', `Used by ${users.map(({ name }) => name).join(', ')}.`);
  }
  const names = tags.length > 0 ? tags : digests;
  const taken: string[] = [];
  for (const name of names.length > 0 ? names : [item.id]) {
    const result = await unlessUsed(removeImage(client, name, parents, signal));
    if (result.outcome !== 'done') {
      for (const tag of taken) await putBack(client, item.id, tag, signal);
      return result;
    }
    taken.push(name);
  }
  return (await isGone(client, item.id, signal)) ? removed : removeRest(client, item.id, parents, signal);
}

/** Digests may be left when the last tag is gone; an image that others are made from stays as one of their steps. */
async function removeRest(
  client: EngineClient,
  id: string,
  parents: boolean,
  signal: AbortSignal,
): Promise<StepResult> {
  const { digests } = await imageNames(client, id, signal);
  for (const name of digests) await unlessUsed(removeImage(client, name, parents, signal));
  return removed;
}

async function isGone(client: EngineClient, id: string, signal: AbortSignal): Promise<boolean> {
  try {
    await imageNames(client, id, signal);
    return false;
  } catch (thrown) {
    if (thrown instanceof SlipwayError && thrown.error.code === 'not-found') return true;
    throw thrown;
  }
}

async function putBack(client: EngineClient, id: string, name: string, signal: AbortSignal): Promise<void> {
  const { repository, tag } = splitImageName(name);
  // A digest cannot be given, and comes back with the next pull.
  if (tag !== undefined) await tagImage(client, id, { repository, tag }, signal);
}

/** Removes one record of the build cache, and tells why where the engine did not. */
export async function removeCacheRecord(
  client: EngineClient,
  item: PlanItem,
  all: boolean,
  signal: AbortSignal,
): Promise<{ result: StepResult; freedBytes: number | null }> {
  const freedBytes = await pruneCacheRecord(client, item.id, all, signal);
  if (freedBytes !== null) {
    // Of a shared record the engine counts layers that an image still has.
    return { result: removed, freedBytes: item.reasonKey === 'cache-shared' ? 0 : freedBytes };
  }
  const { buildCache } = await readSizes(client, ['build-cache'], cacheDeadlineMs, signal);
  const record = buildCache.find(({ id }) => id === item.id);
  if (record === undefined)
    return { result: skipped('already-gone', 'It was gone already.'), freedBytes: null };
  const detail =
    record.shared && !all ? 'An image has the same layers now.' : 'A build or another record uses it.';
  return { result: skipped('now-in-use', detail), freedBytes: null };
}
