import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DiskDetails, DiskImage } from '../../../shared/contract/disk-usage.ts';
import { freeable } from '../../../shared/model/disk-free.ts';
import { cacheLine, containerLine, imageLine, volumeLine } from '../../../shared/model/disk-lines.ts';
import { pictureOf } from '../../../shared/model/disk-picture.ts';
import { squarify } from '../../../shared/model/treemap.ts';

const box = { x: 3, y: 5, width: 640, height: 240 };
const weights = fc.array(fc.oneof(fc.integer({ min: 1, max: 1e12 }), fc.constant(0)), { maxLength: 60 });

describe('a squarified treemap', () => {
  it('gives each item its share of the box, inside of it, and none to what weighs nothing', () => {
    fc.assert(
      fc.property(weights, (all) => {
        const tiles = squarify(
          all.map((weight, item) => ({ item, weight })),
          box,
        );
        const total = all.reduce((sum, weight) => sum + weight, 0);
        expect(tiles).toHaveLength(all.filter((weight) => weight > 0).length);
        for (const { item, x, y, width, height } of tiles) {
          const share = ((all[item] ?? 0) / total) * box.width * box.height;
          expect(Math.abs(width * height - share)).toBeLessThan(1e-3 * share + 1e-3);
          expect(x).toBeGreaterThanOrEqual(box.x - 1e-6);
          expect(y).toBeGreaterThanOrEqual(box.y - 1e-6);
          expect(x + width).toBeLessThanOrEqual(box.x + box.width + 0.02);
          expect(y + height).toBeLessThanOrEqual(box.y + box.height + 0.02);
        }
      }),
      // The first was once rounded out of the box.
      { examples: [[[789_874_067_836, 1]]] },
    );
  });

  it('lets no two tiles overlap', () => {
    fc.assert(
      fc.property(weights, (all) => {
        const tiles = squarify(
          all.map((weight, item) => ({ item, weight })),
          box,
        );
        for (const [at, a] of tiles.entries())
          for (const b of tiles.slice(at + 1)) {
            const across = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
            const down = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
            expect(Math.min(across, down)).toBeLessThan(0.02);
          }
      }),
      { numRuns: 40 },
    );
  });

  it('makes them as square as the paper does', () => {
    // The example of the paper: a box of 6 by 4, areas 6 6 4 3 2 2 1.
    const tiles = squarify(
      [6, 6, 4, 3, 2, 2, 1].map((weight, item) => ({ item, weight })),
      { x: 0, y: 0, width: 6, height: 4 },
    );
    expect(tiles[0]).toMatchObject({ x: 0, y: 0, width: 3, height: 2 });
    expect(tiles[1]).toMatchObject({ x: 0, y: 2, width: 3, height: 2 });
    expect(tiles[2]?.width).toBeCloseTo(12 / 7);
    expect(tiles[2]?.height).toBeCloseTo(7 / 3);
  });
});

const image = (id: string, more: Partial<DiskImage>): DiskImage => ({
  ...{ id, tags: [`${id}:1`], createdAt: '', sizeBytes: 100, sharedBytes: 60, uniqueBytes: 40 },
  ...{ containers: 0, dangling: false, protected: false, trashed: false },
  ...more,
});
const line = { total: 0, active: 0, sizeBytes: 0, reclaimableBytes: 0 };

function details(more: Partial<DiskDetails>, layersBytes: number | null): DiskDetails {
  const images = more.images ?? [];
  return {
    ...{ images: [], containers: [], volumes: [], buildCache: [] },
    ...more,
    usage: {
      ...{ containers: line, volumes: line, buildCache: line, measuredAt: '', tookMs: 0, engineId: 'e' },
      images: imageLine(images, layersBytes, 'all-but-used'),
      trash: { total: 0, sizeBytes: 0 },
    },
  };
}

