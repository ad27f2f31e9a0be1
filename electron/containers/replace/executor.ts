import { fail, SlipwayError, toApiError } from '../../../shared/contract/failure.ts';
import type { PlanItem, PlanStep, ReplacementPlan } from '../../../shared/contract/plans.ts';
import { inspectContainer, removeContainer } from '../../engine/api/containers.ts';
import { listVolumes } from '../../engine/api/resources.ts';
import { restartPolicyOf, startsByItself } from '../../engine/api/restart-policy.ts';
import type { Engine } from '../../engine/engine.ts';
import { record, text } from '../../engine/raw/fields.ts';
import { ownProcess } from '../../plans/owner.ts';
import type { PlanExecutor, StepContext, StepResult } from '../../plans/plans.ts';
import { type Changes, replacementOf } from './body.ts';
import type { Journal, JournalEntry } from './journal.ts';
import { makeNetworkOwner } from './network-owner-made.ts';
import { fingerprintOf, isUp, mayBeReplaced, mustHaveRoom, stopSecondsOf, subjectOf } from './plan.ts';
import type { Recovery } from './recovery.ts';
import { nameOf } from './subject.ts';
import { swap } from './swap.ts';
import type { ReplaceTiming } from './timing.ts';

/** Replaces the listed container, then removes the original if that is listed, too. */
export function replacementExecutor(
  engine: Engine,
  journal: Journal,
  recovery: Recovery,
  timing: ReplaceTiming,
): PlanExecutor {
  const shown = async (id: string) => {
    if (!engine.connection.supervised) return;
    // The mirror tells its own failures; the report does not depend on them.
    await Promise.allSettled([engine.mirror.refresh('container', [id])]);
  };
  return {
    kind: 'containers.replace',
    cancellable: true,
    step(item, params, signal, context) {
      if (item.action === 'create') return ownerMade(journal, context);
      if (item.action !== 'replace') return removeOriginal(engine, journal, item, context);
      recovery.hold(context.plan.id);
      return replaceOne({ engine, journal, recovery, timing }, item, String(params.changes), signal, {
        ...context,
        fingerprint: String(params.fingerprint),
      });
    },
    async finished(report) {
      let entry: JournalEntry | undefined;
      try {
        entry = (await journal.list()).find(({ id }) => id === report.planId);
        if (entry?.phase === 'done') await journal.remove(report.planId);
      } finally {
        recovery.release(report.planId);
      }
      // What is left in any other phase is still to be put back.
      if (entry !== undefined && entry.phase !== 'done') recovery.recoverSoon();
      for (const item of report.items) await shown(item.id);
      if (entry?.newId !== undefined) await shown(entry.newId);
    },
  };
}

interface Services {
  engine: Engine;
  journal: Journal;
  recovery: Recovery;
  timing: ReplaceTiming;
}

async function replaceOne(
  services: Services,
  item: PlanItem,
  changesText: string,
  signal: AbortSignal,
  { plan, tell, fingerprint }: StepContext & { fingerprint: string },
): Promise<StepResult> {
  const { engine, journal, timing } = services;
  const about = plan.replacement;
  if (about === undefined)
    throw fail('internal', 'internal', { detail: `${plan.id} says not what to replace` });
  tell('checking');
  // It was checked when the plan was made; the file is this program's own.
  const changes: Changes = JSON.parse(changesText);
  const client = await engine.clientOf(plan.engineId, signal);
  const container = await inspectContainer(client, item.id, signal);
  await services.recovery.mustBeSettled(item.id);
  mayBeReplaced(container);
  const { subject } = await subjectOf(engine, client, container, changes, signal);
  if (fingerprintOf(subject) !== fingerprint) return changedSince;
  await mustHaveRoom(client, subject, changes, signal);
  const restart = restartPolicyOf(container);
  const entry: JournalEntry = {
    id: plan.id,
    engineId: plan.engineId,
    oldId: item.id,
    name: nameOf(container),
    temporaryName: about.temporaryName,
    asideName: about.asideName,
    wasRunning: isUp(container),
    startedAt: text(record(container.State).StartedAt),
    stopSeconds: stopSecondsOf(container),
    ...(startsByItself(restart) ? { restart } : {}),
    ...(changes.networkOwner === undefined ? {} : { ownerName: changes.networkOwner }),
    phase: 'creating',
    volumesBefore: (await listVolumes(client, { signal })).map(({ name }) => name),
    at: new Date().toISOString(),
    owner: await ownProcess(),
  };
  try {
    const { staysStopped } = await swap({
      ...{ client, journal, entry, signal, tell },
      replacement: replacementOf(subject, changes),
      makeOwner:
        changes.networkOwner === undefined
          ? null
          : () => makeNetworkOwner(client, subject, changes.networkOwner ?? '', timing.stepMs),
      patience: patienceOf(about, timing),
      stepMs: timing.stepMs,
    });
    // Where it is removed next, it does not matter.
    if (!staysStopped && about.keepOld)
      return {
        outcome: 'done',
        outcomeKey: 'swapped-restarts',
        detail:
          `Replaced by ${(entry.newId ?? '').slice(0, 12)}. This engine does not let go of a restart policy: ` +
          `it may start ${entry.asideName} beside it.`,
      };
    return {
      outcome: 'done',
      outcomeKey: 'swapped',
      detail: `Replaced by ${(entry.newId ?? '').slice(0, 12)}.`,
    };
  } catch (thrown) {
    return undo(services, entry, thrown, tell);
  }
}

