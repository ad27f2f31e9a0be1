import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Viewer } from '../../../electron/stats/viewer.ts';

/** Items of a viewer with an interval of a second: when each came, in ms since the first one. */
async function follow(act: (viewer: Viewer, toMs: (ms: number) => Promise<unknown>) => Promise<void>) {
  const viewer = new Viewer({ intervalMs: 1000, all: false });
  const stop = new AbortController();
  const begunMs = performance.now();
  const items: number[] = [];
  const reading = (async () => {
    while (await viewer.next(stop.signal)) items.push(performance.now() - begunMs);
  })();
  const toMs = (ms: number) => vi.advanceTimersByTimeAsync(begunMs + ms - performance.now());
  viewer.measured();
  await toMs(1);
  await act(viewer, toMs);
  stop.abort();
  viewer.close();
  await reading;
  return items;
}

describe('a viewer', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    expect(vi.getTimerCount()).toBe(0);
    vi.useRealTimers();
  });

  it('is told of a round that ends shortly after rows have changed', async () => {
    const items = await follow(async (viewer, toMs) => {
      await toMs(900);
      viewer.changed();
      await toMs(1000);
      viewer.measured();
      await toMs(3000);
    });
    expect(items).toEqual([0, 900, 1000]);
  });

  it('is told in time of a round that ends early', async () => {
    const items = await follow(async (viewer, toMs) => {
      await toMs(400);
      viewer.measured();
      viewer.changed();
      await toMs(3000);
    });
    expect(items).toEqual([0, 400, 1000]);
  });

  it('is not told more often than it wants, whatever others want', async () => {
    const items = await follow(async (viewer, toMs) => {
      for (let ms = 100; ms <= 5000; ms += 100) {
        await toMs(ms);
        viewer.measured();
      }
    });
    expect(items.length).toBeGreaterThanOrEqual(6);
    expect(items.length).toBeLessThanOrEqual(8);
  });
});
