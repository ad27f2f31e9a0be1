import { readdir, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { columnsOf, keptFigures, type Point } from '../../../electron/stats/columns.ts';
import { minuteFileBytes, readMinutes, writeMinute } from '../../../electron/stats/minute-file.ts';
import { MinuteMean } from '../../../electron/stats/minute-mean.ts';
import { MinuteStore } from '../../../electron/stats/minute-store.ts';
import { Recent } from '../../../electron/stats/recent.ts';
import { noFigures } from '../../../shared/model/stats.ts';
import { temporaryFolder } from '../../rig/open-app.ts';

const minute = 29_000_000;
const now = minute * 60_000;
const idOf = (at: number) => at.toString(16).padStart(64, '0');
const values = (first: number) => keptFigures.map((_key, index) => first + index);
const point = (at: number, first: number): Point => ({ at: at * 60_000, values: values(first) });

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(() => folder.remove());

describe('the file of a container', () => {
  it('holds a day and no more, whatever was written before', async () => {
    const path = join(folder.path, 'one.day');
    for (const at of [minute - 1441, minute - 1440, minute - 1439, minute - 10, minute])
      await writeMinute(path, at, point(at, at % 7));
    const points = await readMinutes(path, minute);
    expect(points.map(({ at }) => at / 60_000)).toEqual([minute - 1439, minute - 10, minute]);
    expect(points.at(-1)).toEqual(point(minute, minute % 7));
    expect((await stat(path)).size).toBeLessThanOrEqual(minuteFileBytes);
    expect(await readMinutes(join(folder.path, 'none.day'), minute)).toEqual([]);
  });

  it('keeps figures to seven digits, and what is not known', async () => {
    const path = join(folder.path, 'one.day');
    await writeMinute(path, minute, {
      at: now,
      values: [12.345678, 1_234_567_890_123, Number.NaN, 0, 1, 2, 3],
    });
    const [read] = await readMinutes(path, minute);
    expect(read?.values[0]).toBeCloseTo(12.345678, 5);
    expect((read?.values[1] ?? 0) / 1_234_567_890_123).toBeCloseTo(1, 6);
    expect(columnsOf(read === undefined ? [] : [read]).networkRxPerSecond).toEqual([null]);
  });

  it('gives no nonsense, whatever is in it', async () => {
    const path = join(folder.path, 'one.day');
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: minuteFileBytes + 100, size: 'max' }), async (bytes) => {
        await writeFile(path, bytes);
        await writeMinute(path, minute, point(minute, 1));
        const columns = columnsOf(await readMinutes(path, minute));
        expect(columns.at.at(-1)).toBe(now);
        const all = keptFigures.flatMap((key) => columns[key]);
        expect(all.filter((value) => value !== null && !(value >= 0 && Number.isFinite(value)))).toEqual([]);
      }),
      { numRuns: 30 },
    );
    await truncate(path, 17);
    expect(await readMinutes(path, minute)).toEqual([]);
  });
});

describe('the store', () => {
  const files = async () =>
    (await readdir(folder.path, { recursive: true })).filter((name) => name.endsWith('.day'));
  const write = (store: MinuteStore, id: string, at: number) =>
    store.write('engine/../x', at, [{ id, point: point(at, 1) }], at * 60_000);

  it('keeps within its budget: what was written longest ago makes room', async () => {
    const store = new MinuteStore(folder.path, minuteFileBytes * 3);
    for (const at of [0, 1, 2]) await write(store, idOf(at), minute + at * 10);
    await write(store, idOf(0), minute + 25);
    await write(store, idOf(3), minute + 30);
    const left = (await files()).map((name) => Number.parseInt(name.slice(-68, -4), 16)).sort();
    expect(left).toEqual([0, 2, 3]);
    const sizes = await Promise.all((await files()).map((name) => stat(join(folder.path, name))));
    expect(sizes.reduce((sum, { size }) => sum + size, 0)).toBeLessThanOrEqual(minuteFileBytes * 3);
  });

  it('does not record one container more than there is room for', async () => {
    const store = new MinuteStore(folder.path, minuteFileBytes * 2);
    for (let at = minute; at < minute + 3; at += 1)
      await store.write(
        'e',
        at,
        [1, 2, 3].map((id) => ({ id: idOf(id), point: point(at, id) })),
        at * 60_000,
      );
    expect(await files()).toHaveLength(2);
    expect(await store.read('e', idOf(1), minute + 2)).toHaveLength(3);
    expect(await store.read('e', idOf(3), minute + 2)).toEqual([]);
  });

  it('finds what is there, and takes away what is older than a day', async () => {
    await write(new MinuteStore(folder.path), idOf(1), minute);
    await write(new MinuteStore(folder.path), idOf(2), minute);
    const old = (await files()).find((name) => name.includes(idOf(1))) ?? '';
    const yesterday = new Date(now - 25 * 3_600_000);
    await utimes(join(folder.path, old), yesterday, yesterday);
    const store = new MinuteStore(folder.path);
    await write(store, idOf(3), minute + 1);
    expect((await files()).some((name) => name.includes(idOf(1)))).toBe(false);
    expect(await store.read('engine/../x', idOf(2), minute + 1)).toHaveLength(1);
    expect(await store.read('another', idOf(2), minute + 1)).toEqual([]);
  });

  it('takes no name for a file that is no id', async () => {
    const store = new MinuteStore(folder.path);
    await write(store, '../../escape', minute);
    await write(store, 'machine', minute);
    expect(await files()).toHaveLength(1);
    expect(await store.read('engine/../x', '../../escape', minute)).toEqual([]);
  });
});

describe('the mean of a minute', () => {
  it('weighs each figure by the time it stands for', () => {
    const mean = new MinuteMean();
    mean.add({ ...noFigures, cpuPercent: null, memoryBytes: 100 }, null);
    mean.add({ ...noFigures, cpuPercent: 10, memoryBytes: 100 }, 3000);
    mean.add({ ...noFigures, cpuPercent: 50, memoryBytes: 100 }, 1000);
    const columns = columnsOf([mean.point(minute)]);
    expect(columns).toMatchObject({ at: [now], cpuPercent: [20], memoryBytes: [100], pids: [null] });
  });
});

describe('the last five minutes', () => {
  it('hold no more than that, in order, whatever the clock does', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -3_600_000, max: 3_600_000 }), { maxLength: 500 }), (steps) => {
        const recent = new Recent();
        let at = now;
        for (const step of steps) {
          at += step;
          recent.add('one', at, { ...noFigures, cpuPercent: 1 });
        }
        const points = recent.points('one', at);
        expect(points.every((one, index) => index === 0 || one.at > (points[index - 1]?.at ?? 0))).toBe(true);
        expect(points.every((one) => one.at <= at && one.at >= at - 300_000)).toBe(true);
      }),
    );
  });

  it('forget containers that are gone', () => {
    const recent = new Recent();
    recent.add('gone', now, noFigures);
    for (let second = 0; second <= 600; second += 1)
      recent.add(second < 400 ? 'one' : 'two', now + second * 1000, noFigures);
    expect(recent.points('one', now + 600_000)).toHaveLength(100);
    expect(recent.points('two', now + 600_000)).toHaveLength(201);
    expect(recent.points('gone', now)).toEqual([]);
  });
});
