import { afterAll, beforeAll, expect } from 'vitest';
import { startEngine } from '../engine-lab/engine.ts';
import type { LabEngine } from '../engine-lab/types.ts';
import { fault } from '../rig/fault.ts';
import { ok, refused } from '../rig/open-app.ts';
import { waitFor } from '../rig/wait-for.ts';
import { describeOnEngine } from '../support/describe-on-engine.ts';

const creation = /^\/containers\/create$/;
const image = 'lab/busybox:1';

describeOnEngine('main', 'faults of creating', () => {
  let engine: LabEngine;
  beforeAll(async () => {
    engine = await startEngine('main', { images: true });
  });
  afterAll(() => engine.stop());
  const created = async (): Promise<string[]> =>
    (await engine.dockerOk(['ps', '-a', '--format', '{{.Names}}'])).split('\n').filter((name) => name !== '');

  fault(
    '38',
    'the answer to a create is lost: found by its name, made once',
    () => engine,
    async (rig) => {
      const proxy = await rig.proxy();
      const { slipway } = await rig.openFresh(proxy.host);
      await proxy.setMode({ type: 'dropAfter', bytes: 0 }, creation);
      const spec = { image, name: 'lost', command: ['sleep', '1000'] };
      const made = await ok(slipway.client.call('containers.run', { spec }));
      expect(made.id).toBe(await engine.dockerOk(['inspect', '-f', '{{.Id}}', 'lost']));
      expect(await engine.dockerOk(['inspect', '-f', '{{.State.Running}}', 'lost'])).toBe('true');
      expect(await created()).toEqual(['lost']);
      expect(proxy.stats.count(/^POST \/containers\/create$/)).toBe(1);
      await engine.dockerOk(['rm', '-f', 'lost']);
    },
  );

  fault(
    '38',
    'the same without a name: nobody knows, it is said so, and nothing is repeated',
    () => engine,
    async (rig) => {
      const proxy = await rig.proxy();
      const { slipway } = await rig.openFresh(proxy.host);
      await proxy.setMode({ type: 'dropAfter', bytes: 0 }, creation);
      const error = await refused(slipway.client.call('containers.create', { spec: { image } }));
      expect(error).toMatchObject({
        code: 'unreachable',
        reason: 'outcome-unknown',
        params: { name: image },
      });
      expect(await created()).toHaveLength(1);
      await engine.dockerOk(['rm', '-f', ...(await created())]);
    },
  );

  fault(
    '38',
    'a create that never arrived does not take a container whose id begins with the name',
    () => engine,
    async (rig) => {
      const older = await engine.dockerOk(['create', '--name', 'older', image]);
      const name = older.slice(0, 8);
      const proxy = await rig.proxy();
      const { slipway } = await rig.openFresh(proxy.host);
      await proxy.setMode({ type: 'hang' }, creation);
      const running = refused(slipway.client.call('containers.run', { spec: { image, name } }));
      await waitFor('the request', () => proxy.stats.count(/^POST \/containers\/create$/) === 1);
      proxy.cutAll();
      const error = await running;
      expect(error).toMatchObject({ reason: 'outcome-unknown', params: { name } });
      expect(await engine.dockerOk(['inspect', '-f', '{{.State.Status}}', 'older'])).toBe('created');
      await engine.dockerOk(['rm', '-f', 'older']);
    },
  );

  fault(
    '21',
    'a create that the engine answers with 500: told, and nothing is repeated',
    () => engine,
    async (rig) => {
      const proxy = await rig.proxy();
      const { slipway } = await rig.openFresh(proxy.host);
      await proxy.setMode({ type: 'status', status: 500 }, creation);
      const error = await refused(
        slipway.client.call('containers.create', { spec: { image, name: 'broken' } }),
      );
      expect(error).toMatchObject({ code: 'engine-error', status: 500 });
      expect(await created()).toEqual([]);
      expect(proxy.stats.count(/^POST \/containers\/create$/)).toBe(1);
    },
  );
});
