import { SlipwayError, toApiError } from '../../../shared/contract/failure.ts';
import type { PlanItem } from '../../../shared/contract/plans.ts';
import { listContainers } from '../../engine/api/containers.ts';
import { findImage, tagImage } from '../../engine/api/image-tags.ts';
import { imageNames, pruneCacheRecord, readSizes, removeImage } from '../../engine/api/prune.ts';
import type { EngineClient } from '../../engine/client.ts';
import { failedStep, type StepResult } from '../plans.ts';
import { removed, skipped, unlessUsed, usedBy } from './steps.ts';

const cacheDeadlineMs = 60_000;
/** The engine's clock is known to less than this. */
const clockSlackMs = 1000;

/**
 * Removes an image by taking off its names one by one, without force, and what is left by its id: a name that went to
 * another image meanwhile stays there, and the engine refuses what a container has. Names that were taken off before it
 * refused are put back; those that cannot be are told. `parents`: with the steps it was built in.
 */
export async function removeUnusedImage(
  client: EngineClient,
  item: PlanItem,
  parents: boolean,
  signal: AbortSignal,
): Promise<StepResult> {
  const { tags, digests } = await imageNames(client, item.id, signal);
  if (tags.length + digests.length > 1) {
    // The engine would take all names but the last before it refuses.
    const users = (await listContainers(client, { all: true, signal })).filter(
      ({ imageId, image }) => imageId === item.id || tags.includes(image),
    );
    if (users.length > 0) return usedBy(users);
  }
  const taken: string[] = [];
  let result: StepResult;
  try {
    result = await takeApart(client, item, { first: namesButLast(tags, digests), parents, taken }, signal);
  } catch (thrown) {
    if (taken.length === 0) throw thrown;
    // It went with a name that was its last by then.
    result = isNotFound(thrown) ? removed : failedStep(thrown);
  }
  if (result.outcome === 'done' || taken.length === 0) return result;
  const lost = await putBack(client, item.id, taken, signal);
  if (lost.length === 0) return result;
  const detail = `${result.detail} It may be without these names now: ${lost.join(', ')}.`;
  return { ...result, detail, lostNames: lost };
}

async function takeApart(
  client: EngineClient,
  item: PlanItem,
  { first, parents, taken }: { first: readonly string[]; parents: boolean; taken: string[] },
  signal: AbortSignal,
): Promise<StepResult> {
  for (const name of [...first, null]) {
    // Looked up each time: a build may give a name to another image at any moment.
    const now = await imageNames(client, item.id, signal);
    const news = now.tags.filter((tag) => item.tags?.includes(tag) !== true);
    if (news.length > 0) return skipped('now-tagged', `It is called ${news.join(', ')} now.`);
    if (name !== null && !now.tags.includes(name) && !now.digests.includes(name)) continue;
    // Noted first: an answer that is lost may have been a yes. By its id the engine takes the last name along.
    taken.push(...(name === null ? now.tags : [name]));
    const result = await unlessUsed(removeImage(client, name ?? item.id, parents, signal));
    if (result.outcome !== 'done') return result;
  }
  return (await isGone(client, item.id, signal)) ? removed : skipped('now-in-use', 'Something else has it.');
}

/** All but one tag, and the digests of other repositories: those of its own go with the last tag. */
function namesButLast(tags: readonly string[], digests: readonly string[]): string[] {
  const [last = digests[0] ?? '', ...others] = tags;
  const own = last.replace(/@.*|:[^:/]*$/, '');
  return [...others, ...digests.filter((digest) => digest.replace(/@.*/, '') !== own)];
}

async function isGone(client: EngineClient, id: string, signal: AbortSignal): Promise<boolean> {
  try {
    await imageNames(client, id, signal);
    return false;
  } catch (thrown) {
    if (isNotFound(thrown)) return true;
    throw thrown;
  }
}

/** Gives the image its names again, but for those that another has by now. Answers what it could not. */
async function putBack(
  client: EngineClient,
  id: string,
  names: readonly string[],
  signal: AbortSignal,
): Promise<string[]> {
  const lost: string[] = [];
  for (const [place, name] of names.entries()) {
    try {
      if (!(await isFree(client, name, signal))) continue;
      // A digest cannot be given, and comes back with the next pull.
      if (name.includes('@')) lost.push(name);
      else await tagImage(client, id, name, signal);
    } catch (thrown) {
      const { code } = toApiError(thrown);
      if (code === 'unreachable' || code === 'timeout') return [...lost, ...names.slice(place)];
      lost.push(name);
    }
  }
  return lost;
}

async function isFree(client: EngineClient, name: string, signal: AbortSignal): Promise<boolean> {
  try {
    await findImage(client, name, signal);
    return false;
  } catch (thrown) {
    if (isNotFound(thrown)) return true;
    throw thrown;
  }
}

function isNotFound(thrown: unknown): boolean {
  return thrown instanceof SlipwayError && thrown.error.code === 'not-found';
}

/**
 * Removes one record of the build cache, and tells why where the engine did not: it looks at use and age itself.
 * `untilMs`, `nowMs`: since the epoch by the engine's clock.
 */
export async function removeCacheRecord(
  client: EngineClient,
  item: PlanItem,
  { all, untilMs, nowMs }: { all: boolean; untilMs: number | null; nowMs: number },
  signal: AbortSignal,
): Promise<{ result: StepResult; freedBytes: number | null }> {
  const freedBytes = await pruneCacheRecord(
    client,
    item.id,
    // An age of nothing would be no age at all.
    { all, unusedMs: untilMs === null ? null : Math.max(1, nowMs - untilMs - clockSlackMs) },
    signal,
  );
  if (freedBytes !== null) {
    // Of a shared record the engine counts layers that an image still has.
    return { result: removed, freedBytes: item.reasonKey === 'cache-shared' ? 0 : freedBytes };
  }
  const { buildCache } = await readSizes(client, ['build-cache'], cacheDeadlineMs, signal);
  const record = buildCache.find(({ id }) => id === item.id);
  if (record === undefined)
    return { result: skipped('already-gone', 'It was gone already.'), freedBytes: null };
  if (untilMs !== null && Date.parse(record.lastUsedAt || record.createdAt) > untilMs)
    return { result: skipped('changed-since', 'It was used since.'), freedBytes: null };
  const detail =
    record.shared && !all ? 'An image has the same layers now.' : 'A build or another record uses it.';
  return { result: skipped('now-in-use', detail), freedBytes: null };
}
