import { createHash } from 'node:crypto';
import { constants, readFileSync, renameSync } from 'node:fs';
import { access, chown, lstat, mkdir, open, readFile, readlink, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, posix } from 'node:path';
import { fail } from '../../shared/contract/failure.ts';

/** A daemon.json of this size is none. */
const limitBytes = 1024 * 1024;
const mostLinks = 40;

/** What a file held, for telling whether it still does. null: there was none. */
export function revisionOf(text: string | null): string {
  return text === null ? 'absent' : createHash('sha256').update(text).digest('hex');
}

/**
 * Where the file itself is from here, through links of the engine's: a link with an absolute target means a path of the
 * engine's, not one of ours.
 * @param local where a path of the engine's is from here
 */
export async function findFile(
  enginePath: string,
  local: (path: string) => Promise<string | null>,
): Promise<string | null> {
  let path = enginePath;
  for (let links = 0; links < mostLinks; links += 1) {
    const here = await local(path);
    if (here === null) return null;
    const found = await lstat(here).catch(missing);
    if (found?.isSymbolicLink() !== true) return here;
    path = posix.resolve(posix.dirname(path), await readlink(here));
  }
  return null;
}

/** The text; null where there is no file. @throws permission-denied `daemon-file-unreadable` */
export async function readSettings(path: string): Promise<string | null> {
  try {
    const found = await stat(path);
    if (!found.isFile())
      throw fail('invalid-input', 'daemon-file-unreadable', { path, detail: 'it is no file' });
    if (found.size > limitBytes)
      throw fail('invalid-input', 'daemon-file-unreadable', { path, detail: 'it is larger than 1 MiB' });
    return await readFile(path, 'utf8');
  } catch (thrown) {
    const code = codeOf(thrown);
    if (code === 'ENOENT') return null;
    if (code === '') throw thrown;
    throw fail('permission-denied', 'daemon-file-unreadable', { path, detail: code });
  }
}

/** Whether this user may put another file in its place. */
export async function isWritable(path: string): Promise<boolean> {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    try {
      await access(folder, constants.W_OK | constants.X_OK);
      return true;
    } catch (thrown) {
      if (codeOf(thrown) !== 'ENOENT' || folder === dirname(folder)) return false;
    }
  }
}

let number = 0;

/**
 * Puts a text in the place of another, as a whole or not at all, with the mode and owner of before. `after` null: no file.
 * @throws conflict `daemon-file-changed` where it no longer holds `before`; permission-denied `daemon-not-written`
 */
export async function writeSettings(
  path: string,
  before: string | null,
  after: string | null,
): Promise<void> {
  const folder = dirname(path);
  number += 1;
  const beside = join(folder, `.${basename(path)}.slipway-${process.pid}-${number}`);
  try {
    const was = await stat(path).catch(missing);
    if (after === null) {
      mustHold(path, before);
      await rm(path, { force: true });
    } else {
      const above = await makeFolder(folder);
      const file = await open(beside, 'wx', 0o600);
      try {
        await file.writeFile(after);
        await file.chmod((was?.mode ?? 0o644) & 0o7777);
        await file.sync();
      } finally {
        await file.close();
      }
      const { uid, gid } = was ?? above;
      if (process.getuid?.() === 0) await chown(beside, uid, gid);
      // Nothing of ours runs between the last look and the rename.
      mustHold(path, before);
      renameSync(beside, path);
    }
    await syncFolder(folder);
  } catch (thrown) {
    const code = codeOf(thrown);
    if (code === '') throw thrown;
    throw fail('permission-denied', 'daemon-not-written', { path, detail: code });
  } finally {
    await rm(beside, { force: true });
  }
}

function mustHold(path: string, before: string | null): void {
  if (readNow(path) !== before) throw fail('conflict', 'daemon-file-changed', { path });
}

function readNow(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (thrown) {
    if (codeOf(thrown) === 'ENOENT') return null;
    throw thrown;
  }
}

/** The folder, and who it belongs to; made where it is missing. */
async function makeFolder(folder: string): Promise<{ uid: number; gid: number }> {
  await mkdir(folder, { recursive: true, mode: 0o755 });
  return stat(folder);
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

function missing(thrown: unknown): null {
  if (codeOf(thrown) === 'ENOENT') return null;
  throw thrown;
}

/** The code of a failure of the system; empty for any other. */
export function codeOf(thrown: unknown): string {
  return thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : '';
}