describe('the lines of docker system df', () => {
  it('count what is reclaimable as each generation of the CLI does', () => {
    const images = [image('used', { containers: 2 }), image('free', {}), image('odd', { uniqueBytes: null })];
    expect(imageLine(images, 200, 'all-but-used')).toEqual({
      ...{ total: 3, active: 1, sizeBytes: 200, reclaimableBytes: 160 },
    });
    expect(imageLine(images, 200, 'unused').reclaimableBytes).toBe(40);
    expect(imageLine(images, null, 'all-but-used')).toMatchObject({
      sizeBytes: null,
      reclaimableBytes: null,
    });
  });

  it('leave out shared cache, volumes of unknown size and what containers in use wrote', () => {
    const cache = { type: '', description: '', createdAt: '', lastUsedAt: '', usageCount: 0, parents: [] };
    expect(
      cacheLine([
        { ...cache, id: 'a', sizeBytes: 5, inUse: false, shared: false },
        { ...cache, id: 'b', sizeBytes: 7, inUse: true, shared: false },
        { ...cache, id: 'c', sizeBytes: 9, inUse: true, shared: true },
      ]),
    ).toEqual({ total: 3, active: 2, sizeBytes: 12, reclaimableBytes: 5 });
    const volume = { driver: 'local', createdAt: '', anonymous: false, protected: false };
    expect(
      volumeLine([
        { ...volume, name: 'a', sizeBytes: 5, links: 0 },
        { ...volume, name: 'b', sizeBytes: null, links: 0 },
        { ...volume, name: 'c', sizeBytes: 7, links: 2 },
      ]),
    ).toEqual({ total: 3, active: 1, sizeBytes: 12, reclaimableBytes: 5 });
    const container = {
      ...{ name: '', image: '', imageId: '', command: '', createdAt: '', rootBytes: 1, localVolumes: 0 },
      ...{ protected: false, trashed: false },
    };
    expect(
      containerLine([
        { ...container, id: 'a', state: 'paused', writtenBytes: 5 },
        { ...container, id: 'b', state: 'exited', writtenBytes: 7 },
        { ...container, id: 'c', state: 'created', writtenBytes: null },
      ]),
    ).toEqual({ total: 3, active: 1, sizeBytes: 12, reclaimableBytes: 7 });
  });
});

describe('what may be freed', () => {
  it('calls nothing safe that somebody named, marked, uses or put into the trash', () => {
    const images = [
      image('dangling', { dangling: true, tags: [] }),
      image('named', {}),
      image('used', { containers: 1, dangling: true }),
      image('marked', { dangling: true, protected: true }),
      image('trashed', { trashed: true }),
    ];
    const { safe, again, data } = freeable(details({ images }, 300));
    expect(safe.images).toEqual({ count: 1, bytes: 40 });
    expect(again.images).toEqual({ count: 1, bytes: 40 });
    expect(data.total).toEqual({ count: 0, bytes: 0 });
  });

  it('tells a dash where nothing is known', () => {
    const images = [image('one', { uniqueBytes: null })];
    expect(freeable(details({ images }, null)).again.total).toEqual({ count: 1, bytes: null });
    expect(freeable(details({ images }, null)).again.images).toEqual({ count: 1, bytes: null });
  });
});

describe('the picture', () => {
  it('shows each byte once: what is shared is a piece of its own', () => {
    const images = [image('a', {}), image('b', {})];
    const [group] = pictureOf(details({ images }, 140));
    expect(group?.pieces.map(({ key, bytes }) => [key, bytes])).toEqual([
      ['shared', 60],
      ['a', 40],
      ['b', 40],
    ]);
    expect(group?.bytes).toBe(140);
  });

  it('puts the small ones of many together, without losing a byte', () => {
    const images = Array.from({ length: 300 }, (_, at) => image(`i${at}`, { uniqueBytes: 1000 - at }));
    const [group] = pictureOf(details({ images }, 300 * 1000));
    expect(group?.pieces).toHaveLength(40);
    expect(group?.pieces.at(-1)).toMatchObject({ state: 'rest', count: 262 });
    expect(group?.pieces.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(300_000);
  });
});
