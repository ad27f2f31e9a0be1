import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fail, SlipwayError } from '../../shared/contract/failure.ts';
import { formatBytes } from '../../shared/model/sizes.ts';
import { memoryUsed } from '../../shared/model/stats.ts';
import { readStats } from '../engine/api/stats.ts';
import { findDisk, folderOf, type Place } from './place.ts';
import type { Subject } from './subject.ts';

const statsMs = 10_000;

/**
 * Refuses where the memory of a container has no room in its checkpoint's folder: the engine writes there only once the
 * processes are gone, and what does not fit is lost. Where nobody can look, nothing is refused.
 * @throws conflict `checkpoint-no-room`
 */
export async function mustHaveRoom(subject: Subject, place: Place, signal: AbortSignal): Promise<void> {
  const disk = await findDisk(subject.client, signal);
  if (disk === null) return;
  const free = await freeAt(folderOf(disk, place));
  const needed = await memoryOf(subject, signal);
  if (free === null || needed === null || free >= needed) return;
  throw fail('conflict', 'checkpoint-no-room', {
    container: subject.name,
    directory: place.directory ?? disk.dataRoot,
    needed: formatBytes(needed),
    free: formatBytes(free),
  });
}

async function memoryOf({ client, id }: Subject, signal: AbortSignal): Promise<number | null> {
  try {
    const sample = await readStats(client, id, { signal, deadlineMs: statsMs, swapsNetwork: false });
    return sample === null ? null : memoryUsed(sample);
  } catch (thrown) {
    if (thrown instanceof SlipwayError && thrown.error.code !== 'cancelled') return null;
    throw thrown;
  }
}

/** Bytes free where a folder is, or is to be made. */
async function freeAt(folder: string): Promise<number | null> {
  try {
    const { bavail, blocks, bsize } = await statfs(folder);
    // One that is no disk, such as /proc, has no blocks at all; the engine says why nothing can be written there.
    return blocks === 0 ? null : bavail * bsize;
  } catch (thrown) {
    if (!(thrown instanceof Error) || !('code' in thrown)) throw thrown;
    const above = dirname(folder);
    return thrown.code === 'ENOENT' && above !== folder ? freeAt(above) : null;
  }
}
