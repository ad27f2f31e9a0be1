import { randomBytes } from 'node:crypto';
import { SlipwayError } from '../../../shared/contract/failure.ts';
import { listContainers, removeContainer } from '../../engine/api/containers.ts';
import { createContainer } from '../../engine/api/creation.ts';
import { makeEmptyImage } from '../../engine/api/empty-image.ts';
import { removeImage } from '../../engine/api/prune.ts';
import type { EngineClient } from '../../engine/client.ts';
import { isProcessAlive, ownProcess } from '../../plans/owner.ts';

/** The folder that a volume is in, with its name in every archive. */
export const dataFolder = '_data';
const label = 'io.slipway.helper';
/** Names of those that are at work in this process: any other of its helpers was left when an engine went away. */
const atWork = new Set<string>();
const patience = () => AbortSignal.timeout(30_000);

/** Whether a container is one of these: not a person's, and in no export. */
export const isHelper = (labels: Readonly<Record<string, string>>): boolean => labels[label] !== undefined;

/**
 * Containers that are never started: the engine's archive calls reach a volume only through one. They are made from an empty
 * image of their own, so that none has to be there and nothing is pulled.
 */
export class Helpers {
  readonly #client: EngineClient;
  #image: Promise<string> | null = null;

  constructor(client: EngineClient) {
    this.#client = client;
  }

  /** Does something with a container that has the volume in `/_data`, and removes that again. */
  async with<T>(volume: string, signal: AbortSignal, work: (id: string) => Promise<T>): Promise<T> {
    this.#image ??= makeEmptyImage(this.#client, signal);
    const { pid, started } = await ownProcess();
    const name = `slipway-helper-${randomBytes(4).toString('hex')}`;
    atWork.add(name);
    const made = await createContainer(
      this.#client,
      {
        query: { name },
        body: {
          Image: await this.#image,
          Cmd: ['/never-started'],
          Labels: { [label]: `${pid} ${started}` },
          NetworkDisabled: true,
          HostConfig: { NetworkMode: 'none', Binds: [`${volume}:/${dataFolder}:nocopy`] },
        },
      },
      { signal },
    ).catch((thrown: unknown) => {
      atWork.delete(name);
      throw thrown;
    });
    try {
      return await work(made.id);
    } finally {
      atWork.delete(name);
      await quietly(
        removeContainer(this.#client, made.id, { volumes: false, force: true, signal: patience() }),
      );
    }
  }

  async close(): Promise<void> {
    const image = await this.#image?.catch(() => null);
    if (image !== null && image !== undefined)
      await quietly(removeImage(this.#client, image, true, patience()));
  }
}

/** Removes helpers that a Slipway left which is dead. They would keep their volumes from being removed. */
export async function sweepHelpers(client: EngineClient, signal: AbortSignal): Promise<void> {
  const own = await ownProcess();
  for (const row of await listContainers(client, { all: true, signal })) {
    const [pid = '', started = ''] = (row.labels[label] ?? '').split(' ');
    if (!isHelper(row.labels)) continue;
    const mine = pid === String(own.pid) && started === own.started;
    if (mine ? atWork.has(row.name) : await isProcessAlive({ pid: Number(pid), started })) continue;
    await quietly(removeContainer(client, row.id, { volumes: false, force: true, signal }));
    await quietly(removeImage(client, row.imageId, true, signal));
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
