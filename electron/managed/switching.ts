import type { Container } from '../../shared/contract/containers.ts';
import { fail, SlipwayError } from '../../shared/contract/failure.ts';
import type { ManagedId } from '../../shared/contract/managed.ts';
import type { Plan, PlanItem } from '../../shared/contract/plans.ts';
import { inspectContainer, listContainers } from '../engine/api/containers.ts';
import { flag, record, text } from '../engine/raw/fields.ts';
import type { PlanExecutor, StepResult } from '../plans/plans.ts';
import { withEngineAt } from '../supervision/own/ping.ts';
import type { Supervisor } from '../supervision/supervisor.ts';
import { connectTo } from './starting.ts';
import { pickEngine } from './status.ts';
import type { ManagedTools } from './tools.ts';

const answerMs = 5000;

interface Running {
  engineId: string;
  liveRestore: boolean;
  containers: Container[];
  /** Ids of those that the engine starts again by itself. */
  again: ReadonlySet<string>;
}

/**
 * Lists what stops with an engine. Nothing is touched.
 * @throws as `pickEngine`; unsupported `engine-not-managed`; conflict `engine-busy` where it does not run
 */
export async function planSwitch(
  tools: ManagedTools,
  id: ManagedId | undefined,
  restart: boolean,
  signal: AbortSignal,
): Promise<Plan> {
  const supervisor = await pickEngine(tools, id, signal);
  const [told, state] = await Promise.all([supervisor.describe(signal), supervisor.state(signal)]);
  if (supervisor.id === 'process')
    throw fail('unsupported', 'engine-not-managed', { pid: String(told.pid ?? '') });
  if (!restart && (state.status === 'stopped' || state.status === 'failed'))
    throw fail('conflict', 'engine-busy', { state: state.status });
  const running = told.pid === null ? null : await whatRuns(told.address, signal);
  const live = running?.liveRestore === true;
  return tools.plans.make({
    kind: restart ? 'managed.restart' : 'managed.stop',
    engineId: running?.engineId ?? `managed:${supervisor.id}`,
    items: [
      engineItem(told.unit ?? 'dockerd', supervisor.id, restart),
      ...(running?.containers ?? []).map((one) =>
        containerItem(one, live, restart && running?.again.has(one.id) === true),
      ),
    ],
    warnings: running === null && told.pid !== null ? [{ kind: 'engine-silent', names: [] }] : [],
    params: { engine: supervisor.id, pid: told.pid ?? 0 },
    engine: {
      engine: supervisor.id,
      restart,
      liveRestore: live,
      running: running?.containers.length ?? (told.pid === null ? 0 : null),
    },
  });
}

function engineItem(name: string, id: ManagedId, restart: boolean): PlanItem {
  return {
    kind: 'engine',
    id,
    name,
    reason: 'Asked for.',
    reasonKey: 'engine-asked-for',
    bytes: null,
    action: restart ? 'restart' : 'stop',
  };
}

function containerItem({ id, name }: Container, live: boolean, again: boolean): PlanItem {
  const [reasonKey, reason] = live
    ? (['engine-leaves-it', 'It goes on without its engine (live-restore).'] as const)
    : again
      ? (['engine-starts-it-again', 'It stops with its engine and is started again with it.'] as const)
      : (['engine-stops-it', 'It stops with its engine.'] as const);
  return { kind: 'container', id, name, reason, reasonKey, bytes: null, action: live ? 'go-on' : 'stop' };
}

/** What runs on an engine, whichever is in use; null where it does not answer. */
async function whatRuns(address: string | null, signal: AbortSignal): Promise<Running | null> {
  if (address === null || !address.startsWith('unix://')) return null;
  try {
    return await withEngineAt(address.slice('unix://'.length), answerMs, signal, async (client) => {
      const info = record((await client.json('/info', { signal, deadlineMs: answerMs })).body);
      const containers = await listContainers(client, { all: false, signal, deadlineMs: answerMs });
      const again = new Set<string>();
      for (const { id } of containers) {
        const { RestartPolicy } = record((await inspectContainer(client, id, signal)).HostConfig);
        if (/^(always|unless-stopped)$/.test(text(record(RestartPolicy).Name))) again.add(id);
      }
      return { engineId: text(info.ID), liveRestore: flag(info.LiveRestoreEnabled), containers, again };
    });
  } catch (thrown) {
    if (signal.aborted) throw thrown;
    // One that hangs, or is only starting, can be stopped all the same.
    return null;
  }
}

/** Stops or restarts the engine, then says of each container what became of it. */
export function switchExecutor(tools: ManagedTools, kind: 'managed.stop' | 'managed.restart'): PlanExecutor {
  const restart = kind === 'managed.restart';
  const switched = new WeakMap<Plan, Running | null>();
  return {
    kind,
    ofMachine: true,
    async step(item, params, signal, { plan }): Promise<StepResult> {
      if (item.kind === 'engine') {
        const supervisor = await sameEngine(tools, plan, Number(params.pid), signal);
        await (restart ? supervisor.restart(signal) : supervisor.stop(signal));
        const { address } = await supervisor.describe(signal);
        if (restart && address === tools.engine.connection.endpoint?.info.address)
          await connectTo(tools, address, signal);
        switched.set(plan, restart ? await whatRuns(address, signal) : null);
        return restart
          ? { outcome: 'done', outcomeKey: 'restarted', detail: 'Restarted; it answers.' }
          : { outcome: 'done', outcomeKey: 'stopped', detail: 'Stopped.' };
      }
      const now = switched.get(plan);
      if (now === undefined)
        return { outcome: 'skipped', outcomeKey: 'not-reached', detail: 'Its engine goes on.' };
      return resultOf(item, now);
    },
  };
}

function resultOf(item: PlanItem, now: Running | null): StepResult {
  const runs = now?.containers.some(({ id }) => id === item.id) === true;
  if (item.action === 'go-on' && (now === null || runs))
    return { outcome: 'done', outcomeKey: 'goes-on', detail: 'It goes on without its engine.' };
  if (runs) return { outcome: 'done', outcomeKey: 'restarted', detail: 'It runs again.' };
  return now === null
    ? { outcome: 'done', outcomeKey: 'stopped', detail: 'Stopped with its engine.' }
    : { outcome: 'done', outcomeKey: 'stays-stopped', detail: 'It stopped with its engine, and stays so.' };
}

/**
 * The engine of the plan, if it is the same process and runs nothing that the plan does not list.
 * @throws conflict `engine-changed`, `engine-more-runs`
 */
async function sameEngine(
  tools: ManagedTools,
  plan: Plan,
  pid: number,
  signal: AbortSignal,
): Promise<Supervisor> {
  const supervisor = await tools.supervision.byId(plan.engine?.engine ?? 'own', signal);
  const told = await supervisor?.describe(signal);
  if (supervisor === null || told === undefined || (told.pid ?? 0) !== pid)
    throw fail('conflict', 'engine-changed');
  const running = told.pid === null ? null : await whatRuns(told.address, signal);
  if (running !== null && plan.engine?.running !== null) {
    const listed = new Set(plan.items.map(({ id }) => id));
    const more = running.containers.filter(({ id }) => !listed.has(id)).map(({ name }) => name);
    if (more.length > 0 && !running.liveRestore)
      throw new SlipwayError(fail('conflict', 'engine-more-runs', { names: more.join(', ') }).error);
  }
  return supervisor;
}
