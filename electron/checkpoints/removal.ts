import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Checkpoint } from '../../shared/contract/checkpoints.ts';
import { fail, SlipwayError } from '../../shared/contract/failure.ts';
import type { Plan, PlanItem } from '../../shared/contract/plans.ts';
import { checkpointNames, deleteCheckpoint } from '../engine/api/checkpoints.ts';
import type { PlanExecutor, Plans, StepResult } from '../plans/plans.ts';
import { listCheckpoints } from './listing.ts';
import { engineDirectory, findDisk, folderOf, measure, type Place } from './place.ts';
import type { Tools } from './tools.ts';

interface Wanted {
  containerId: string;
  name: string;
  directory?: string | undefined;
}

/** Parts of an item's id: none of them can hold this. */
const parting = '\n';

/** Lists what deleting these checkpoints frees. */
export async function planRemoval(
  { engine, book }: Tools,
  plans: Plans,
  wanted: readonly Wanted[],
  signal: AbortSignal,
): Promise<Plan> {
  const engineId = await engine.engineId(signal);
  const { checkpoints } = await listCheckpoints(engine, book, {}, signal);
  const items: PlanItem[] = [];
  const gone: string[] = [];
  for (const { containerId, name, directory } of wanted) {
    const found = checkpoints.find(
      (one) =>
        (one.containerId === containerId || one.containerName === containerId) &&
        one.name === name &&
        one.directory === (directory ?? null),
    );
    if (found === undefined) gone.push(name);
    else items.push(itemOf(found));
  }
  if (items.length === 0) throw fail('not-found', 'all-gone');
  return plans.make({
    kind: 'checkpoints.remove',
    engineId,
    items,
    warnings: gone.length > 0 ? [{ kind: 'gone', names: gone }] : [],
    params: {},
  });
}

function itemOf({ containerId, containerName, name, directory, sizeBytes }: Checkpoint): PlanItem {
  return {
    kind: 'checkpoint',
    id: [containerId, name, directory ?? ''].join(parting),
    name: `${name} of ${containerName ?? containerId.slice(0, 12)}`,
    reason: 'Asked for.',
    reasonKey: 'asked-for',
    bytes: sizeBytes,
    action: 'remove',
  };
}

export function removalExecutor(tools: Tools): PlanExecutor {
  return {
    kind: 'checkpoints.remove',
    async step(item, _params, signal, { plan: { engineId } }): Promise<StepResult> {
      const { book, policies } = tools;
      const [containerId = '', name = '', directory = ''] = item.id.split(parting);
      const place = { containerId, directory: directory === '' ? null : directory };
      const key = { ...place, engineId, name };
      // In a folder of its own nothing is touched that Slipway did not make.
      if (place.directory !== null && (await book.find(key)) === undefined)
        return { outcome: 'skipped', outcomeKey: 'already-gone', detail: 'It was gone already.' };
      const done = await remove(tools, engineId, place, name, signal);
      await book.forget(key);
      if (!(await hasOther(tools, engineId, containerId, signal)))
        await policies.giveBack(engineId, containerId);
      if (!done) return { outcome: 'skipped', outcomeKey: 'already-gone', detail: 'It was gone already.' };
      const freed = item.bytes === null ? {} : { freedBytes: item.bytes };
      return { outcome: 'done', outcomeKey: 'removed', detail: 'Deleted.', ...freed };
    },
  };
}

/** By the engine; of a container that is gone by hand, where the engine's disk can be reached. False where it was gone. */
async function remove(
  { engine }: Tools,
  engineId: string,
  place: Place,
  name: string,
  signal: AbortSignal,
): Promise<boolean> {
  const client = await engine.clientOf(engineId, signal);
  const at = { containerId: place.containerId, directory: engineDirectory(place) };
  try {
    await deleteCheckpoint(client, at, name, signal);
    return true;
  } catch (thrown) {
    if (!(thrown instanceof SlipwayError)) throw thrown;
    const { reason, engine: said = '' } = thrown.error;
    if (reason !== 'object-unknown') {
      if (/does not exist|no such file/i.test(said)) return false;
      throw thrown;
    }
  }
  const disk = place.directory === null ? null : await findDisk(client, signal);
  if (disk === null) return false;
  const folder = join(folderOf(disk, place), name);
  if ((await measure(folder)) === null) return false;
  await rm(folder, { recursive: true });
  return true;
}

async function hasOther(
  { engine, book }: Tools,
  engineId: string,
  containerId: string,
  signal: AbortSignal,
): Promise<boolean> {
  try {
    const client = await engine.clientOf(engineId, signal);
    const names = await checkpointNames(client, { containerId, directory: null }, signal);
    const notes = await book.notes(engineId);
    return names.length > 0 || notes.some((note) => note.containerId === containerId);
  } catch (thrown) {
    if (thrown instanceof SlipwayError && thrown.error.code === 'not-found') return false;
    throw thrown;
  }
}
