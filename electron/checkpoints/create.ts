import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import type { z } from 'zod';
import type { Checkpoint, checkpoints, Preflight } from '../../shared/contract/checkpoints.ts';
import { fail, SlipwayError } from '../../shared/contract/failure.ts';
import { preflightOf } from '../../shared/model/checkpoint-checks.ts';
import { checkpointNames, makeCheckpoint } from '../engine/api/checkpoints.ts';
import {
  type RestartPolicy,
  restartPolicyOf,
  setRestartPolicy,
  startsByItself,
} from '../engine/api/restart-policy.ts';
import type { Engine } from '../engine/engine.ts';
import { num, record, text } from '../engine/raw/fields.ts';
import { ownProcess } from '../plans/owner.ts';
import type { CheckpointBook, CheckpointNote } from './book.ts';
import { gatherFacts } from './facts.ts';
import { listCheckpoints } from './listing.ts';
import { letGo } from './restart-policy.ts';
import { findSubject, layoutOf, lookAgain, type Subject } from './subject.ts';

type CreateInput = z.output<typeof checkpoints.create.input>;

const stepMs = 30_000;
const settleMs = 15_000;
const never: RestartPolicy = { name: 'no', maximumRetryCount: 0 };

/** What stands in the way, looked up now. */
export async function preflight(engine: Engine, id: string, signal: AbortSignal): Promise<Preflight> {
  return preflightFor(await findSubject(engine, id, signal), signal);
}

async function preflightFor({ client, host, raw }: Subject, signal: AbortSignal): Promise<Preflight> {
  return preflightOf(await gatherFacts(client, host, raw, signal));
}

/** Refuses by the first thing that stands in the way. */
export async function refuseByPreflight(
  subject: Subject,
  side: 'create' | 'restore',
  signal: AbortSignal,
): Promise<void> {
  const { checks } = await preflightFor(subject, signal);
  const first = checks.find(
    ({ verdict, concerns }) => verdict === 'problem' && (concerns === side || concerns === 'both'),
  );
  if (first === undefined) return;
  throw fail(first.key === 'running' ? 'conflict' : 'unsupported', 'checkpoint-refused', {
    name: subject.name,
    verb: side === 'create' ? 'frozen' : 'restored',
    check: first.key,
    verdict: first.verdict,
    meaning: first.meaning,
    fix: first.fix,
    ...first.params,
    container: subject.name,
  });
}

/**
 * Freezes a running container. It runs on as before when that fails; a restart policy that would start it afresh is taken
 * off before and written down, to be put back by a restore.
 */
export async function createCheckpoint(
  engine: Engine,
  book: CheckpointBook,
  input: CreateInput,
  signal: AbortSignal,
): Promise<Checkpoint> {
  const subject = await findSubject(engine, input.id, signal);
  if (!input.anyway) await refuseByPreflight(subject, 'create', signal);
  const directory = input.directory ?? null;
  const place = { containerId: subject.id, directory };
  const taken = await checkpointNames(subject.client, place, signal).catch((thrown: unknown): string[] => {
    // A folder that is not there yet holds none; the engine makes it.
    if (directory !== null && thrown instanceof SlipwayError && thrown.error.code === 'engine-error')
      return [];
    throw typed(thrown, subject, input);
  });
  if (taken.includes(input.name))
    throw fail('conflict', 'checkpoint-exists', { container: subject.name, name: input.name });
  const policy = restartPolicyOf(subject.raw);
  const takesOff = !input.leaveRunning && startsByItself(policy);
  const note: CheckpointNote = {
    engineId: subject.engineId,
    containerId: subject.id,
    containerName: subject.name,
    image: text(record(subject.raw.Config).Image),
    name: input.name,
    directory,
    createdAt: new Date(engine.connection.clock.now() ?? Date.now()).toISOString(),
    layout: await layoutOf(subject),
    restart: takesOff ? policy : null,
    phase: 'freezing',
    owner: await ownProcess(),
  };
  await book.save(note);
  try {
    if (takesOff) await setRestartPolicy(subject.client, subject.id, never, stepMs);
    await freeze(engine, subject, input);
  } catch (thrown) {
    await undo(engine, book, note);
    throw thrown;
  }
  await book.save({ ...note, phase: 'made' });
  if (!input.leaveRunning) await untilStopped(subject, signal);
  if (engine.connection.supervised) await engine.mirror.refresh('container', [subject.id]);
  const { checkpoints: all } = await listCheckpoints(engine, book, { id: subject.id }, signal);
  const made = all.find((one) => one.name === input.name && one.directory === directory);
  if (made === undefined)
    throw fail('not-found', 'checkpoint-unknown', { container: subject.name, name: input.name });
  return made;
}

