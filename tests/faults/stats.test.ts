import type { ServerResponse } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { StatsItem, StatsRow } from '../../shared/contract/stats.ts';
import { startEngine } from '../engine-lab/engine.ts';
import { leakGuard } from '../engine-lab/leaks.ts';
import type { LabEngine } from '../engine-lab/types.ts';
import { type FakeEngine, startFakeEngine } from '../rig/fake-engine.ts';
import { fault } from '../rig/fault.ts';
import { type OpenApp, ok, openApp } from '../rig/open-app.ts';
import { eventually } from '../rig/wait-for.ts';
import { describeOnEngine } from '../support/describe-on-engine.ts';
import { body } from '../unit/stats/samples.ts';

const waitMs = 20_000;

function look({ client }: OpenApp) {
  const items: StatsItem[] = [];
  client.stream('stats.watch', {}, { item: (item) => items.push(item), done: () => undefined });
  const row = (name: string): StatsRow | undefined => items.at(-1)?.rows.find((one) => one.name === name);
  return { items, row };
}

/** No figure that anybody was shown is NaN, infinite or negative. */
function expectSane(items: readonly StatsItem[]): void {
  const all = items.flatMap(({ rows, totals }) => [...rows, totals].flatMap((one) => Object.values(one)));
  const wrong = all.filter((value) => typeof value === 'number' && !(value >= 0 && Number.isFinite(value)));
  expect(wrong).toEqual([]);
}

describe('an engine that tells nonsense', () => {
  const guard = leakGuard();
  beforeAll(() => guard.before());
  afterAll(() => guard.after());
  let engine: FakeEngine | undefined;
  let slipway: OpenApp | undefined;
  afterEach(async () => {
    await slipway?.close();
    await engine?.close();
  });

  /** Containers `good` and `bad`; what is read of them is up to the test: null for no answer at all. */
  async function open(sample: (name: 'good' | 'bad', nth: number) => object | null): Promise<OpenApp> {
    const ids = { good: 'a'.repeat(64), bad: 'b'.repeat(64) };
    const nth = { good: 0, bad: 0 };
    const json = (outgoing: ServerResponse, value: unknown) =>
      outgoing.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    engine = await startFakeEngine({ apiVersion: '1.45' }, (incoming, outgoing) => {
      const path = (incoming.url ?? '').replace(/^\/v[\d.]+|\?.*$/g, '');
      if (path === '/containers/json') {
        const row = (name: 'good' | 'bad') => ({ Id: ids[name], Names: [`/${name}`], State: 'running' });
        json(outgoing, [row('good'), row('bad')]);
        return true;
      }
      const name = path.includes(ids.bad) ? 'bad' : 'good';
      if (path.endsWith('/json') && path.startsWith('/containers/'))
        json(outgoing, { Id: ids[name], State: { Status: 'running', StartedAt: '2026-11-21T09:00:00Z' } });
      else if (path.endsWith('/stats')) {
        nth[name] += 1;
        const answer = sample(name, nth[name]);
        if (answer !== null) json(outgoing, answer);
      } else return false;
      return true;
    });
    slipway = await openApp({ engine: engine.host });
    return slipway;
  }

  /** What a container that uses a whole CPU shows at its n-th reading. */
  const steady = (nth: number, more: object = {}) =>
    body({
      read: new Date().toISOString(),
      cpu_stats: {
        cpu_usage: { total_usage: nth * 1e9 },
        system_cpu_usage: nth * 2e9,
        online_cpus: 2,
      },
      networks: { eth0: { rx_bytes: nth * 1000, tx_bytes: 0 } },
      ...more,
    });

  it('fault 36: zero precpu, a first reading without CPU time, and a reset give no figure', async () => {
    const zero = { cpu_usage: { total_usage: 0 }, system_cpu_usage: 0, online_cpus: 2 };
    const seen = look(
      await open((name, nth) => {
        if (name === 'good') return steady(nth, { precpu_stats: {} });
        // A zero first, then figures, then the counters begin anew.
        if (nth === 1) return steady(nth, { cpu_stats: zero });
        return steady(nth < 4 ? nth : nth - 3);
      }),
    );
    await eventually('figures came', () => expect(seen.items.length).toBeGreaterThan(6), waitMs);
    const cpu = (name: string) =>
      seen.items.map(({ rows }) => rows.find((row) => row.name === name)?.cpuPercent ?? null);
    // One of the two CPUs in each of them, or nothing: never the sum since the start, never below zero.
    expect(new Set(cpu('good'))).toEqual(new Set([null, 100]));
    expect(new Set(cpu('bad'))).toEqual(new Set([null, 100]));
    expect(cpu('bad').lastIndexOf(null)).toBeGreaterThan(cpu('bad').indexOf(100));
    expectSane(seen.items);
  });

  it('fault 37: a clock that is set changes no CPU % and makes no rate', async () => {
    const hour = 3_600_000;
    const seen = look(
      await open((name, nth) => {
        const offset = name === 'bad' && nth >= 3 ? (nth >= 5 ? -hour : hour) : 0;
        return steady(nth, { read: new Date(Date.now() + offset).toISOString() });
      }),
    );
    await eventually('figures came', () => expect(seen.items.length).toBeGreaterThan(7), waitMs);
    const rows = seen.items.map((item) => item.rows.find(({ name }) => name === 'bad'));
    expect(new Set(rows.map((row) => row?.cpuPercent ?? null))).toEqual(new Set([null, 100]));
    // About a thousand bytes a second, or not known: not a thousand an hour.
    const rates = rows.map((row) => row?.networkRxPerSecond ?? null).filter((rate) => rate !== null);
    expect(rates.length).toBeGreaterThan(0);
    expect(Math.min(...rates)).toBeGreaterThan(100);
    expectSane(seen.items);
  });

  it('a container whose figures never come does not hold up the others', async () => {
    const seen = look(await open((name, nth) => (name === 'bad' ? null : steady(nth))));
    await eventually(
      'the other goes on',
      () =>
        expect(
          new Set(seen.items.map((item) => item.rows.find(({ name }) => name === 'good')?.sampledAt)).size,
        ).toBeGreaterThan(4),
      waitMs,
    );
    expect(seen.row('bad')).toMatchObject({ state: 'running', cpuPercent: null, sampledAt: null });
    expect(seen.items.at(-1)?.totals).toMatchObject({ running: 2, measured: 1 });
    const statsOfBad = engine?.asked.filter((path) => path.endsWith('/stats') && path.includes('bbb')).length;
    expect(statsOfBad).toBeLessThanOrEqual(2);
  });

  it('another engine at the same address has a history of its own', async () => {
    const app = await open((_name, nth) => steady(nth));
    look(app);
    const machine = async () => {
      const { series } = await ok(app.client.call('stats.history', { machine: true }));
      return series[0]?.at ?? [];
    };
    await eventually('sums', async () => expect((await machine()).length).toBeGreaterThan(1), waitMs);
    if (engine === undefined) throw new Error('The engine is open.');
    engine.identity = { ...engine.identity, id: 'OTHER' };
    const cutAt = Date.now();
    engine.cutAll();
    // Of the first engine nothing is left among the sums of the second.
    await eventually(
      'sums of the other alone',
      async () => {
        const at = await machine();
        expect(at.length).toBeGreaterThan(1);
        expect(Math.min(...at)).toBeGreaterThan(cutAt);
      },
      waitMs,
    );
  });

  it('garbage instead of figures is no figure', async () => {
    const garbage = [{}, { read: 7 }, steady(1, { memory_stats: 'x', cpu_stats: [] }), []];
    const seen = look(
      await open((name, nth) => (name === 'bad' ? (garbage[nth % garbage.length] ?? {}) : steady(nth))),
    );
    await eventually('the other has figures', () => expect(seen.row('good')?.cpuPercent).toBe(100), waitMs);
    expect(seen.row('bad')).toMatchObject({ cpuPercent: null, memoryBytes: null });
    expectSane(seen.items);
  });
});

