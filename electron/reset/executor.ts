import { fail, SlipwayError } from '../../shared/contract/failure.ts';
import type { Plan, PlanItem, ReportItem } from '../../shared/contract/plans.ts';
import { hasPassed } from '../engine/api/existence.ts';
import { inspectObject } from '../engine/api/objects.ts';
import { disablePlugin, isDriverOf, removePlugin } from '../engine/api/plugins.ts';
import { listVolumes } from '../engine/api/resources.ts';
import { swarmPlace } from '../engine/api/swarm.ts';
import type { EngineClient } from '../engine/client.ts';
import { flag, text } from '../engine/raw/fields.ts';
import type { PlanExecutor, StepResult, Whereabouts } from '../plans/plans.ts';
import { Measure } from '../plans/removing/measure.ts';
import {
  removeUnusedNetwork,
  removeUnusedVolume,
  skipped,
  unlessUsed,
  usedBy,
} from '../plans/removing/steps.ts';
import { removeCacheRecord, removeUnusedImage } from '../plans/removing/steps-of-images.ts';
import { membershipId } from './keeping.ts';
import { resetProof } from './proof.ts';
import { goneWith, removeListedContainer, removeTask } from './steps-of-containers.ts';
import { leave, removeOverlay, removeSecretOrConfig, removeService } from './steps-of-swarm.ts';
import type { ResetTools } from './tools.ts';
import { resultOfWhole, type Whole, wipeWhole } from './whole.ts';

/** Removes what a reset listed by its id, one after the other, looking at each again first. */
export function resetExecutor(tools: ResetTools): PlanExecutor {
  const { engine, exporting, protection, trash } = tools;
  const measures = new WeakMap<object, Measure>();
  /** Ids of the engines of plans that are being executed, by the plan's. */
  const engines = new Map<string, string>();
  /** Plans that were begun by wiping all there is; null for those that go item by item. */
  const wholes = new WeakMap<object, Promise<Whole | null>>();
  /** The kind that a plan is at. */
  const at = new WeakMap<object, PlanItem['kind']>();
  const never = new AbortController().signal;
  return {
    kind: 'reset',
    stopsWhenLost: true,
    proof: resetProof(tools),
    mayBegin: ({ engineId }) => {
      const folder = exporting.of(engineId);
      if (folder !== null) throw fail('conflict', 'export-running', { folder });
    },
    async step(item, _params, signal, { plan }) {
      try {
        engines.set(plan.id, plan.engineId);
        const client = await engine.clientOf(plan.engineId, signal);
        if (at.get(plan) !== item.kind) {
          await engine.connection.confirm(plan.engineId, signal);
          at.set(plan, item.kind);
        }
        const wiping = wholes.get(plan) ?? wipeWhole(tools, plan, client, signal);
        wholes.set(plan, wiping);
        const whole = await wiping;
        if (whole !== null)
          return await resultOfWhole(whole, item, async (one) =>
            whereIs(await engine.clientOf(plan.engineId, signal), one, signal),
          );
        const measure = measures.get(plan) ?? new Measure(plan.items);
        measures.set(plan, measure);
        await measure.before(item, client, signal);
        const { result, cacheBytes } = await step(client, item, plan, signal);
        if (cacheBytes !== null) measure.cacheFreed(item.id, cacheBytes);
        return result;
      } catch (thrown) {
        if (!(thrown instanceof SlipwayError)) throw thrown;
        // Outside of a swarm there are no services.
        if (thrown.error.code === 'not-found' || thrown.error.reason === 'swarm-needed')
          return item.reasonKey === 'reset-task' ? goneWith : alreadyGone;
        throw thrown;
      }
    },
    // What others of its kind used may be free now: children of an image, what was attached to a network.
    again: ({ kind }, { outcomeKey, users }) =>
      (kind === 'image' || kind === 'network') && outcomeKey === 'now-in-use' && users === undefined,
    measure: async (plan, items) => {
      const whole = await wholes.get(plan);
      if (whole !== undefined && whole !== null) return 'error' in whole ? null : whole.freedBytes;
      const measure = measures.get(plan);
      return measure === undefined ? null : measure.total(items, () => engine.clientOf(plan.engineId), never);
    },
    whereIs: async (item, engineId, signal) => whereIs(await engine.clientOf(engineId, signal), item, signal),
    async finished(report) {
      const gone = (one: ReportItem) => one.outcome === 'done' || one.outcomeKey === 'already-gone';
      const ids = new Set(report.items.filter(gone).map(({ id }) => id));
      // What was in the trash is no longer there, so that nothing of it is offered to be put back.
      const engineId = engines.get(report.planId) ?? '';
      engines.delete(report.planId);
      for (const page of await trash.list(engineId)) if (ids.has(page.objectId)) await trash.remove(page.id);
      if (!engine.connection.supervised) return;
      // The mirror tells its own failures; the report does not depend on them.
      await Promise.allSettled(
        (['container', 'image', 'volume', 'network'] as const).map((kind) =>
          engine.mirror.refresh(kind, 'all'),
        ),
      );
    },
  };

  async function step(
    client: EngineClient,
    item: PlanItem,
    plan: Plan,
    signal: AbortSignal,
  ): Promise<{ result: StepResult; cacheBytes: number | null }> {
    if (item.kind === 'build-cache') {
      const rules = { all: true, untilMs: null, nowMs: engine.connection.clock.now() ?? Date.now() };
      const { result, freedBytes } = await removeCacheRecord(client, item, rules, signal);
      return { result, cacheBytes: freedBytes };
    }
    const one = async (): Promise<StepResult> => {
      switch (item.kind) {
        case 'service':
          return removeService(client, item, signal);
        case 'secret':
        case 'config':
          return removeSecretOrConfig(client, { ...item, kind: item.kind }, signal);
        case 'swarm':
          return leave(client, item, { plan, protection }, signal);
        case 'container':
          return item.reasonKey === 'reset-task'
            ? removeTask(client, item, tools.timing.deathMs, signal)
            : removeListedContainer(client, item, tools.timing.deathMs, signal);
        case 'image':
          return removeUnusedImage(client, item, false, signal);
        case 'volume':
          return removeUnusedVolume(client, item, signal);
        case 'network':
          return item.reasonKey === 'reset-network-of-swarm'
            ? removeOverlay(client, item, signal)
            : removeUnusedNetwork(client, item, signal);
        case 'plugin':
          return removeListedPlugin(client, item, signal);
        case 'build-cache':
        case 'checkpoint':
        case 'engine':
        case 'certificate':
        case 'registry-image':
        case 'context':
        case 'context-file':
        case 'settings':
          throw new Error(`No reset removes a ${item.kind} so.`);
      }
    };
    return { result: await one(), cacheBytes: null };
  }
}

