import type { FileEntry, FileType, FolderPart } from '../../../shared/contract/container-files.ts';
import { fail, SlipwayError } from '../../../shared/contract/failure.ts';
import { shownText } from '../../../shared/model/byte-text.ts';
import { baseName, isWithin, joinPath, parentPath } from '../../../shared/model/file-paths.ts';
import { TarError, type TarHeader, type TarType, TarWalker } from '../../../shared/model/tar-walk.ts';
import { archivePieces, openArchive, statArchive } from '../../engine/api/archive.ts';
import { hiddenBy, type Place, statPlace } from './place.ts';

/** A listing that grows is told so often. */
const tellEveryMs = 200;
const looksAtOnce = 6;
/** Of so many more names the size is asked for one by one. */
const mostLooks = 200;
/** What most root filesystems have: where a listing was stopped, these are looked for by name. */
const usualNames =
  'app bin boot data dev etc home lib lib32 lib64 media mnt opt proc root run sbin srv sys tmp usr var'.split(
    ' ',
  );

const typeOf: Record<TarType, FileType> = {
  file: 'file',
  hardlink: 'file',
  symlink: 'symlink',
  'character-device': 'character-device',
  'block-device': 'block-device',
  directory: 'directory',
  fifo: 'fifo',
  other: 'other',
};

/**
 * What is in a folder, as it is found. The engine hands over the whole tree below it as a tar, in the order of names:
 * contents are stepped over, and reading stops after `maxBytes`.
 * @throws invalid-input `not-a-folder`, not-found `file-unknown`
 */
export async function* browse(
  place: Place,
  maxBytes: number,
  signal: AbortSignal,
): AsyncGenerator<FolderPart> {
  const { own, stat } = await statPlace(place, signal);
  const type = stat.target === undefined ? stat.type : (stat.target?.type ?? 'other');
  if (type !== 'directory')
    throw fail('invalid-input', 'not-a-folder', { path: shownText(place.path), type });
  const { client, id, path } = place;
  const hidden = hiddenBy(place, own);
  const ofPodman = own.leadsToFolder !== undefined;
  const seen = new Set<string>();
  const linked: FileEntry[] = [];
  let found: FileEntry[] = [];
  let read = 0;
  let complete = false;
  const part = (ended: boolean): FolderPart => {
    const entries = found;
    found = [];
    return {
      path,
      entries,
      complete: ended && complete,
      readBytes: read,
      ended,
      ...(hidden === undefined ? {} : { hiddenBy: hidden }),
    };
  };
  const walker = new TarWalker({
    header: (header) => {
      const name = childName(header.name);
      if (name === null || seen.has(name)) return;
      seen.add(name);
      const entry = entryOf(name, header, !ofPodman);
      if (header.type === 'hardlink') linked.push(entry);
      else found.push(entry);
    },
  });
  // The dot has the engine follow a link, within the container.
  const answer = await openArchive(client, id, path === '/' ? '/.' : `${path}/.`, signal);
  let told = Date.now();
  try {
    for await (const piece of archivePieces(client, answer, id)) {
      walker.push(piece);
      read += piece.length;
      if (read >= maxBytes && !walker.finished) break;
      if (Date.now() - told < tellEveryMs) continue;
      yield part(false);
      told = Date.now();
    }
    complete = walker.finished;
    if (!complete && read < maxBytes) walker.end();
  } catch (thrown) {
    if (!(thrown instanceof TarError)) throw thrown;
    throw fail('engine-error', 'answer-garbled', {
      request: `GET /containers/${id}/archive`,
      detail: thrown.message,
    });
  } finally {
    answer.destroy();
  }
  // An archive without its end marks ended all the same, in order.
  complete ||= read < maxBytes;
  // Podman's archive of the root leaves out what is mounted there.
  if (!complete || ofPodman) found.push(...(await knownByName(place, seen, signal)));
  found.push(...(await withSizes(place, linked, signal)));
  yield part(true);
}

/** The name of a direct child; null for the folder itself and for what lies deeper. */
function childName(tarName: string): string | null {
  const parts = tarName.split('/').filter((part) => part !== '' && part !== '.');
  const [name] = parts;
  return parts.length !== 1 || name === undefined || name === '..' ? null : name;
}

/** `owned` is false where the archive tells every file as root's, as Podman's does. */
function entryOf(name: string, header: TarHeader, owned: boolean): FileEntry {
  const type = typeOf[header.type];
  return {
    name,
    type,
    size: header.type === 'file' ? header.size : 0,
    mode: header.mode,
    ...(owned ? { uid: header.uid, gid: header.gid } : {}),
    modifiedAt: isoOf(header.modifiedMs),
    ...(type === 'symlink' ? { linkTarget: header.linkName } : {}),
  };
}

const latestMs = 8.64e15;
const isoOf = (ms: number): string => new Date(Math.min(ms, latestMs)).toISOString();

/** A second name of a file comes without a size: it is asked for. */
async function withSizes(
  place: Place,
  linked: readonly FileEntry[],
  signal: AbortSignal,
): Promise<FileEntry[]> {
  const looked = await lookAt(place, linked.slice(0, mostLooks), signal);
  return linked.map((entry) => ({ ...entry, size: looked.get(entry.name)?.size ?? entry.size }));
}

/** Of a listing that was stopped, what is there by a name one may expect: usual ones at the root, and mounts. */
async function knownByName(place: Place, seen: Set<string>, signal: AbortSignal): Promise<FileEntry[]> {
  const mounted = place.mounts
    .map(({ path }) => path)
    .filter((path) => isWithin(path, place.path) && parentPath(path) === place.path)
    .map(baseName);
  const names = [...new Set([...(place.path === '/' ? usualNames : []), ...mounted])].filter(
    (name) => !seen.has(name),
  );
  const looked = await lookAt(
    place,
    names.map((name) => ({ name })),
    signal,
  );
  return [...looked.values()];
}

async function lookAt(
  place: Place,
  wanted: readonly { name: string }[],
  signal: AbortSignal,
): Promise<Map<string, FileEntry>> {
  const found = new Map<string, FileEntry>();
  const queue = wanted[Symbol.iterator]();
  const worker = async () => {
    for (const { name } of queue) {
      try {
        const stat = await statArchive(place.client, place.id, joinPath(place.path, name), signal);
        const { type, size, mode, modifiedAt, resolved } = stat;
        const link = type === 'symlink' ? { linkTarget: resolved ?? '' } : {};
        found.set(name, { name, type, size, mode, modifiedAt, ...link });
      } catch (thrown) {
        if (!(thrown instanceof SlipwayError) || thrown.error.code !== 'not-found') throw thrown;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(looksAtOnce, wanted.length) }, worker));
  return found;
}
