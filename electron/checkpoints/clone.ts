import { join } from 'node:path';
import type { Restored } from '../../shared/contract/checkpoints.ts';
import { fail, SlipwayError } from '../../shared/contract/failure.ts';
import { checkpointNames } from '../engine/api/checkpoints.ts';
import { commitContainer } from '../engine/api/commit.ts';
import { listChanges } from '../engine/api/container-insides.ts';
import { removeContainer } from '../engine/api/containers.ts';
import { connectNetwork, createContainer } from '../engine/api/creation.ts';
import { untagImage } from '../engine/api/image-tags.ts';
import { restartPolicyOf, setRestartPolicy } from '../engine/api/restart-policy.ts';
import type { Engine } from '../engine/engine.ts';
import { list, type RawRecord, record, text, texts } from '../engine/raw/fields.ts';
import type { CheckpointNote } from './book.ts';
import { copyFolder } from './copying.ts';
import { type EngineDisk, findDisk, folderOf } from './place.ts';
import { compare, startPatiently } from './restore.ts';
import { findSubject, lookAgain, type Subject } from './subject.ts';
import type { Tools } from './tools.ts';

interface CloneInput {
  id: string;
  name: string;
  directory?: string | undefined;
  into: string;
  start: boolean;
}

const stepMs = 30_000;

/**
 * Copies a checkpoint to another container and starts it from there: one that is there and is made alike, or a new one. A
 * new one has the files of the original; published ports stay with the original.
 */
export async function cloneCheckpoint(
  tools: Tools,
  input: CloneInput,
  signal: AbortSignal,
): Promise<Restored> {
  const { engine, book, policies } = tools;
  const source = await findSubject(engine, input.id, signal);
  const directory = input.directory ?? null;
  const disk = await findDisk(source.client, signal);
  if (disk === null) throw fail('unsupported', 'checkpoint-no-host');
  const place = { containerId: source.id, directory };
  const note = await book.find({ ...place, engineId: source.engineId, name: input.name });
  const known =
    directory !== null
      ? note !== undefined
      : (await checkpointNames(source.client, place, signal)).includes(input.name);
  if (!known) throw fail('not-found', 'checkpoint-unknown', { container: source.name, name: input.name });
  const there = await existing(engine, source, input.into, signal);
  const taken = await policies.of(source.engineId, source.id);
  const made = there === null ? await makeAlike(source, input.into, signal) : null;
  const target = there ?? made?.target;
  if (target === undefined) throw fail('not-found', 'object-unknown', { kind: 'container', id: input.into });
  return tools.alone(target, async () => {
    const from = join(folderOf(disk, place), input.name);
    const attempts = await bring(tools, disk, target, from, note, input).catch(async (thrown: unknown) => {
      await made?.undo();
      throw thrown;
    });
    const result = { containerId: target.id, name: target.name, attempts, restartPolicy: null };
    if (!input.start) return { ...result, outcome: 'unproved', evidence: 'It was copied, and not started.' };
    const { outcome, evidence } = await compare(target, note?.layout ?? '');
    const policy = made === null ? null : (taken?.restart ?? restartPolicyOf(source.raw));
    const back = policy !== null && (await setRestartPolicy(target.client, target.id, policy, stepMs));
    if (engine.connection.supervised) await engine.mirror.refresh('container', [target.id]);
    return { ...result, outcome, evidence, restartPolicy: back && policy.name !== 'no' ? policy.name : null };
  });
}

/** Copies it and, where asked, starts the target from it. Answers how often the engine was asked. */
async function bring(
  { engine, book }: Tools,
  disk: EngineDisk,
  target: Subject,
  from: string,
  note: CheckpointNote | undefined,
  { name, start }: CloneInput,
): Promise<number> {
  const to = join(folderOf(disk, { containerId: target.id, directory: null }), name);
  await copyFolder(from, to, { container: target.name, name });
  await book.save({
    engineId: target.engineId,
    containerId: target.id,
    containerName: target.name,
    image: text(record(target.raw.Config).Image),
    name,
    directory: null,
    createdAt: note?.createdAt ?? new Date().toISOString(),
    layout: note?.layout ?? '',
  });
  return start ? startPatiently(engine, target, name) : 0;
}

