import { setTimeout as delay } from 'node:timers/promises';
import type { Restored } from '../../shared/contract/checkpoints.ts';
import { fail, SlipwayError } from '../../shared/contract/failure.ts';
import { judgeLayouts } from '../../shared/model/memory-layout.ts';
import { checkpointNames, startFrom } from '../engine/api/checkpoints.ts';
import type { Engine } from '../engine/engine.ts';
import { record, text } from '../engine/raw/fields.ts';
import { copyToContainer } from './copying.ts';
import { refuseByPreflight } from './preflight.ts';
import { findSubject, layoutOf, lookAgain, type Subject } from './subject.ts';
import type { Tools } from './tools.ts';

/** containerd throws the last checkpoint's data away a moment after the end; until then a restore collides with it. */
const restMs = 500;
const mostAttempts = 6;

interface RestoreInput {
  id: string;
  name: string;
  directory?: string | undefined;
  anyway: boolean;
}

/** Starts a stopped container from a checkpoint. It is called resumed only where that was proved. */
export async function restoreCheckpoint(
  tools: Tools,
  input: RestoreInput,
  signal: AbortSignal,
): Promise<Restored> {
  const { engine, book, policies } = tools;
  const subject = await findSubject(engine, input.id, signal);
  const directory = input.directory ?? null;
  return tools.alone(subject, async () => {
    if (!['exited', 'created', 'dead'].includes(subject.state))
      throw fail('conflict', 'checkpoint-running', { container: subject.name, state: subject.state });
    if (!input.anyway) await refuseByPreflight(subject, 'restore', signal);
    const key = { engineId: subject.engineId, containerId: subject.id, name: input.name, directory };
    const note = await book.find(key);
    const known =
      directory !== null
        ? note !== undefined
        : (await checkpointNames(subject.client, { containerId: subject.id, directory }, signal)).includes(
            input.name,
          );
    if (!known) throw fail('not-found', 'checkpoint-unknown', { container: subject.name, name: input.name });
    const copy =
      directory === null ? null : await copyToContainer(subject, { directory, name: input.name }, signal);
    try {
      const attempts = await startPatiently(engine, subject, copy?.name ?? input.name);
      const { outcome, evidence } = await compare(subject, note?.layout ?? '');
      const restartPolicy = await policies.giveBack(subject.engineId, subject.id);
      if (engine.connection.supervised) await engine.mirror.refresh('container', [subject.id]);
      return { containerId: subject.id, name: subject.name, outcome, attempts, evidence, restartPolicy };
    } finally {
      await copy?.remove();
    }
  });
}

/**
 * Starts it from a checkpoint in its own place. "content ... already exists" is a race with containerd that passes
 * (moby#42900): waited for and tried again, a few times. Answers how often it was tried.
 */
export async function startPatiently(engine: Engine, subject: Subject, name: string): Promise<number> {
  // Once begun it is finished, whoever waits for it.
  const own = new AbortController().signal;
  const now = engine.connection.clock.now() ?? Date.now();
  const ended = Date.parse(text(record(subject.raw.State).FinishedAt));
  const rested = Number.isNaN(ended) || ended < 0 ? restMs : now - ended;
  await delay(Math.min(restMs, Math.max(0, restMs - rested)));
  for (let attempt = 1; ; attempt += 1) {
    try {
      if (await startFrom(subject.client, subject.id, name, own)) return attempt;
      const { state } = await lookAgain(subject, own);
      throw fail('conflict', 'checkpoint-running', { container: subject.name, state });
    } catch (thrown) {
      if (!(thrown instanceof SlipwayError)) throw thrown;
      const { engine: said = thrown.error.message, status, code, reason } = thrown.error;
      if (code === 'unreachable' || code === 'timeout' || reason === 'checkpoint-running') throw thrown;
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

/** Whether the memory of its first process is where it was. Once it was started nothing of this fails. */
export async function compare(
  subject: Subject,
  before: string,
): Promise<Pick<Restored, 'outcome' | 'evidence'>> {
  try {
    const now = await lookAgain(subject, AbortSignal.timeout(10_000));
    return judgeLayouts(before, await layoutOf(now), now.state === 'running');
  } catch (thrown) {
    if (!(thrown instanceof SlipwayError)) throw thrown;
    return {
      outcome: 'unproved',
      evidence: `The engine says that it restored it, and could not be asked again: ${thrown.error.message}`,
    };
  }
}