const changedSince: StepResult = {
  outcome: 'skipped',
  outcomeKey: 'changed-since',
  detail: 'The container or its image is another since the plan was made. Make a new plan.',
};

function patienceOf(about: ReplacementPlan, timing: ReplaceTiming) {
  return {
    waitMs: about.waitSeconds * 1000,
    healthMs: about.healthSeconds * 1000,
    lookEveryMs: timing.lookEveryMs,
  };
}

/** Puts the original back, and says why the replacement failed and what became of it. */
async function undo(
  { journal, recovery }: Services,
  entry: JournalEntry,
  thrown: unknown,
  tell: (step: PlanStep) => void,
): Promise<StepResult> {
  const error = toApiError(thrown);
  const written = (await journal.list()).some(({ id }) => id === entry.id);
  const asItWas: StepResult =
    error.code === 'cancelled'
      ? { outcome: 'skipped', outcomeKey: 'put-back', detail: `Cancelled. ${untouched}` }
      : { outcome: 'failed', outcomeKey: 'put-back', detail: `${error.message} ${untouched}`, error };
  // Nothing was asked of the engine yet, or it refused to create: there is no replacement. A name that somebody
  // else has is theirs, and what has it is not touched.
  if (!written || (entry.phase === 'creating' && entry.ownerId === undefined && isRefusal(thrown))) {
    await journal.remove(entry.id);
    return asItWas;
  }
  tell('putting-back');
  const settled = await recovery.settle(entry);
  if (settled.outcome === 'put-back') {
    await journal.remove(entry.id);
    return asItWas;
  }
  if (settled.outcome === 'pending')
    return {
      outcome: 'failed',
      outcomeKey: 'put-back-pending',
      detail: `${error.message} The original is put back as soon as the engine answers.`,
      error,
    };
  await journal.save({ ...entry, told: 'stuck', error: settled.error });
  const detail =
    `${error.message} The original could not be put back: ${settled.error.message} ` +
    `Look for it as ${entry.name} or ${entry.asideName}, and for its replacement as ${entry.temporaryName}.`;
  return { outcome: 'failed', outcomeKey: 'put-back-failed', detail, error: settled.error };
}

/** The engine understood and would not; a failure of its own (5xx) tells nothing of what it did. */
function isRefusal(thrown: unknown): boolean {
  if (!(thrown instanceof SlipwayError)) return false;
  const { status = 0, reason } = thrown.error;
  return reason === 'name-taken' || (status >= 400 && status < 500);
}

const untouched = 'The original is as it was.';

const notReplaced: StepResult = {
  outcome: 'skipped',
  outcomeKey: 'not-replaced',
  detail: 'It was not replaced, so it stays.',
};

/** The pause container is made with the replacement, and removed again with it. */
async function ownerMade(journal: Journal, { plan }: StepContext): Promise<StepResult> {
  const entry = (await journal.list()).find(({ id }) => id === plan.id);
  if (entry?.phase === 'done' && entry.ownerId !== undefined)
    return { outcome: 'done', outcomeKey: 'made', detail: `Made: ${entry.ownerId.slice(0, 12)}.` };
  return { ...notReplaced, detail: 'The container was not replaced, so nothing of this is left.' };
}

/** Removes the original, but only where its replacement is known to have taken its place. */
async function removeOriginal(
  engine: Engine,
  journal: Journal,
  item: PlanItem,
  { plan, tell }: StepContext,
): Promise<StepResult> {
  const entry = (await journal.list()).find(({ id }) => id === plan.id);
  if (entry?.phase !== 'done') return notReplaced;
  tell('removing');
  const signal = new AbortController().signal;
  const client = await engine.clientOf(plan.engineId, signal);
  const old = await inspectContainer(client, item.id, signal);
  if (nameOf(old) !== entry.asideName || isUp(old)) return notReplaced;
  await removeContainer(client, item.id, { volumes: false, force: false, signal });
  return { outcome: 'done', outcomeKey: 'removed', detail: 'Removed.' };
}
