import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import type { Operation } from '../../shared/contract/operations.ts';
import type { Plan, PlanReport } from '../../shared/contract/plans.ts';
import { type ResetTick, resetTicks } from '../../shared/contract/reset.ts';
import { startEngine } from '../engine-lab/engine.ts';
import type { LabEngine } from '../engine-lab/types.ts';
import { fault } from '../rig/fault.ts';
import { type OpenApp, ok, openApp, plainEnv, temporaryFolder } from '../rig/open-app.ts';
import { deployStack, fill, installPlugin } from '../rig/reset-data.ts';
import { eventually } from '../rig/wait-for.ts';
import { describeOnEngine } from '../support/describe-on-engine.ts';

const longMs = 90_000;
const id64 = '[0-9a-f]{64}';
/** The request that removes an object of each stage, and how often it is let through before the engine is killed. */
const stages: readonly [stage: string, request: RegExp, kind: string][] = [
  ['services', /^\/services\/\w+$/, 'service'],
  ['leave', /^\/swarm\/leave$/, 'swarm'],
  ['containers', new RegExp(`^/containers/${id64}$`), 'container'],
  ['images', /^\/images\/(?!json)[^/]+$/, 'image'],
  ['volumes', /^\/volumes\/data-\d$/, 'volume'],
  ['networks', new RegExp(`^/networks/${id64}$`), 'network'],
  ['cache', /^\/build\/prune$/, 'build-cache'],
  ['plugins', /^\/plugins\/.*$/, 'plugin'],
];

