import { fail, SlipwayError } from '../../../shared/contract/failure.ts';
import type { PlanStep } from '../../../shared/contract/plans.ts';
import { inspectContainer, postContainer } from '../../engine/api/containers.ts';
import { connectNetwork, createContainer } from '../../engine/api/creation.ts';
import { setRestartPolicy } from '../../engine/api/restart-policy.ts';
import type { EngineClient } from '../../engine/client.ts';
import { record, text } from '../../engine/raw/fields.ts';
import type { Replacement } from './body.ts';
import type { Journal, JournalEntry } from './journal.ts';
import { nameOf } from './subject.ts';
import { type Patience, waitUntilGood } from './watch-over.ts';

export interface SwapTask {
  client: EngineClient;
  journal: Journal;
  /** Changed in place, and saved before each step. */
  entry: JournalEntry;
  replacement: Replacement;
  /** Makes a pause container for its network; null where it keeps its own. */
  makeOwner: (() => Promise<string>) | null;
  patience: Patience;
  /** For one request, ms. */
  stepMs: number;
  signal: AbortSignal;
  tell(step: PlanStep): void;
}

/** A container that ends when it is told to may take a little longer than it was given. */
const stopSlackMs = 30_000;

/**
 * Makes the replacement, lets it take the original's place and swaps the names. Anything thrown leaves the entry in
 * the journal: the original is then to be put back. Requests are not aborted half-way, so that what the engine was
 * last asked for is over before that begins.
 * @returns whether the original will stay stopped: not every engine takes a restart policy off
 */
export async function swap(task: SwapTask): Promise<{ staysStopped: boolean }> {
  const { client, entry, replacement, stepMs, tell } = task;
  const options = { deadlineMs: stepMs };
  await mustBeFree(client, entry.temporaryName);
  await mustBeFree(client, entry.asideName);

  tell('creating');
  await reach(task, 'creating');
  if (task.makeOwner !== null) {
    entry.ownerId = await task.makeOwner();
    await reach(task, 'creating');
  }
  const request = { query: { name: entry.temporaryName }, body: replacement.body };
  entry.newId = (await createContainer(client, request, options)).id;
  await reach(task, 'created');
  for (const [network, endpoint] of Object.entries(replacement.networks.afterwards))
    await connectNetwork(client, network, entry.newId, endpoint, options);

  let staysStopped = true;
  if (!entry.wasRunning) staysStopped = await disarm(task);
  else {
    tell('stopping');
    await reach(task, 'stopping');
    await post(client, entry.oldId, 'stop', {}, entry.stopSeconds * 1000 + stopSlackMs);
    staysStopped = await disarm(task);
    tell('starting');
    await reach(task, 'starting');
    if (entry.ownerId !== undefined) await post(client, entry.ownerId, 'start', {}, stepMs);
    await post(client, entry.newId, 'start', {}, stepMs);
    tell('waiting');
    await reach(task, 'waiting');
    await waitUntilGood(client, entry.newId, entry.name, task.patience, task.signal);
  }

  tell('renaming');
  await reach(task, 'renaming');
  await post(client, entry.oldId, 'rename', { name: entry.asideName }, stepMs);
  await post(client, entry.newId, 'rename', { name: entry.name }, stepMs);
  await confirm(client, entry);
  // From here on the replacement stays, whatever happens.
  entry.phase = 'done';
  await task.journal.save(entry);
  return { staysStopped };
}

/**
 * An engine that starts would start the original beside its replacement, on the same volumes and ports: `always` does
 * so also for what was stopped by hand.
 */
async function disarm({ client, entry, stepMs }: SwapTask): Promise<boolean> {
  if (entry.restart === undefined) return true;
  return setRestartPolicy(client, entry.oldId, { name: 'no', maximumRetryCount: 0 }, stepMs);
}

/** Notes what is about to be asked for; the last moment at which cancelling takes effect. */
async function reach(task: SwapTask, phase: JournalEntry['phase']): Promise<void> {
  if (task.signal.aborted) throw fail('cancelled', 'cancelled');
  task.entry.phase = phase;
  await task.journal.save(task.entry);
}

function post(
  client: EngineClient,
  id: string,
  verb: 'stop' | 'start' | 'rename',
  query: Record<string, string>,
  deadlineMs: number,
): Promise<boolean> {
  return postContainer(client, id, verb, query, { signal: new AbortController().signal, deadlineMs });
}

/** @throws conflict `name-taken` */
export async function mustBeFree(client: EngineClient, name: string): Promise<void> {
  try {
    const holder = await inspectContainer(client, name);
    // A start of an id may be asked for as well as a name.
    if (nameOf(holder) === name)
      throw fail('conflict', 'name-taken', { name, by: `container ${text(holder.Id).slice(0, 12)}` });
  } catch (thrown) {
    if (!(thrown instanceof SlipwayError) || thrown.error.code !== 'not-found') throw thrown;
  }
}

/** Names and state are what they were to be. */
async function confirm(client: EngineClient, entry: JournalEntry): Promise<void> {
  const now = await inspectContainer(client, entry.newId ?? '');
  if (nameOf(now) !== entry.name)
    throw fail('conflict', 'name-taken', { name: entry.name, by: 'another container' });
  if (entry.wasRunning && text(record(now.State).Status) !== 'running')
    throw fail('conflict', 'replacement-exited', { name: entry.name, code: '' });
}
