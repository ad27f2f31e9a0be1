import { execFileSync } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ExecutedPlan, Plan } from '../../shared/contract/plans.ts';
import { leakGuard } from '../engine-lab/leaks.ts';
import { ownSupport } from '../engine-lab/support.ts';
import { type ManagedLab, openManagedLab } from '../rig/managed-lab.ts';
import { type OpenApp, ok, openApp } from '../rig/open-app.ts';

const support = ownSupport('main');
const ticks = ['containers', 'images', 'volumes', 'networks', 'build-cache', 'plugins'] as const;

describe.skipIf(!support.ok)('a reset of an engine of Slipway’s own', () => {
  const guard = leakGuard();
  let lab: ManagedLab;
  let slipway: OpenApp;

  beforeAll(async () => {
    await guard.before();
    lab = await openManagedLab();
    slipway = await openApp({ home: lab.home, env: lab.env, watch: true });
    await ok(slipway.client.call('managed.start', {}));
    await writeFile(join(lab.folder, 'daemon.json'), '{"labels":["kept=yes"]}\n');
  });
  afterAll(async () => {
    await slipway?.close();
    await lab?.end();
    await guard.after();
  });

  const fill = async () => {
    await lab.loadImages();
    await lab.docker('network', 'create', 'wipe-net');
    await lab.docker(
      'run',
      '-d',
      '--name',
      'wipe-runs',
      '-v',
      'wipe-vol:/data',
      'lab/busybox:1',
      'sleep',
      '1000',
    );
    await lab.docker('run', '--name', 'wipe-done', 'lab/busybox:1', 'true');
  };
  const execute = (plan: Plan): Promise<ExecutedPlan> => {
    const { id, confirm = '' } = plan;
    return ok(slipway.client.call('plans.execute', { id, confirm }));
  };

  it('wipes the data root as a whole and keeps who it is and its settings', async () => {
    await fill();
    const inventory = await ok(slipway.client.call('reset.inventory', {}));
    expect(inventory.managed).toEqual({ dataRoot: join(lab.folder, 'data') });
    const [before, id] = [lab.pid(), await lab.docker('info', '--format', '{{.ID}}')];
    // A link out of the data root is deleted, and what it leads to is not.
    const outside = join(lab.home, 'outside');
    await mkdir(outside);
    await writeFile(join(outside, 'mine'), 'mine');
    const target = join(lab.folder, 'data/volumes/wipe-vol/_data/link');
    execFileSync('ln', ['-s', outside, target]);
    const report = await execute(await ok(slipway.client.call('reset.plan', { ticks: [...ticks] })));
    expect(report.items.length).toBeGreaterThan(5);
    expect(report.items.map(({ outcome, detail }) => `${outcome} ${detail}`)).toEqual(
      report.items.map(() => 'done Wiped with the data root.'),
    );
    expect(report.freedBytes).toBeGreaterThan(1_000_000);
    expect(report.reset?.verified?.every(({ empty }) => empty)).toBe(true);
    expect(lab.pid()).not.toBe(before);
    expect(await lab.docker('info', '--format', '{{.ID}}')).toBe(id);
    expect(await lab.docker('info', '--format', '{{.Labels}}')).toBe('[kept=yes]');
    for (const list of [
      ['ps', '-aq'],
      ['images', '-aq'],
      ['volume', 'ls', '-q'],
    ])
      expect(await lab.docker(...list)).toBe('');
    expect(await readFile(join(outside, 'mine'), 'utf8')).toBe('mine');
    expect((await readdir(lab.folder)).filter((name) => name.startsWith('data.'))).toEqual([]);
  });

  it('goes item by item where something is to be kept', async () => {
    await fill();
    const before = lab.pid();
    const keep = [{ kind: 'volume' as const, id: 'wipe-vol' }];
    const report = await execute(await ok(slipway.client.call('reset.plan', { ticks: [...ticks], keep })));
    expect(report.reset?.verified?.every(({ empty }) => empty)).toBe(true);
    expect(lab.pid()).toBe(before);
    expect(await lab.docker('volume', 'ls', '-q')).toBe('wipe-vol');
  });

  it('leaves alone what came since the plan was made', async () => {
    await fill();
    const before = lab.pid();
    const plan = await ok(slipway.client.call('reset.plan', { ticks: [...ticks] }));
    await lab.docker('volume', 'create', 'came-since');
    await execute(plan);
    expect(lab.pid()).toBe(before);
    expect(await lab.docker('volume', 'ls', '-q')).toBe('came-since');
  });

  it('touches nothing where something else is mounted in the data root, and starts the engine again', async () => {
    await fill();
    const plan = await ok(slipway.client.call('reset.plan', { ticks: [...ticks] }));
    const point = join(lab.folder, 'data/volumes/wipe-vol');
    execFileSync('mount', ['-t', 'tmpfs', 'tmpfs', point]);
    try {
      await writeFile(join(point, 'mine'), 'mine');
      const report = await execute(plan);
      const errors = new Set(report.items.map(({ outcome, error }) => `${outcome} ${error?.reason}`));
      expect([...errors]).toEqual(['failed engine-data-mounted']);
      expect(await readFile(join(point, 'mine'), 'utf8')).toBe('mine');
    } finally {
      execFileSync('umount', [point]);
    }
    expect((await lab.docker('ps', '-aq')).split('\n')).toHaveLength(2);
    expect(await ok(slipway.client.call('managed.status', {}))).toMatchObject({ preferred: 'own' });
  });
});
