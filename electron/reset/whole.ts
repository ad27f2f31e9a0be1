import { toApiError } from '../../shared/contract/failure.ts';
import type { Plan, PlanItem } from '../../shared/contract/plans.ts';
import type { ResetTick } from '../../shared/contract/reset.ts';
import type { EngineClient } from '../engine/client.ts';
import { flag, record } from '../engine/raw/fields.ts';
import { isHeld, protectsItem, type StepResult, type Whereabouts } from '../plans/plans.ts';
import { keyOf } from './keeping.ts';
import { readHoldings } from './survey.ts';
import type { ResetTools } from './tools.ts';

/** Without these a data root holds something that is to stay. What is of a swarm goes by its own steps. */
const needed: readonly ResetTick[] = [
  'containers',
  'images',
  'volumes',
  'networks',
  'build-cache',
  'plugins',
];

/** What became of a wipe; `error` where it failed, with the engine started again on whatever is left. */
export type Whole = { freedBytes: number } | { error: ReturnType<typeof toApiError> };

/**
 * Wipes the data root of an engine of Slipway's own where a plan lists all there is, and nothing is kept. Null where it
 * has to go item by item.
 */
export async function wipeWhole(
  { managed, engine, plans, protection }: ResetTools,
  plan: Plan,
  client: EngineClient,
  signal: AbortSignal,
): Promise<Whole | null> {
  const { reset } = plan;
  if (managed === null || reset === undefined || reset.kept.length > 0 || reset.swarm !== null) return null;
  if (!needed.every((tick) => reset.ticks.includes(tick))) return null;
  if ((await managed.describe(plan.engineId)) === null) return null;
  // Its containers would go on while it is stopped.
  if (flag(record((await client.json('/info', { signal })).body).LiveRestoreEnabled)) return null;
  const { kind } = await engine.connection.identity(signal);
  // What came since the plan was made is not listed: it is not to go.
  const listed = new Set(plan.items.map((item) => keyOf(item.kind, item.id)));
  const now = await readHoldings(client, kind, signal);
  if (now.swarm !== null || keysOf(now).some((key) => !listed.has(key))) return null;
  // What was marked or is being replaced since is to stay: each item is looked at by itself then.
  await protection.load();
  const held = await plans.held(plan.kind, plan.engineId);
  if (plan.items.some((item) => protectsItem(protection, plan.engineId, item) || isHeld(held, item)))
    return null;
  try {
    return await managed.wipe(plan.engineId, plan.items, signal);
  } catch (thrown) {
    return { error: toApiError(thrown) };
  }
}

function keysOf(now: Awaited<ReturnType<typeof readHoldings>>): string[] {
  return [
    ...now.containers.map(({ id }) => keyOf('container', id)),
    ...now.images.map(({ id }) => keyOf('image', id)),
    ...now.volumes.map(({ name }) => keyOf('volume', name)),
    ...now.networks.map(({ id }) => keyOf('network', id)),
    ...(now.cache ?? []).map(({ id }) => keyOf('build-cache', id)),
    ...(now.plugins ?? []).map(({ id }) => keyOf('plugin', id)),
  ];
}

/** What became of one item. After a wipe that failed the engine is asked. */
export async function resultOfWhole(
  whole: Whole,
  item: PlanItem,
  whereIs: (item: PlanItem) => Promise<Whereabouts>,
): Promise<StepResult> {
  if (!('error' in whole))
    return { outcome: 'done', outcomeKey: 'removed', detail: 'Wiped with the data root.' };
  if ((await whereIs(item)) === 'gone')
    return { outcome: 'done', outcomeKey: 'removed', detail: `Gone. ${whole.error.message}` };
  return { outcome: 'failed', outcomeKey: 'failed', detail: whole.error.message, error: whole.error };
}