/** The container of just that name, if it is made alike and stopped; null where there is none. */
async function existing(
  engine: Engine,
  source: Subject,
  into: string,
  signal: AbortSignal,
): Promise<Subject | null> {
  let target: Subject;
  try {
    target = await findSubject(engine, into, signal);
  } catch (thrown) {
    const { code, reason } = thrown instanceof SlipwayError ? thrown.error : { code: '', reason: '' };
    // The engine takes the beginning of an id for a container, too.
    if (code === 'not-found' || reason === 'id-ambiguous') return null;
    throw thrown;
  }
  if (target.name !== into && target.id !== into) return null;
  if (target.id === source.id || ['running', 'paused', 'restarting'].includes(target.state))
    throw fail('conflict', 'checkpoint-running', { container: target.name, state: target.state });
  const alike = (raw: RawRecord) =>
    JSON.stringify([text(raw.Image), text(raw.Path), texts(raw.Args), record(raw.Config).Tty]);
  if (alike(source.raw) !== alike(target.raw))
    throw fail('conflict', 'checkpoint-other-image', { container: source.name, into: target.name });
  return target;
}

/** A new container of the same image with the same settings; `undo` takes all of it away again. */
async function makeAlike(
  source: Subject,
  name: string,
  signal: AbortSignal,
): Promise<{ target: Subject; undo(): Promise<void> }> {
  const { client, raw, id } = source;
  const changed = await listChanges(client, id, signal);
  const tag = `slipway-clone:${name}`.toLowerCase();
  // Open files must be there: what it wrote goes along as an image of its own.
  const image = changed.length === 0 ? text(raw.Image) : await commitContainer(client, id, tag, signal);
  const undoImage = async () => {
    if (changed.length > 0) await quietly(untagImage(client, tag, 'without-parents', patience()));
  };
  try {
    const made = await createContainer(client, { query: { name }, body: bodyOf(raw, image) }, { signal });
    const undo = async () => {
      const gone = { volumes: false, force: true, signal: patience() };
      await quietly(removeContainer(client, made.id, gone));
      await undoImage();
    };
    try {
      for (const network of furtherNetworks(raw))
        await connectNetwork(client, network, made.id, {}, { signal });
      return { target: await lookAgain({ ...source, id: made.id }, signal), undo };
    } catch (thrown) {
      await undo();
      throw thrown;
    }
  } catch (thrown) {
    await undoImage();
    throw thrown;
  }
}

/** What it is attached to beside the network it is made with. Addresses and aliases stay with the original. */
function furtherNetworks(raw: RawRecord): string[] {
  const mode = text(record(raw.HostConfig).NetworkMode);
  if (/^(?:host|none|container:)/.test(mode)) return [];
  const attached = record(record(raw.NetworkSettings).Networks);
  const first = mode === 'default' || mode === '' ? 'bridge' : mode;
  return Object.keys(attached).filter(
    (name) => name !== first && text(record(attached[name]).NetworkID) !== first,
  );
}

const patience = () => AbortSignal.timeout(30_000);

/** What fails while a failure is cleaned up must not take its place. */
async function quietly(work: Promise<unknown>): Promise<void> {
  await work.catch((thrown: unknown) => {
    if (!(thrown instanceof SlipwayError)) throw thrown;
    if (thrown.error.code !== 'not-found')
      process.emitWarning(`What a failed clone left could not be removed: ${thrown.error.message}`);
  });
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
    HostConfig: {
      ...host,
      Binds: [...binds, ...anonymous],
      PortBindings: {},
      PublishAllPorts: false,
      // A first attempt that collides must not remove it; and nothing may start it afresh.
      AutoRemove: false,
      RestartPolicy: { Name: 'no' },
    },
  };
}
