import type { EngineClient } from '../client.ts';
import { listContainers } from './containers.ts';
import type { DiskFigures } from './disk-usage.ts';
import { listImages, listVolumes } from './resources.ts';

/**
 * Podman (4.3) answers `/system/df` with ids without their algorithm, half of each tag, no drivers and no mounts, which
 * its lists do tell; and with 0 for what layers share and take together, which is not known then.
 */
export async function asPodmanMeans(
  client: EngineClient,
  figures: DiskFigures,
  signal: AbortSignal,
): Promise<DiskFigures> {
  const [images, volumes, containers] = await Promise.all([
    listImages(client, { signal }),
    listVolumes(client, { signal }),
    listContainers(client, { all: true, signal }),
  ]);
  const imageRows = new Map(images.map((row) => [bare(row.id), row]));
  const volumeRows = new Map(volumes.map((row) => [row.name, row]));
  const containerRows = new Map(containers.map((row) => [row.id, row]));
  return {
    ...figures,
    layersBytes: null,
    images: figures.images.map((one) => {
      const row = imageRows.get(bare(one.id));
      return {
        ...one,
        ...(row === undefined
          ? { tags: [] }
          : { id: row.id, tags: row.tags, dangling: row.dangling, createdAt: row.createdAt }),
        sharedBytes: null,
        uniqueBytes: null,
      };
    }),
    containers: figures.containers.map((one) => {
      const row = containerRows.get(one.id);
      if (row === undefined) return one;
      const { image, imageId } = row;
      return {
        ...one,
        image,
        imageId,
        localVolumes: row.mounts.filter(({ type }) => type === 'volume').length,
      };
    }),
    volumes: figures.volumes.map((one) => {
      const row = volumeRows.get(one.name);
      if (row === undefined) return one;
      return { ...one, driver: row.driver, createdAt: row.createdAt ?? '', anonymous: row.anonymous };
    }),
  };
}

const bare = (id: string): string => id.replace(/^sha256:/, '');
