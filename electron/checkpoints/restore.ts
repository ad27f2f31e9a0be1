import { setTimeout as delay } from 'node:timers/promises';
import type { Restored, RestoreOutcome } from '../../shared/contract/checkpoints.ts';
import { fail, SlipwayError } from '../../shared/contract/failure.ts';
import { checkpointNames, startFrom } from '../engine/api/checkpoints.ts';
import { setRestartPolicy } from '../engine/api/restart-policy.ts';
import type { Engine } from '../engine/engine.ts';
import type { CheckpointBook } from './book.ts';
import { copyToContainer } from './copying.ts';
import { endedAtMs, refuseByPreflight } from './create.ts';
import { findSubject, layoutOf, lookAgain, type Subject } from './subject.ts';

/** containerd throws the last checkpoint's data away a moment after the end; until then a restore collides with it. */
const restMs = 500;
const mostAttempts = 6;
const stepMs = 30_000;

interface RestoreInput {
  id: string;
  name: string;
  directory?: string | undefined;
  anyway: boolean;
}

/** Starts a stopped container from a checkpoint. It is called resumed only where that was proved. */
export async function restoreCheckpoint(
  engine: Engine,
  book: CheckpointBook,
  input: RestoreInput,
  signal: AbortSignal,
): Promise<Restored> {
  const subject = await findSubject(engine, input.id, signal);
  const directory = input.directory ?? null;
  if (!['exited', 'created', 'dead'].includes(subject.state))
    throw fail('conflict', 'checkpoint-running', { container: subject.name, state: subject.state });
  if (!input.anyway) await refuseByPreflight(subject, 'restore', signal);
  const names = await checkpointNames(subject.client, { containerId: subject.id, directory }, signal);
  if (!names.includes(input.name))
    throw fail('not-found', 'checkpoint-unknown', { container: subject.name, name: input.name });
  const key = { engineId: subject.engineId, containerId: subject.id, name: input.name, directory };
  const note = await book.find(key);
  let from = input.name;
  let copied: (() => Promise<void>) | null = null;
  if (directory !== null) {
    const copy = await copyToContainer(subject, { directory, name: input.name }, signal);
    from = copy.name;
    copied = copy.remove;
  }
  try {
    const attempts = await startPatiently(engine, subject, from);
    const { outcome, evidence } = await compare(subject, note?.layout ?? '', signal);
    const restartPolicy = await putPolicyBack(subject, note?.restart ?? null);
    if (note !== undefined && note.restart !== null) await book.save({ ...note, restart: null });
    if (engine.connection.supervised) await engine.mirror.refresh('container', [subject.id]);
    return { containerId: subject.id, name: subject.name, outcome, attempts, evidence, restartPolicy };
  } finally {
    await copied?.();
  }
}

/**
 * Starts it from a checkpoint in its own place. "content ... already exists" is a race with containerd that passes
 * (moby#42900): waited for and tried again, a few times. Answers how often it was tried.
 */
export async function startPatiently(engine: Engine, subject: Subject, name: string): Promise<number> {
  // Once begun it is finished, whoever waits for it.
  const own = new AbortController().signal;
  const now = engine.connection.clock.now() ?? Date.now();
  await delay(Math.min(restMs, Math.max(0, restMs - (now - endedAtMs(subject)))));
  for (let attempt = 1; ; attempt += 1) {
    try {
      const started = await startFrom(subject.client, subject.id, name, own);
      if (started) return attempt;
      const { state } = await lookAgain(subject, own);
      throw fail('conflict', 'checkpoint-running', { container: subject.name, state });
    } catch (thrown) {
      if (!(thrown instanceof SlipwayError)) throw thrown;
      const { engine: said = thrown.error.message, status, code } = thrown.error;
      if (code === 'unreachable' || code === 'timeout' || thrown.error.reason === 'checkpoint-running')
        throw thrown;
      if (/already exists/i.test(said) && attempt < mostAttempts) {
        await delay(restMs);
        continue;
      }
      const detail = /\/proc\/0\/ns\/net/.test(said)
        ? 'this engine cannot restore a container with a network of its own'
        : said;
      throw fail(
        'engine-error',
        'checkpoint-restore-failed',
        { container: subject.name, name, detail },
        { engine: said, ...(status === undefined ? {} : { status }) },
      );
    }
  }
}

/** Whether the memory of its first process is where it was. */
export async function compare(
  subject: Subject,
  before: string,
  signal: AbortSignal,
): Promise<{ outcome: RestoreOutcome; evidence: string }> {
  const now = await lookAgain(subject, signal);
  const after = await layoutOf(now);
  if (before === '' || after === '') {
    const why =
      before === ''
        ? 'nothing was noted when the checkpoint was made'
        : 'its process cannot be looked at from here';
    return { outcome: 'unproved', evidence: `The engine says that it restored it; ${why}.` };
  }
  if (before === after)
    return {
      outcome: 'resumed',
      evidence:
        'Data, heap, stack and arguments of its first process are at the addresses they had when it was frozen.',
    };
  return {
    outcome: 'fresh',
    evidence: 'The memory of its first process is laid out anew: it was started, not restored.',
  };
}

async function putPolicyBack(
  { client, id }: Subject,
  policy: { name: string; maximumRetryCount: number } | null,
): Promise<string | null> {
  if (policy === null) return null;
  return (await setRestartPolicy(client, id, policy, stepMs)) ? policy.name : null;
}