describeOnEngine('main', 'stats of an engine that is hurt', () => {
  let engine: LabEngine;
  beforeAll(async () => {
    engine = await startEngine('main', { images: true, extraArgs: ['--live-restore'] });
    for (const name of ['stays', 'goes'])
      await engine.dockerOk([
        'run',
        '-d',
        '--name',
        name,
        'lab/busybox:1',
        'sh',
        '-c',
        'while :; do :; done',
      ]);
  });
  afterAll(() => engine.stop());

  fault(
    '5',
    'SIGKILL of the engine leaves rows without figures, which come again',
    () => engine,
    async (rig) => {
      const watching = await rig.openFresh(engine.host);
      const seen = look(watching.slipway);
      await eventually('figures', () => expect(seen.row('stays')?.cpuPercent).toBeGreaterThan(1), waitMs);
      await engine.kill('SIGKILL');
      await eventually(
        'the rows without figures',
        () => {
          expect(seen.items.at(-1)).toMatchObject({ stale: true, totals: { cpuPercent: null } });
          expect(seen.row('stays')).toMatchObject({ cpuPercent: null, memoryBytes: null });
        },
        waitMs,
      );
      await engine.restart();
      await eventually(
        'figures again',
        () => {
          expect(seen.items.at(-1)?.stale).toBe(false);
          expect(seen.row('stays')?.cpuPercent).toBeGreaterThan(1);
        },
        waitMs,
      );
      expectSane(seen.items);
    },
  );

  fault(
    '17',
    'a container that is removed while it is read is gone, with nothing but its history',
    () => engine,
    async (rig) => {
      const watching = await rig.openFresh(engine.host);
      const seen = look(watching.slipway);
      await eventually('figures', () => expect(seen.row('goes')?.cpuPercent).toBeGreaterThan(1), waitMs);
      const { id = '' } = seen.row('goes') ?? {};
      await engine.dockerOk(['rm', '-f', 'goes']);
      await eventually('it is gone', () => expect(seen.row('goes')).toBeUndefined(), waitMs);
      const before = seen.items.length;
      await eventually(
        'the other goes on',
        () => expect(seen.items.length).toBeGreaterThan(before + 2),
        waitMs,
      );
      expect(seen.row('stays')?.cpuPercent).toBeGreaterThan(1);
      const { series } = await ok(watching.slipway.client.call('stats.history', { ids: [id] }));
      expect(series[0]).toMatchObject({ id, name: null });
      expect(series[0]?.at.length).toBeGreaterThan(0);
      expectSane(seen.items);
    },
  );
});