/** A plugin once no volume is left that it drives; it is stopped first, which the engine refuses while it is used. */
async function removeListedPlugin(
  client: EngineClient,
  { id, name }: PlanItem,
  signal: AbortSignal,
): Promise<StepResult> {
  const now = await inspectObject(client, 'plugin', name, signal);
  if (text(now.Id) !== id) return skipped('changed-since', 'It was installed anew since the plan was made.');
  const volumes = await listVolumes(client, { signal });
  const users = volumes.filter(({ driver }) => isDriverOf({ id, name, enabled: true }, driver));
  if (users.length > 0) return usedBy(users);
  if (flag(now.Enabled)) {
    const stopped = await unlessUsed(disablePlugin(client, name, signal));
    if (stopped.outcome !== 'done') return stopped;
  }
  return unlessUsed(removePlugin(client, name, signal));
}

async function whereIs(client: EngineClient, item: PlanItem, signal: AbortSignal): Promise<Whereabouts> {
  if (item.kind === 'swarm') {
    const now = await swarmPlace(client, signal);
    // One that is locked may not tell which it is.
    const known = [now?.nodeId, now?.clusterId, membershipId];
    return now !== null && known.includes(item.id) ? 'there' : 'gone';
  }
  try {
    // A plugin is asked for by its name, and another may have it by now.
    if (item.kind === 'plugin')
      return text((await inspectObject(client, 'plugin', item.name, signal)).Id) === item.id
        ? 'there'
        : 'gone';
    return (await hasPassed(client, item.kind, item.id, signal)) ? 'gone' : 'there';
  } catch (thrown) {
    if (!(thrown instanceof SlipwayError)) throw thrown;
    const { code, reason } = thrown.error;
    if (code === 'not-found' || reason === 'swarm-needed') return 'gone';
    throw thrown;
  }
}

const alreadyGone: StepResult = {
  outcome: 'skipped',
  outcomeKey: 'already-gone',
  detail: 'It was gone already.',
};
