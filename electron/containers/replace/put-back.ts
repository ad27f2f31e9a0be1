import { fail, SlipwayError } from '../../../shared/contract/failure.ts';
import { inspectContainer, postContainer, removeContainer } from '../../engine/api/containers.ts';
import { removeVolume } from '../../engine/api/resources.ts';
import { setRestartPolicy } from '../../engine/api/restart-policy.ts';
import type { EngineClient } from '../../engine/client.ts';
import { list, type RawRecord, record, text, textMap } from '../../engine/raw/fields.ts';
import type { JournalEntry } from './journal.ts';
import { ownerLabel } from './network-owner.ts';
import { nameOf } from './subject.ts';
import { pause } from './watch-over.ts';

/** A creation whose answer was lost may still be under way in the engine for so long. */
const lateCreationMs = 1500;
const removalMs = 30_000;

/**
 * Puts the original back as it was: the replacement and what was made for it are removed, the original has its name
 * and runs if it ran. May be done again and again, from whatever state it is found in. Nothing is removed before it is
 * known that the original is there and that names are as the steps of a replacement leave them.
 * @throws not-found `original-gone`, conflict `replacement-moved`, `name-taken`, or whatever the engine refuses
 */
export async function putBack(client: EngineClient, entry: JournalEntry, stepMs: number): Promise<void> {
  const never = new AbortController().signal;
  await originalOf(client, entry);
  const made = await findReplacement(client, entry);
  if (made !== null) {
    await mustBeAsLeft(client, entry, made);
    await removeReplacement(client, entry, made);
  }
  await removeOwner(client, entry);
  const old = await originalOf(client, entry);
  if (nameOf(old) !== entry.name)
    await postContainer(
      client,
      entry.oldId,
      'rename',
      { name: entry.name },
      { signal: never, deadlineMs: stepMs },
    );
  const { restart } = entry;
  const armed = restart === undefined || (await setRestartPolicy(client, entry.oldId, restart, stepMs));
  if (entry.wasRunning) await startAgain(client, entry, old, stepMs);
  if (!armed) throw fail('conflict', 'restart-not-put-back', { name: entry.name, policy: restart.name });
}

/** The pause container has the addresses and ports that the original needs again. */
async function removeOwner(client: EngineClient, entry: JournalEntry): Promise<void> {
  if (entry.ownerName === undefined) return;
  const owner = await lookUp(client, entry.ownerId ?? entry.ownerName);
  // By its name it may be somebody else's.
  if (owner === null || textMap(record(owner.Config).Labels)[ownerLabel] !== entry.name) return;
  try {
    const signal = new AbortController().signal;
    await removeContainer(client, text(owner.Id), { volumes: false, force: true, signal });
  } catch (thrown) {
    if (!isGone(thrown) && !isBeingRemoved(thrown)) throw thrown;
  }
}

async function startAgain(
  client: EngineClient,
  entry: JournalEntry,
  old: RawRecord,
  stepMs: number,
): Promise<void> {
  const never = new AbortController().signal;
  const state = record(old.State);
  const sameRun = text(state.StartedAt) === entry.startedAt;
  // It was told to stop, and may yet: starting it before that is over would change nothing.
  if (isUp(old) && sameRun && wasToldToStop(entry))
    await postContainer(
      client,
      entry.oldId,
      'stop',
      {},
      { signal: never, deadlineMs: entry.stopSeconds * 1000 + 30_000 },
    );
  else if (isUp(old)) return;
  await postContainer(client, entry.oldId, 'start', {}, { signal: never, deadlineMs: stepMs });
  if (!isUp(await inspectContainer(client, entry.oldId)))
    throw fail('conflict', 'original-not-running', { name: entry.name });
}

async function originalOf(client: EngineClient, entry: JournalEntry): Promise<RawRecord> {
  const old = await lookUp(client, entry.oldId);
  if (old === null) throw fail('not-found', 'original-gone', { name: entry.name, id: entry.oldId });
  return old;
}

/**
 * Whoever gave the replacement another name made it theirs, perhaps because a notice told them to. And where somebody
 * else's container has the name, the original could not get it back: then the replacement is all there is.
 */
