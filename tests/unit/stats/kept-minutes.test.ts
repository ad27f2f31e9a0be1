import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { pointOf } from '../../../electron/stats/columns.ts';
import { History } from '../../../electron/stats/history.ts';
import { MinuteStore } from '../../../electron/stats/minute-store.ts';
import { noFigures } from '../../../shared/model/stats.ts';
import { totalsOf } from '../../../shared/model/stats-totals.ts';
import { temporaryFolder } from '../../rig/open-app.ts';
import { sampleContainer } from '../renderer/samples.ts';

const web = sampleContainer();
const begun = Date.parse('2026-11-21T10:00:10Z');
const minuteMs = 60_000;

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeEach(async () => {
  folder = await temporaryFolder();
  vi.useFakeTimers({ toFake: ['Date'], now: begun });
});
afterEach(async () => {
  vi.useRealTimers();
  await folder.remove();
});

/** One Slipway of several that keep the history of the same engine. */
function slipway() {
  const history = new History(
    {
      engineId: 'e',
      listen: () => undefined,
      totals: () => totalsOf([], { cpus: null, memoryBytes: null }),
      known: () => Promise.resolve([web]),
    },
    new MinuteStore(folder.path),
  );
  return {
    history,
    measure: (cpuPercent: number) =>
      history.measured(web, { figures: { ...noFigures, cpuPercent }, windowMs: 1000 }),
    day: async () => {
      const input = { ids: [web.id], machine: false, span: '24h' } as const;
      const { series } = await history.read(input, 'e', new AbortController().signal);
      return series[0]?.cpuPercent;
    },
  };
}

describe('the minutes that several programs keep', () => {
  it('are written only while the settings say so, and what is there stays', async () => {
    let keeps = false;
    const store = new MinuteStore(folder.path, undefined, () => keeps);
    const point = { ...noFigures, cpuPercent: 7 };
    const minute = Math.floor(begun / minuteMs);
    const write = (at: number) =>
      store.write('e', at, [{ id: web.id, point: pointOf(at * minuteMs, point) }], begun);
    await write(minute);
    expect(await store.read('e', web.id, minute)).toEqual([]);
    keeps = true;
    await write(minute);
    keeps = false;
    await write(minute + 1);
    expect(await store.read('e', web.id, minute + 1)).toHaveLength(1);
  });

  it('are not overwritten by what one of them saw of a minute long ago', async () => {
    const brief = slipway();
    const whole = slipway();
    brief.measure(100);
    brief.history.idle();
    await brief.day();
    whole.measure(20);
    vi.setSystemTime(begun + minuteMs);
    whole.measure(30);
    expect(await whole.day()).toEqual([20, 30]);
    vi.setSystemTime(begun + 2 * minuteMs);
    brief.measure(40);
    expect(await brief.day()).toEqual([20, 40]);
    await whole.history.close();
    expect(await brief.day()).toEqual([20, 30, 40]);
  });

  it('are one minute for who comes back within it', async () => {
    const { measure, history, day } = slipway();
    measure(10);
    history.idle();
    expect(await day()).toEqual([10]);
    measure(30);
    expect(await day()).toEqual([20]);
    await history.close();
    expect(await slipway().day()).toEqual([20]);
  });

  it('are all shown, also those later than what is not yet written', async () => {
    const first = slipway();
    const second = slipway();
    first.measure(10);
    vi.setSystemTime(begun + minuteMs);
    second.measure(20);
    second.history.idle();
    await second.day();
    expect(await first.day()).toEqual([10, 20]);
  });
});
