import { join } from 'node:path';
import type { Checkpoint, CheckpointList } from '../../shared/contract/checkpoints.ts';
import { SlipwayError } from '../../shared/contract/failure.ts';
import { checkpointNames } from '../engine/api/checkpoints.ts';
import { inspectContainer, listContainers } from '../engine/api/containers.ts';
import type { EngineClient } from '../engine/client.ts';
import type { Engine } from '../engine/engine.ts';
import { record, text } from '../engine/raw/fields.ts';
import type { CheckpointBook, CheckpointNote, TakenPolicy } from './book.ts';
import { type EngineDisk, engineDirectory, findDisk, folderOf, measure } from './place.ts';

const atOnce = 4;

interface Owner {
  id: string;
  name: string;
  image: string;
}

interface Where {
  client: EngineClient;
  disk: EngineDisk | null;
  notes: CheckpointNote[];
  policies: TakenPolicy[];
  signal: AbortSignal;
}

/** Checkpoints of one container, or of all. In folders of their own only those that Slipway made. */
export async function listCheckpoints(
  engine: Engine,
  book: CheckpointBook,
  input: { id?: string | undefined },
  signal: AbortSignal,
): Promise<CheckpointList> {
  const engineId = await engine.engineId(signal);
  const client = await engine.clientOf(engineId, signal);
  const where: Where = {
    client,
    signal,
    disk: await findDisk(client, signal),
    notes: await book.notes(engineId),
    policies: await book.policies(engineId),
  };
  const owners = await ownersOf(client, input.id, signal);
  const checkpoints: Checkpoint[] = [];
  const failed: CheckpointList['failed'] = [];
  const queue = owners[Symbol.iterator]();
  const worker = async () => {
    for (const owner of queue) {
      try {
        checkpoints.push(...(await checkpointsOf(where, owner)));
      } catch (thrown) {
        if (!(thrown instanceof SlipwayError) || thrown.error.code === 'cancelled') throw thrown;
        if (input.id !== undefined || thrown.error.code === 'unsupported') throw thrown;
        // One that went away meanwhile has none any more.
        if (thrown.error.code !== 'not-found')
          failed.push({ containerName: owner.name, message: thrown.error.message });
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  if (input.id === undefined) {
    checkpoints.push(...(await orphans(where, owners)));
    await book.forgetGone(engineId, new Set(owners.map(({ id }) => id)));
  }
  checkpoints.sort(
    (a, b) =>
      (b.createdAt ?? '').localeCompare(a.createdAt ?? '') ||
      (a.containerName ?? '').localeCompare(b.containerName ?? '') ||
      a.name.localeCompare(b.name),
  );
  return { checkpoints, failed, measured: where.disk !== null };
}

async function ownersOf(client: EngineClient, id: string | undefined, signal: AbortSignal): Promise<Owner[]> {
  if (id === undefined) return listContainers(client, { all: true, signal });
  const raw = await inspectContainer(client, id, signal);
  return [
    { id: text(raw.Id), name: text(raw.Name).replace(/^\//, ''), image: text(record(raw.Config).Image) },
  ];
}

async function checkpointsOf(where: Where, owner: Owner): Promise<Checkpoint[]> {
  const { client, notes, signal } = where;
  const found: Checkpoint[] = [];
  for (const name of await checkpointNames(client, { containerId: owner.id, directory: null }, signal))
    found.push(await describe(where, owner, name, null));
  const elsewhere = notes.filter((note) => note.containerId === owner.id && note.directory !== null);
  for (const directory of new Set(elsewhere.map((note) => note.directory))) {
    const place = { containerId: owner.id, directory };
    const there = await namesIn(client, owner.id, engineDirectory(place), signal);
    for (const note of elsewhere)
      if (note.directory === directory && there.includes(note.name))
        found.push(await describe(where, owner, note.name, directory));
  }
  return found;
}

/** A folder that only a note tells of may be gone: then nothing is in it. */
async function namesIn(
  client: EngineClient,
  containerId: string,
  directory: string | null,
  signal: AbortSignal,
): Promise<string[]> {
  try {
    return await checkpointNames(client, { containerId, directory }, signal);
  } catch (thrown) {
    if (thrown instanceof SlipwayError && /no such file/i.test(thrown.error.engine ?? '')) return [];
    throw thrown;
  }
}

async function describe(
  { disk, notes, policies }: Where,
  owner: Owner,
  name: string,
  directory: string | null,
): Promise<Checkpoint> {
  const note = notes.find(
    (one) => one.containerId === owner.id && one.name === name && one.directory === directory,
  );
  const measured =
    disk === null ? null : await measure(join(folderOf(disk, { containerId: owner.id, directory }), name));
  return {
    containerId: owner.id,
    containerName: owner.name,
    image: owner.image,
    name,
    directory,
    createdAt: note?.createdAt ?? measured?.createdAt ?? null,
    sizeBytes: measured?.sizeBytes ?? null,
    memoryBytes: measured?.memoryBytes ?? null,
    processes: measured?.processes ?? null,
    whole: disk === null ? null : measured !== null,
    provable: (note?.layout ?? '') !== '',
    policyTakenOff: policies.find(({ containerId }) => containerId === owner.id)?.restart.name ?? null,
  };
}

/** Checkpoints in folders of their own whose container is gone: the engine no longer lists them. */
async function orphans({ disk, notes }: Where, owners: readonly Owner[]): Promise<Checkpoint[]> {
  const there = new Set(owners.map(({ id }) => id));
  const found: Checkpoint[] = [];
  for (const { containerId, image, name, directory, createdAt } of notes) {
    if (directory === null || there.has(containerId)) continue;
    const measured =
      disk === null ? null : await measure(join(folderOf(disk, { containerId, directory }), name));
    // Where it can be looked for and is not there, it is gone too.
    if (disk !== null && measured === null) continue;
    found.push({
      ...{ containerId, containerName: null, image, name, directory, createdAt },
      sizeBytes: measured?.sizeBytes ?? null,
      memoryBytes: measured?.memoryBytes ?? null,
      processes: measured?.processes ?? null,
      whole: measured === null ? null : true,
      provable: false,
      policyTakenOff: null,
    });
  }
  return found;
}
