import { execFile } from 'node:child_process';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { AppOptions } from '../../electron/app.ts';
import { leakGuard } from '../engine-lab/leaks.ts';
import { ownSupport } from '../engine-lab/support.ts';
import { type ManagedLab, openManagedLab } from '../rig/managed-lab.ts';
import { type OpenApp, ok, openApp, refused } from '../rig/open-app.ts';
import { waitFor } from '../rig/wait-for.ts';

const run = promisify(execFile);
const support = ownSupport('main');
const root = join(import.meta.dirname, '../..');

describe.skipIf(!support.ok)('an engine that is started by itself', () => {
  const guard = leakGuard();
  let lab: ManagedLab;
  const open = (more: Partial<AppOptions> = {}): Promise<OpenApp> =>
    openApp({ home: lab.home, env: lab.env, watch: true, ...more });
  const stop = async ({ client }: OpenApp) => {
    const plan = await ok(client.call('managed.stop', { engine: 'own' }));
    await ok(client.call('plans.execute', { id: plan.id }));
  };
  /** The command line, in a process of its own. */
  const slipway = (...args: string[]) =>
    run(process.execPath, [join(root, 'build/slipway.mjs'), ...args], {
      env: { ...lab.env, SLIPWAY_HOME: lab.home },
      maxBuffer: 2 ** 24,
    });

  beforeAll(async () => {
    await guard.before();
    lab = await openManagedLab();
  });
  afterEach(() => vi.restoreAllMocks());
  afterAll(async () => {
    await lab?.end();
    await guard.after();
  });

  it('by npm start, where none answers, and is told', async () => {
    const told: string[] = [];
    const app = await open({ startEngine: (text) => void told.push(text) });
    await waitFor('the engine', () => told.length > 0, 60_000);
    expect(told).toEqual([`No engine answered; started /usr/sbin/dockerd: ${lab.host}`]);
    expect((await ok(app.client.call('engine.info', {}))).rootDir).toBe(join(lab.folder, 'data'));
    // Nobody chose it: the next start looks again.
    expect((await ok(app.client.call('settings.get', {}))).settings.endpoint).toBeNull();
    await stop(app);
    await app.close();
  });

  it('but not beside an engine elsewhere that was chosen and does not answer', async () => {
    const app = await open();
    // A loopback port that nothing listens on is elsewhere as well.
    await ok(app.client.call('engine.use', { endpoint: 'tcp://127.0.0.1:1' }));
    expect(await ok(app.client.call('managed.start', { onlyIfNone: true }))).toBeNull();
    expect(lab.pid()).toBe(0);
    expect((await ok(app.client.call('settings.get', {}))).settings.endpoint).toBe('tcp://127.0.0.1:1');
    await ok(app.client.call('settings.set', { endpoint: null }));
    await app.close();
  });

  it('when Slipway opens, only where that is wanted', async () => {
    const off = await open();
    expect(await ok(off.client.call('managed.status', {}))).toMatchObject({ preferred: 'own' });
    await ok(off.client.call('settings.set', { engineOnDemand: true }));
    // Where Slipway is nobody's root the entry at login would never start it: it is not offered.
    vi.spyOn(process, 'getuid').mockReturnValue(1000);
    const { engines } = await ok(off.client.call('managed.status', {}));
    expect(engines.find(({ id }) => id === 'own')?.atLogin).toBeNull();
    const error = await refused(off.client.call('managed.atLogin', { engine: 'own', on: true }));
    vi.restoreAllMocks();
    expect(error.reason).toBe('engine-needs-root');
    await off.close();
    expect(lab.pid()).toBe(0);
    const on = await open();
    await waitFor('the engine', async () => {
      const { engines } = await ok(on.client.call('managed.status', {}));
      return engines.some(({ id, state }) => id === 'own' && state.status === 'running');
    });
    await ok(on.client.call('settings.set', { engineOnDemand: false }));
    await stop(on);
    await on.close();
  });

  it('at login, by the line that the desktop runs', async () => {
    const app = await open();
    await ok(app.client.call('managed.atLogin', { engine: 'own', on: true }));
    await app.close();
    const entry = await readFile(join(lab.home, '.config/autostart/slipway-engine.desktop'), 'utf8');
    const line = /^Exec=(.*)$/m.exec(entry)?.[1] ?? '';
    await run('sh', ['-c', line], { env: lab.env, maxBuffer: 2 ** 24 });
    expect(lab.pid()).toBeGreaterThan(0);
    const { stdout } = await slipway('engine', 'status');
    expect(JSON.parse(stdout).engines).toMatchObject([
      { id: 'own', state: { status: 'running' }, owner: null },
    ]);
  });

  it('and stopped by the command line: first the plan, then with --yes', async () => {
    const before = lab.pid();
    const plan = JSON.parse((await slipway('engine', 'stop')).stdout);
    expect(plan).toMatchObject({ kind: 'managed.stop', items: [{ kind: 'engine', action: 'stop' }] });
    expect(lab.pid()).toBe(before);
    const report = JSON.parse((await slipway('engine', 'stop', '--yes')).stdout);
    expect(report.items).toMatchObject([{ outcome: 'done', outcomeKey: 'stopped' }]);
    expect(lab.pid()).toBe(0);
  });

  it('and leaves containers running where it has live-restore', async () => {
    await writeFile(join(lab.folder, 'daemon.json'), '{"live-restore": true}\n');
    const app = await open();
    await ok(app.client.call('managed.start', {}));
    await lab.loadImages();
    await lab.docker('run', '-d', '--name', 'goes-on', 'lab/busybox:1', 'sleep', '1000');
    const began = await lab.docker('inspect', '--format', '{{.State.StartedAt}}', 'goes-on');
    const plan = await ok(app.client.call('managed.restart', {}));
    expect(plan.engine?.liveRestore).toBe(true);
    expect(plan.items[1]).toMatchObject({ name: 'goes-on', action: 'go-on', reasonKey: 'engine-leaves-it' });
    const before = lab.pid();
    const report = await ok(app.client.call('plans.execute', { id: plan.id }));
    expect(report.items.map(({ outcomeKey }) => outcomeKey)).toEqual(['restarted', 'goes-on']);
    expect(lab.pid()).not.toBe(before);
    expect(await lab.docker('inspect', '--format', '{{.State.StartedAt}}', 'goes-on')).toBe(began);
    await lab.docker('rm', '-f', 'goes-on');
    await stop(app);
    await rm(join(lab.folder, 'daemon.json'));
    await app.close();
  });
});
