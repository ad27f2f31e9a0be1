import { SlipwayError } from '../../../shared/contract/failure.ts';
import type { Plan, PlanItem } from '../../../shared/contract/plans.ts';
import { hasPassed } from '../../engine/api/existence.ts';
import type { Engine } from '../../engine/engine.ts';
import type { PlanExecutor, StepResult } from '../../plans/plans.ts';
import type { Protection } from '../../plans/protection.ts';
import { Measure } from '../../plans/removing/measure.ts';
import { removeIdleContainer, removeUnusedNetwork, removeUnusedVolume } from '../../plans/removing/steps.ts';
import { removeCacheRecord, removeUnusedImage } from '../../plans/removing/steps-of-images.ts';

/** Removes what a prune listed by its id, one after the other, looking at each again first. Nothing is ever forced. */
export function pruneExecutor(engine: Engine, protection: Protection): PlanExecutor {
  const measures = new WeakMap<Plan, Measure>();
  const never = new AbortController().signal;
  return {
    kind: 'disk.prune',
    stopsWhenLost: true,
    async step(item, params, signal, { plan }) {
      try {
        const client = await engine.clientOf(plan.engineId, signal);
        const measure = measures.get(plan) ?? new Measure(plan.items);
        measures.set(plan, measure);
        await measure.before(item, client, signal);
        switch (item.kind) {
          case 'container':
            return await removeIdleContainer(client, item, signal);
          case 'network':
            return await removeUnusedNetwork(client, item, signal);
          case 'volume':
            return await removeUnusedVolume(client, item, signal);
          case 'image': {
            // The engine would take a protected image along that only this one is made from.
            const parents = !protection.list(plan.engineId).some(({ kind }) => kind === 'image');
            return await removeUnusedImage(client, item, parents, signal);
          }
          case 'build-cache': {
            const { result, freedBytes } = await removeCacheRecord(
              client,
              item,
              {
                all: params.allCache === true,
                untilMs: typeof params.untilMs === 'number' ? params.untilMs : null,
                nowMs: engine.connection.clock.now() ?? Date.now(),
              },
              signal,
            );
            if (freedBytes !== null) measure.cacheFreed(item.id, freedBytes);
            return result;
          }
          default:
            throw new Error(`No prune lists a ${item.kind}.`);
        }
      } catch (thrown) {
        if (thrown instanceof SlipwayError && thrown.error.code === 'not-found') return alreadyGone;
        throw thrown;
      }
    },
    measure: async (plan, items) => {
      const measure = measures.get(plan);
      return measure === undefined ? null : measure.total(items, () => engine.clientOf(plan.engineId), never);
    },
    whereIs: async (item, engineId, signal) =>
      (await hasPassed(await engine.clientOf(engineId, signal), item.kind, item.id, signal))
        ? 'gone'
        : 'there',
    async finished(report) {
      if (!engine.connection.supervised) return;
      const of = (kind: PlanItem['kind']) => report.items.filter((item) => item.kind === kind);
      const ids = of('container').map(({ id }) => id);
      const rest = (['image', 'volume', 'network'] as const).filter((kind) => of(kind).length > 0);
      // The mirror tells its own failures; the report does not depend on them.
      await Promise.allSettled([
        ...(ids.length > 0 ? [engine.mirror.refresh('container', ids)] : []),
        ...rest.map((kind) => engine.mirror.refresh(kind, 'all')),
      ]);
    },
  };
}

const alreadyGone: StepResult = {
  outcome: 'skipped',
  outcomeKey: 'already-gone',
  detail: 'It was gone already.',
};
