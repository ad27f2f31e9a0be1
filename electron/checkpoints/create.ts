import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { z } from 'zod';
import type { Checkpoint, checkpoints } from '../../shared/contract/checkpoints.ts';
import { fail, SlipwayError } from '../../shared/contract/failure.ts';
import { checkpointNames, makeCheckpoint } from '../engine/api/checkpoints.ts';
import { flag, record, text } from '../engine/raw/fields.ts';
import type { CheckpointNote } from './book.ts';
import { explained, isContentRace, typed } from './explain.ts';
import { listCheckpoints } from './listing.ts';
import { engineDirectory, findDisk, folderOf, measure, type Place } from './place.ts';
import { refuseByPreflight } from './preflight.ts';
import { mustHaveRoom } from './room.ts';
import { findSubject, layoutOf, lookAgain, type Subject } from './subject.ts';
import type { Tools } from './tools.ts';

type CreateInput = z.output<typeof checkpoints.create.input>;

const settleMs = 20_000;
const mostAttempts = 5;
const restMs = 500;

/**
 * Freezes a running container. It runs on as before when that fails; a restart policy that would start it afresh is off
 * from just before until it runs again.
 */
export async function createCheckpoint(
  tools: Tools,
  input: CreateInput,
  signal: AbortSignal,
): Promise<Checkpoint> {
  const { engine, book } = tools;
  const subject = await findSubject(engine, input.id, signal);
  return tools.alone(subject, async () => {
    await refuse(subject, input, signal);
    const note: CheckpointNote = {
      engineId: subject.engineId,
      containerId: subject.id,
      containerName: subject.name,
      image: text(record(subject.raw.Config).Image),
      name: input.name,
      directory: input.directory ?? null,
      createdAt: new Date(engine.connection.clock.now() ?? Date.now()).toISOString(),
      layout: await layoutOf(subject),
    };
    await freeze(tools, subject, note, input);
    if (engine.connection.supervised) await engine.mirror.refresh('container', [subject.id]);
    const { checkpoints: all } = await listCheckpoints(engine, book, { id: subject.id }, signal);
    const made = all.find((one) => one.name === note.name && one.directory === note.directory);
    if (made !== undefined) return made;
    throw fail('not-found', 'checkpoint-unknown', { container: subject.name, name: input.name });
  });
}

async function refuse(subject: Subject, input: CreateInput, signal: AbortSignal): Promise<void> {
  const { client, id, name: container, raw } = subject;
  if (!input.anyway) {
    await refuseByPreflight(subject, 'create', signal);
    // The engine would remove it, and with it all there is to restore into.
    if (!input.leaveRunning && flag(record(raw.HostConfig).AutoRemove))
      throw fail('conflict', 'checkpoint-auto-remove', { container });
  }
  const directory = engineDirectory({ containerId: id, directory: input.directory ?? null });
  const taken = await checkpointNames(client, { containerId: id, directory }, signal).catch(
    (thrown: unknown): string[] => {
      // A folder that is not there yet holds none; the engine makes it.
      if (directory !== null && thrown instanceof SlipwayError && thrown.error.code === 'engine-error')
        return [];
      throw typed(thrown, subject, input);
    },
  );
  if (taken.includes(input.name))
    throw fail('conflict', 'checkpoint-exists', { container, name: input.name });
  if (!input.anyway && !input.leaveRunning)
    await mustHaveRoom(subject, { containerId: id, directory: input.directory ?? null }, signal);
}

async function freeze(
  tools: Tools,
  subject: Subject,
  note: CheckpointNote,
  input: CreateInput,
): Promise<void> {
  const { book, policies } = tools;
  // Once begun it is finished, whoever waits for it: a half frozen container is nobody's wish.
  const own = new AbortController().signal;
  if (!input.leaveRunning) await policies.takeOff(subject);
  try {
    const directory = engineDirectory(note);
    const wanted = { name: input.name, exit: !input.leaveRunning, signal: own };
    await makePatiently(subject, { containerId: subject.id, directory }, wanted).catch((thrown: unknown) =>
      settle(tools, subject, note, input, thrown),
    );
    if (!input.leaveRunning) await untilStopped(subject);
  } catch (thrown) {
    if (!input.leaveRunning) await policies.giveBack(subject.engineId, subject.id);
    throw await whatIsLeft(subject, thrown);
  }
  await policies.keepOff(subject.engineId, subject.id);
  await book.save(note);
}

/** The engine writes a checkpoint to its place once the processes are gone: what fails there ends them. */
async function whatIsLeft(subject: Subject, thrown: unknown): Promise<unknown> {
  if (!(thrown instanceof SlipwayError) || thrown.error.reason !== 'checkpoint-failed') return thrown;
  const { engine = '', params = {} } = thrown.error;
  try {
    const { state } = await lookAgain(subject, AbortSignal.timeout(settleMs));
    if (state === 'running' || state === 'paused') return thrown;
  } catch (left) {
    if (!(left instanceof SlipwayError)) throw left;
    return thrown;
  }
  return fail('engine-error', 'checkpoint-lost', { ...params, container: subject.name }, { engine });
}

/**
 * Makes it. "content ... already exists" is a race with containerd over what another checkpoint left there a moment before
 * (moby#42900): tried again a few times, as long as the container still runs.
 */
async function makePatiently(
  subject: Subject,
  place: Parameters<typeof makeCheckpoint>[1],
  wanted: Parameters<typeof makeCheckpoint>[2],
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await makeCheckpoint(subject.client, place, wanted);
    } catch (thrown) {
      if (!isContentRace(thrown) || attempt === mostAttempts) throw thrown;
      await delay(restMs);
      if ((await lookAgain(subject, wanted.signal)).state !== 'running') throw thrown;
    }
  }
}

/** The engine makes the folder first: only a whole checkpoint of a container that ended by it proves that it was made. */
async function settle(
  { engine }: Tools,
  subject: Subject,
  place: Place,
  input: CreateInput,
  thrown: unknown,
): Promise<void> {
  if (!(thrown instanceof SlipwayError)) throw thrown;
  const lost = ['connection-lost', 'answer-cut', 'no-answer'].includes(thrown.error.reason ?? '');
  if (!lost) throw await explained(thrown, subject, input);
  const patience = AbortSignal.timeout(settleMs);
  const client = await engine.clientOf(subject.engineId, patience);
  const disk = await findDisk(client, patience);
  const measured = disk === null ? null : await measure(join(folderOf(disk, place), input.name));
  const { state } = await lookAgain({ ...subject, client }, patience);
  if (measured === null || (!input.leaveRunning && state !== 'exited')) throw thrown;
}

/** The engine answers before it has noted the end. */
async function untilStopped(subject: Subject): Promise<void> {
  const patience = AbortSignal.timeout(settleMs);
  while (!patience.aborted) {
    try {
      if ((await lookAgain(subject, patience)).state !== 'running') return;
    } catch (thrown) {
      // One that removes itself is gone.
      if (thrown instanceof SlipwayError && thrown.error.code === 'not-found') return;
      throw thrown;
    }
    await delay(100);
  }
  throw fail('timeout', 'checkpoint-still-running', { container: subject.name });
}
