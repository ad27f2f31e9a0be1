import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type LayerProgress, wholePart, withStep } from '../../../shared/model/image-progress.ts';

const line = (id: string, status: string, current: number | null = null, total: number | null = null) => ({
  ...{ id, status, current, total },
});

describe('the progress of layers', () => {
  it('goes from waiting over the network to unpacked', () => {
    const lines = [
      line('1.27', 'Pulling from library/nginx'),
      line('a', 'Pulling fs layer'),
      line('b', 'Already exists'),
      line('a', 'Downloading', 50, 100),
      line('a', 'Download complete'),
      line('a', 'Extracting', 50, 100),
      line('a', 'Pull complete'),
      line('', 'Digest: sha256:1'),
    ];
    const parts = lines.reduce<{ layers: readonly LayerProgress[]; parts: (number | null)[] }>(
      ({ layers, parts: before }, step) => {
        const next = withStep(layers, step);
        return { layers: next, parts: [...before, wholePart(next)] };
      },
      { layers: [], parts: [] },
    ).parts;
    expect(parts.map((part) => (part === null ? null : Math.round(part * 100)))).toEqual([
      ...[null, 0, 50, 70, 90, 95, 100, 100],
    ]);
  });

  it('never goes back and never beyond the whole, whatever the engine says', () => {
    const step = fc.record({
      id: fc.constantFrom('a', 'b', 'c', ''),
      status: fc.constantFrom(
        'Waiting',
        'Downloading',
        'Extracting',
        'Pushing',
        'Pushed',
        'Retrying in 5 seconds',
      ),
      current: fc.option(fc.integer({ min: 0, max: 200 })),
      total: fc.option(fc.integer({ min: 0, max: 100 })),
    });
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        let layers: readonly LayerProgress[] = [];
        for (const one of steps) {
          const before = layers;
          layers = withStep(layers, one);
          for (const { id, part } of layers) {
            expect(part).toBeLessThanOrEqual(1);
            expect(part).toBeGreaterThanOrEqual(before.find((layer) => layer.id === id)?.part ?? 0);
          }
        }
      }),
    );
  });
});
