import { fail, SlipwayError } from '../../shared/contract/failure.ts';
import type { PlanItem } from '../../shared/contract/plans.ts';
import { isTrashName } from '../../shared/model/trash-names.ts';
import { inspectContainer, listContainers, removeContainer } from '../engine/api/containers.ts';
import { listServices, swarmPlace } from '../engine/api/swarm.ts';
import type { EngineClient } from '../engine/client.ts';
import { flag, record, text } from '../engine/raw/fields.ts';
import type { StepResult } from '../plans/plans.ts';
import { removed, skipped } from '../plans/removing/steps.ts';
import { serviceLabel } from './keeping.ts';
import { until } from './waiting.ts';

const lookMs = 10_000;
/** The swarm stops tasks of a removed service itself; it is not waited for longer. */
const taskMs = 3000;

export const goneWith: StepResult = {
  outcome: 'done',
  outcomeKey: 'gone-with',
  detail: 'Went with what it belonged to.',
};

/**
 * Removes one container by its id, without any volume of its own: those are listed, or stay. One that the plan did not
 * call running is removed without force, so that the engine refuses if it runs now.
 */
export async function removeListedContainer(
  client: EngineClient,
  item: PlanItem,
  deathMs: number,
  signal: AbortSignal,
): Promise<StepResult> {
  const now = await inspectContainer(client, item.id, signal);
  const name = text(now.Name).replace(/^\//, '');
  if (isTrashName(name) && name !== item.name)
    return skipped('changed-since', 'It was put into the trash since the plan was made.');
  const { Running, Paused } = record(now.State);
  if (item.action === 'remove' && (flag(Running) || flag(Paused)))
    return skipped('now-running', 'It runs since the plan was made.');
  const force = item.action === 'stop-and-remove';
  try {
    await removeContainer(client, item.id, { volumes: false, force, signal, deadlineMs: deathMs });
    return removed;
  } catch (thrown) {
    if (!(thrown instanceof SlipwayError)) throw thrown;
    const { code, status, engine = '', message } = thrown.error;
    if (code === 'not-found') return removed;
    // Whoever else removes it is nearly done.
    if (/already in progress/i.test(engine))
      return (await isGone(client, item.id, signal)) ? removed : undying(item, deathMs);
    if (/did not receive an exit event|could not kill|cannot kill/i.test(engine))
      return undying(item, deathMs, engine);
    if (code === 'timeout')
      return (await isThere(client, item.id, signal)) ? undying(item, deathMs) : removed;
    if (status === 409)
      return { ...skipped(force ? 'now-in-use' : 'now-running', engine || message), error: thrown.error };
    throw thrown;
  }
}

/**
 * One of a service that is gone: the swarm stops it, and if it does not, the engine does. While its service, or the
 * membership of a swarm that goes on, is still there, it is left alone: the swarm would only begin it again.
 */
export async function removeTask(
  client: EngineClient,
  item: PlanItem,
  deathMs: number,
  signal: AbortSignal,
): Promise<StepResult> {
  const gone = await until(async () => !(await isThere(client, item.id, signal)), taskMs, signal);
  if (gone) return goneWith;
  if (await isStillWanted(client, item.id, signal))
    return skipped('now-in-use', 'Its service is still there.');
  // It runs or not, as its swarm had it: nothing of that is the user's doing.
  const result = await removeListedContainer(client, { ...item, action: 'stop-and-remove' }, deathMs, signal);
  return result.outcome === 'done' ? goneWith : result;
}

async function isStillWanted(client: EngineClient, id: string, signal: AbortSignal): Promise<boolean> {
  const place = await swarmPlace(client, signal);
  if (place === null) return false;
  // Of a swarm that cannot be read it is not known.
  if (!place.manager || place.state !== 'active') return true;
  const { Labels } = record((await inspectContainer(client, id, signal)).Config);
  const service = text(record(Labels)[serviceLabel]);
  return (await listServices(client, signal)).some((one) => one.id === service);
}

function undying(item: PlanItem, deathMs: number, detail = ''): StepResult {
  const { error } = fail('engine-error', 'will-not-die', {
    name: item.name,
    seconds: String(Math.round(deathMs / 1000)),
  });
  return {
    outcome: 'failed',
    outcomeKey: 'will-not-die',
    detail: detail || error.message,
    error: detail === '' ? error : { ...error, engine: detail },
  };
}

function isGone(client: EngineClient, id: string, signal: AbortSignal): Promise<boolean> {
  return until(async () => !(await isThere(client, id, signal)), lookMs, signal);
}

/** Asked by the list: an inspect waits for whatever the engine is at with that container. */
async function isThere(client: EngineClient, id: string, signal: AbortSignal): Promise<boolean> {
  const rows = await listContainers(client, { all: true, ids: [id], signal, deadlineMs: lookMs });
  return rows.some((row) => row.id === id);
}
