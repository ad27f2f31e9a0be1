import { fail, SlipwayError } from '../../shared/contract/failure.ts';
import type { Plan, PlanItem } from '../../shared/contract/plans.ts';
import { deleteCheckpoint } from '../engine/api/checkpoints.ts';
import type { Engine } from '../engine/engine.ts';
import type { PlanExecutor, Plans, StepResult } from '../plans/plans.ts';
import type { CheckpointBook } from './book.ts';
import { listCheckpoints } from './listing.ts';
import { letGo } from './restart-policy.ts';

interface Wanted {
  containerId: string;
  name: string;
  directory?: string | undefined;
}

/** Parts of an item's id: none of them can hold this. */
const parting = '\n';

/** Lists what deleting these checkpoints frees. */
export async function planRemoval(
  engine: Engine,
  plans: Plans,
  book: CheckpointBook,
  wanted: readonly Wanted[],
  signal: AbortSignal,
): Promise<Plan> {
  const items: PlanItem[] = [];
  const gone: string[] = [];
  for (const { containerId, name, directory } of wanted) {
    const { checkpoints } = await listCheckpoints(engine, book, { id: containerId, directory }, signal);
    const found = checkpoints.find((one) => one.name === name && one.directory === (directory ?? null));
    if (found === undefined) gone.push(name);
    else
      items.push({
        kind: 'checkpoint',
        id: [found.containerId, name, directory ?? ''].join(parting),
        name: `${name} of ${found.containerName ?? found.containerId.slice(0, 12)}`,
        reason: 'Asked for.',
        reasonKey: 'asked-for',
        bytes: found.sizeBytes,
        action: 'remove',
      });
  }
  if (items.length === 0) throw fail('not-found', 'all-gone');
  return plans.make(
    {
      kind: 'checkpoints.remove',
      items,
      warnings: gone.length > 0 ? [{ kind: 'gone', names: gone }] : [],
      params: {},
    },
    signal,
  );
}

export function removalExecutor(engine: Engine, book: CheckpointBook): PlanExecutor {
  return {
    kind: 'checkpoints.remove',
    async step(item, _params, signal): Promise<StepResult> {
      const [containerId = '', name = '', directory = ''] = item.id.split(parting);
      const place = { containerId, directory: directory === '' ? null : directory };
      const client = await engine.client(signal);
      try {
        await deleteCheckpoint(client, place, name, signal);
      } catch (thrown) {
        const text = thrown instanceof SlipwayError ? `${thrown.error.engine} ${thrown.error.code}` : '';
        if (!/does not exist|no such file|not-found/i.test(text)) throw thrown;
        return { outcome: 'skipped', outcomeKey: 'already-gone', detail: 'It was gone already.' };
      }
      const engineId = await engine.engineId(signal);
      await letGo(client, book, { engineId, containerId, name, directory: place.directory });
      return {
        outcome: 'done',
        outcomeKey: 'removed',
        detail: 'Deleted.',
        ...(item.bytes === null ? {} : { freedBytes: item.bytes }),
      };
    },
  };
}
