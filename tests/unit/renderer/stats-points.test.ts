import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addPoint,
  joinLines,
  liveMs,
  mergePoints,
  pointsOf,
  type StatsPoint,
  slotsOf,
} from '../../../renderer/state/stats/points.ts';
import { lonePoints, sparkPath, summarise, valueAt } from '../../../renderer/ui/chart/points.ts';

const point = (at: number, cpuPercent: number | null = at): StatsPoint => ({
  at,
  cpuPercent,
  memoryBytes: null,
  networkRxPerSecond: null,
  networkTxPerSecond: null,
  blockReadPerSecond: null,
  blockWritePerSecond: null,
  pids: null,
});
const times = (points: readonly StatsPoint[]) => points.map(({ at }) => at);

describe('points over time', () => {
  it('lets go of what is older than the window, and takes no reading twice', () => {
    let points: readonly StatsPoint[] = [];
    for (let at = 0; at <= liveMs + 5000; at += 1000) points = addPoint(points, point(at));
    expect(points).toHaveLength(301);
    expect(points[0]?.at).toBe(5000);
    expect(addPoint(points, point(liveMs + 5001))).toBe(points);
    expect(addPoint(points, point(10)), 'a clock that was set back').toBe(points);
  });

  it('puts a history before and between what was seen live', () => {
    const history = [point(1000), point(2000), point(3000), point(4000), point(5000)];
    const live = [point(2010), point(5005), point(6000)];
    expect(times(mergePoints(history, live))).toEqual([1000, 2000, 3000, 4000, 5000, 6000]);
    expect(mergePoints([], live)).toBe(live);
    expect(mergePoints(live, [])).toBe(live);
  });

  it('reads the columns of a history', () => {
    const none = [null, null];
    const columns = {
      at: [1, 2],
      cpuPercent: [5, null],
      memoryBytes: [1, 2],
      networkRxPerSecond: none,
      networkTxPerSecond: none,
      blockReadPerSecond: none,
      blockWritePerSecond: none,
      pids: [3, 4],
    };
    expect(pointsOf(columns)).toEqual([
      { ...point(1, 5), memoryBytes: 1, pids: 3 },
      { ...point(2, null), memoryBytes: 2, pids: 4 },
    ]);
  });

  it('joins lines over one axis and breaks each only at its own gaps', () => {
    const a = { points: [point(0), point(1000), point(9000)], figure: 'cpuPercent' } as const;
    const b = { points: [point(500), point(1500), point(2500)], figure: 'cpuPercent' } as const;
    const { times: axis, values } = joinLines([a, b], 5000);
    expect(axis).toEqual([0, 500, 1000, 1001, 1500, 2500, 9000]);
    expect(values[0]).toEqual([0, undefined, 1000, null, undefined, undefined, 9000]);
    expect(values[1]).toEqual([undefined, 500, undefined, undefined, 1500, 2500, undefined]);
  });

  it('has every reading of every line, in order, whatever the gaps', () => {
    const run = fc.uniqueArray(fc.nat(100_000), { maxLength: 40 }).map((all) => all.sort((x, y) => x - y));
    fc.assert(
      fc.property(run, run, fc.integer({ min: 1, max: 20_000 }), (first, second, gapMs) => {
        const lines = [first, second].map((all) => ({
          points: all.map((at) => point(at)),
          figure: 'cpuPercent' as const,
        }));
        const { times: axis, values } = joinLines(lines, gapMs);
        expect(axis).toEqual([...new Set(axis)].sort((x, y) => x - y));
        for (const [place, all] of [first, second].entries()) {
          const read = axis.filter((_, at) => typeof values[place]?.[at] === 'number');
          expect(read).toEqual(all);
        }
      }),
    );
  });

  it('cuts time into equal parts with the mean of what is known in each', () => {
    const points = [point(0, 10), point(500, 20), point(1000, null), point(3999, 7)];
    const parts = slotsOf(points, 0, 4000, 4);
    expect(parts.map(({ at, cpuPercent }) => [at, cpuPercent])).toEqual([
      [0, 15],
      [1000, null],
      [2000, null],
      [3000, 7],
    ]);
  });
});

describe('lines of charts', () => {
  it('says the figures of what is known', () => {
    expect(summarise([null, 2, undefined, 4, null])).toEqual({ last: 4, least: 2, most: 4, mean: 3 });
    expect(summarise([null, undefined])).toEqual({ last: null, least: null, most: null, mean: null });
  });

  it('reads a value at a place where only another line has a point, and none in a gap', () => {
    expect(valueAt([1, undefined, null, undefined, 5], 1)).toBe(1);
    expect(valueAt([1, undefined, null, undefined, 5], 3)).toBeNull();
    expect(valueAt([], 0)).toBeNull();
  });

  it('finds the points that a line would not show', () => {
    expect(lonePoints([1, null, 2, undefined, 3, null, 4])).toEqual([0, 6]);
    expect(lonePoints([5])).toEqual([0]);
    expect(lonePoints([null, 5, undefined, null])).toEqual([1]);
    expect(lonePoints([1, 2, 3])).toEqual([]);
  });

  it('draws a small line within its box, broken at gaps', () => {
    const box = { from: 0, to: 100, top: 10, width: 100, height: 20, gapMs: 20 };
    expect(
      sparkPath(
        [
          [0, 0],
          [10, 10],
          [50, 5],
          [60, null],
          [70, 99],
        ],
        box,
      ),
    ).toBe('M0.0 20.0h0L10.0 0.0M50.0 10.0h0M70.0 0.0h0');
    expect(
      sparkPath(
        [
          [-5, 1],
          [200, 1],
        ],
        box,
      ),
    ).toBe('');
    expect(sparkPath([[0, 0]], { ...box, top: 0 })).toBe('M0.0 20.0h0');
  });
});