async function mustBeAsLeft(client: EngineClient, entry: JournalEntry, made: RawRecord): Promise<void> {
  // Read at the last moment.
  const old = await originalOf(client, entry);
  const [ownName, oldName] = [nameOf(made), nameOf(old)];
  const aside = entry.phase === 'renaming' && oldName === entry.asideName;
  const swapped = aside && ownName === entry.name;
  if (ownName !== entry.temporaryName && !swapped)
    throw fail('conflict', 'replacement-moved', { name: entry.name, now: ownName });
  const holder = await lookUp(client, entry.name);
  // A start of an id may be asked for as well as a name.
  if (holder === null || nameOf(holder) !== entry.name) return;
  const holderId = text(holder.Id);
  if (holderId !== entry.oldId && holderId !== text(made.Id))
    throw fail('conflict', 'name-taken', {
      name: entry.name,
      by: `container ${holderId.slice(0, 12)}`,
    });
}

const toldToStop: ReadonlySet<JournalEntry['phase']> = new Set([
  'stopping',
  'starting',
  'waiting',
  'renaming',
]);

function wasToldToStop(entry: JournalEntry): boolean {
  return toldToStop.has(entry.phase);
}

/** The replacement as it is now, or null where there is none (any more). */
async function findReplacement(client: EngineClient, entry: JournalEntry): Promise<RawRecord | null> {
  if (entry.newId !== undefined) return lookUp(client, entry.newId);
  // The name is this plan's own, and nobody had it when the creation was asked for.
  const deadline = performance.now() + lateCreationMs;
  for (;;) {
    const found = await lookUp(client, entry.temporaryName);
    if (found !== null || performance.now() > deadline) return found;
    await pause(250);
  }
}

async function lookUp(client: EngineClient, idOrName: string): Promise<RawRecord | null> {
  try {
    return await inspectContainer(client, idOrName);
  } catch (thrown) {
    if (isGone(thrown)) return null;
    throw thrown;
  }
}

async function removeReplacement(client: EngineClient, entry: JournalEntry, made: RawRecord): Promise<void> {
  const id = text(made.Id);
  // Never the original, whatever a journal says.
  if (id === entry.oldId) return;
  const deadline = performance.now() + removalMs;
  for (;;) {
    try {
      const signal = new AbortController().signal;
      await removeContainer(client, id, { volumes: false, force: true, signal });
    } catch (thrown) {
      if (!isGone(thrown) && !isBeingRemoved(thrown)) throw thrown;
    }
    if ((await lookUp(client, id)) === null) break;
    if (performance.now() > deadline)
      throw fail('timeout', 'replacement-not-removed', { name: nameOf(made) });
    await pause(250);
  }
  for (const name of madeVolumes(entry, made)) await removeMade(client, name);
}

/** Anonymous volumes that were made for the replacement. */
function madeVolumes(entry: JournalEntry, made: RawRecord): string[] {
  return list(made.Mounts)
    .map(record)
    .filter((mount) => text(mount.Type) === 'volume')
    .map((mount) => text(mount.Name))
    .filter((name) => /^[0-9a-f]{64}$/.test(name) && !entry.volumesBefore.includes(name));
}

async function removeMade(client: EngineClient, name: string): Promise<void> {
  try {
    await removeVolume(client, name, new AbortController().signal);
  } catch (thrown) {
    // Somebody uses it by now: then it is theirs.
    const { code } = thrown instanceof SlipwayError ? thrown.error : { code: '' };
    if (code !== 'not-found' && code !== 'in-use' && code !== 'conflict') throw thrown;
  }
}

function isUp(container: RawRecord): boolean {
  const status = text(record(container.State).Status);
  return status === 'running' || status === 'restarting';
}

/** dockerd answers 409 while an earlier removal is under way. */
function isBeingRemoved(thrown: unknown): boolean {
  return (
    thrown instanceof SlipwayError &&
    /removal of container .* is already in progress/i.test(thrown.error.engine ?? '')
  );
}

function isGone(thrown: unknown): boolean {
  return thrown instanceof SlipwayError && thrown.error.code === 'not-found';
}
