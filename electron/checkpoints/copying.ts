import { randomBytes } from 'node:crypto';
import { cp, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fail } from '../../shared/contract/failure.ts';
import { checkpointFolder, type Subject } from './subject.ts';

/** A checkpoint in a folder of the engine's machine. */
export interface Source {
  directory: string;
  name: string;
}

/**
 * Copies a checkpoint to where the engine looks for those of a container; no call of the engine does that.
 * @throws unsupported `checkpoint-elsewhere` where Slipway may not write there
 */
export async function copyToContainer(
  subject: Subject,
  source: Source,
  signal: AbortSignal,
): Promise<{ name: string; remove(): Promise<void> }> {
  const folder = await checkpointFolder(subject.client, subject.host, subject.id, signal);
  if (folder === null || subject.host === null)
    throw fail('unsupported', 'checkpoint-elsewhere', { directory: source.directory });
  const name = `${source.name.slice(0, 100)}.${randomBytes(4).toString('hex')}`;
  const target = join(folder, name);
  const remove = () => rm(target, { recursive: true, force: true });
  try {
    await copyFolder(join(subject.host.path(source.directory), source.name), target);
  } catch (thrown) {
    await remove();
    throw thrown;
  }
  return { name, remove };
}

/** @throws permission-denied `checkpoint-no-host` where it may not be read or written */
export async function copyFolder(from: string, to: string): Promise<void> {
  try {
    await mkdir(join(to, '..'), { recursive: true, mode: 0o700 });
    await cp(from, to, { recursive: true, errorOnExist: true, force: false, preserveTimestamps: true });
  } catch (thrown) {
    const code = thrown instanceof Error && 'code' in thrown ? thrown.code : '';
    if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
      throw fail('permission-denied', 'checkpoint-no-host');
    throw thrown;
  }
}
