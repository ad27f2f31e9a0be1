import { readFile, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ReportItem } from '../../shared/contract/plans.ts';
import { runDocker } from '../engine-lab/docker-cli.ts';
import { leakGuard } from '../engine-lab/leaks.ts';
import { ownSupport } from '../engine-lab/support.ts';
import { type ManagedLab, openManagedLab } from '../rig/managed-lab.ts';
import { type OpenApp, ok, openApp } from '../rig/open-app.ts';
import { type FakeSystemd, fakeSystemd } from '../rig/systemd.ts';

const support = ownSupport('main');

// There is no systemd where the tests run: a stand-in starts a real engine, as a unit of Debian's would.
describe.skipIf(!support.ok)('settings of an engine that systemd looks after (stand-in)', () => {
  const guard = leakGuard();
  let lab: ManagedLab;
  let systemd: FakeSystemd;
  let slipway: OpenApp;
  const call: OpenApp['client']['call'] = (...args) => slipway.client.call(...args);
  const driver = async () => {
    const { stdout } = await runDocker(systemd.address, ['info', '--format', '{{.LoggingDriver}}']);
    return stdout.trim();
  };
  const execute = async (id: string): Promise<ReportItem> => {
    const [item] = (await ok(call('plans.execute', { id }))).items;
    if (item === undefined) throw new Error('a plan without an item');
    return item;
  };

  beforeAll(async () => {
    await guard.before();
    lab = await openManagedLab();
    systemd = fakeSystemd(lab, 'system');
    slipway = await openApp({ home: lab.home, env: systemd.env, watch: true });
    await ok(call('managed.start', {}));
  });
  afterAll(async () => {
    await slipway?.close();
    await lab?.end();
    await guard.after();
  });

  it('are taken over by a restart of the unit', async () => {
    expect(await ok(call('daemon.get', {}))).toMatchObject({
      ...{ supervision: 'systemd', unit: 'docker.service', canRestart: true },
      file: { path: systemd.settings, text: '{}\n', access: 'write' },
    });
    const plan = await ok(call('daemon.plan', { set: { 'log-driver': 'local' } }));
    expect(plan.settings).toMatchObject({ apply: 'restart', checkedBy: 'engine' });
    const item = await execute(plan.id);
    expect(item).toMatchObject({ outcomeKey: 'settings-applied', settings: { seen: ['log-driver'] } });
    expect(await driver()).toBe('local');
  });

  it('are put back where the unit does not start with them, with what its journal says', async () => {
    const before = await readFile(systemd.settings, 'utf8');
    const plan = await ok(call('daemon.plan', { set: { 'storage-driver': 'no-such-driver' } }));
    const item = await execute(plan.id);
    expect(item).toMatchObject({ outcome: 'failed', outcomeKey: 'settings-put-back' });
    expect(item.settings?.said).toMatch(/no-such-driver/);
    expect(await readFile(systemd.settings, 'utf8')).toBe(before);
    expect(await driver()).toBe('local');
  });

  it('that keep it from starting are mended, checked with what the unit gives it', async () => {
    const stop = await ok(call('managed.stop', {}));
    expect((await execute(stop.id)).outcomeKey).toBe('stopped');
    await writeFile(systemd.settings, '{"debug": true,}\n');
    expect(await ok(call('daemon.get', {}))).toMatchObject({
      engine: null,
      problems: [{ kind: 'syntax-key' }],
    });
    const plan = await ok(call('daemon.plan', { text: '{"log-driver": "json-file"}\n' }));
    expect(plan.settings).toMatchObject({ apply: 'start', checkedBy: 'engine' });
    expect((await execute(plan.id)).outcomeKey).toBe('settings-applied');
    expect(await driver()).toBe('json-file');
  });
});

if (!support.ok) it('needs an engine', (context) => context.skip(support.reason));
