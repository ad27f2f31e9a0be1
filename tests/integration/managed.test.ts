import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ManagedEngine } from '../../shared/contract/managed.ts';
import { leakGuard } from '../engine-lab/leaks.ts';
import { ownSupport } from '../engine-lab/support.ts';
import { type ManagedLab, openManagedLab } from '../rig/managed-lab.ts';
import { type OpenApp, ok, openApp, refused } from '../rig/open-app.ts';
import { eventually, waitFor } from '../rig/wait-for.ts';

const support = ownSupport('main');
const quick = { lookMs: 200, pingMs: 50 };

describe.skipIf(!support.ok)('an engine of Slipway’s own', () => {
  const guard = leakGuard();
  let lab: ManagedLab;
  let slipway: OpenApp;
  const open = (owning: { lookMs: number; pingMs: number; againMs?: number } = quick) =>
    openApp({ home: lab.home, env: lab.env, watch: true, owning });

  beforeAll(async () => {
    await guard.before();
    lab = await openManagedLab();
    slipway = await open();
  });
  afterAll(async () => {
    await slipway?.close();
    await lab?.end();
    await guard.after();
  });

  it('is started, used and told where its things are', async () => {
    expect((await own(slipway)).state).toEqual({ status: 'stopped', exit: null });
    const started = await ok(slipway.client.call('managed.start', {}));
    expect(started).toMatchObject({ id: 'own', inUse: true, owner: 'here', state: { status: 'running' } });
    expect(started?.pid).toBe(lab.pid());
    expect(started?.dataRoot).toBe(join(lab.folder, 'data'));
    expect(await lab.docker('info', '--format', '{{.DockerRootDir}}')).toBe(join(lab.folder, 'data'));
    expect((await ok(slipway.client.call('engine.info', {}))).rootDir).toBe(join(lab.folder, 'data'));
    await lab.loadImages();
  });

  it('is started once, however often it is asked for', async () => {
    const before = lab.pid();
    await Promise.all([1, 2, 3].map(() => ok(slipway.client.call('managed.start', { engine: 'own' }))));
    expect(lab.pid()).toBe(before);
    expect(await ok(slipway.client.call('managed.start', { onlyIfNone: true }))).toBeNull();
  });

  it('tells its log', async () => {
    const lines = await logOf(slipway);
    expect(lines.some(({ text, level }) => level === 'info' && text.includes('API listen on'))).toBe(true);
    expect(lines.every(({ at }) => at === null || !Number.isNaN(Date.parse(at)))).toBe(true);
  });

  it('is restarted by a plan that says what becomes of each container', async () => {
    await lab.docker('run', '-d', '--name', 'mng-once', 'lab/busybox:1', 'sleep', '1000');
    await lab.docker(
      'run',
      '-d',
      '--name',
      'mng-always',
      '--restart',
      'always',
      'lab/busybox:1',
      'sleep',
      '1000',
    );
    const plan = await ok(slipway.client.call('managed.restart', {}));
    expect(plan.engine).toMatchObject({ engine: 'own', restart: true, liveRestore: false, running: 2 });
    const why = new Map(plan.items.map((item) => [item.name, item.reasonKey]));
    expect(why.get('mng-once')).toBe('engine-stops-it');
    expect(why.get('mng-always')).toBe('engine-starts-it-again');
    const before = lab.pid();
    const report = await ok(slipway.client.call('plans.execute', { id: plan.id }));
    const became = new Map(report.items.map((item) => [item.name, item.outcomeKey]));
    expect(became.get('dockerd')).toBe('restarted');
    expect(became.get('mng-once')).toBe('stays-stopped');
    expect(became.get('mng-always')).toBe('restarted');
    expect(lab.pid()).not.toBe(before);
    expect((await lab.docker('ps', '--format', '{{.Names}}')).split('\n')).toEqual(['mng-always']);
  });

  it('is left alone by a plan that does not list all that runs by now', async () => {
    const plan = await ok(slipway.client.call('managed.stop', {}));
    await lab.docker('start', 'mng-once');
    const before = lab.pid();
    const report = await ok(slipway.client.call('plans.execute', { id: plan.id }));
    expect(report.items[0]).toMatchObject({ outcome: 'failed', error: { reason: 'engine-more-runs' } });
    expect(report.items[0]?.error?.params?.names).toBe('mng-once');
    expect(report.items[1]).toMatchObject({ outcome: 'skipped', outcomeKey: 'not-reached' });
    expect(lab.pid()).toBe(before);
  });

  it('goes on when Slipway is gone, and is found again', async () => {
    const before = lab.pid();
    await slipway.close();
    expect(lab.pid()).toBe(before);
    slipway = await open();
    // Owning comes first, then the engine is looked at.
    await eventually('the engine to be found', async () =>
      expect(await own(slipway)).toMatchObject({
        ...{ owner: 'here', pid: before, state: { status: 'running' } },
      }),
    );
  });

  it('comes back by itself after it was killed', async () => {
    const before = lab.pid();
    await lab.kill('SIGKILL');
    await waitFor('another engine', async () => lab.pid() !== 0 && lab.pid() !== before);
    await eventually('it to run', async () => expect((await own(slipway)).state.status).toBe('running'));
    await eventually('the engine to be used again', async () =>
      expect((await ok(slipway.client.call('engine.ping', {}))).ms).toBeGreaterThan(0),
    );
  });

  it('tells how it ended until it is started again', async () => {
    await slipway.close();
    slipway = await open({ ...quick, againMs: 600_000 });
    await eventually('the engine to be found', async () =>
      expect(await own(slipway)).toMatchObject({ owner: 'here', state: { status: 'running' } }),
    );
    const crashed = (exit: Record<string, unknown>) =>
      eventually('the crash to be told', async () =>
        expect((await own(slipway)).state).toMatchObject({ status: 'crashed', exit }),
      );
    await lab.kill('SIGKILL');
    await crashed({ cause: 'unseen' });
    await ok(slipway.client.call('managed.start', {}));
    // This one is a child of this Slipway: it is seen how it ends.
    await lab.kill('SIGKILL');
    await crashed({ signal: 'SIGKILL' });
    await ok(slipway.client.call('managed.start', {}));
  });

  it('has one owner, which does what another Slipway asks for', async () => {
    const other = await open();
    expect(await own(other)).toMatchObject({ owner: 'elsewhere', state: { status: 'running' } });
    await eventually('the other to be connected', async () => {
      await ok(other.client.call('engine.ping', {}));
    });
    const plan = await ok(other.client.call('managed.stop', {}));
    const report = await ok(other.client.call('plans.execute', { id: plan.id }));
    expect(report.items.map(({ outcomeKey }) => outcomeKey)).not.toContain('failed');
    expect(lab.pid()).toBe(0);
    expect((await own(slipway)).state).toMatchObject({
      status: 'stopped',
      exit: { cause: 'asked', code: 0 },
    });
    await ok(other.client.call('managed.start', {}));
    expect((await own(slipway)).state.status).toBe('running');
    await slipway.close();
    // The one that looked on takes over, and brings it back from then on.
    await waitFor('the other to own it', async () => (await own(other)).owner === 'here');
    const before = lab.pid();
    await lab.kill('SIGKILL');
    await waitFor('another engine', async () => lab.pid() !== 0 && lab.pid() !== before);
    await eventually('it to run', async () => expect((await own(other)).state.status).toBe('running'));
    slipway = other;
  });

  it('is started by an entry of the desktop at login, where that is wanted', async () => {
    const on = await ok(slipway.client.call('managed.atLogin', { engine: 'own', on: true }));
    expect(on.atLogin).toBe(true);
    const file = join(lab.home, '.config/autostart/slipway-engine.desktop');
    const exec = /^Exec=(.*)$/m.exec(await readFile(file, 'utf8'))?.[1] ?? '';
    expect(exec).toContain(`SLIPWAY_HOME=${lab.home}`);
    expect(exec).toMatch(/ engine start/);
    const off = await ok(slipway.client.call('managed.atLogin', { engine: 'own', on: false }));
    expect(off.atLogin).toBe(false);
  });

  it('says that there is nobody to ask where its process is another’s', async () => {
    const error = await refused(slipway.client.call('managed.stop', { engine: 'system' }));
    expect(error.reason).toBe('engine-none-here');
  });
});

async function own({ client }: OpenApp): Promise<ManagedEngine> {
  const { engines } = await ok(client.call('managed.status', {}));
  const found = engines.find(({ id }) => id === 'own');
  if (found === undefined) throw new Error('there is no engine of Slipway’s own');
  return found;
}

function logOf({ client }: OpenApp) {
  return new Promise<{ at: string | null; level: string | null; text: string }[]>((resolve, reject) => {
    const lines: { at: string | null; level: string | null; text: string }[] = [];
    client.stream(
      'managed.log',
      { engine: 'own', tail: 1000, follow: false },
      {
        item: (line) => void lines.push(line),
        done: (error) => (error === undefined ? resolve(lines) : reject(new Error(error.message))),
      },
    );
  });
}
