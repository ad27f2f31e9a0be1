import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startEngine } from '../engine-lab/engine.ts';
import { labSupport } from '../engine-lab/support.ts';
import type { LabEngine } from '../engine-lab/types.ts';
import { type LabKeeper, labKeeper } from '../rig/lab-keeper.ts';
import { type SettingsBench, settingsBench } from '../rig/settings-bench.ts';
import { eventually } from '../rig/wait-for.ts';

const support = labSupport('main');
const text = (settings: object) => `${JSON.stringify({ experimental: true, ...settings }, null, 3)}\n`;

describe.skipIf(!support.ok)('engine settings that need a restart', () => {
  let engine: LabEngine;
  let keeper: LabKeeper;
  let home = '';
  const benches: SettingsBench[] = [];
  const open = async (timing = {}, where = home): Promise<SettingsBench> => {
    const bench = await settingsBench(where, engine.host, keeper, { everyMs: 50, ...timing });
    benches.push(bench);
    return bench;
  };
  const path = () => `/proc/${engine.netnsPid}/root/etc/docker/daemon.json`;
  const read = () => readFile(path(), 'utf8');
  const info = (format: string) => engine.dockerOk(['info', '--format', format]);
  const running = async () =>
    (await engine.dockerOk(['ps', '--format', '{{.Names}}'])).split('\n').filter(Boolean).sort();

  beforeAll(async () => {
    engine = await startEngine('main', { images: true });
  });
  afterAll(() => engine.stop());
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'slipway-settings-'));
    keeper = labKeeper(engine);
  });
  afterEach(async () => {
    for (const bench of benches.splice(0)) await bench.close();
    await rm(home, { recursive: true, force: true });
    const ids = (await engine.dockerOk(['ps', '-aq'])).split('\n').filter(Boolean);
    if (ids.length > 0) await engine.dockerOk(['rm', '-f', ...ids]);
    if ((await read()) !== text({})) {
      await writeFile(path(), text({}));
      await engine.restart();
    }
  });

  it('lists what stops, restarts the engine, and tells what it took and what stayed stopped', async () => {
    for (const [name, policy] of [
      ['once', 'no'],
      ['always', 'always'],
    ] as const)
      await engine.dockerOk([
        'run',
        '-d',
        '--name',
        name,
        '--restart',
        policy,
        'lab/busybox:1',
        'sleep',
        '600',
      ]);
    const bench = await open();
    const plan = await bench.plan({ set: { 'log-driver': 'local', 'live-restore': true } });
    expect(plan.settings).toMatchObject({ apply: 'restart', stops: ['always', 'once'], stays: [] });
    const item = await bench.execute(plan);
    expect(item).toMatchObject({ outcomeKey: 'settings-applied' });
    expect(item.settings).toMatchObject({ seen: ['log-driver', 'live-restore'], stopped: ['once'] });
    expect(await info('{{.LoggingDriver}} {{.LiveRestoreEnabled}}')).toBe('local true');
    expect(await running()).toEqual(['always']);

    // Now the next restart leaves them running.
    const next = await bench.plan({ set: { 'log-driver': 'json-file' } });
    expect(next.settings).toMatchObject({ apply: 'restart', stops: [], stays: ['always'] });
    const started = await engine.dockerOk(['inspect', '-f', '{{.State.StartedAt}}', 'always']);
    expect((await bench.execute(next)).settings).toMatchObject({ stopped: [], different: [] });
    expect(await engine.dockerOk(['inspect', '-f', '{{.State.StartedAt}}', 'always'])).toBe(started);
  });

  it('puts back what was there, and says why in its own words, when the engine does not start', async () => {
    const bench = await open();
    // --validate finds nothing wrong with it.
    const plan = await bench.plan({ set: { 'storage-driver': 'no-such-driver' } });
    expect(plan.warnings.map(({ kind }) => kind)).toEqual(['settings-moves', 'settings-doubts']);
    const item = await bench.execute(plan);
    expect(item).toMatchObject({
      outcome: 'failed',
      outcomeKey: 'settings-put-back',
      error: { reason: 'daemon-refused' },
    });
    expect(item.settings?.said).toMatch(/no-such-driver/);
    expect(item.error?.message).toContain(item.settings?.said);
    expect(await read()).toBe(text({}));
    expect(await info('{{.Driver}}')).toBe('overlay2');
    expect((await bench.get()).unfinished).toEqual([]);
  });

  it('waits for a slow engine, but not for ever', async () => {
    keeper.before = () => new Promise((resolve) => setTimeout(resolve, 1500));
    const patient = await open({ backMs: 60_000 });
    expect(
      (await patient.execute(await patient.plan({ set: { 'max-download-attempts': 4, mtu: 1400 } })))
        .outcomeKey,
    ).toBe('settings-applied');
    // It does not come back at all, until it is started with the settings of before.
    keeper.before = () => (keeper.starts < 3 ? new Promise(() => undefined) : Promise.resolve());
    const hasty = await open({ backMs: 500 });
    const item = await hasty.execute(await hasty.plan({ set: { mtu: 1300 } }));
    expect(item).toMatchObject({
      outcomeKey: 'settings-put-back',
      error: { code: 'timeout', reason: 'daemon-late' },
    });
    expect(keeper.starts).toBe(3);
    expect(await read()).toContain('"mtu": 1400');
    expect(await info('{{.Driver}}')).toBe('overlay2');
  });

  it('shows what is wrong with a file that was broken by hand, and starts the engine with it mended', async () => {
    await engine.kill('SIGTERM');
    await writeFile(path(), '{\n  "debug": true,\n}\n');
    const bench = await open();
    const down = await bench.get();
    expect(down).toMatchObject({
      engine: null,
      canRestart: true,
      problems: [{ kind: 'syntax-key', params: { line: '3' } }],
    });
    expect(down.file?.text).toContain('"debug": true,');
    await expect(bench.plan({ set: { debug: false } })).rejects.toMatchObject({
      error: { reason: 'daemon-broken-text' },
    });
    const plan = await bench.plan({ text: text({ debug: true }) });
    expect(plan.settings).toMatchObject({ apply: 'start', stops: [] });
    expect(await bench.execute(plan)).toMatchObject({
      outcomeKey: 'settings-applied',
      settings: { seen: ['experimental', 'debug'] },
    });
    expect(await info('{{.Debug}}')).toBe('true');
  });

  it('writes nothing on a disk that is full', async () => {
    const mount = ['mount', '-t', 'tmpfs', '-o', 'size=16k', 'tmpfs', '/etc/docker'];
    await engine.exec(mount);
    try {
      await writeFile(path(), text({}));
      const bench = await open();
      const labels = [`big=${'x'.repeat(40_000)}`];
      const item = await bench.execute(await bench.plan({ set: { labels } }));
      expect(item).toMatchObject({
        outcome: 'failed',
        error: { reason: 'daemon-not-written', params: { detail: 'ENOSPC' } },
      });
      expect(await read()).toBe(text({}));
      expect(await readdir(join(path(), '..'))).toEqual(['daemon.json']);
      expect((await bench.get()).backups).toEqual([]);
    } finally {
      await engine.exec(['umount', '/etc/docker']);
    }
  });

  it('lets only one of two Slipways change a file', async () => {
    const [one, two] = [await open(), await open()];
    const plans = [await one.plan({ set: { mtu: 1401 } }), await two.plan({ set: { mtu: 1402 } })] as const;
    const items = await Promise.all([one.execute(plans[0]), two.execute(plans[1])]);
    expect(items.map(({ outcome }) => outcome).sort()).toEqual(['done', 'failed']);
    const lost = items.find(({ outcome }) => outcome === 'failed');
    expect(lost?.error?.reason).toMatch(/daemon-busy|daemon-file-changed/);
    expect(await read()).toContain(items[0].outcome === 'done' ? '"mtu": 1401' : '"mtu": 1402');
  });

  it.each(['applied', 'put-back'] as const)(
    'is settled (%s) after Slipway was killed in the middle',
    async (end) => {
      const settings = end === 'applied' ? { 'log-driver': 'local' } : { 'storage-driver': 'no-such-driver' };
      const child = spawn(
        process.execPath,
        [
          '--import',
          'tsx',
          join(import.meta.dirname, '../rig/apply-and-hang.ts'),
          home,
          engine.host,
          JSON.stringify(settings),
        ],
        { stdio: ['ignore', 'pipe', 'inherit'] },
      );
      const gone = new Promise((resolve) => child.once('close', resolve));
      let said = '';
      child.stdout.on('data', (chunk: Buffer) => {
        said += chunk.toString();
      });
      await eventually('it to restart the engine', () => expect(said).toContain('restarting'), 60_000);
      child.kill('SIGKILL');
      await gone;
      expect(JSON.parse(await read())).toMatchObject(settings);
      expect(await info('{{.LoggingDriver}} {{.Driver}}')).toBe('json-file overlay2');
      const bench = await open();
      bench.settings.recover();
      await bench.settings.ended();
      const { unfinished } = await bench.get();
      expect(unfinished).toMatchObject([{ status: end, path: '/etc/docker/daemon.json' }]);
      expect(await info('{{.LoggingDriver}} {{.Driver}}')).toBe(
        end === 'applied' ? 'local overlay2' : 'json-file overlay2',
      );
      if (end === 'put-back') {
        expect(unfinished[0]?.said).toMatch(/no-such-driver/);
        expect(await read()).toBe(text({}));
      }
      // What was told goes with the next change.
      await bench.execute(await bench.plan({ set: { debug: true } }));
      expect((await bench.get()).unfinished).toEqual([]);
    },
  );
});

if (!support.ok) it('needs an engine', (context) => context.skip(support.reason));
