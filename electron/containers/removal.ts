import type { z } from 'zod';
import type { Container, containers } from '../../shared/contract/containers.ts';
import { fail, SlipwayError } from '../../shared/contract/failure.ts';
import type { Plan, PlanItem, PlanWarning } from '../../shared/contract/plans.ts';
import { isTrashName } from '../../shared/model/trash-names.ts';
import { listContainers, removeContainer } from '../engine/api/containers.ts';
import { hasPassed } from '../engine/api/existence.ts';
import { listVolumes, removeVolume } from '../engine/api/resources.ts';
import type { EngineClient } from '../engine/client.ts';
import type { Engine } from '../engine/engine.ts';
import type { PlanExecutor, Plans, StepResult } from '../plans/plans.ts';
import type { Protection } from '../plans/protection.ts';
import type { Trash } from '../plans/trash/trash.ts';
import { type ContainerReference, findContainer } from './reference.ts';

export type RemoveInput = z.output<typeof containers.remove.input>;

const busyStates = new Set(['running', 'paused', 'restarting']);
const sizeDeadlineMs = 5000;

/**
 * Lists what removing these containers touches: each container, and with `volumes` each anonymous volume of theirs. With
 * `keepDays` they go into the trash instead.
 */
export async function planRemoval(
  engine: Engine,
  plans: Plans,
  protection: Protection,
  input: RemoveInput,
  signal: AbortSignal,
): Promise<Plan> {
  const { keepDays } = input;
  if (keepDays !== undefined && input.volumes) throw fail('invalid-input', 'trash-volumes');
  const engineId = await engine.engineId(signal);
  const client = await engine.clientOf(engineId, signal);
  await protection.load();
  const found: ContainerReference[] = [];
  const gone: string[] = [];
  for (const id of new Set(input.ids)) {
    try {
      const reference = await findContainer(client, id, signal);
      // One that is in the trash is not put there again.
      if (keepDays !== undefined && isTrashName(reference.name)) gone.push(id);
      else if (!found.some((other) => other.id === reference.id)) found.push(reference);
    } catch (thrown) {
      if (!(thrown instanceof SlipwayError) || thrown.error.code !== 'not-found' || input.ids.length === 1)
        throw thrown;
      gone.push(id);
    }
  }
  const kept = found.filter((reference) => protection.has(engineId, 'container', reference.id));
  const busy = found.filter((reference) => busyStates.has(reference.state) && !kept.includes(reference));
  // A running one that was started with --rm is gone as soon as it is stopped.
  const passing = keepDays === undefined ? [] : busy.filter(({ autoRemove }) => autoRemove);
  const chosen = found.filter(
    (reference) =>
      !kept.includes(reference) && !passing.includes(reference) && (input.force || !busy.includes(reference)),
  );
  if (chosen.length === 0) throw nothingToDo(kept, input.force ? [] : busy, passing);
  const sizes = await writableSizes(client, chosen, signal);
  const items: PlanItem[] = chosen.map((reference) => {
    const isBusy = busy.includes(reference);
    return {
      kind: 'container',
      id: reference.id,
      name: reference.name,
      ...(keepDays === undefined ? removing(reference, isBusy) : keeping(reference, isBusy)),
      // What is kept frees nothing yet.
      bytes: keepDays === undefined ? (sizes.get(reference.id) ?? null) : 0,
    };
  });
  if (input.volumes) items.push(...(await anonymousVolumes(client, chosen, signal)));
  return plans.make({
    kind: 'containers.remove',
    engineId,
    items,
    warnings: warningsFor(input, kept, busy, gone, passing),
    params: keepDays === undefined ? {} : { keepDays },
    ...(keepDays === undefined ? {} : { keepDays }),
  });
}

type Doing = Pick<PlanItem, 'reason' | 'reasonKey' | 'action'>;

function removing({ state }: ContainerReference, isBusy: boolean): Doing {
  return isBusy
    ? {
        reason: `Asked for; it is ${state} and will be killed.`,
        reasonKey: 'asked-for-running',
        action: 'stop-and-remove',
      }
    : { reason: 'Asked for.', reasonKey: 'asked-for', action: 'remove' };
}

function keeping({ state }: ContainerReference, isBusy: boolean): Doing {
  return isBusy
    ? {
        reason: `Asked for; it is ${state} and will be stopped.`,
        reasonKey: 'asked-for',
        action: 'stop-and-keep',
      }
    : { reason: 'Asked for.', reasonKey: 'asked-for', action: 'keep' };
}

function warningsFor(
  input: RemoveInput,
  kept: ContainerReference[],
  busy: ContainerReference[],
  gone: string[],
  passing: ContainerReference[],
): PlanWarning[] {
  const names = (references: ContainerReference[]) => references.map((reference) => reference.name);
  const warnings: PlanWarning[] = [];
  const lasting = busy.filter((reference) => !passing.includes(reference));
  if (lasting.length > 0 && !input.force) warnings.push({ kind: 'not-running-only', names: names(lasting) });
  else if (lasting.length > 0 && input.keepDays === undefined)
    warnings.push({ kind: 'running', names: names(lasting) });
  if (passing.length > 0) warnings.push({ kind: 'not-keepable', names: names(passing) });
  if (kept.length > 0) warnings.push({ kind: 'protected', names: names(kept) });
  if (gone.length > 0) warnings.push({ kind: 'gone', names: gone });
  return warnings;
}

