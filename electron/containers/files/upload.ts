import type { z } from 'zod';
import type { containerFiles, UploadItem } from '../../../shared/contract/container-files.ts';
import { fail, SlipwayError } from '../../../shared/contract/failure.ts';
import { shownText } from '../../../shared/model/byte-text.ts';
import { isFileName, joinPath } from '../../../shared/model/file-paths.ts';
import { TarSafety } from '../../../shared/model/tar-safety.ts';
import { putArchive, statArchive } from '../../engine/api/archive.ts';
import { receive } from '../../uploads/receive.ts';
import { Spool } from '../../uploads/spool.ts';
import { FilePacker } from './pack.ts';
import { mountOf, type Place, statPlace } from './place.ts';

type Input = z.output<typeof containerFiles.upload.input>;
type Message = z.output<typeof containerFiles.upload.message>;
type NewFile = NonNullable<Input['files']>[number];

const looksAtOnce = 6;
/** Each is looked for in the container before it is written. */
const mostFiles = 5_000;

/**
 * Writes files into a folder, or unpacks a tar there. All of it is kept aside until it was checked and what it replaces
 * was agreed to, so that a refusal, or a page that goes away half-way, leaves the container as it was.
 */
export async function* upload(
  place: Place,
  input: Input,
  messages: AsyncIterable<Message>,
  signal: AbortSignal,
): AsyncGenerator<UploadItem> {
  refuseNames(input.files ?? []);
  await refusePlace(place, signal);
  const inbox = messages[Symbol.asyncIterator]();
  const spool = await Spool.open();
  try {
    if (input.files !== undefined) {
      const paths = input.files.map(({ name }) => name);
      const existing = await existingOf(place, paths, signal);
      yield { type: 'existing', paths: existing };
      const agreed = await agreement(inbox, existing);
      yield* receiveFiles(input.files, spool, inbox);
      yield* write(place, spool, paths, agreed, signal);
    } else {
      yield* receive(input.tar?.size ?? 0, inbox, (piece) => spool.write(piece));
      const safety = new TarSafety();
      await spool.walk({ header: (header) => safety.add(header) }, signal);
      if (safety.danger !== null)
        throw fail('invalid-input', 'tar-unsafe', { entry: safety.danger.entry, why: safety.danger.kind });
      const paths = [...safety.files];
      if (paths.length > mostFiles)
        throw fail('invalid-input', 'upload-too-many', {
          count: String(paths.length),
          limit: String(mostFiles),
        });
      const existing = await existingOf(place, paths, signal);
      yield { type: 'existing', paths: existing };
      yield* write(place, spool, paths, await agreement(inbox, existing), signal);
    }
  } finally {
    await spool.remove();
  }
}

function refuseNames(files: readonly NewFile[]): void {
  const wrong = files.find(({ name }) => !isFileName(name));
  if (wrong !== undefined)
    throw fail('invalid-input', 'upload-name', { name: shownText(wrong.name).slice(0, 200) });
  const names = new Set<string>();
  for (const { name } of files) {
    if (names.has(name)) throw fail('invalid-input', 'upload-twice', { name: shownText(name) });
    names.add(name);
  }
}

async function refusePlace(place: Place, signal: AbortSignal): Promise<void> {
  const { stat } = await statPlace(place, signal);
  const type = stat.target?.type ?? stat.type;
  const path = stat.target?.path ?? place.path;
  if (type !== 'directory')
    throw fail('invalid-input', 'not-a-folder', { path: shownText(place.path), type });
  const mount = mountOf(place, path);
  if (mount?.type === 'tmpfs') throw fail('unsupported', 'files-in-tmpfs', { path: shownText(path) });
  if (mount === undefined ? !place.writable : !mount.writable)
    throw fail('permission-denied', 'files-read-only', { path: shownText(path) });
}

/** Which of these are there already. Of a folder that is not there nothing below it is looked for. */
async function existingOf(place: Place, paths: readonly string[], signal: AbortSignal): Promise<string[]> {
  const folders = new Map<string, Promise<boolean>>();
  const there = async (path: string): Promise<boolean> => {
    try {
      await statArchive(place.client, place.id, joinPath(place.path, path), signal);
      return true;
    } catch (thrown) {
      if (thrown instanceof SlipwayError && thrown.error.code === 'not-found') return false;
      throw thrown;
    }
  };
  const folderThere = (folder: string): Promise<boolean> => {
    const known = folders.get(folder);
    if (known !== undefined) return known;
    const above = folder.lastIndexOf('/');
    const looked = (async () =>
      (above < 0 || (await folderThere(folder.slice(0, above)))) && there(folder))();
    folders.set(folder, looked);
    return looked;
  };
  const found = new Set<string>();
  const queue = paths[Symbol.iterator]();
  const worker = async () => {
    for (const path of queue) {
      const cut = path.lastIndexOf('/');
      if (cut >= 0 && !(await folderThere(path.slice(0, cut)))) continue;
      if (await there(path)) found.add(path);
    }
  };
  await Promise.all(Array.from({ length: Math.min(looksAtOnce, paths.length) }, worker));
  return paths.filter((path) => found.has(path));
}

async function agreement(inbox: AsyncIterator<Message>, existing: readonly string[]): Promise<Set<string>> {
  const { value, done } = await inbox.next();
  if (done === true) throw fail('cancelled', 'cancelled');
  if (value.type !== 'go') throw fail('invalid-input', 'upload-out-of-turn');
  const agreed = new Set(value.replace);
  refuseUnagreed(existing, agreed);
  return agreed;
}

function refuseUnagreed(existing: readonly string[], agreed: ReadonlySet<string>): void {
  const open = existing.filter((path) => !agreed.has(path));
  if (open.length > 0)
    throw fail('conflict', 'files-exist', {
      names: open.slice(0, 10).map(shownText).join(', '),
      count: String(open.length),
    });
}

async function* receiveFiles(
  files: readonly NewFile[],
  spool: Spool,
  inbox: AsyncIterator<Message>,
): AsyncGenerator<UploadItem> {
  const packer = new FilePacker(files, (piece) => spool.write(piece));
  const total = files.reduce((sum, { size }) => sum + size, 0);
  try {
    yield* receive(total, inbox, (piece) => packer.push(piece));
    await packer.end();
  } finally {
    packer.abandon();
  }
}

async function* write(
  place: Place,
  spool: Spool,
  paths: readonly string[],
  agreed: ReadonlySet<string>,
  signal: AbortSignal,
): AsyncGenerator<UploadItem> {
  // Something may have been made since it was agreed to.
  refuseUnagreed(await existingOf(place, paths, signal), agreed);
  yield { type: 'writing', bytes: spool.bytes };
  const { client, id, path } = place;
  const stream = spool.read();
  try {
    await putArchive(client, id, path, { stream, bytes: spool.bytes }, signal);
  } finally {
    // A refusal comes before all of it was read.
    stream.destroy();
  }
  yield { type: 'done', files: paths.length, bytes: spool.bytes };
}
