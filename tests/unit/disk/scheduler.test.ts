import { mkdtemp, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ScheduleStore } from '../../../electron/disk/schedule/schedule-store.ts';
import { type ScheduledWork, Scheduler } from '../../../electron/disk/schedule/scheduler.ts';
import { type PruneSchedule, pruneRules } from '../../../shared/contract/prune.ts';
import { eventually } from '../../rig/wait-for.ts';

const minuteMs = 60_000;
const begin = Date.parse('2026-01-05T03:30:00.000Z');
const rules = (label: string) => pruneRules.parse({ kinds: ['containers'], label: [label] });

const schedule = (id: string, more: Partial<PruneSchedule> = {}): PruneSchedule => ({
  ...{ id, name: id, enabled: true, when: { every: 'hours', hours: 24 }, rules: rules('first') },
  ...{ engineId: 'E', engineName: 'lab', nextAt: new Date(begin).toISOString(), last: null, missed: null },
  ...more,
});

let home: string;
let now: number;
let scheduler: Scheduler | null;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'slipway-unit-'));
  now = begin;
  scheduler = null;
});
afterEach(async () => {
  await scheduler?.close();
  await rm(home, { recursive: true, force: true });
});

/** Runs these schedules; what they did is in `ran`. The run of `a` goes on until `release` is called. */
async function start(store: ScheduleStore, schedules: PruneSchedule[]) {
  await store.update(() => schedules);
  const ran: string[] = [];
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const work: ScheduledWork = {
    readyEngine: () => 'E',
    async run(of) {
      ran.push(`${of.name} ${of.rules.label.join()}`);
      if (of.name === 'a') await held;
      return { reportId: of.name, error: null };
    },
  };
  scheduler = new Scheduler(store, work, { now: () => now, everyMs: 20, graceMs: 2 * minuteMs });
  scheduler.start();
  const read = async (id: string) => (await store.list()).find((one) => one.id === id);
  return { ran, release, read };
}

describe('schedules that fall together', () => {
  it('are late for nothing but themselves', async () => {
    const at = (minutes: number) => ({ nextAt: new Date(begin + minutes * minuteMs).toISOString() });
    const { ran, release, read } = await start(new ScheduleStore(home), [
      schedule('a'),
      schedule('b'),
      schedule('c', at(1)),
    ]);
    await eventually('the first to run', () => expect(ran).toEqual(['a first']));
    now += minuteMs;
    await eventually('the third to be taken', async () =>
      expect((await read('c'))?.nextAt).toBe(new Date(begin + (24 * 60 + 1) * minuteMs).toISOString()),
    );
    now += 10 * minuteMs;
    release();
    await eventually('all to be over', async () => expect((await read('c'))?.last).not.toBeNull());
    expect(ran).toEqual(['a first', 'b first', 'c first']);
    for (const id of ['a', 'b', 'c']) expect((await read(id))?.missed).toBeNull();
  });

  it('run as they are when their turn comes, or not at all', async () => {
    const ids = ['a', 'changed', 'off', 'gone', 'moved', 'last'];
    const store = new ScheduleStore(home);
    const { ran, release, read } = await start(
      store,
      ids.map((id) => schedule(id)),
    );
    await eventually('all to be taken', async () =>
      expect((await store.list()).every(({ nextAt }) => Date.parse(nextAt ?? '') > now)).toBe(true),
    );
    const changes: Record<string, Partial<PruneSchedule>> = {
      changed: { rules: rules('second') },
      off: { enabled: false },
      moved: { when: { every: 'day', at: '12:00' } },
    };
    await store.update((all) =>
      all.filter(({ id }) => id !== 'gone').map((one) => ({ ...one, ...changes[one.id] })),
    );
    release();
    await eventually('the last to be over', async () => expect((await read('last'))?.last).not.toBeNull());
    expect(ran).toEqual(['a first', 'changed second', 'last first']);
  });
});

describe('a run that was taken and not written down', () => {
  it('is counted as missed once nobody can be at it any more, and the next one comes', async () => {
    let failing = 0;
    class Full extends ScheduleStore {
      override update(change: Parameters<ScheduleStore['update']>[0]): Promise<void> {
        failing -= 1;
        return failing === 0 ? Promise.reject(new Error('no space left')) : super.update(change);
      }
    }
    failing = 2;
    const store = new Full(home);
    const { ran, read } = await start(store, [schedule('b')]);
    const claim = join(home, 'schedule-runs', `b-${new Date(begin).toISOString().replace(/[^0-9]/g, '')}`);
    await eventually('it to be taken', async () => expect(failing).toBe(0));
    expect((await read('b'))?.missed).toBeNull();
    const old = new Date(Date.now() - 3 * minuteMs);
    await utimes(claim, old, old);
    await eventually('it to be missed', async () =>
      expect((await read('b'))?.missed).toEqual({ count: 1, lastAt: new Date(begin).toISOString() }),
    );
    expect((await read('b'))?.nextAt).toBe(new Date(begin + 24 * 60 * minuteMs).toISOString());
    expect(ran).toEqual([]);
  });
});