describeOnEngine('main', 'faults of a reset', () => {
  let engine: LabEngine;
  beforeAll(async () => {
    engine = await startEngine('main', { images: true });
  }, longMs);
  afterAll(() => engine.stop());

  const everything: ResetTick[] = [...resetTicks];
  const images = ['lab/busybox:1', 'lab/web:1'];
  /** What all tests of the file need stays: the images of the lab. */
  const plan = (slipway: OpenApp, ticks = everything): Promise<Plan> =>
    ok(
      slipway.client.call('reset.plan', {
        ticks,
        keep: ticks.includes('images') ? images.map((id) => ({ kind: 'image' as const, id })) : [],
      }),
    );
  const execute = (slipway: OpenApp, { id, confirm = '' }: Plan) =>
    ok(slipway.client.call('plans.execute', { id, confirm }));
  const latest = async (slipway: OpenApp): Promise<Operation> => {
    const [first] = await ok(slipway.client.call('operations.list', {}));
    if (first === undefined) throw new Error('no operation');
    return first;
  };
  const keysOf = ({ items }: PlanReport, key: string): string[] =>
    items.filter(({ outcomeKey }) => outcomeKey === key).map(({ kind, name }) => `${kind} ${name}`);
  const populate = async (): Promise<void> => {
    await fill(engine, { containers: 3, images: 2, volumes: 2, networks: 2 });
    await engine.dockerOk(['build', '-q', '-'], { input: 'FROM lab/busybox:1\nRUN echo cached > /cached\n' });
    await installPlugin(engine);
    await deployStack(engine);
  };
  afterEach(async () => {
    await engine.docker(['swarm', 'leave', '--force']);
    const ids = (await engine.dockerOk(['ps', '-aq'])).split('\n').filter((id) => id !== '');
    if (ids.length > 0) await engine.docker(['rm', '-f', ...ids]);
    await engine.docker(['volume', 'prune', '-af']);
    await engine.docker(['network', 'prune', '-f']);
    await engine.docker(['plugin', 'rm', '-f', 'lab/plugin:1']);
    await engine.docker(['builder', 'prune', '-af']);
  }, longMs);

  fault(
    'reset, engine killed',
    'at each stage in turn: what is unknown is settled after the restart, nothing else is touched, and a new plan goes on',
    () => engine,
    async (rig) => {
      await populate();
      const proxy = await rig.proxy();
      const watching = await rig.open(proxy.host, { watch: true });
      const { slipway } = watching;
      await watching.until('ready');
      const deletes = () => proxy.stats.count(/^(DELETE|POST) /);
      const done = new Set<string>();
      for (const [stage, request, kind] of stages) {
        const made = await plan(slipway);
        if (!made.items.some((item) => item.kind === kind)) throw new Error(`nothing left for ${stage}`);
        await proxy.setMode('pass');
        const method = stage === 'leave' || stage === 'cache' ? 'POST' : 'DELETE';
        await proxy.addMode({ type: 'hang', method }, request);
        const sentNow = () => proxy.stats.count(new RegExp(`^${method} ${request.source.slice(1)}`));
        const sentBefore = sentNow();
        // It comes after the plan, and is no business of it.
        const later = `after-${stage}`;
        await engine.dockerOk(['volume', 'create', later]);
        const answer = execute(slipway, made);
        await eventually(
          `${stage} to be reached`,
          async () => expect((await latest(slipway)).planId === made.id && sentNow() > sentBefore).toBe(true),
          longMs,
        );
        await engine.kill('SIGKILL');
        const report = await answer;
        const sent = deletes();
        expect(report.reset?.verified, stage).toBeNull();
        expect(keysOf(report, 'unknown').length, stage).toBeLessThanOrEqual(1);
        await proxy.setMode('pass');
        await engine.restart();
        const { reportId } = await latest(slipway);
        const settled = await eventually(
          `${stage} to be settled`,
          async () => {
            const { report: now } = await ok(
              slipway.client.call('operations.report', { id: reportId ?? '' }),
            );
            expect(keysOf(now, 'unknown')).toEqual([]);
            expect(now.reset?.verified).not.toBeNull();
            return now;
          },
          longMs,
        );
        // Settling asks and removes nothing.
        expect(deletes(), stage).toBe(sent);
        expect(settled.items.map(({ name }) => name)).not.toContain(later);
        // The next plan would list it.
        expect(await engine.dockerOk(['volume', 'rm', later])).toBe(later);
        // What the report says is gone is gone, and nothing is done twice.
        for (const key of keysOf(settled, 'removed')) {
          expect(done.has(key), `${key} again at ${stage}`).toBe(false);
          done.add(key);
        }
      }
      const last = await execute(slipway, await plan(slipway));
      expect(last.reset?.verified?.filter(({ empty }) => !empty)).toEqual([]);
      const kept = last.reset?.verified?.flatMap(({ left }) => left.map(({ name }) => name)) ?? [];
      expect(kept.sort()).toEqual([...images].sort());
      const there = await engine.dockerOk(['images', '--format', '{{.Repository}}:{{.Tag}}']);
      expect(there.split('\n').sort()).toEqual([...images].sort());
    },
  );

  fault(
    'reset, lost answer',
    'the swarm that was left without an answer is unknown, then left; nothing after it is tried and nothing repeated',
    () => engine,
    async (rig) => {
      await fill(engine, { containers: 2, images: 0, volumes: 0, networks: 0 });
      await engine.dockerOk(['swarm', 'init', '--advertise-addr', '127.0.0.1']);
      const proxy = await rig.proxy();
      const { slipway } = await rig.open(proxy.host);
      const made = await plan(slipway, ['swarm', 'containers']);
      await proxy.addMode({ type: 'dropAfter', bytes: 0 }, /^\/swarm\/leave$/);
      const report = await execute(slipway, made);
      expect(keysOf(report, 'unknown')).toEqual(['swarm manager']);
      expect(keysOf(report, 'not-reached').sort()).toEqual(['container app-0', 'container app-1']);
      // The engine is there: what it has is told all the same.
      const left = report.reset?.verified?.flatMap((one) =>
        one.left.map(({ name, why }) => `${name} ${why}`),
      );
      expect(left?.sort()).toEqual(['app-0 not-reached', 'app-1 not-reached']);
      await proxy.setMode('pass');
      const { reportId } = await latest(slipway);
      const settled = await ok(slipway.client.call('operations.report', { id: reportId ?? '' }));
      expect(keysOf(settled.report, 'removed')).toEqual(['swarm manager']);
      expect(proxy.stats.count(/^POST \/swarm\/leave/)).toBe(1);
      expect(await engine.dockerOk(['info', '-f', '{{.Swarm.LocalNodeState}}'])).toBe('inactive');
    },
  );

  fault(
    'reset, undying container',
    'a container that does not die is told, and what comes after it goes on',
    () => engine,
    async (rig) => {
      await fill(engine, { containers: 3, images: 0, volumes: 2, networks: 1 });
      const watching = await rig.open(engine.host, { resetting: { deathMs: 4000 } });
      const made = await plan(watching.slipway, ['containers', 'volumes', 'networks']);
      // Whatever is asked of a container goes through its shim: stopped, it does not answer, as one that hangs in the kernel.
      const pid = await engine.dockerOk(['inspect', '-f', '{{.State.Pid}}', 'app-0']);
      const signal = (name: string) =>
        engine.exec(['sh', '-c', `kill -${name} $(sed -n 's/^PPid:\\s*//p' /proc/${pid}/status)`]);
      expect(await signal('STOP')).toMatchObject({ code: 0 });
      try {
        const report = await execute(watching.slipway, made);
        expect(keysOf(report, 'will-not-die')).toEqual(['container app-0']);
        expect(report.items.find(({ name }) => name === 'app-0')?.error?.reason).toBe('will-not-die');
        expect(keysOf(report, 'now-in-use')).toEqual(['volume data-0']);
        expect(keysOf(report, 'removed').sort()).toEqual([
          'container app-1',
          'container app-2',
          'network net-0',
          'volume data-1',
        ]);
        const left = report.reset?.verified?.flatMap((one) =>
          one.left.map(({ name, why }) => `${name} ${why}`),
        );
        expect(left).toEqual(['app-0 failed', 'data-0 skipped']);
      } finally {
        await signal('CONT');
      }
      await eventually(
        'it to be removed after all, or to answer again',
        async () => {
          expect((await engine.docker(['rm', '-f', 'app-0'])).code).toBe(0);
        },
        longMs,
      );
    },
  );

  fault(
    'reset, Slipway killed',
    'the next Slipway tells what was done, settles the rest and verifies, and repeats nothing',
    () => engine,
    async (rig) => {
      await fill(engine, { containers: 8, images: 0, volumes: 1, networks: 0 });
      const proxy = await rig.proxy();
      const home = await temporaryFolder();
      try {
        const first = await openApp({ engine: proxy.host, home: home.path });
        const { id, confirm = '' } = await plan(first, ['containers']);
        await first.close();
        await proxy.addMode({ type: 'delay', ms: 400 }, new RegExp(`^/containers/${id64}$`));
        const child = spawn(
          process.execPath,
          [
            '--import',
            'tsx',
            'electron/cli/main.ts',
            'reset',
            '--execute',
            id,
            '--confirm',
            confirm,
            '--engine',
            proxy.host,
          ],
          { env: { ...plainEnv(home.path), SLIPWAY_HOME: home.path }, stdio: 'ignore' },
        );
        const ended = once(child, 'exit');
        const removals = () => proxy.stats.count(new RegExp(`^DELETE /containers/${id64}$`));
        await eventually('some to be removed', () => expect(removals()).toBeGreaterThan(2), longMs);
        child.kill('SIGKILL');
        await ended;
        const sent = removals();
        const second = await rig.open(proxy.host, { home: home.path, watch: true });
        const { report, owner } = await eventually(
          'what it left to be settled',
          async () => {
            const [latestReport] = await ok(second.slipway.client.call('operations.reports', {}));
            expect(latestReport).toMatchObject({ kind: 'reset', unknown: 0, unverified: false });
            return ok(second.slipway.client.call('operations.report', { id: latestReport?.id ?? '' }));
          },
          longMs,
        );
        expect(owner).toBeUndefined();
        expect(removals()).toBe(sent);
        const there = (await engine.dockerOk(['ps', '-a', '--format', '{{.Names}}']))
          .split('\n')
          .filter((name) => name !== '')
          .sort();
        expect(there.length).toBeGreaterThan(0);
        expect(keysOf(report, 'still-there').sort()).toEqual(there.map((name) => `container ${name}`));
        expect(report.reset?.verified?.[0]?.left.map(({ name }) => name).sort()).toEqual(there);
        expect(report.reset?.settingsRead).toBe(true);
        // Its plan cannot be executed again.
        const again = await second.slipway.client.call('plans.execute', { id, confirm });
        expect(again.ok).toBe(false);
      } finally {
        await home.remove();
      }
    },
  );
});
