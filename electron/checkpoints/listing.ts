import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Checkpoint, CheckpointList } from '../../shared/contract/checkpoints.ts';
import { SlipwayError } from '../../shared/contract/failure.ts';
import { checkpointNames } from '../engine/api/checkpoints.ts';
import { inspectContainer, listContainers } from '../engine/api/containers.ts';
import type { EngineClient } from '../engine/client.ts';
import type { Engine } from '../engine/engine.ts';
import { type EngineHost, findEngineHost } from '../engine/engine-host.ts';
import { text } from '../engine/raw/fields.ts';
import type { CheckpointBook, CheckpointNote } from './book.ts';
import { checkpointFolder } from './subject.ts';

const atOnce = 4;

interface Owner {
  id: string;
  name: string;
  image: string;
}

interface Where {
  client: EngineClient;
  engineId: string;
  host: EngineHost | null;
  notes: CheckpointNote[];
  signal: AbortSignal;
}

/** Checkpoints of one container, or of all; with a folder also those that were put there. */
export async function listCheckpoints(
  engine: Engine,
  book: CheckpointBook,
  input: { id?: string | undefined; directory?: string | undefined },
  signal: AbortSignal,
): Promise<CheckpointList> {
  const client = await engine.client(signal);
  const engineId = await engine.engineId(signal);
  const notes = await book.list(engineId);
  const host = await findEngineHost(client.address);
  const where: Where = { client, engineId, host, notes, signal };
  const owners = await ownersOf(client, input.id, signal);
  const checkpoints: Checkpoint[] = [];
  const failed: CheckpointList['failed'] = [];
  const queue = owners[Symbol.iterator]();
  const worker = async () => {
    for (const owner of queue) {
      try {
        checkpoints.push(...(await checkpointsOf(where, owner, input.directory)));
      } catch (thrown) {
        if (!(thrown instanceof SlipwayError) || thrown.error.code === 'cancelled') throw thrown;
        // One that went away meanwhile has none any more.
        if (thrown.error.code === 'not-found') continue;
        if (input.id !== undefined || thrown.error.code === 'unsupported') throw thrown;
        failed.push({ containerName: owner.name, message: thrown.error.message });
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  if (input.id === undefined) {
    checkpoints.push(...(await orphans(where, owners)));
    await book.forgetGone(where.engineId, new Set(owners.map(({ id }) => id)));
  }
  checkpoints.sort(
    (a, b) =>
      (b.createdAt ?? '').localeCompare(a.createdAt ?? '') ||
      (a.containerName ?? '').localeCompare(b.containerName ?? '') ||
      a.name.localeCompare(b.name),
  );
  return { checkpoints, failed, measured: host !== null };
}

async function ownersOf(client: EngineClient, id: string | undefined, signal: AbortSignal): Promise<Owner[]> {
  if (id === undefined)
    return (await listContainers(client, { all: true, signal })).map((row) => ({
      id: row.id,
      name: row.name,
      image: row.image,
    }));
  const raw = await inspectContainer(client, id, signal);
  const config = raw.Config as { Image?: unknown } | undefined;
  return [{ id: text(raw.Id), name: text(raw.Name).replace(/^\//, ''), image: text(config?.Image) }];
}

async function checkpointsOf(where: Where, owner: Owner, asked: string | undefined): Promise<Checkpoint[]> {
  const { client, notes, signal } = where;
  const own = notes.filter(({ containerId }) => containerId === owner.id);
  const elsewhere = own.flatMap(({ directory }) => (directory === null ? [] : [directory]));
  const folders = new Set<string | null>([null, ...elsewhere, ...(asked === undefined ? [] : [asked])]);
  const found: Checkpoint[] = [];
  for (const directory of folders) {
    const place = { containerId: owner.id, directory };
    for (const name of await namesIn(client, place, directory !== asked, signal))
      found.push(await describe(where, owner, name, directory));
  }
  return found;
}

/** A folder that only a note tells of may be gone: then nothing is in it. */
async function namesIn(
  client: EngineClient,
  place: { containerId: string; directory: string | null },
  mayBeGone: boolean,
  signal: AbortSignal,
): Promise<string[]> {
  try {
    return await checkpointNames(client, place, signal);
  } catch (thrown) {
    const absent = thrown instanceof SlipwayError && /no such file/i.test(thrown.error.engine ?? '');
    if (absent && mayBeGone && place.directory !== null) return [];
    throw thrown;
  }
}

async function describe(
  { client, host, notes, signal }: Where,
  owner: Owner,
  name: string,
  directory: string | null,
): Promise<Checkpoint> {
  const note = notes.find(
    (one) => one.containerId === owner.id && one.name === name && one.directory === directory,
  );
  const folder =
    directory === null
      ? await checkpointFolder(client, host, owner.id, signal)
      : (host?.path(directory) ?? null);
  const measured = folder === null ? null : await measure(join(folder, name));
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
    provable: (note?.layout ?? '') !== '',
    policyTakenOff: note?.restart?.name ?? null,
  };
}

/** Checkpoints in folders of their own whose container is gone: the engine no longer lists them. */
async function orphans({ host, notes }: Where, owners: readonly Owner[]): Promise<Checkpoint[]> {
  const found: Checkpoint[] = [];
  for (const note of notes) {
    if (note.directory === null || owners.some(({ id }) => id === note.containerId)) continue;
    const measured = host === null ? null : await measure(join(host.path(note.directory), note.name));
    // Where it can be looked for and is not there, it is gone too.
    if (host !== null && measured === null) continue;
    found.push({
      containerId: note.containerId,
      containerName: null,
      image: note.image,
      name: note.name,
      directory: note.directory,
      createdAt: note.createdAt,
      sizeBytes: measured?.sizeBytes ?? null,
      memoryBytes: measured?.memoryBytes ?? null,
      processes: measured?.processes ?? null,
      provable: false,
      policyTakenOff: null,
    });
  }
  return found;
}

type Measured = Pick<Checkpoint, 'createdAt' | 'sizeBytes' | 'memoryBytes' | 'processes'>;

/** What CRIU left in a folder: `core-N.img` for each process or thread, `pages-N.img` with their memory. */
async function measure(folder: string): Promise<Measured | null> {
  try {
    let sizeBytes = 0;
    let memoryBytes = 0;
    let processes = 0;
    for (const file of await readdir(folder, { withFileTypes: true, recursive: true })) {
      if (!file.isFile()) continue;
      const { size } = await stat(join(file.parentPath, file.name));
      sizeBytes += size;
      if (/^pages-\d+\.img$/.test(file.name)) memoryBytes += size;
      if (/^core-\d+\.img$/.test(file.name)) processes += 1;
    }
    const { mtime } = await stat(folder);
    return { createdAt: mtime.toISOString(), sizeBytes, memoryBytes, processes };
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown) return null;
    throw thrown;
  }
}
