import type { Client } from '../../shared/contract/client.ts';
import type { ApiError } from '../../shared/contract/errors.ts';
import type { LoadItem, PullProgress } from '../../shared/contract/images-transfer.ts';
import type { InputOf } from '../../shared/contract/index.ts';

export interface Moved {
  steps: PullProgress[];
  error: ApiError | null;
}

/** A pull or push from its start to its end. */
export function moveImage(
  client: Client,
  method: 'images.pull' | 'images.push',
  reference: string,
): Promise<Moved> {
  const steps: PullProgress[] = [];
  return new Promise((resolve) => {
    client.stream(
      method,
      { reference },
      { item: (step) => void steps.push(step), done: (error) => resolve({ steps, error: error ?? null }) },
    );
  });
}

/** The tar of these images, and what it was called. */
export function saveAll(
  client: Client,
  references: string[],
): Promise<{ name: string; aboutBytes: number | null; data: Buffer; error: ApiError | null }> {
  const pieces: Uint8Array[] = [];
  let start = { name: '', aboutBytes: null as number | null };
  return new Promise((resolve) => {
    client.stream(
      'images.save',
      { references },
      {
        item: (item) => {
          if (item.type === 'start') start = { name: item.name, aboutBytes: item.aboutBytes };
          else pieces.push(item.data);
        },
        done: (error) => resolve({ ...start, data: Buffer.concat(pieces), error: error ?? null }),
      },
    );
  });
}

const pieceBytes = 256 * 1024;

/** Sends a tar to `images.load`, or to `images.import` where `wish` says what it is to become. */
export function sendTar(
  client: Client,
  tar: Uint8Array,
  wish?: Omit<InputOf<'images.import'>, 'size'>,
): Promise<{ items: LoadItem[]; error: ApiError | null }> {
  const items: LoadItem[] = [];
  return new Promise((resolve) => {
    const on = {
      item: (item: LoadItem) => void items.push(item),
      done: (error: ApiError | undefined) => resolve({ items, error: error ?? null }),
    };
    const session =
      wish === undefined
        ? client.session('images.load', { size: tar.length }, on)
        : client.session('images.import', { ...wish, size: tar.length }, on);
    void (async () => {
      for (let at = 0; at < tar.length; at += pieceBytes)
        await session.send({ type: 'data', data: Uint8Array.from(tar.subarray(at, at + pieceBytes)) });
    })();
  });
}

/** Ids and names out of the last item. */
export function loadedOf(items: readonly LoadItem[]): { id: string; names: string[] }[] {
  const last = items.at(-1);
  return last?.type === 'done' ? last.images : [];
}
