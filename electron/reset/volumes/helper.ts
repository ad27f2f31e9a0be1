import { randomBytes } from 'node:crypto';
import { fail, SlipwayError } from '../../../shared/contract/failure.ts';
import { listContainers, removeContainer } from '../../engine/api/containers.ts';
import { createContainer } from '../../engine/api/creation.ts';
import { imagesLabelled, makeEmptyImage } from '../../engine/api/empty-image.ts';
import { inspectObject } from '../../engine/api/objects.ts';
import { removeImage } from '../../engine/api/prune.ts';
import { removeVolume } from '../../engine/api/resources.ts';
import type { EngineClient } from '../../engine/client.ts';
import { type RawRecord, record, text } from '../../engine/raw/fields.ts';
import { ownMark, whoseMark } from '../../plans/place.ts';

/** The folder that a volume is in, with its name in every archive. */
export const dataFolder = '_data';
const label = 'io.slipway.helper';
/** Names of those that are at work in this process: any other of its helpers was left when an engine went away. */
const atWork = new Set<string>();
/** Those of this process that have an image, or are about to. */
const open = new Set<Helpers>();
const patience = () => AbortSignal.timeout(30_000);
/** What another machine left is old enough then: nobody can tell whether it still runs. */
const foreignMs = 7 * 24 * 3600 * 1000;

/** Whether a container is one of these: not a person's, and in no export. */
export const isHelper = (labels: Readonly<Record<string, string>>): boolean => labels[label] !== undefined;

/**
 * Containers that are never started: the engine's archive calls reach a volume only through one. They are made from an empty
 * image of their own, so that none has to be there and nothing is pulled.
 */
export class Helpers {
  readonly #client: EngineClient;
  readonly #podman: boolean;
  #image: Promise<string> | null = null;

  constructor(client: EngineClient, podman: boolean) {
    this.#client = client;
    this.#podman = podman;
  }

  /**
   * Does something with a container that has the volume in `/_data`, and removes that again.
   * @throws not-found `object-unknown` where the volume is gone
   */
  async with<T>(volume: string, signal: AbortSignal, work: (id: string) => Promise<T>): Promise<T> {
    open.add(this);
    const mark = await ownMark();
    this.#image ??= makeEmptyImage(this.#client, [label, mark], signal);
    const image = await this.#image;
    await inspectObject(this.#client, 'volume', volume, signal);
    const name = `slipway-helper-${randomBytes(4).toString('hex')}`;
    atWork.add(name);
    try {
      const body = {
        ...{ Image: image, Cmd: ['/never-started'], Labels: { [label]: mark }, NetworkDisabled: true },
        HostConfig: { NetworkMode: 'none', ...this.#mounting(volume, name) },
      };
      const { id } = await createContainer(this.#client, { query: { name }, body }, { signal });
      try {
        await this.#mustBeAnother(volume, name, signal);
        return await work(id);
      } finally {
        const options = { volumes: false, force: true, signal: patience() };
        await quietly(removeContainer(this.#client, id, options));
        await this.#removeOwn(volume, name);
      }
    } finally {
      atWork.delete(name);
    }
  }

  async close(): Promise<void> {
    const image = await this.#image?.catch(() => null);
    if (image !== null && image !== undefined)
      await quietly(removeImage(this.#client, image, true, patience()));
    open.delete(this);
  }

  /** An engine makes a volume that went away meanwhile, and gives it this label then. Podman's does not know labels there. */
  #mounting(volume: string, name: string): RawRecord {
    if (this.#podman) return { Binds: [`${volume}:/${dataFolder}:nocopy`] };
    const VolumeOptions = { NoCopy: true, Labels: { [label]: name } };
    return { Mounts: [{ Type: 'volume', Source: volume, Target: `/${dataFolder}`, VolumeOptions }] };
  }

  async #mustBeAnother(volume: string, name: string, signal: AbortSignal): Promise<void> {
    if (await this.#isOwn(volume, name, signal))
      throw fail('not-found', 'object-unknown', { kind: 'volume', id: volume });
  }

  async #isOwn(volume: string, name: string, signal: AbortSignal): Promise<boolean> {
    const { Labels } = await inspectObject(this.#client, 'volume', volume, signal);
    return text(record(Labels)[label]) === name;
  }

  async #removeOwn(volume: string, name: string): Promise<void> {
    const remove = async () => {
      if (await this.#isOwn(volume, name, patience())) await removeVolume(this.#client, volume, patience());
    };
    await quietly(remove());
  }
}

/** Removes what a Slipway left which is dead, or that is left of this one. Helpers would keep their volumes from being removed. */
export async function sweepHelpers(client: EngineClient, signal: AbortSignal): Promise<void> {
  for (const row of await listContainers(client, { all: true, signal })) {
    if (!isHelper(row.labels)) continue;
    if (!(await isLeft(row.labels[label] ?? '', row.createdAt, () => atWork.has(row.name)))) continue;
    await quietly(removeContainer(client, row.id, { volumes: false, force: true, signal }));
  }
  for (const { id, labels, createdAt } of await imagesLabelled(client, label, signal))
    if (await isLeft(labels[label] ?? '', createdAt, () => open.size > 0))
      await quietly(removeImage(client, id, true, signal));
}

async function isLeft(mark: string, createdAt: string, isUsed: () => boolean): Promise<boolean> {
  switch (await whoseMark(mark)) {
    case 'own':
      return !isUsed();
    case 'alive':
      return false;
    case 'dead':
      return true;
    case 'elsewhere':
      return Date.now() - Date.parse(createdAt) > foreignMs;
  }
}

/** What is left over is swept by the next; it must not hide what went wrong before it. */
async function quietly(work: Promise<unknown>): Promise<void> {
  await work.catch((thrown: unknown) => {
    if (!(thrown instanceof SlipwayError)) throw thrown;
    const { code, message } = thrown.error;
    if (code !== 'not-found') process.emitWarning(`A helper of Slipway was not removed: ${message}`);
  });
}
