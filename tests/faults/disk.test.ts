import { afterAll, beforeAll, expect } from 'vitest';
import type { DiskState } from '../../shared/contract/disk-usage.ts';
import { startEngine } from '../engine-lab/engine.ts';
import type { LabEngine } from '../engine-lab/types.ts';
import { fault } from '../rig/fault.ts';
import { ok, refused } from '../rig/open-app.ts';
import { eventually, waitFor } from '../rig/wait-for.ts';
import { describeOnEngine } from '../support/describe-on-engine.ts';

const df = /^\/system\/df$/;
const within = 20_000;

describeOnEngine('main', 'faults of measuring the disk, and of the trash', () => {
  let engine: LabEngine;
  beforeAll(async () => {
    engine = await startEngine('main', { images: true });
  });
  afterAll(() => engine.stop());

  fault(
    '26',
    'a df that takes for ever holds nothing else up',
    () => engine,
    async (rig) => {
      const proxy = await rig.proxy();
      const watching = await rig.openFresh(proxy.host);
      const { client } = watching.slipway;
      const states: DiskState[] = [];
      const stream = client.stream('disk.watch', {}, { item: (state) => states.push(state) });
      await proxy.setMode({ type: 'hang' }, df);
      const [one, two] = [new AbortController(), new AbortController()];
      const first = client.call('disk.details', {}, { signal: one.signal });
      const second = client.call('disk.usage', {}, { signal: two.signal });
      // Each of the four kinds by itself, however many wait for them.
      await waitFor('the measurement to be asked for', () => proxy.stats.count(/system\/df/) >= 4);
      await waitFor('it is told', () => states.at(-1)?.measuring);
      // The list, an event, an action: none of them waits for it.
      await engine.dockerOk(['create', '--name', 'beside', 'lab/busybox:1']);
      await waitFor('a new container', () => watching.named('container', 'beside'), within);
      expect((await ok(client.call('containers.list', { all: true }))).map(({ name }) => name)).toEqual([
        'beside',
      ]);
      await ok(client.call('containers.rename', { id: 'beside', name: 'renamed' }));
      expect(states.at(-1)?.measuring).not.toBeNull();
      // Both wait for the same one, and it goes on until the last has left.
      expect(proxy.stats.count(/system\/df/)).toBe(4);
      one.abort();
      expect(await refused(first)).toMatchObject({ code: 'cancelled' });
      expect(states.at(-1)?.measuring).not.toBeNull();
      two.abort();
      expect(await refused(second)).toMatchObject({ code: 'cancelled' });
      await eventually('it is given up', () => expect(states.at(-1)?.measuring).toBeNull(), within);
      expect(states.at(-1)).toEqual({ details: null, measuring: null, error: null });

      await proxy.setMode('pass');
      const measured = await ok(client.call('disk.details', {}));
      expect(measured.containers.map(({ name }) => name)).toEqual(['renamed']);
      // What is known is answered with its age while the next one is held.
      await proxy.setMode({ type: 'hang' }, df);
      expect(await ok(client.call('disk.details', { maxAgeSeconds: 3600 }))).toEqual(measured);
      // And kept when one fails.
      await proxy.setMode({ type: 'status', status: 500, body: '{"message":"disk is gone"}' }, df);
      expect(await refused(client.call('disk.usage', {}))).toMatchObject({
        code: 'engine-error',
        status: 500,
      });
      await eventually(
        'it is told',
        () => expect(states.at(-1)?.error).toMatchObject({ status: 500 }),
        within,
      );
      expect(states.at(-1)?.details).toEqual(measured);
      stream.cancel();
      await engine.dockerOk(['rm', 'renamed']);
    },
  );

  fault(
    '38',
    'the answer to a step into the trash is lost',
    () => engine,
    async (rig) => {
      for (const name of ['cut', 'next']) await engine.dockerOk(['create', '--name', name, 'lab/busybox:1']);
      const proxy = await rig.proxy();
      const { slipway } = await rig.openFresh(proxy.host);
      const ids = ['cut', 'next'];
      const plan = await ok(slipway.client.call('containers.remove', { ids, keepDays: 7 }));
      await proxy.setMode({ type: 'dropAfter', bytes: 0 }, /\/rename$/);
      const report = await ok(slipway.client.call('plans.execute', { id: plan.id }));
      expect(report.items[0]).toMatchObject({ outcome: 'failed', outcomeKey: 'unknown' });
      expect(report.items[1]).toMatchObject({ name: 'next', outcomeKey: 'not-reached' });
      await proxy.setMode('pass');
      const [summary] = await ok(slipway.client.call('operations.reports', {}));
      const settled = await ok(slipway.client.call('operations.report', { id: summary?.id ?? '' }));
      expect(settled.report.items.map(({ outcomeKey }) => outcomeKey)).toEqual(['kept', 'not-reached']);
      await engine.dockerOk(['rm', 'next']);
      // The engine had done it: it is in the trash, once, and comes back.
      const [entry] = await ok(slipway.client.call('disk.trash', {}));
      expect(entry).toMatchObject({ name: 'cut', state: 'kept' });
      await proxy.setMode({ type: 'dropAfter', bytes: 0 }, /\/rename$/);
      expect(await refused(slipway.client.call('disk.restore', { id: entry?.id ?? '' }))).toMatchObject({
        code: 'unreachable',
      });
      await proxy.setMode('pass');
      expect(await ok(slipway.client.call('disk.trash', {}))).toEqual([]);
      expect(await engine.dockerOk(['ps', '-a', '--format', '{{.Names}}'])).toBe('cut');
      await engine.dockerOk(['rm', 'cut']);
    },
  );

  fault(
    '5',
    'the engine is killed while a container goes into the trash',
    () => engine,
    async (rig) => {
      // It takes ten seconds to stop: there is time to kill the engine.
      await engine.dockerOk(['run', '-d', '--name', 'slow', '--restart', 'always', 'lab/stubborn:1']);
      const proxy = await rig.proxy();
      const watching = await rig.openFresh(proxy.host);
      const { client } = watching.slipway;
      const plan = await ok(client.call('containers.remove', { ids: ['slow'], force: true, keepDays: 7 }));
      const executing = client.call('plans.execute', { id: plan.id });
      await waitFor('the stop', () => proxy.stats.count(/\/stop$/) > 0, within);
      await engine.kill('SIGKILL');
      const report = await ok(executing);
      expect(report.items[0]).toMatchObject({ outcome: 'failed', outcomeKey: 'unknown' });
      await engine.restart();
      await watching.until('ready', within);
      await eventually(
        'it is as it was',
        async () => {
          const format = '{{.Name}} {{.State.Running}} {{.HostConfig.RestartPolicy.Name}}';
          expect(await engine.dockerOk(['inspect', '-f', format, 'slow'])).toBe('/slow true always');
          expect(await ok(client.call('disk.trash', {}))).toEqual([]);
        },
        30_000,
      );
      await engine.dockerOk(['rm', '-f', 'slow']);
    },
  );
});
