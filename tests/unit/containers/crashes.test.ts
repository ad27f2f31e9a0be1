import { describe, expect, it } from 'vitest';
import { CrashBook } from '../../../electron/containers/crashes/crash-book.ts';
import { compareRuns } from '../../../electron/containers/crashes/missed.ts';
import type { ContainerDetails } from '../../../electron/engine/raw/containers.ts';
import { healthLog } from '../../../electron/engine/raw/health.ts';
import type { Container } from '../../../shared/contract/containers.ts';
import type { Crash, CrashItem } from '../../../shared/contract/crashes.ts';

const crash = (containerId: string, minute: number, more: Partial<Crash> = {}): Crash => ({
  id: `${containerId}-${minute}`,
  containerId,
  name: containerId,
  image: 'lab/busybox:1',
  at: new Date(minute * 60_000).toISOString(),
  firstAt: new Date(minute * 60_000).toISOString(),
  count: 1,
  exitCode: 1,
  oomKilled: false,
  restarts: false,
  removed: false,
  missed: false,
  lines: [],
  ...more,
});

async function watched(book: CrashBook, act: () => void): Promise<CrashItem[]> {
  const stop = new AbortController();
  const items: CrashItem[] = [];
  const done = (async () => {
    for await (const item of book.watch(stop.signal)) items.push(item);
  })();
  await new Promise((resolve) => setImmediate(resolve));
  act();
  await new Promise((resolve) => setImmediate(resolve));
  stop.abort();
  await done;
  return items;
}

describe('CrashBook', () => {
  it('counts crashes that follow each other as one, and tells of the third', async () => {
    const book = new CrashBook();
    const items = await watched(book, () => {
      for (const minute of [0, 5, 14]) book.add(crash('a', minute));
      book.add(crash('b', 14));
      book.add(crash('a', 60));
    });
    expect(items[0]).toEqual({ type: 'snapshot', crashes: [] });
    const told = items.flatMap((item) => (item.type === 'crash' ? [item] : []));
    expect(told.map(({ crash: { id, count }, tell }) => [id, count, tell])).toEqual([
      ['a-0', 1, true],
      ['a-0', 2, false],
      ['a-0', 3, true],
      ['b-14', 1, true],
      ['a-60', 1, true],
    ]);
    expect(told[2]?.crash.firstAt).toBe(new Date(0).toISOString());
  });

  it('keeps a loop together for an hour where the engine restarts it', async () => {
    const book = new CrashBook();
    for (const minute of [0, 40, 80, 200]) book.add(crash('a', minute, { restarts: true }));
    const [snapshot] = await watched(book, () => undefined);
    expect(snapshot?.type === 'snapshot' && snapshot.crashes.map(({ id, count }) => [id, count])).toEqual([
      ['a-0', 3],
      ['a-200', 1],
    ]);
  });

  it('takes the tasks of one service for one', async () => {
    const book = new CrashBook();
    for (const [id, minute] of [
      ['task1', 0],
      ['task2', 2],
    ] as const)
      book.add(crash(id, minute, { service: 'shop_web', restarts: true }));
    book.add(crash('task3', 3, { service: 'shop_db', restarts: true }));
    const [snapshot] = await watched(book, () => undefined);
    expect(snapshot).toMatchObject({
      crashes: [
        { id: 'task1-0', containerId: 'task2', count: 2 },
        { service: 'shop_db', count: 1 },
      ],
    });
  });

  it('a loop that was dismissed stays so, and a new crash does not', async () => {
    const book = new CrashBook();
    book.add(crash('a', 0));
    const items = await watched(book, () => {
      expect(book.dismiss('a-0')).toBe(1);
      expect(book.dismiss('a-0')).toBe(0);
      book.add(crash('a', 5));
      book.add(crash('a', 60));
    });
    expect(items.slice(1)).toMatchObject([
      { type: 'gone', ids: ['a-0'] },
      { type: 'crash', crash: { id: 'a-60' } },
    ]);
  });

  it('keeps the last fifty', async () => {
    const book = new CrashBook();
    for (let at = 0; at < 60; at += 1) book.add(crash(`c${at}`, at));
    const [snapshot] = await watched(book, () => undefined);
    if (snapshot?.type !== 'snapshot') throw new Error('no snapshot');
    expect(snapshot.crashes).toHaveLength(50);
    expect(snapshot.crashes[0]?.id).toBe('c10-10');
    expect(book.dismiss()).toBe(50);
  });
});

describe('compareRuns', () => {
  const start = '2026-11-21T06:00:00.000Z';
  const row = (id: string): Container => ({
    ...{ id, name: id, image: 'lab/busybox:1', imageId: '', command: '', state: 'running', createdAt: '' },
    ...{ startedAt: start, ports: [], mounts: [], networks: [], labels: {}, isTask: false, protected: false },
  });
  const ended = (exitCode: number, more: Partial<ContainerDetails> = {}): ContainerDetails => ({
    ...{ state: 'exited', startedAt: start, finishedAt: '2026-11-21T06:10:00.000Z', exitCode },
    ...more,
  });
  const runs: ContainerDetails = { state: 'running', startedAt: start };
  const found = (now: Record<string, ContainerDetails>, stayed = false) =>
    compareRuns(Object.keys(now).map(row), new Map(Object.entries(now)), stayed).map(({ id }) => id);

  it('an error is a crash where something else ran on, or the engine is known to have', () => {
    expect(found({ a: ended(1), b: runs })).toEqual(['a']);
    expect(found({ a: ended(1) }, true)).toEqual(['a']);
  });
  it('an engine that was away took its containers with it', () => {
    expect(found({ a: ended(1), b: ended(137) })).toEqual([]);
    expect(found({ a: ended(137, { oomKilled: true }), b: ended(137) })).toEqual(['a']);
  });
  it('neither a good end nor one that somebody may have asked for is a crash', () => {
    expect(found({ a: ended(0), b: ended(137), c: ended(143), d: runs }, true)).toEqual([]);
  });
  it('what is gone cannot be told of', () => {
    expect(compareRuns([row('a')], new Map(), true)).toEqual([]);
  });
});

describe('healthLog', () => {
  it('reads either name, the newest probe first', () => {
    const log = [
      { Start: '2026-11-21T06:31:00.7Z', End: '2026-11-21T06:31:01Z', ExitCode: 0, Output: 'fine' },
      { Start: '2026-11-21T06:31:02.7Z', ExitCode: 1, Output: 'sick\n' },
    ];
    const raw = { Status: 'unhealthy', FailingStreak: 1, Log: log };
    const read = {
      status: 'unhealthy',
      failingStreak: 1,
      probes: [
        { startedAt: '2026-11-21T06:31:02.700Z', exitCode: 1, output: 'sick\n' },
        {
          ...{ startedAt: '2026-11-21T06:31:00.700Z', endedAt: '2026-11-21T06:31:01.000Z' },
          ...{ exitCode: 0, output: 'fine' },
        },
      ],
    };
    expect(healthLog({ Health: raw })).toEqual(read);
    expect(healthLog({ Healthcheck: raw })).toEqual(read);
  });
  it('is null without a check, whatever is in its place', () => {
    for (const state of [undefined, null, {}, { Health: null }, { Health: { Status: '', Log: null } }, 'x'])
      expect(healthLog(state)).toBeNull();
    expect(healthLog({ Health: { Status: 'none' } })).toBeNull();
    expect(healthLog({ Health: { Status: 'healthy', Log: [null, 7, {}] } })).toMatchObject({ probes: [] });
  });
});
