import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import type { Operation } from '../../shared/contract/operations.ts';
import type { Plan, PlanReport } from '../../shared/contract/plans.ts';
import { startEngine } from '../engine-lab/engine.ts';
import type { LabEngine } from '../engine-lab/types.ts';
import { dockerNames } from '../rig/docker-view.ts';
import { fault } from '../rig/fault.ts';
import { type OpenApp, ok } from '../rig/open-app.ts';
import { eventually } from '../rig/wait-for.ts';
import { describeOnEngine } from '../support/describe-on-engine.ts';

/** `DELETE /containers/ID`; an inspect has a longer path. */
const removal = /^\/containers\/[0-9a-f]{64}$/;
const count = 12;

describeOnEngine('main', 'faults of a prune', () => {
  let engine: LabEngine;
  beforeAll(async () => {
    engine = await startEngine('main', { images: true });
  });
  afterAll(() => engine.stop());
  afterEach(async () => {
    const names = await dockerNames(engine);
    if (names.length > 0) await engine.dockerOk(['rm', '-f', ...names]);
  });

  const populate = async (): Promise<string[]> => {
    const names = Array.from({ length: count }, (_, n) => `p-${String(n).padStart(2, '0')}`);
    for (const name of names) await engine.dockerOk(['create', '--name', name, 'lab/busybox:1']);
    return names;
  };
  const plan = (slipway: OpenApp): Promise<Plan> =>
    ok(slipway.client.call('disk.plan', { kinds: ['containers'] }));
  const named = (report: PlanReport, key: string): string[] =>
    report.items.filter(({ outcomeKey }) => outcomeKey === key).map(({ name }) => name);
  const latest = async (slipway: OpenApp): Promise<Operation> => {
    const [first] = await ok(slipway.client.call('operations.list', {}));
    if (first === undefined) throw new Error('no operation');
    return first;
  };
  /** Until nothing in the kept report is unknown. */
  const settled = (slipway: OpenApp, id: string): Promise<PlanReport> =>
    eventually(
      'what is unknown to be settled',
      async () => {
        const { report } = await ok(slipway.client.call('operations.report', { id }));
        expect(named(report, 'unknown')).toEqual([]);
        return report;
      },
      20_000,
    );

  for (const signal of ['SIGKILL', 'SIGTERM'] as const)
    fault(
      `prune, ${signal}`,
      'what was done, what is unknown and what was not reached is told, and settled when the engine is back',
      () => engine,
      async (rig) => {
        const names = await populate();
        const proxy = await rig.proxy();
        const { slipway } = await rig.openFresh(proxy.host, { watch: true });
        const made = await plan(slipway);
        expect(made.items).toHaveLength(count);
        await proxy.addMode({ type: 'delay', ms: 250 }, removal);
        const answer = ok(slipway.client.call('plans.execute', { id: made.id }));
        await eventually('some to be done', async () =>
          expect((await latest(slipway)).done).toBeGreaterThanOrEqual(3),
        );
        await engine.kill(signal);
        const report = await answer;
        const done = named(report, 'removed');
        const unknown = named(report, 'unknown');
        expect(done.length).toBeGreaterThanOrEqual(3);
        expect(unknown.length).toBeLessThanOrEqual(1);
        expect(named(report, 'not-reached').length).toBeGreaterThan(0);
        expect(
          report.items.every(({ outcomeKey }) => ['removed', 'unknown', 'not-reached'].includes(outcomeKey)),
        ).toBe(true);
        const { reportId } = await latest(slipway);
        await proxy.setMode('pass');
        await engine.restart();
        const after = await settled(slipway, reportId ?? '');
        const there = await dockerNames(engine);
        // What the report says now is what the engine has.
        expect(names.filter((name) => !named(after, 'removed').includes(name))).toEqual(there);
        for (const name of unknown)
          expect(after.items.find((item) => item.name === name)?.settledAt).toBeTruthy();
      },
    );

  fault(
    'prune, lost answer',
    'an item that the engine removed without saying so is unknown, then removed; nothing after it is tried',
    () => engine,
    async (rig) => {
      await populate();
      const proxy = await rig.proxy();
      const { slipway } = await rig.openFresh(proxy.host);
      const made = await plan(slipway);
      const third = made.items[2];
      await proxy.addMode({ type: 'dropAfter', bytes: 0 }, new RegExp(`^/containers/${third?.id}$`));
      const report = await ok(slipway.client.call('plans.execute', { id: made.id }));
      expect(named(report, 'unknown')).toEqual([third?.name]);
      expect(named(report, 'removed')).toHaveLength(2);
      expect(named(report, 'not-reached')).toHaveLength(count - 3);
      expect(proxy.stats.count(/^DELETE /)).toBe(3);
      await proxy.setMode('pass');
      const after = await settled(slipway, (await latest(slipway)).reportId ?? '');
      expect(named(after, 'removed')).toHaveLength(3);
      expect(await dockerNames(engine)).toHaveLength(count - 3);
      const [summary] = await ok(slipway.client.call('operations.reports', {}));
      expect(summary).toMatchObject({ unknown: 0, counts: { done: 3, skipped: count - 3, failed: 0 } });
    },
  );

  fault(
    'removal, lost answer',
    'of several that are removed by hand what is unknown is settled too, and nothing after it is tried',
    () => engine,
    async (rig) => {
      const names = (await populate()).slice(0, 3);
      const proxy = await rig.proxy();
      const { slipway } = await rig.openFresh(proxy.host);
      const made = await ok(slipway.client.call('containers.remove', { ids: names }));
      await proxy.addMode({ type: 'dropAfter', bytes: 0 }, new RegExp(`^/containers/${made.items[1]?.id}$`));
      const report = await ok(slipway.client.call('plans.execute', { id: made.id }));
      expect(report.items.map(({ outcomeKey }) => outcomeKey)).toEqual(['removed', 'unknown', 'not-reached']);
      expect((await latest(slipway)).state).toBe('failed');
      await proxy.setMode('pass');
      const after = await settled(slipway, (await latest(slipway)).reportId ?? '');
      expect(named(after, 'removed')).toEqual(names.slice(0, 2));
    },
  );

  fault(
    'prune, caller',
    'goes on when its caller goes away, and stops between items when it is cancelled',
    () => engine,
    async (rig) => {
      await populate();
      const proxy = await rig.proxy();
      const { slipway } = await rig.openFresh(proxy.host);
      const made = await plan(slipway);
      await proxy.addMode({ type: 'delay', ms: 150 }, removal);
      const page = slipway.app.router.connect('web');
      void page.call('plans.execute', { id: made.id });
      await eventually('it to begin', async () => expect((await latest(slipway)).done).toBeGreaterThan(0));
      page.close();
      const { id, done } = await latest(slipway);
      await eventually('it to go on', async () =>
        expect((await latest(slipway)).done).toBeGreaterThan(done + 1),
      );
      expect(await ok(slipway.client.call('operations.cancel', { id }))).toEqual({ cancelled: true });
      const over = await eventually('it to stop', async () => {
        const now = await latest(slipway);
        expect(now.finishedAt).not.toBeNull();
        return now;
      });
      expect(over.state).toBe('cancelled');
      const { report } = await ok(slipway.client.call('operations.report', { id: over.reportId ?? '' }));
      expect(named(report, 'cancelled').sort()).toEqual((await dockerNames(engine)).sort());
      expect(named(report, 'cancelled').length).toBeGreaterThan(0);
      expect(await ok(slipway.client.call('operations.cancel', { id }))).toEqual({ cancelled: false });
    },
  );
});
