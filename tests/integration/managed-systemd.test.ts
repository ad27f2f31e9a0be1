import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SystemdUnit } from '../../electron/supervision/systemd.ts';
import type { ManagedEngine } from '../../shared/contract/managed.ts';
import { leakGuard } from '../engine-lab/leaks.ts';
import { ownSupport } from '../engine-lab/support.ts';
import { type ManagedLab, openManagedLab } from '../rig/managed-lab.ts';
import { type OpenApp, ok, openApp, refused } from '../rig/open-app.ts';
import { type FakeSystemd, fakeSystemd } from '../rig/systemd.ts';
import { eventually, waitFor } from '../rig/wait-for.ts';

const support = ownSupport('main');

// There is no systemd where the tests run: a stand-in starts a real engine and refuses every argument that is not exactly right.
describe.skipIf(!support.ok).each(['system', 'user'] as const)(
  'a systemd unit of the %s (stand-in)',
  (scope) => {
    const guard = leakGuard();
    const flag = scope === 'user' ? '--user ' : '';
    // Rootless engines have no socket of systemd.
    const units = scope === 'user' ? 'docker.service' : 'docker.socket docker.service';
    let lab: ManagedLab;
    let systemd: FakeSystemd;
    let slipway: OpenApp;

    beforeAll(async () => {
      await guard.before();
      lab = await openManagedLab();
      systemd = fakeSystemd(lab, scope);
      slipway = await openApp({ home: lab.home, env: systemd.env, watch: true });
    });
    afterAll(async () => {
      await slipway?.close();
      await lab?.end();
      await guard.after();
    });

    it('tells why it did not start, in the engine’s own words', async () => {
      systemd.break(
        'time="2026-11-21T17:00:00Z" level=error msg="failed to start" error="no space left on device"',
      );
      const error = await refused(slipway.client.call('managed.start', {}));
      expect(error.reason).toBe('engine-command-failed');
      const { state } = await unit(slipway);
      expect(state).toMatchObject({
        status: 'failed',
        error: 'failed to start: no space left on device',
        exit: { cause: 'code', code: 1 },
      });
      systemd.break(null);
    });

    it('is started and used', async () => {
      const started = await ok(slipway.client.call('managed.start', {}));
      expect(started).toMatchObject({
        id: scope,
        unit: 'docker.service',
        inUse: true,
        state: { status: 'running' },
      });
      expect(started?.address).toBe(systemd.address);
      expect(started?.dataRoot).toContain(`systemd-${scope}/data`);
      // The process that is told is the engine, not what it runs in.
      expect(started?.binary).toMatch(/\/dockerd$/);
      expect((await ok(slipway.client.call('engine.info', {}))).rootDir).toBe(started?.dataRoot);
      expect(started?.commands?.stop).toBe(`systemctl ${flag}stop ${units}`);
    });

    it('is the one in use for an ordinary user, too, who may not look into its process', async () => {
      const person = await openApp({
        ...{ home: lab.home, env: systemd.env, engine: systemd.address },
        engineHost: () => Promise.resolve(null),
      });
      expect(await unit(person)).toMatchObject({ inUse: true, state: { status: 'running' } });
      const plan = await ok(person.client.call('managed.stop', {}));
      expect(plan.items).toMatchObject([{ kind: 'engine', name: 'docker.service', action: 'stop' }]);
      await person.close();
    });

    it('tells its journal, as it goes on', async () => {
      const texts: string[] = [];
      const stream = slipway.client.stream(
        'managed.log',
        { tail: 100 },
        { item: ({ text, at }) => void (at !== null && texts.push(text)) },
      );
      await waitFor('what was said', () => texts.some((text) => text.includes('API listen on')));
      const before = texts.length;
      const plan = await ok(slipway.client.call('managed.restart', {}));
      const report = await ok(slipway.client.call('plans.execute', { id: plan.id }));
      expect(report.items[0]).toMatchObject({ outcome: 'done', outcomeKey: 'restarted' });
      await waitFor('what was said since', () => texts.length > before);
      stream.cancel();
    });

    it('is restarted more often than its unit allows by itself', async () => {
      for (let time = 1; time <= 3; time += 1) {
        const plan = await ok(slipway.client.call('managed.restart', {}));
        const report = await ok(slipway.client.call('plans.execute', { id: plan.id }));
        expect(report.items[0]).toMatchObject({ outcome: 'done', outcomeKey: 'restarted' });
      }
    });

    it('reads its settings again', async () => {
      const { signal } = new AbortController();
      const supervisor = new SystemdUnit(scope, systemd.env, () => 60_000);
      await supervisor.reload(signal);
      await eventually('the engine to tell', async () => {
        const lines: string[] = [];
        for await (const { text } of supervisor.log({ tail: 100, follow: false }, signal)) lines.push(text);
        expect(lines.join('\n')).toMatch(/reload/i);
      });
    });

    it('starts at login, or no longer', async () => {
      expect((await ok(slipway.client.call('managed.atLogin', { on: true }))).atLogin).toBe(true);
      expect((await ok(slipway.client.call('managed.atLogin', { on: false }))).atLogin).toBe(false);
    });

    it('is stopped with the socket that would start it again, and told how it ended', async () => {
      const plan = await ok(slipway.client.call('managed.stop', {}));
      expect(plan.items).toMatchObject([{ kind: 'engine', name: 'docker.service', action: 'stop' }]);
      const report = await ok(slipway.client.call('plans.execute', { id: plan.id }));
      expect(report.items[0]).toMatchObject({ outcomeKey: 'stopped' });
      await eventually('it to be told', async () => {
        expect((await unit(slipway)).state).toMatchObject({ status: 'stopped', exit: { cause: 'asked' } });
      });
      expect(new Set(systemd.commands().filter((line) => line.startsWith('systemctl')))).toEqual(
        new Set([
          `systemctl ${flag}start docker.service`,
          `systemctl ${flag}restart docker.service`,
          `systemctl ${flag}reset-failed ${units}`,
          `systemctl ${flag}reload docker.service`,
          `systemctl ${flag}enable docker.service`,
          `systemctl ${flag}disable docker.service`,
          `systemctl ${flag}stop ${units}`,
        ]),
      );
    });

    async function unit({ client }: OpenApp): Promise<ManagedEngine> {
      const { engines } = await ok(client.call('managed.status', {}));
      const found = engines.find(({ id }) => id === scope);
      if (found === undefined) throw new Error('the unit is not told of');
      return found;
    }
  },
);