function nothingToDo(
  kept: ContainerReference[],
  busy: ContainerReference[],
  passing: ContainerReference[],
): SlipwayError {
  if (passing.length > 0 && busy.every((reference) => passing.includes(reference)))
    return fail('conflict', 'only-not-keepable', { names: passing.map(({ name }) => name).join(', ') });
  const names = busy.map(({ name }) => name).join(', ');
  if (busy.length > 0) return fail('in-use', 'only-running', { names });
  const first = kept[0];
  return first === undefined
    ? fail('not-found', 'all-gone')
    : fail('protected', 'object-protected', { name: first.name });
}

/** Bytes in the writable layers; the engine may take long over it, and then they stay unknown. */
async function writableSizes(
  client: EngineClient,
  chosen: ContainerReference[],
  signal: AbortSignal,
): Promise<Map<string, number>> {
  const sizes = new Map<string, number>();
  let rows: Container[];
  try {
    const ids = chosen.map((reference) => reference.id);
    rows = await listContainers(client, { all: true, size: true, ids, signal, deadlineMs: sizeDeadlineMs });
  } catch (thrown) {
    if (thrown instanceof SlipwayError && thrown.error.code !== 'cancelled') return sizes;
    throw thrown;
  }
  for (const row of rows) if (row.sizeRwBytes !== undefined) sizes.set(row.id, row.sizeRwBytes);
  return sizes;
}

async function anonymousVolumes(
  client: EngineClient,
  chosen: ContainerReference[],
  signal: AbortSignal,
): Promise<PlanItem[]> {
  const anonymous = new Set(
    (await listVolumes(client, { signal })).filter((volume) => volume.anonymous).map((volume) => volume.name),
  );
  return chosen.flatMap((reference) =>
    reference.volumes
      .filter((name) => anonymous.has(name))
      .map(
        (name): PlanItem => ({
          kind: 'volume',
          id: name,
          name: name.slice(0, 12),
          reason: `Anonymous volume of ${reference.name}.`,
          reasonKey: 'anonymous-volume-of',
          bytes: null,
          action: 'remove',
        }),
      ),
  );
}

/** Removes listed containers and volumes by id, looking at each again first. */
export function removalExecutor(engine: Engine, trash: Trash): PlanExecutor {
  return {
    kind: 'containers.remove',
    stopsWhenLost: true,
    async step(item, params, signal, { plan: { engineId } }) {
      if (item.action === 'keep' || item.action === 'stop-and-keep')
        return trash.put(
          item,
          { engineId, days: Number(params.keepDays), stop: item.action === 'stop-and-keep' },
          signal,
        );
      const client = await engine.clientOf(engineId, signal);
      return item.kind === 'volume' ? stepVolume(client, item, signal) : stepContainer(client, item, signal);
    },
    async whereIs(item, engineId, signal) {
      if (item.action === 'keep' || item.action === 'stop-and-keep')
        return trash.whereIs(item, engineId, signal);
      const client = await engine.clientOf(engineId, signal);
      return (await hasPassed(client, item.kind, item.id, signal)) ? 'gone' : 'there';
    },
    async finished(report) {
      if (!engine.connection.supervised) return;
      const of = (kind: PlanItem['kind']) => report.items.filter((item) => item.kind === kind);
      const reads = [
        engine.mirror.refresh(
          'container',
          of('container').map((item) => item.id),
        ),
      ];
      if (of('volume').length > 0) reads.push(engine.mirror.refresh('volume', 'all'));
      // The mirror tells its own failures; the report does not depend on them.
      await Promise.allSettled(reads);
    },
  };
}

const done: StepResult = { outcome: 'done', outcomeKey: 'removed', detail: 'Removed.' };
const alreadyGone: StepResult = {
  outcome: 'skipped',
  outcomeKey: 'already-gone',
  detail: 'It was gone already.',
};

async function stepContainer(client: EngineClient, item: PlanItem, signal: AbortSignal): Promise<StepResult> {
  try {
    const now = await findContainer(client, item.id, signal);
    if (item.action === 'remove' && busyStates.has(now.state))
      return {
        outcome: 'skipped',
        outcomeKey: 'now-running',
        detail: `It is ${now.state} since the plan was made.`,
      };
    // Asked for by another name: it was put into the trash since, to be kept.
    if (isTrashName(now.name) && now.name !== item.name)
      return {
        outcome: 'skipped',
        outcomeKey: 'changed-since',
        detail: 'It was put into the trash since the plan was made.',
      };
    await removeContainer(client, item.id, {
      volumes: false,
      force: item.action === 'stop-and-remove',
      signal,
    });
    return done;
  } catch (thrown) {
    if (thrown instanceof SlipwayError && thrown.error.code === 'not-found') return alreadyGone;
    throw thrown;
  }
}

async function stepVolume(client: EngineClient, item: PlanItem, signal: AbortSignal): Promise<StepResult> {
  try {
    await removeVolume(client, item.id, signal);
    return done;
  } catch (thrown) {
    if (!(thrown instanceof SlipwayError)) throw thrown;
    if (thrown.error.code === 'not-found') return alreadyGone;
    if (thrown.error.code === 'in-use' || thrown.error.code === 'conflict')
      return {
        outcome: 'skipped',
        outcomeKey: 'now-in-use',
        detail: thrown.error.engine ?? thrown.error.message,
      };
    throw thrown;
  }
}
