import type { Stats } from 'node:fs';
import {
  chmod,
  chown,
  cp,
  lchown,
  lstat,
  mkdir,
  mkdtemp,
  open,
  readdir,
  rename,
  rm,
  stat,
} from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fail } from '../../../shared/contract/failure.ts';
import { locked, lockedNow } from './lock.ts';

/** A file to be written. Only keys are secret. */
export interface NewFile {
  name: string;
  content: string;
  mode: 0o600 | 0o644;
}

/** What is to change in the folder of a registry. */
export interface FolderChange {
  /** The place, as it is found from here. */
  base: string;
  name: string;
  remove: readonly string[];
  add: readonly NewFile[];
  /** What was not seen before and stands in the way of `add` ends the change, or goes. */
  unseen: 'refuse' | 'replace';
}

const fresh = '.slipway-new-';
const aside = '.slipway-old-';

/** Names of ours that are no registry's. */
export const isOurs = (name: string): boolean => name.startsWith('.slipway-');
/** The registry whose folder a crash left aside; null for any other name. */
export const asideOf = (name: string): string | null =>
  name.startsWith(aside) ? name.slice(aside.length) : null;

/** Whether a file would be used instead of what is added, or beside it. */
export function isInTheWay(file: string, added: readonly string[]): boolean {
  return added.includes(file) || (added.some((name) => name.endsWith('.cert')) && /\.(cert|key)$/.test(file));
}

/**
 * Changes a folder as a whole: a copy is changed and put in its place, while no other process does. Its files are never
 * half written, and a key is never listed without its certificate; for a moment there is no folder, and an engine that
 * reads at that very moment may fail once. A folder left empty is removed.
 * @throws conflict `certificate-there`, `certificate-busy`
 */
export async function changeFolder(change: FolderChange): Promise<void> {
  await makeBase(change.base);
  await locked(change.base, () => changeLocked(change));
}

async function changeLocked({ base, name, remove, add, unseen }: FolderChange): Promise<void> {
  await clearUp(base);
  const target = join(base, name);
  const old = join(base, `${aside}${name}`);
  // Nobody else looks into it, whatever the modes of what is copied.
  const work = await mkdtemp(join(base, fresh));
  const copy = join(work, 'copy');
  try {
    const was = await statOf(target);
    if (was === null) await mkdir(copy);
    else {
      await cp(target, copy, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true });
      await keepModes(target, copy);
    }
    const added = add.map(({ name: own }) => own);
    const files = await readdir(copy);
    const others = files.filter((file) => !remove.includes(file) && isInTheWay(file, added));
    if (others.length > 0 && unseen === 'refuse')
      throw fail('conflict', 'certificate-there', { registry: name, files: others.join(', ') });
    for (const file of [...remove, ...others]) await rm(join(copy, file), { force: true });
    for (const file of add) await writeNew(join(copy, file.name), file);
    await giveTo([copy, ...added.map((own) => join(copy, own))], was ?? (await stat(base)));
    // One that was closed may have been so for the sake of what is in it.
    await chmod(copy, was === null ? 0o755 : was.mode & 0o7777);
    const empty = (await readdir(copy)).length === 0;
    if (was !== null) await rename(target, old);
    if (!empty) await rename(copy, target);
    await rm(old, { recursive: true, force: true });
  } catch (thrown) {
    await recover(base, name);
    throw thrown;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  await syncFolder(base);
}

/** Puts back and clears what crashes left in a place, unless somebody changes it now. */
export async function recoverPlace(base: string): Promise<void> {
  await lockedNow(base, () => clearUp(base));
}

async function clearUp(base: string): Promise<void> {
  for (const entry of await readdir(base)) {
    const name = asideOf(entry);
    if (name !== null) await recover(base, name);
    else if (entry.startsWith(fresh)) await rm(join(base, entry), { recursive: true, force: true });
  }
}

/** What a crash left between two renames is put back; what it left after them is cleared. */
async function recover(base: string, name: string): Promise<void> {
  const [target, old] = [join(base, name), join(base, `${aside}${name}`)];
  if ((await statOf(old)) === null) return;
  if ((await statOf(target)) === null) await rename(old, target);
  else await rm(old, { recursive: true, force: true });
}

/** A place that is not there yet is made, and belongs to whoever it is made for. */
async function makeBase(base: string): Promise<void> {
  const missing: string[] = [];
  let path = base;
  let there = await statOf(path);
  while (there === null && path !== dirname(path)) {
    missing.push(path);
    path = dirname(path);
    there = await statOf(path);
  }
  if (there === null || missing.length === 0) return;
  await mkdir(base, { recursive: true, mode: 0o755 });
  await giveTo(missing, there);
}

async function writeNew(path: string, { content, mode }: NewFile): Promise<void> {
  // Made with its mode: it is never open to others, not even for a moment.
  const file = await open(path, 'wx', mode);
  try {
    await file.writeFile(content);
    await file.chmod(mode);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** A copy is made with another umask and by another user: each file has the mode and owner it had. */
async function keepModes(target: string, copy: string): Promise<void> {
  for (const name of await readdir(target)) {
    const { mode, uid, gid } = await lstat(join(target, name));
    if (process.getuid?.() === 0) await lchown(join(copy, name), uid, gid);
    if ((await lstat(join(copy, name))).isFile()) await chmod(join(copy, name), mode & 0o7777);
  }
}

/** As root in a folder of somebody else's, what is made is theirs. */
async function giveTo(paths: readonly string[], { uid, gid }: { uid: number; gid: number }): Promise<void> {
  if (process.getuid?.() !== 0) return;
  for (const path of paths) await chown(path, uid, gid);
}

async function statOf(path: string): Promise<Stats | null> {
  try {
    return await stat(path);
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return null;
    throw thrown;
  }
}

async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
