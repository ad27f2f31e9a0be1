import type { DiskDetails } from '../contract/disk-usage.ts';
import { isActive } from './disk-lines.ts';

/** Some objects and what removing them frees at least; null where the engine does not tell. */
export interface Share {
  count: number;
  bytes: number | null;
}

/**
 * What may be freed, by what is lost with it. `safe`: nothing anybody named, and nothing that is not made again by
 * itself. `again`: can be had again, by a pull, a build or a run. `data`: perhaps the only copy.
 * What is protected or in the trash is in none of them.
 */
export interface Freeable {
  safe: { images: Share; buildCache: Share; total: Share };
  again: { images: Share; containers: Share; total: Share };
  data: { volumes: Share; total: Share };
}

export function freeable({ images, containers, volumes, buildCache }: DiskDetails): Freeable {
  const free = images.filter((one) => one.containers === 0 && !one.protected && !one.trashed);
  const bytesOfImages = (some: typeof free) => share(some.map(({ uniqueBytes }) => uniqueBytes));
  const dangling = bytesOfImages(free.filter((one) => one.dangling));
  const named = bytesOfImages(free.filter((one) => !one.dangling));
  const cache = share(
    buildCache.filter((one) => !one.inUse && !one.shared).map(({ sizeBytes }) => sizeBytes),
  );
  const idle = share(
    containers
      .filter((one) => !isActive(one) && !one.protected && !one.trashed)
      .map(({ writtenBytes }) => writtenBytes),
  );
  const unused = share(
    volumes.filter((one) => one.links === 0 && !one.protected).map(({ sizeBytes }) => sizeBytes),
  );
  return {
    safe: { images: dangling, buildCache: cache, total: together(dangling, cache) },
    again: { images: named, containers: idle, total: together(named, idle) },
    data: { volumes: unused, total: unused },
  };
}

/** One that is not known leaves the sum of the others, as long as there are any. */
function share(sizes: readonly (number | null)[]): Share {
  const known = sizes.filter((size) => size !== null);
  const bytes =
    sizes.length > 0 && known.length === 0 ? null : known.reduce<number>((sum, size) => sum + size, 0);
  return { count: sizes.length, bytes };
}

function together(a: Share, b: Share): Share {
  const some = [a, b].filter(({ count }) => count > 0);
  const unknown = some.length > 0 && some.every(({ bytes }) => bytes === null);
  return { count: a.count + b.count, bytes: unknown ? null : (a.bytes ?? 0) + (b.bytes ?? 0) };
}