/** An answer that was lost is settled by looking whether the checkpoint is there. */
async function freeze(engine: Engine, subject: Subject, input: CreateInput): Promise<void> {
  const place = { containerId: subject.id, directory: input.directory ?? null };
  const own = new AbortController().signal;
  try {
    // Once begun it is finished: a half frozen container is nobody's wish.
    await makeCheckpoint(subject.client, place, { name: input.name, exit: !input.leaveRunning, signal: own });
  } catch (thrown) {
    if (!(thrown instanceof SlipwayError)) throw thrown;
    const { reason = '' } = thrown.error;
    if (!['connection-lost', 'answer-cut', 'no-answer'].includes(reason))
      throw await explained(thrown, subject, input);
    const patience = AbortSignal.timeout(settleMs);
    const client = await engine.client(patience);
    if (!(await checkpointNames(client, place, patience)).includes(input.name)) throw thrown;
  }
}

/** Nothing was frozen: now, or where the engine does not answer, as soon as it does again. */
async function undo(engine: Engine, book: CheckpointBook, note: CheckpointNote): Promise<void> {
  try {
    await letGo(await engine.client(), book, note);
  } catch (thrown) {
    if (!(thrown instanceof SlipwayError)) throw thrown;
    await book.save({ ...note, owner: { ...note.owner, started: 'given up' } });
  }
}

/** The engine answers before it has noted the end. */
async function untilStopped(subject: Subject, signal: AbortSignal): Promise<void> {
  const until = Date.now() + settleMs;
  while (Date.now() < until) {
    try {
      if ((await lookAgain(subject, signal)).state !== 'running') return;
    } catch (thrown) {
      // One that removes itself is gone.
      if (thrown instanceof SlipwayError && thrown.error.code === 'not-found') return;
      throw thrown;
    }
    await delay(100, undefined, { signal });
  }
}

/** What the engine says of CRIU, with CRIU's own words where its log can be read. */
async function explained(thrown: SlipwayError, subject: Subject, input: CreateInput): Promise<SlipwayError> {
  const known = typed(thrown, subject, input);
  if (known instanceof SlipwayError && known !== thrown) return known;
  const { engine = thrown.error.message, status } = thrown.error;
  const log = /path= ?(\/\S+\.log)/.exec(engine)?.[1];
  const criu = log === undefined || subject.host === null ? null : await lastError(subject.host.path(log));
  return fail(
    'engine-error',
    'checkpoint-failed',
    { container: subject.name, detail: criu ?? engine },
    { engine, ...(status === undefined ? {} : { status }) },
  );
}

async function lastError(path: string): Promise<string | null> {
  try {
    const errors = [...(await readFile(path, 'utf8')).matchAll(/Error \([^)]*\): (.*)/g)].map(
      ([, line]) => line,
    );
    // The first errors are warnings about limits, the last ones say no more than that it failed.
    const telling = errors.filter((line) => line !== undefined && !/rlimit|FAILED|failed with/i.test(line));
    return telling[0] ?? errors.at(-1) ?? null;
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown) return null;
    throw thrown;
  }
}

/** Refusals that have a name of their own; anything else as it is. */
function typed(thrown: unknown, subject: Subject, { name, directory }: CreateInput): unknown {
  if (!(thrown instanceof SlipwayError)) return thrown;
  const { engine = '', status, code } = thrown.error;
  const extra = { engine, ...(status === undefined ? {} : { status }) };
  if (code === 'unsupported' || /experimental/i.test(engine))
    return fail('unsupported', 'checkpoint-experimental', {}, extra);
  if (/already exists/i.test(engine))
    return fail('conflict', 'checkpoint-exists', { container: subject.name, name }, extra);
  if (/criu.*(not found|no such file|executable)/i.test(engine))
    return fail('unsupported', 'checkpoint-criu-missing', {}, extra);
  if (
    directory !== undefined &&
    /permission denied|read-only|not a directory|mkdir|no such file/i.test(engine)
  )
    return fail('invalid-input', 'checkpoint-directory', { directory, detail: engine }, extra);
  return thrown;
}

/** The time of the engine at which a container ended last, in ms; 0 where it never did. */
export function endedAtMs(subject: Subject): number {
  const ms = Date.parse(text(record(subject.raw.State).FinishedAt));
  return Number.isNaN(ms) || ms < 0 ? 0 : num(ms);
}
