import type { ApiError } from '../../shared/contract/errors.ts';
import { fail, failure, toApiError } from '../../shared/contract/failure.ts';
import type { PlanStep } from '../../shared/contract/plans.ts';
import { pastEvents } from '../engine/past-events.ts';
import { systemTimeMs } from '../engine/raw/identity.ts';
import { askEngine } from './ask.ts';
import type { Backups } from './backups.ts';
import { lastError } from './engine-words.ts';
import type { Entry, Journal } from './journal.ts';
import type { Keeper } from './keeper.ts';
import { pause } from './pause.ts';
import { findFile, isWritable, readSettings, revisionOf, writeSettings } from './settings-file.ts';
import type { SettingsTiming } from './timing.ts';
import { writeElevated } from './write-elevated.ts';

export interface ApplyTools {
  backups: Backups;
  journal: Journal;
  timing: SettingsTiming;
  env: NodeJS.ProcessEnv;
}

export type Applied =
  | { kind: 'applied' }
  | { kind: 'put-back'; error: ApiError; said: string }
  /** Neither the new nor the old settings are known to work. */
  | { kind: 'stuck'; error: ApiError; said: string };

type Tell = (step: PlanStep) => void;
/** How the old settings are taken over is one step to whoever watches. */
const nobody = () => undefined;
type Failed = { error: ApiError; said: string };

/**
 * Writes new settings and has the engine take them over; where it does not, puts back what was there and has it take that.
 * Each step is in the journal before it begins.
 * @throws what kept it from writing: nothing is changed then
 */
export async function applySettings(
  tools: ApplyTools,
  keeper: Keeper,
  entry: Entry,
  texts: { before: string | null; after: string | null },
  tell: Tell,
): Promise<Applied> {
  if (!(await tools.journal.begin(entry))) throw fail('conflict', 'daemon-busy', { path: entry.path });
  tell('settings-writing');
  let path: string | null = null;
  try {
    path = await placeOf(keeper, entry.path);
    await write(tools.env, path, texts);
  } catch (thrown) {
    // What fails after the rename, or keeps it from being read, leaves something to put back.
    const holds = path === null ? entry.before : await readSettings(path).then(revisionOf, () => entry.after);
    if (holds === entry.after) return putBack(tools, keeper, entry, failedBy(thrown), tell);
    await tools.journal.end(entry);
    throw thrown;
  }
  return takeOver(tools, keeper, entry, tell);
}

/** From where the file is written: the engine is told, and its answer waited for. Whatever fails, it is put back. */
export async function takeOver(
  tools: ApplyTools,
  keeper: Keeper,
  entry: Entry,
  tell: Tell,
): Promise<Applied> {
  const applying: Entry = { ...entry, phase: 'applying' };
  try {
    await tools.journal.save(applying);
  } catch (thrown) {
    return putBack(tools, keeper, entry, failedBy(thrown), tell);
  }
  const failed = await tellEngine(tools, keeper, applying, tools.timing.backMs, tell);
  if (failed !== null) return putBack(tools, keeper, applying, failed, tell);
  await tools.journal.end(applying);
  return { kind: 'applied' };
}

/** Puts back what was there, unless somebody changed the file since. The engine is told where it was told of the other. */
export async function putBack(
  tools: ApplyTools,
  keeper: Keeper,
  entry: Entry,
  why: Failed,
  tell: Tell,
): Promise<Applied> {
  tell('settings-back');
  const untold = entry.phase === 'writing';
  const written: Entry = { ...entry, phase: 'putting-back', ...why };
  await tools.journal.note(written);
  try {
    const path = await placeOf(keeper, entry.path);
    const now = await readSettings(path);
    const { text } = await tools.backups.get(entry.backup);
    if (revisionOf(now) !== entry.before) {
      if (revisionOf(now) !== entry.after)
        throw fail('conflict', 'daemon-file-changed', { path: entry.path });
      await write(tools.env, path, { before: now, after: text });
    }
    // Before it did not run either: the settings of then would not let it start.
    const failed =
      untold || entry.apply === 'start'
        ? null
        : await tellEngine(tools, keeper, entry, tools.timing.putBackMs, nobody);
    if (failed !== null && entry.apply === 'restart')
      return await stuck(tools, written, failed.error, why.said);
  } catch (thrown) {
    return stuck(tools, written, toApiError(thrown), why.said);
  }
  await tools.journal.end(written);
  return { kind: 'put-back', ...why };
}

