import { join } from 'node:path';
import type { Restored } from '../../shared/contract/checkpoints.ts';
import { fail, SlipwayError } from '../../shared/contract/failure.ts';
import { checkpointNames } from '../engine/api/checkpoints.ts';
import { commitContainer } from '../engine/api/commit.ts';
import { listChanges } from '../engine/api/container-insides.ts';
import { removeContainer } from '../engine/api/containers.ts';
import { createContainer } from '../engine/api/creation.ts';
import type { Engine } from '../engine/engine.ts';
import { list, type RawRecord, record, text, texts } from '../engine/raw/fields.ts';
import { ownProcess } from '../plans/owner.ts';
import type { CheckpointBook } from './book.ts';
import { copyFolder } from './copying.ts';
import { compare, startPatiently } from './restore.ts';
import { checkpointFolder, findSubject, lookAgain, type Subject } from './subject.ts';

interface CloneInput {
  id: string;
  name: string;
  directory?: string | undefined;
  into: string;
  start: boolean;
}

/**
 * Copies a checkpoint to another container and starts it from there: one that is there and is made alike, or a new one. A
 * new one has the files of the original; published ports stay with the original.
 */
export async function cloneCheckpoint(
  engine: Engine,
  book: CheckpointBook,
  input: CloneInput,
  signal: AbortSignal,
): Promise<Restored> {
  const source = await findSubject(engine, input.id, signal);
  const directory = input.directory ?? null;
  if (source.host === null) throw fail('unsupported', 'checkpoint-no-host');
  const names = await checkpointNames(source.client, { containerId: source.id, directory }, signal);
  if (!names.includes(input.name))
    throw fail('not-found', 'checkpoint-unknown', { container: source.name, name: input.name });
  const own = await checkpointFolder(source.client, source.host, source.id, signal);
  const from = directory === null ? own : source.host.path(directory);
  if (from === null) throw fail('unsupported', 'checkpoint-no-host');
  const { target, made } = await targetOf(engine, source, input.into, signal);
  try {
    const folder = await checkpointFolder(target.client, target.host, target.id, signal);
    if (folder === null) throw fail('unsupported', 'checkpoint-no-host');
    await copyFolder(join(from, input.name), join(folder, input.name));
    const note = await book.find({
      engineId: source.engineId,
      containerId: source.id,
      name: input.name,
      directory,
    });
    const kept = {
      engineId: source.engineId,
      containerId: target.id,
      containerName: target.name,
      image: text(record(target.raw.Config).Image),
      name: input.name,
      directory: null,
      createdAt: note?.createdAt ?? new Date().toISOString(),
      layout: note?.layout ?? '',
      restart: null,
      phase: 'made' as const,
      owner: await ownProcess(),
    };
    await book.save(kept);
    const done = { containerId: target.id, name: target.name, restartPolicy: null };
    if (!input.start)
      return { ...done, outcome: 'unproved', attempts: 0, evidence: 'It was copied, and not started.' };
    const attempts = await startPatiently(engine, target, input.name);
    const { outcome, evidence } = await compare(target, kept.layout, signal);
    return { ...done, outcome, attempts, evidence };
  } catch (thrown) {
    // Nobody asked for a container that does not go on where the other one was.
    if (made)
      await removeContainer(target.client, target.id, {
        volumes: false,
        force: true,
        signal: AbortSignal.timeout(30_000),
      });
    throw thrown;
  } finally {
    if (engine.connection.supervised) await engine.mirror.refresh('container', [target.id]);
  }
}

/** The container of that name, if it is made alike and stopped; else a new one. */
async function targetOf(
  engine: Engine,
  source: Subject,
  into: string,
  signal: AbortSignal,
): Promise<{ target: Subject; made: boolean }> {
  let target: Subject;
  try {
    target = await findSubject(engine, into, signal);
  } catch (thrown) {
    if (!(thrown instanceof SlipwayError) || thrown.error.code !== 'not-found') throw thrown;
    return { target: await makeAlike(source, into, signal), made: true };
  }
  if (['running', 'paused', 'restarting'].includes(target.state))
    throw fail('conflict', 'checkpoint-running', { container: target.name, state: target.state });
  const alike = (raw: RawRecord) =>
    JSON.stringify([text(raw.Image), text(raw.Path), texts(raw.Args), record(raw.Config).Tty]);
  if (alike(source.raw) !== alike(target.raw))
    throw fail('conflict', 'checkpoint-other-image', { container: source.name, into: target.name });
  return { target, made: false };
}

async function makeAlike(source: Subject, name: string, signal: AbortSignal): Promise<Subject> {
  const { client, raw, id } = source;
  const changed = await listChanges(client, id, signal);
  // Open files must be there: what it wrote goes along as an image of its own.
  const image =
    changed.length === 0
      ? text(record(raw.Config).Image)
      : await commitContainer(client, id, `slipway-clone:${name}`, signal);
  const made = await createContainer(client, { query: { name }, body: bodyOf(raw, image) }, { signal });
  return lookAgain({ ...source, id: made.id }, signal);
}

function bodyOf(raw: RawRecord, image: string): RawRecord {
  const { Hostname, MacAddress: _mac, ...config } = record(raw.Config);
  const host = record(raw.HostConfig);
  const binds = texts(host.Binds);
  const mounted = new Set([
    ...binds.map((bind) => bind.split(':')[1] ?? ''),
    ...list(host.Mounts).map((mount) => text(record(mount).Target)),
  ]);
  // Volumes without a name of their own are shared as those with one are: its open files are in them.
  const anonymous = list(raw.Mounts)
    .map(record)
    .filter((mount) => text(mount.Type) === 'volume' && !mounted.has(text(mount.Destination)))
    .map((mount) => `${text(mount.Name)}:${text(mount.Destination)}`);
  return {
    ...config,
    ...(text(raw.Id).startsWith(text(Hostname)) ? {} : { Hostname }),
    Image: image,
    HostConfig: { ...host, Binds: [...binds, ...anonymous], PortBindings: {}, PublishAllPorts: false },
  };
}
