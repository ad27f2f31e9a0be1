import { SlipwayError } from '../../shared/contract/failure.ts';
import type { Plan, PlanItem } from '../../shared/contract/plans.ts';
import { hasPassed } from '../engine/api/existence.ts';
import { imageNames, removeImage } from '../engine/api/prune.ts';
import type { EngineClient } from '../engine/client.ts';
import type { Engine } from '../engine/engine.ts';
import type { PlanExecutor, StepResult } from '../plans/plans.ts';
import type { Protection } from '../plans/protection.ts';
import { Measure } from '../plans/removing/measure.ts';
import { skipped, unlessUsed } from '../plans/removing/steps.ts';
import { removeUnusedImage } from '../plans/removing/steps-of-images.ts';

/** Removes listed images and names, looking at each again first. Nothing is ever forced. */
export function imageRemovalExecutor(engine: Engine, protection: Protection): PlanExecutor {
  const measures = new WeakMap<Plan, Measure>();
  const never = new AbortController().signal;
  return {
    kind: 'images.remove',
    stopsWhenLost: true,
    async step(item, _params, signal, { plan }) {
      const client = await engine.clientOf(plan.engineId, signal);
      const measure = measures.get(plan) ?? new Measure(plan.items);
      measures.set(plan, measure);
      try {
        if (item.action === 'untag') return await untag(client, item, signal);
        await measure.before(item, client, signal);
        // The engine would take a protected image along that only this one is made from.
        const parents = !protection.list(plan.engineId).some(({ kind }) => kind === 'image');
        return await removeUnusedImage(client, item, parents, signal);
      } catch (thrown) {
        if (thrown instanceof SlipwayError && thrown.error.code === 'not-found')
          return skipped('already-gone', 'It was gone already.');
        throw thrown;
      }
    },
    measure: async (plan, items) => {
      const measure = measures.get(plan);
      return measure === undefined ? null : measure.total(items, () => engine.clientOf(plan.engineId), never);
    },
    async whereIs(item, engineId, signal) {
      const client = await engine.clientOf(engineId, signal);
      if (item.action !== 'untag')
        return (await hasPassed(client, 'image', item.id, signal)) ? 'gone' : 'there';
      return (await namesNow(client, item.id, signal)).includes(item.name) ? 'there' : 'gone';
    },
    async finished() {
      // The mirror tells its own failures; the report does not depend on them.
      if (engine.connection.supervised) await Promise.allSettled([engine.mirror.refresh('image', 'all')]);
    },
  };
}

/** Takes one name off. The last name would take the image along, which was not listed. */
async function untag(client: EngineClient, item: PlanItem, signal: AbortSignal): Promise<StepResult> {
  const now = await namesNow(client, item.id, signal);
  if (!now.includes(item.name)) return skipped('already-gone', 'It has not that name any more.');
  if (now.length === 1)
    return skipped('changed-since', 'It is the last name by now: the image would go with it.');
  const result = await unlessUsed(removeImage(client, item.name, false, signal));
  return result.outcome === 'done' ? { ...result, outcomeKey: 'untagged', detail: 'Untagged.' } : result;
}

async function namesNow(client: EngineClient, id: string, signal: AbortSignal): Promise<string[]> {
  try {
    return (await imageNames(client, id, signal)).tags;
  } catch (thrown) {
    if (thrown instanceof SlipwayError && thrown.error.code === 'not-found') return [];
    throw thrown;
  }
}
