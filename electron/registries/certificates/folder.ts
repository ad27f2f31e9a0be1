import { chmod, chown, cp, lchown, lstat, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Pack, pack } from 'tar-stream';
import { runElevated } from './elevate.ts';

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
}

const fresh = (name: string): string => `.slipway-new-${name}`;
const aside = (name: string): string => `.slipway-old-${name}`;

/** Folders of ours that are no registry's. */
export const isOurs = (name: string): boolean => name.startsWith('.slipway-');

/**
 * Changes a folder as a whole: a copy is changed and put in its place. The engine, which reads it for each pull, finds the
 * old files or the new ones, or for a moment none: never half of them. A folder left empty is removed.
 */
export async function changeFolder(change: FolderChange): Promise<void> {
  const { base, name, remove, add } = change;
  const [target, copy, old] = [join(base, name), join(base, fresh(name)), join(base, aside(name))];
  await mkdir(base, { recursive: true, mode: 0o755 });
  await recover(base, name);
  await rm(copy, { recursive: true, force: true });
  const there = await exists(target);
  try {
    if (there) await cp(target, copy, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true });
    else await mkdir(copy);
    if (there) await keepModes(target, copy);
    const owner = await stat(there ? target : base);
    for (const file of [...remove, ...add.map(({ name: own }) => own)])
      await rm(join(copy, file), { force: true });
    for (const file of add) await writeNew(join(copy, file.name), file);
    await chmod(copy, 0o755);
    await giveTo([copy, ...add.map(({ name: own }) => join(copy, own))], owner);
    const empty = (await readdir(copy)).length === 0;
    if (there) await rename(target, old);
    if (!empty) await rename(copy, target);
    else await rm(copy, { recursive: true });
    await rm(old, { recursive: true, force: true });
  } catch (thrown) {
    await rm(copy, { recursive: true, force: true });
    await recover(base, name);
    throw thrown;
  }
  await syncFolder(base);
}

/** What a crash left between two renames is put back; what it left after them is cleared. */
export async function recover(base: string, name: string): Promise<void> {
  const [target, old] = [join(base, name), join(base, aside(name))];
  if (!(await exists(old))) return;
  if (await exists(target)) await rm(old, { recursive: true, force: true });
  else await rename(old, target);
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

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return false;
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

/** The same by a shell of an administrator's. Its standard input is a tar of the files to add. */
const script = `set -eu
umask 022
base=$1; name=$2; shift 2
mkdir -p "$base"; cd "$base"
new=.slipway-new-$name; old=.slipway-old-$name
if [ -d "$old" ]; then if [ -d "$name" ]; then rm -rf "./$old"; else mv "./$old" "./$name"; fi; fi
rm -rf "./$new"
if [ -d "$name" ]; then cp -a "./$name" "./$new"; else mkdir "./$new"; fi
trap 'rm -rf "./$new"' EXIT
chmod 755 "./$new"
for file in "$@"; do rm -f "./$new/$file"; done
tar -x -p -f - -C "./$new" --no-same-owner
if [ -d "$name" ]; then mv "./$name" "./$old"; fi
if [ -z "$(ls -A "./$new")" ]; then rmdir "./$new"; else mv "./$new" "./$name"; fi
rm -rf "./$old"`;

/** Does the same with the rights of an administrator. @throws permission-denied `certificate-elevation` */
export async function changeFolderElevated(env: NodeJS.ProcessEnv, change: FolderChange): Promise<void> {
  const { base, name, remove, add } = change;
  const gone = [...remove, ...add.map(({ name: own }) => own)];
  await runElevated(env, script, [base, name, ...gone], () => tarOf(add));
}

function tarOf(files: readonly NewFile[]): Pack {
  const tar = pack();
  for (const { name, content, mode } of files) tar.entry({ name, mode, mtime: new Date() }, content);
  tar.finalize();
  return tar;
}
