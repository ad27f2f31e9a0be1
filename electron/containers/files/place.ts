import type { FileStat, FileType, HiddenBy } from '../../../shared/contract/container-files.ts';
import { fail, SlipwayError } from '../../../shared/contract/failure.ts';
import { shownText } from '../../../shared/model/byte-text.ts';
import { baseName, isWithin, pathProblem, tidyPath } from '../../../shared/model/file-paths.ts';
import { type ArchiveStat, statArchive } from '../../engine/api/archive.ts';
import { inspectContainer } from '../../engine/api/containers.ts';
import type { EngineClient } from '../../engine/client.ts';
import type { Engine } from '../../engine/engine.ts';
import { flag, list, record, text } from '../../engine/raw/fields.ts';

/** A container and a path in it, both looked up. */
export interface Place {
  client: EngineClient;
  /** Whole id of the container. */
  id: string;
  name: string;
  path: string;
  mounts: { type: string; path: string; writable: boolean }[];
  /** False where the container's own filesystem is mounted read-only. */
  writable: boolean;
}

const kernelFolders = ['/proc', '/sys', '/dev'];

/** @throws not-found `object-unknown`, invalid-input `path-malformed` */
export async function findPlace(
  engine: Engine,
  input: { id: string; path: string },
  signal: AbortSignal,
): Promise<Place> {
  if (pathProblem(input.path) !== null)
    throw fail('invalid-input', 'path-malformed', { path: shownText(input.path).slice(0, 200) });
  const client = await engine.client(signal);
  const raw = await inspectContainer(client, input.id, signal);
  const host = record(raw.HostConfig);
  const mounts = list(raw.Mounts)
    .map(record)
    .map((mount) => ({
      type: text(mount.Type),
      path: tidyPath(text(mount.Destination)),
      writable: flag(mount.RW),
    }));
  const tmpfs = Object.keys(record(host.Tmpfs)).map((path) => ({
    type: 'tmpfs',
    path: tidyPath(path),
    writable: true,
  }));
  return {
    client,
    id: text(raw.Id),
    name: text(raw.Name).replace(/^\//, ''),
    path: tidyPath(input.path),
    mounts: [...mounts, ...tmpfs],
    writable: !flag(host.ReadonlyRootfs),
  };
}

/** The mount a path lies in, if any. */
export function mountOf({ mounts }: Place, path: string): Place['mounts'][number] | undefined {
  return mounts
    .filter((mount) => isWithin(path, mount.path))
    .sort((a, b) => b.path.length - a.path.length)[0];
}

/** What the engine's archives leave out at a path. Podman reads through the running container, and leaves nothing out. */
export function hiddenBy(place: Place, stat: ArchiveStat): HiddenBy | undefined {
  if (stat.leadsToFolder !== undefined) return undefined;
  if (mountOf(place, place.path)?.type === 'tmpfs') return 'tmpfs';
  return kernelFolders.some((folder) => isWithin(place.path, folder)) ? 'kernel' : undefined;
}

/** Looks at a path; of a link also at what it leads to, which the engine follows inside of the container. */
export async function statPlace(
  place: Place,
  signal: AbortSignal,
): Promise<{ own: ArchiveStat; stat: FileStat }> {
  const { client, id, path } = place;
  const own = await statArchive(client, id, path, signal);
  const { type, size, mode, modifiedAt } = own;
  const stat: FileStat = { name: baseName(path) || '/', type, size, mode, modifiedAt };
  if (type !== 'symlink') return { own, stat };
  return { own, stat: { ...stat, target: await targetOf(place, own, signal) } };
}

async function targetOf(
  { client, id }: Place,
  { resolved, leadsToFolder }: ArchiveStat,
  signal: AbortSignal,
): Promise<{ path: string; type: FileType } | null> {
  if (resolved === undefined) return null;
  const path = tidyPath(resolved);
  if (leadsToFolder === true) return { path, type: 'directory' };
  try {
    const { type } = await statArchive(client, id, path, signal);
    return { path, type };
  } catch (thrown) {
    if (thrown instanceof SlipwayError && thrown.error.code === 'not-found') return null;
    throw thrown;
  }
}
