import type { Client } from '../../shared/contract/client.ts';
import { type UploadItem, uploadPieceBytes } from '../../shared/contract/container-files.ts';
import type { ApiError } from '../../shared/contract/errors.ts';
import type { InputOf } from '../../shared/contract/index.ts';

export interface Downloaded {
  name: string;
  as: 'file' | 'tar';
  size: number | null;
  data: Buffer;
  error: ApiError | null;
}

/** Everything `containers.download` says of a path. */
export function downloadAll(client: Client, id: string, path: string): Promise<Downloaded> {
  return new Promise((resolve) => {
    let start = { name: '', as: 'file' as 'file' | 'tar', size: null as number | null };
    const pieces: Uint8Array[] = [];
    client.stream(
      'containers.download',
      { id, path },
      {
        item: (item) => {
          if (item.type === 'start') start = item;
          else pieces.push(item.data);
        },
        done: (error) =>
          resolve({
            name: start.name,
            as: start.as,
            size: start.size,
            data: Buffer.concat(pieces),
            error: error ?? null,
          }),
      },
    );
  });
}

export interface Uploaded {
  items: UploadItem[];
  existing: string[] | null;
  error: ApiError | null;
}

/** An upload from its start to its end; `agree` answers what may be replaced, or null to leave. */
export function uploadAll(
  client: Client,
  input: InputOf<'containers.upload'>,
  data: Uint8Array<ArrayBuffer>,
  agree: (existing: string[]) => string[] | null | Promise<string[]> = () => [],
): Promise<Uploaded> {
  return new Promise((resolve) => {
    const said: Uploaded = { items: [], existing: null, error: null };
    const send = () => {
      for (let at = 0; at < data.length; at += uploadPieceBytes)
        void session.send({ type: 'data', data: data.slice(at, at + uploadPieceBytes) });
    };
    const session = client.session('containers.upload', input, {
      item: (item) => {
        said.items.push(item);
        if (item.type !== 'existing') return;
        said.existing = item.paths;
        void (async () => {
          const replace = await agree(item.paths);
          if (replace === null) {
            session.cancel();
            resolve(said);
            return;
          }
          void session.send({ type: 'go', replace });
          if (input.files !== undefined) send();
        })();
      },
      done: (error) => resolve({ ...said, error: error ?? null }),
    });
    if (input.tar !== undefined) send();
  });
}
