import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Checkpoint } from '../../shared/contract/checkpoints.ts';
import type { EngineClient } from '../engine/client.ts';
import { type EngineHost, findEngineHost } from '../engine/engine-host.ts';
import { record, text } from '../engine/raw/fields.ts';

/** Where a container's checkpoints are, by the engine's own paths. */
export interface Place {
  containerId: string;
  /** null: with the container. */
  directory: string | null;
}

/** In a folder of its own each container has one below it: the engine takes every folder there for a checkpoint. */
export function engineDirectory({ containerId, directory }: Place): string | null {
  return directory === null ? null : `${directory.replace(/\/+$/, '')}/${containerId}`;
}

/** The disk of an engine as it is seen from here. */
export interface EngineDisk {
  host: EngineHost;
  dataRoot: string;
}

/** null where Slipway may not look into the engine's process, or it is on another machine. */
export async function findDisk(client: EngineClient, signal: AbortSignal): Promise<EngineDisk | null> {
  const host = await findEngineHost(client.address);
  if (host === null) return null;
  const dataRoot = text(record((await client.json('/info', { signal })).body).DockerRootDir);
  return dataRoot === '' ? null : { host, dataRoot };
}

/** The folder of a container's checkpoints, seen from here. */
export function folderOf({ host, dataRoot }: EngineDisk, place: Place): string {
  return host.path(engineDirectory(place) ?? join(dataRoot, 'containers', place.containerId, 'checkpoints'));
}

export type Measured = Pick<Checkpoint, 'createdAt' | 'sizeBytes' | 'memoryBytes' | 'processes'>;

/**
 * What CRIU left in a folder: `core-N.img` for each process or thread, `pages-N.img` with their memory. null where that
 * is no whole checkpoint.
 */
export async function measure(folder: string): Promise<Measured | null> {
  try {
    let sizeBytes = 0;
    let memoryBytes = 0;
    let processes = 0;
    let whole = false;
    for (const file of await readdir(folder, { withFileTypes: true, recursive: true })) {
      if (!file.isFile()) continue;
      const { size } = await stat(join(file.parentPath, file.name));
      sizeBytes += size;
      // CRIU writes it last.
      if (file.name === 'inventory.img') whole = true;
      if (/^pages-\d+\.img$/.test(file.name)) memoryBytes += size;
      if (/^core-\d+\.img$/.test(file.name)) processes += 1;
    }
    if (!whole || processes === 0) return null;
    const { mtime } = await stat(folder);
    return { createdAt: mtime.toISOString(), sizeBytes, memoryBytes, processes };
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown) return null;
    throw thrown;
  }
}
