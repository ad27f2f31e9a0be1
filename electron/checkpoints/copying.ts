import { randomBytes } from 'node:crypto';
import { cp, mkdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fail } from '../../shared/contract/failure.ts';
import { findDisk, folderOf } from './place.ts';
import type { Subject } from './subject.ts';

/**
 * Copies a checkpoint from a folder of its own to where the engine looks for those of its container; no call of the
 * engine does that.
 * @throws unsupported `checkpoint-elsewhere` where Slipway may not write there
 */
export async function copyToContainer(
  subject: Subject,
  source: { directory: string; name: string },
  signal: AbortSignal,
): Promise<{ name: string; remove(): Promise<void> }> {
  const disk = await findDisk(subject.client, signal);
  if (disk === null) throw fail('unsupported', 'checkpoint-elsewhere', { directory: source.directory });
  const containerId = subject.id;
  const name = `${source.name.slice(0, 100)}.${randomBytes(4).toString('hex')}`;
  const target = join(folderOf(disk, { containerId, directory: null }), name);
  const from = join(folderOf(disk, { containerId, directory: source.directory }), source.name);
  await copyFolder(from, target, { container: subject.name, name });
  return { name, remove: () => rm(target, { recursive: true, force: true }) };
}

/**
 * Copies a folder beside its place and then moves it there: there is all of it, or nothing.
 * @throws conflict `checkpoint-exists`, permission-denied `checkpoint-no-host`
 */
export async function copyFolder(
  from: string,
  to: string,
  told: { container: string; name: string },
): Promise<void> {
  const partial = `${to}.partial-${randomBytes(4).toString('hex')}`;
  try {
    if (await stat(to).then(() => true, isMissing)) throw fail('conflict', 'checkpoint-exists', told);
    await mkdir(dirname(to), { recursive: true, mode: 0o700 });
    await cp(from, partial, { recursive: true, preserveTimestamps: true });
    await rename(partial, to);
  } catch (thrown) {
    await rm(partial, { recursive: true, force: true });
    const code = thrown instanceof Error && 'code' in thrown ? thrown.code : '';
    if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
      throw fail('permission-denied', 'checkpoint-no-host');
    if (code === 'ENOTEMPTY' || code === 'EEXIST') throw fail('conflict', 'checkpoint-exists', told);
    if (code === 'ENOSPC' || code === 'ENOENT')
      throw fail('engine-error', 'checkpoint-not-copied', { ...told, detail: String(thrown) });
    throw thrown;
  }
}

function isMissing(thrown: unknown): false {
  if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return false;
  throw thrown;
}
