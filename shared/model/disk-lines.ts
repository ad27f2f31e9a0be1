import type {
  DiskCacheRecord,
  DiskContainer,
  DiskImage,
  DiskVolume,
  UsageLine,
} from '../contract/disk-usage.ts';

/**
 * The totals of `docker system df`, from the objects it lists. Formulas: docker/cli
 * `cli/command/formatter/disk_usage.go`; that of images changed with release 29.
 */

const sum = (sizes: readonly (number | null)[]): number =>
  sizes.reduce<number>((all, size) => all + (size ?? 0), 0);

/**
 * Up to 28 what is reclaimable is everything but the unique bytes of images in use, which is more than their removal
 * frees where images in use share layers. From 29 on it is the unique bytes of images not in use, which is less where unused ones
 * share layers. @param layersBytes all layers, each counted once; null where the engine does not tell
 */
export function imageLine(
  images: readonly DiskImage[],
  layersBytes: number | null,
  rule: 'all-but-used' | 'unused',
): UsageLine {
  const used = images.filter(({ containers }) => containers !== 0);
  const unused = images.filter(({ containers }) => containers === 0);
  return {
    total: images.length,
    active: images.filter(({ containers }) => (containers ?? 0) > 0).length,
    sizeBytes: layersBytes,
    reclaimableBytes:
      rule === 'unused'
        ? sum(unused.map(({ uniqueBytes }) => uniqueBytes))
        : layersBytes === null
          ? null
          : layersBytes - sum(used.map(({ uniqueBytes }) => uniqueBytes)),
  };
}

const activeStates: ReadonlySet<string> = new Set(['running', 'paused', 'restarting']);

export function isActive({ state }: Pick<DiskContainer, 'state'>): boolean {
  return activeStates.has(state);
}

export function containerLine(containers: readonly DiskContainer[]): UsageLine {
  const idle = containers.filter((one) => !isActive(one));
  return {
    total: containers.length,
    active: containers.length - idle.length,
    sizeBytes: sum(containers.map(({ writtenBytes }) => writtenBytes)),
    reclaimableBytes: sum(idle.map(({ writtenBytes }) => writtenBytes)),
  };
}

export function volumeLine(volumes: readonly DiskVolume[]): UsageLine {
  return {
    total: volumes.length,
    active: volumes.filter(({ links }) => (links ?? 0) > 0).length,
    sizeBytes: sum(volumes.map(({ sizeBytes }) => sizeBytes)),
    reclaimableBytes: sum(volumes.filter(({ links }) => links === 0).map(({ sizeBytes }) => sizeBytes)),
  };
}

/** Shared records are counted with the images that share them. */
export function cacheLine(records: readonly DiskCacheRecord[]): UsageLine {
  const own = records.filter(({ shared }) => !shared);
  const sizeBytes = sum(own.map((record) => record.sizeBytes));
  const inUse = sum(own.filter((record) => record.inUse).map((record) => record.sizeBytes));
  return {
    total: records.length,
    active: records.filter((record) => record.inUse).length,
    sizeBytes,
    reclaimableBytes: sizeBytes - inUse,
  };
}
