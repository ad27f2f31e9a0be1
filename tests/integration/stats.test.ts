import { expect, it } from 'vitest';
import type { InputOf } from '../../shared/contract/index.ts';
import type { StatsItem, StatsRow } from '../../shared/contract/stats.ts';
import type { StatsAlertItem } from '../../shared/contract/stats-alerts.ts';
import { ok, openApp, refused, temporaryFolder } from '../rig/open-app.ts';
import { type Bench, onEachEngine } from '../rig/suite.ts';
import { eventually } from '../rig/wait-for.ts';

const waitMs = 30_000;
const burns = 'while :; do :; done';

/** Looks at figures as a page does, and remembers every item. */
function look(bench: Bench, input: InputOf<'stats.watch'>) {
  const items: StatsItem[] = [];
  const { cancel } = bench.client.stream('stats.watch', input, {
    item: (item) => items.push(item),
    done: () => undefined,
  });
  const row = (name: string): StatsRow | undefined => items.at(-1)?.rows.find((one) => one.name === name);
  return { items, row, [Symbol.dispose]: cancel };
}

const run = (bench: Bench, name: string, ...more: string[]) =>
  bench.docker('run', '-d', '--name', name, ...more);

onEachEngine('stats', { prefix: 'stat-' }, (bench, kind) => {
  it('follow containers as they come and go, with the figures of docker stats', {
    timeout: 120_000,
  }, async () => {
    await run(bench, 'stat-net', 'lab/busybox:1', 'sleep', '1000');
    using seen = look(bench, { all: false });
    await run(bench, 'stat-burns', '--cpus', '0.2', '--memory', '64m', 'lab/busybox:1', 'sh', '-c', burns);
    await eventually(
      'both are measured',
      () => {
        expect(seen.row('stat-burns')).toMatchObject({ state: 'running', memoryLimitBytes: 64 * 2 ** 20 });
        expect(seen.row('stat-burns')?.cpuPercent).toBeGreaterThan(5);
        expect(seen.row('stat-burns')?.cpuPercent).toBeLessThan(40);
        expect(seen.row('stat-burns')?.pids).toBeGreaterThanOrEqual(1);
        expect(seen.row('stat-burns')?.restarts).toBe(0);
        expect(seen.row('stat-net')?.cpuPercent).toBeLessThan(20);
        expect(seen.row('stat-net')?.networkRxPerSecond).toBeGreaterThanOrEqual(0);
      },
      waitMs,
    );
    const { totals } = seen.items.at(-1) ?? {};
    expect(totals?.cpus).toBeGreaterThan(0);
    expect(totals?.running).toBeGreaterThanOrEqual(2);
    await bench.docker('kill', 'stat-burns');
    await eventually('it went', () => expect(seen.row('stat-burns')).toBeUndefined(), waitMs);
    await bench.docker('start', 'stat-burns');
    await eventually(
      'it is back',
      () => expect(seen.row('stat-burns')?.cpuPercent).toBeGreaterThan(5),
      waitMs,
    );
    for (const { rows } of seen.items)
      for (const row of rows)
        for (const value of Object.values(row))
          if (typeof value === 'number') expect(value).toBeGreaterThanOrEqual(0);
  });

  it('count what goes through network and disk, and a paused container', { timeout: 120_000 }, async () => {
    using seen = look(bench, { ids: ['stat-net', 'stat-burns', 'stat-none'] });
    await eventually(
      'it is measured',
      () => expect(seen.row('stat-net')?.networkRxBytes).toBeGreaterThanOrEqual(0),
      waitMs,
    );
    expect(seen.items.at(-1)?.absent).toEqual(['stat-none']);
    const address = await bench.docker('inspect', '-f', '{{.NetworkSettings.IPAddress}}', 'stat-net');
    await bench.docker('exec', '-d', 'stat-net', 'sh', '-c', 'tail -f /dev/null | nc -l -p 99 >/dev/null');
    const before = seen.row('stat-net')?.networkRxBytes ?? 0;
    // The other end may not listen yet.
    const send = `head -c 3000000 /dev/zero | nc ${address} 99`;
    await bench.docker('exec', 'stat-burns', 'sh', '-c', `until ${send}; do sleep 0.1; done`);
    await eventually(
      'the bytes are counted',
      () => expect(seen.row('stat-net')?.networkRxBytes).toBeGreaterThan(before + 3_000_000),
      waitMs,
    );
    // Podman on cgroup v1 freezes nothing it can unfreeze here.
    if (kind === 'podman') return;
    await bench.docker('pause', 'stat-burns');
    await eventually(
      'it stands still',
      () => expect(seen.row('stat-burns')).toMatchObject({ state: 'paused', cpuPercent: 0 }),
      waitMs,
    );
    await bench.docker('unpause', 'stat-burns');
  });

  it('are shared by those who look, and kept for who looks next', { timeout: 120_000 }, async () => {
    using one = look(bench, { ids: ['stat-net'] });
    await eventually(
      'it is measured',
      () => expect(one.row('stat-net')?.cpuPercent).toBeGreaterThanOrEqual(0),
      waitMs,
    );
    using other = look(bench, { ids: ['stat-net'], intervalMs: 5000 });
    await eventually('something came', () => expect(other.items).not.toEqual([]), waitMs);
    expect(other.items[0]?.rows[0]?.cpuPercent).toBeGreaterThanOrEqual(0);
    const history = await ok(
      bench.client.call('stats.history', { ids: ['stat-net', 'stat-none'], machine: true, span: '5m' }),
    );
    const [net, none, machine] = history.series;
    expect(net).toMatchObject({ name: 'stat-net' });
    expect(net?.cpuPercent.filter((value) => value !== null).length).toBeGreaterThan(0);
    expect(net?.at).toHaveLength(net?.memoryBytes.length ?? -1);
    expect(none).toMatchObject({ id: 'stat-none', name: null, at: [] });
    expect(machine).toMatchObject({ id: 'machine' });
    const day = await ok(bench.client.call('stats.history', { ids: ['stat-net'], span: '24h' }));
    expect(day.series[0]?.memoryBytes.at(-1)).toBeGreaterThan(0);
    expect(day.notKept).toBeUndefined();
  });

  it('alert of what stays above a threshold, and say when it is over', { timeout: 120_000 }, async () => {
    const rule = {
      id: 'r',
      pattern: 'stat-b*',
      metric: 'cpu' as const,
      threshold: 5,
      forSeconds: 5,
      enabled: true,
    };
    const seen: StatsAlertItem[] = [];
    const { cancel } = bench.client.stream(
      'stats.alerts',
      {},
      { item: (item) => seen.push(item), done: () => undefined },
    );
    await ok(bench.client.call('settings.set', { statsAlerts: [rule] }));
    await eventually(
      'the alert',
      () =>
        expect(seen.at(-1)).toMatchObject({
          type: 'alert',
          tell: true,
          alert: { name: 'stat-burns', ruleId: 'r' },
        }),
      waitMs,
    );
    await bench.docker('kill', 'stat-burns');
    await eventually(
      'its end',
      () => expect(seen.at(-1)).toMatchObject({ type: 'ended', alert: { name: 'stat-burns' } }),
      waitMs,
    );
    expect(seen.map(({ type }) => type)).toEqual(['snapshot', 'alert', 'ended']);
    cancel();
    await ok(bench.client.call('settings.set', { statsAlerts: [] }));
    const error = await refused(
      bench.client.call('settings.set', { statsAlerts: [{ ...rule, forSeconds: 0 }] }),
    );
    expect(error).toMatchObject({ code: 'invalid-input' });
  });

  it('go into a file', { timeout: 60_000 }, async () => {
    const lines = async (input: InputOf<'stats.export'>, parts: number): Promise<string[]> => {
      const taken: Uint8Array[] = [];
      await new Promise<void>((resolve) => {
        const { cancel } = bench.client.stream('stats.export', input, {
          item: ({ data }) => {
            taken.push(data);
            if (taken.length < parts) return;
            cancel();
            resolve();
          },
          done: () => resolve(),
        });
      });
      return Buffer.concat(taken).toString('utf8').trimEnd().split(/\r?\n/);
    };
    const live = await lines({ ids: ['stat-net'] }, 2);
    expect(live[0]).toMatch(/^at,id,name,project,state,/);
    expect(live.slice(1).every((line) => line.split(',')[2] === 'stat-net')).toBe(true);
    expect(live).toHaveLength(3);
    const past = await lines({ ids: ['stat-net'], span: '5m', format: 'json' }, 99);
    expect(JSON.parse(past[0] ?? '')).toMatchObject({ name: 'stat-net' });
  });
});

onEachEngine('stats of before', { prefix: 'was-', kinds: ['main'] }, (bench) => {
  it('are found by name by another program', { timeout: 60_000 }, async () => {
    await run(bench, 'was-there', 'lab/busybox:1', 'sleep', '1000');
    const folder = await temporaryFolder();
    const open = () => openApp({ engine: bench.engine.host, home: folder.path });
    const first = await open();
    const measured = new Promise<void>((resolve) => {
      first.client.stream(
        'stats.watch',
        { ids: ['was-there'] },
        { item: ({ rows }) => rows[0]?.memoryBytes && resolve(), done: () => undefined },
      );
    });
    await measured;
    await first.close();
    const second = await open();
    const day = await ok(second.client.call('stats.history', { ids: ['was-there'], span: '24h' }));
    await second.close();
    await folder.remove();
    expect(day.series[0]).toMatchObject({ name: 'was-there' });
    expect(day.series[0]?.memoryBytes.at(-1)).toBeGreaterThan(0);
  });
});