async function stuck(tools: ApplyTools, entry: Entry, cause: ApiError, said: string): Promise<Applied> {
  const error = failure('engine-error', 'daemon-put-back-failed', { detail: cause.message });
  await tools.journal.note({ ...entry, told: 'stuck', error });
  return { kind: 'stuck', error, said };
}

const failedBy = (thrown: unknown): Failed => ({ error: toApiError(thrown), said: '' });

/** null once the engine took over what is in the file. It never throws: whoever asks has a file to put back. */
async function tellEngine(
  tools: ApplyTools,
  keeper: Keeper,
  entry: Entry,
  withinMs: number,
  tell: Tell,
): Promise<Failed | null> {
  const { timing } = tools;
  const begun = Date.now();
  const pid = await keeper.describe(AbortSignal.timeout(timing.reloadMs)).then(
    (kept) => kept.pid,
    () => entry.pid,
  );
  const over = AbortSignal.timeout(withinMs);
  let error: ApiError | null = null;
  try {
    if (entry.apply === 'reload') {
      tell('settings-reloading');
      if (!(await reloads(keeper, entry.address, timing, () => lastError(keeper, pid, begun))))
        error = failure('engine-error', 'daemon-refused', { said: '' });
    } else {
      tell('settings-restarting');
      // That no process is seen does not say that none runs: a restart starts what is down as well.
      await (entry.apply === 'start' ? keeper.start(over) : keeper.restart(over));
      tell('settings-waiting');
      await answers(entry.address, over, timing.everyMs);
    }
  } catch (thrown) {
    error = toApiError(thrown);
  }
  if (error === null) return null;
  const said = (await lastError(keeper, pid, begun)) || error.message;
  const late = over.aborted || error.code === 'timeout';
  const seconds = String(Math.round((Date.now() - begun) / 1000));
  return {
    said,
    error: late
      ? failure('timeout', 'daemon-late', { seconds, said })
      : failure('engine-error', 'daemon-refused', { said }),
  };
}

/** Whether the engine tells, after SIGHUP, that it took its settings over. It says nothing where it refuses. */
async function reloads(
  keeper: Keeper,
  address: string,
  timing: SettingsTiming,
  said: () => Promise<string>,
): Promise<boolean> {
  const signal = AbortSignal.timeout(timing.reloadMs + 5000);
  return askEngine(address, signal, async (client) => {
    const clock = async () => systemTimeMs((await client.json('/info', { signal })).body) ?? Date.now();
    const since = await clock();
    const deadline = performance.now() + timing.reloadMs;
    await keeper.reload(signal);
    while (performance.now() < deadline) {
      await pause(timing.everyMs);
      const events = await pastEvents(client, since, await clock(), signal);
      if (events.some(({ type, action }) => type === 'daemon' && action === 'reload')) return true;
      if (/configur|reload/i.test(await said())) return false;
    }
    return false;
  });
}

/** Resolves once the engine answers. @throws what kept it, when `over` fires */
async function answers(address: string, over: AbortSignal, everyMs: number): Promise<void> {
  for (;;) {
    try {
      await askEngine(address, over, (client) => client.json('/info', { signal: over }));
      return;
    } catch (thrown) {
      if (over.aborted) throw thrown;
      await pause(everyMs);
    }
  }
}

/** Writes it as we are where that will do, else as an administrator. @throws as writeSettings and writeElevated */
async function write(
  env: NodeJS.ProcessEnv,
  path: string,
  { before, after }: { before: string | null; after: string | null },
): Promise<void> {
  if (await isWritable(path)) await writeSettings(path, before, after);
  else await writeElevated(env, path, { before, after });
}

/** @throws unsupported `daemon-out-of-reach` */
export async function placeOf(keeper: Keeper, path: string): Promise<string> {
  const place = await findFile(path, (enginePath) => keeper.local(enginePath));
  if (place === null) throw fail('unsupported', 'daemon-out-of-reach', { address: path });
  return place;
}
