import type {
  DiskCacheRecord,
  DiskContainer,
  DiskImage,
  DiskKind,
  DiskVolume,
} from '../../../shared/contract/disk-usage.ts';
import { compareVersions } from '../api-version.ts';
import type { EngineClient } from '../client.ts';
import { diskCacheRecord, diskContainer, diskImage, diskVolume } from '../raw/disk-usage.ts';
import { byText, list, type RawRecord, record } from '../raw/fields.ts';
import { systemDf } from './system-df.ts';

/** What `/system/df` tells. */
export interface DiskFigures {
  images: DiskImage[];
  containers: DiskContainer[];
  volumes: DiskVolume[];
  buildCache: DiskCacheRecord[];
  /** All layers, each counted once; null where the engine does not tell. */
  layersBytes: number | null;
}

/** It walks every volume and writable layer: minutes on a full disk. It can be cancelled at any time. */
const deadlineMs = 30 * 60_000;
/** From this API on the kinds can be asked for one by one. */
const byType = '1.42';

const types: Readonly<Record<DiskKind, string>> = {
  images: 'image',
  containers: 'container',
  volumes: 'volume',
  buildCache: 'build-cache',
};
const kinds: readonly DiskKind[] = ['images', 'containers', 'volumes', 'buildCache'];

/**
 * Measures the engine's disk. Where the engine can, each kind is asked for by itself, so that `answered` tells which are
 * still being measured; older ones answer all at once.
 */
export async function readDiskUsage(
  client: EngineClient,
  signal: AbortSignal,
  answered: (kinds: readonly DiskKind[]) => void,
): Promise<DiskFigures> {
  if (compareVersions(client.apiVersion, byType) < 0) {
    const body = await systemDf(client, { signal, deadlineMs });
    answered(kinds);
    return figuresOf(record(body));
  }
  // One that fails ends the others: half a measurement would be taken for a whole one.
  const controller = new AbortController();
  const either = AbortSignal.any([signal, controller.signal]);
  try {
    const parts = await Promise.all(
      kinds.map(async (kind) => {
        const body = await systemDf(client, {
          query: { type: types[kind] },
          signal: either,
          deadlineMs,
        });
        answered([kind]);
        return record(body);
      }),
    );
    const [images, containers, volumes, cache] = parts;
    return figuresOf({
      LayersSize: images?.LayersSize,
      Images: images?.Images,
      Containers: containers?.Containers,
      Volumes: volumes?.Volumes,
      BuildCache: cache?.BuildCache,
    });
  } catch (thrown) {
    controller.abort();
    throw thrown;
  }
}

function figuresOf(body: RawRecord): DiskFigures {
  const rows = <T>(raw: unknown, map: (item: unknown) => T | null): T[] =>
    list(raw)
      .map(map)
      .filter((row): row is NonNullable<typeof row> => row !== null);
  const layers = body.LayersSize;
  return {
    // Engines answer in any order: two measurements of the same disk are to be alike.
    images: rows(body.Images, diskImage).sort((a, b) => byText(a.id, b.id)),
    containers: rows(body.Containers, diskContainer).sort((a, b) => byText(a.id, b.id)),
    volumes: rows(body.Volumes, diskVolume).sort((a, b) => byText(a.name, b.name)),
    buildCache: rows(body.BuildCache, diskCacheRecord).sort((a, b) => byText(a.id, b.id)),
    layersBytes: typeof layers === 'number' && layers >= 0 ? layers : null,
  };
}
