import type { Stats } from 'node:fs';
import {
  chmod,
  lstat,
  mkdir,
  readdir,
  readFile,
  realpath,
  rename,
  rmdir,
  unlink,
  writeFile,
} from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fail } from '../../../shared/contract/failure.ts';
import { mountsAt } from './mounts.ts';
import type { OwnPlaces } from './places.ts';
import { findDaemon, leftOf } from './processes.ts';
import { emptyRecord } from './record.ts';

/** What engines make in a data root: anything else there is somebody's. */
const ofEngines: ReadonlySet<string> = new Set([
  ...[
    'builder',
    'buildkit',
    'containerd',
    'containers',
    'engine-id',
    'image',
    'network',
    'nuke-graph-directory.sh',
  ],
  ...[
    'overlay2',
    'plugins',
    'runtimes',
    'swarm',
    'tmp',
    'tmp-old',
    'trust',
    'volumes',
    'rootfs',
    'contentstore',
  ],
  ...['vfs', 'btrfs', 'zfs', 'fuse-overlayfs', 'aufs', 'overlay', 'devicemapper', 'lost+found', 'tasks'],
]);
const aside = 'data.wiped-';
const usualLeftMs = 10_000;
const againMs = 100;

/**
 * Deletes all that an engine which is stopped has in its data root, and answers the bytes that were freed. Links are
 * deleted, never followed, and no other file system is entered. Who the engine is (`engine-id`) stays: marks and reports
 * name it. `leftMs`: so long what the engine leaves behind may take to end.
 * @throws conflict `engine-data-link`, `engine-data-used`, `engine-data-mounted`, `engine-data-foreign` with nothing touched; engine-error
 * `engine-wipe-failed` with the rest moved aside, or left where the data root is a mount point
 */
export async function wipeData(places: OwnPlaces, leftMs = usualLeftMs): Promise<number> {
  const { data: path } = places;
  const root = await lstat(path).catch(absent);
  if (root === null) return 0;
  if (!root.isDirectory()) throw fail('conflict', 'engine-data-link', { path });
  await refuseUsed(places, leftMs);
  const mounts = await mountsAt(path);
  if (mounts.below.length > 0)
    throw fail('conflict', 'engine-data-mounted', { path, mounts: mounts.below.join(', ') });
  const isMount = mounts.at || root.dev !== (await lstat(dirname(path))).dev;
  const foreign = (await readdir(path)).filter((name) => !ofEngines.has(name));
  if (isMount && foreign.length > 0)
    throw fail('conflict', 'engine-data-foreign', { path, names: foreign.slice(0, 10).join(', ') });
  const id = await readFile(join(path, 'engine-id')).catch(absent);
  const doomed = isMount ? path : join(places.folder, `${aside}${Date.now()}`);
  try {
    if (!isMount) {
      await rename(path, doomed);
      await mkdir(path, { mode: 0o710 });
      await chmod(path, root.mode & 0o777);
    }
    const freed = await emptyFolder(doomed, root.dev);
    if (!isMount) await rmdir(doomed);
    return freed + (await sweepAside(places));
  } catch (thrown) {
    const detail = thrown instanceof Error ? thrown.message : String(thrown);
    throw fail('engine-error', 'engine-wipe-failed', { detail, path: doomed });
  } finally {
    if (id !== null) await writeFile(join(path, 'engine-id'), id, { mode: 0o600 });
  }
}

/** Containers may go on without their engine (live-restore): what they use is not deleted under them. */
async function refuseUsed(places: OwnPlaces, leftMs: number): Promise<void> {
  const until = performance.now() + leftMs;
  for (;;) {
    const daemon = await findDaemon(places, emptyRecord);
    const left = daemon === null ? await leftOf(places) : [daemon];
    if (left.length === 0) break;
    if (performance.now() > until) {
      const processes = left.slice(0, 10).map(({ pid, binary }) => `${basename(binary)} (${pid})`);
      throw fail('conflict', 'engine-data-used', { path: places.data, processes: processes.join(', ') });
    }
    await wait(againMs);
  }
  // Names of networks hold nothing that is wiped, and some of them stay on.
  const names = `${join(await realpath(places.folder), basename(places.exec), 'netns')}/`;
  const mounts = (await mountsAt(places.exec)).below.filter((point) => !point.startsWith(names));
  if (mounts.length > 0)
    throw fail('conflict', 'engine-data-mounted', { path: places.exec, mounts: mounts.join(', ') });
}

/** What an earlier wipe could not delete. */
async function sweepAside(places: OwnPlaces): Promise<number> {
  let freed = 0;
  for (const name of await readdir(places.folder)) {
    const path = join(places.folder, name);
    if (!basename(path).startsWith(aside)) continue;
    const root = await lstat(path);
    if (!root.isDirectory()) continue;
    const { at, below } = await mountsAt(path);
    if (at || below.length > 0) continue;
    freed += await emptyFolder(path, root.dev);
    await rmdir(path);
  }
  return freed;
}

/** Bytes of what has no other name. */
async function emptyFolder(folder: string, device: number): Promise<number> {
  let freed = 0;
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const found: Stats | null = await lstat(path).catch(absent);
    if (found === null) continue;
    if (found.dev !== device) throw new Error(`${path} is on another file system`);
    if (found.isDirectory()) {
      freed += await emptyFolder(path, device);
      await rmdir(path);
    } else {
      await unlink(path);
      if (found.nlink <= 1) freed += found.blocks * 512;
    }
  }
  return freed;
}

function absent(thrown: unknown): null {
  if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return null;
  throw thrown;
}
