import type { DiskDetails, DiskKind } from '../../shared/contract/disk-usage.ts';
import { cacheLine, containerLine, imageLine, volumeLine } from '../../shared/model/disk-lines.ts';
import { readDiskUsage } from '../engine/api/disk-usage.ts';
import { asPodmanMeans } from '../engine/api/podman-disk.ts';
import type { Engine } from '../engine/engine.ts';

/** The release in which the docker CLI began to count unused images only. */
const unusedOnlyFrom = 29;

/** Measures the disk of the engine in use. Marks are not told here: they change without a measurement. */
export async function measureDisk(
  engine: Engine,
  signal: AbortSignal,
  answered: (kinds: readonly DiskKind[]) => void,
): Promise<DiskDetails> {
  const client = await engine.client(signal);
  const identity = await engine.connection.identity(signal);
  const began = performance.now();
  const figures = await readDiskUsage(client, signal, answered);
  const { images, containers, volumes, buildCache, layersBytes } =
    identity.kind === 'podman' ? await asPodmanMeans(client, figures, signal) : figures;
  const newer = identity.kind === 'docker' && Number.parseInt(identity.version, 10) >= unusedOnlyFrom;
  const trashed = [
    ...images.filter((one) => one.trashed).map((one) => one.uniqueBytes),
    ...containers.filter((one) => one.trashed).map((one) => one.writtenBytes),
  ];
  return {
    usage: {
      images: imageLine(images, layersBytes, newer ? 'unused' : 'all-but-used'),
      containers: containerLine(containers),
      volumes: volumeLine(volumes),
      buildCache: cacheLine(buildCache),
      measuredAt: new Date().toISOString(),
      tookMs: Math.round(performance.now() - began),
      engineId: identity.id,
      trash: {
        total: trashed.length,
        sizeBytes: trashed.includes(null) ? null : trashed.reduce<number>((all, one) => all + (one ?? 0), 0),
      },
    },
    images,
    containers,
    volumes,
    buildCache,
  };
}
