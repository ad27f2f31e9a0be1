import type { DownloadItem } from '../../../shared/contract/container-files.ts';
import { fail } from '../../../shared/contract/failure.ts';
import { hasLostBytes, shownText } from '../../../shared/model/byte-text.ts';
import { baseName } from '../../../shared/model/file-paths.ts';
import { TarError, TarWalker } from '../../../shared/model/tar-walk.ts';
import { archivePieces, openArchive } from '../../engine/api/archive.ts';
import { type Place, statPlace } from './place.ts';

/** One item holds no more than so much. */
const pieceBytes = 256 * 1024;

/** The bytes of a file as they are, or a folder as the tar the engine makes of it. @throws invalid-input `not-downloadable` */
export async function* download(place: Place, signal: AbortSignal): AsyncGenerator<DownloadItem> {
  const { stat } = await statPlace(place, signal);
  if (stat.target === null) throw fail('not-found', 'link-broken', { path: shownText(place.path) });
  const type = stat.target?.type ?? stat.type;
  const path = stat.target?.path ?? place.path;
  const name = baseName(place.path) || place.name;
  if (type !== 'file' && type !== 'directory')
    throw fail('invalid-input', 'not-downloadable', { path: shownText(place.path), type });
  const answer = await openArchive(place.client, place.id, path, signal);
  try {
    const pieces = archivePieces(place.client, answer, place.id);
    if (type === 'directory') {
      yield { type: 'start', name: `${name}.tar`, as: 'tar', size: null };
      for await (const piece of pieces) yield* cut(piece);
    } else yield* contentOf(pieces, name, place);
  } finally {
    answer.destroy();
  }
}

/** The content of the one file in a tar. */
async function* contentOf(
  pieces: AsyncIterable<Buffer>,
  name: string,
  place: Place,
): AsyncGenerator<DownloadItem> {
  let size: number | null = null;
  let sent = 0;
  let entries = 0;
  let held: Uint8Array[] = [];
  const walker = new TarWalker({
    header: (header) => {
      entries += 1;
      if (entries === 1) size = header.size;
    },
    body: (piece) => {
      if (entries === 1) held.push(piece);
    },
  });
  let started = false;
  try {
    for await (const piece of pieces) {
      walker.push(piece);
      if (size !== null && !started) {
        started = true;
        yield { type: 'start', name, as: 'file', size };
      }
      const ready = held;
      held = [];
      for (const part of ready) {
        sent += part.length;
        yield* cut(part);
      }
    }
    walker.end();
  } catch (thrown) {
    if (!(thrown instanceof TarError)) throw thrown;
    throw garbled(place, thrown.message);
  }
  // dockerd up to 20.10 loses such bytes on the way to its own packer, and sends nothing.
  if (size === null && hasLostBytes(place.path))
    throw fail('unsupported', 'name-bytes', { path: shownText(place.path) });
  if (size === null) throw garbled(place, 'it holds no file');
  if (sent !== size) throw garbled(place, `it holds ${sent} of ${size} bytes`);
}

function garbled({ id }: Place, detail: string) {
  return fail('engine-error', 'answer-garbled', { request: `GET /containers/${id}/archive`, detail });
}

function* cut(piece: Uint8Array): Generator<DownloadItem> {
  for (let at = 0; at < piece.length; at += pieceBytes)
    // A copy: pieces of the socket share one buffer, which desktop and page would be sent whole.
    yield { type: 'data', data: Uint8Array.from(piece.subarray(at, at + pieceBytes)) };
}
