import { afterAll, beforeAll, beforeEach, expect } from 'vitest';
import type { LabEngine } from '../engine-lab/types.ts';
import { fault } from '../rig/fault.ts';
import { ok, temporaryFolder } from '../rig/open-app.ts';
import { clear, killedAt, look, prepare, runOriginal, timing } from '../rig/replacing.ts';
import { eventually } from '../rig/wait-for.ts';
import { describeOnEngine } from '../support/describe-on-engine.ts';

describeOnEngine('main', 'a replacement that somebody mended by hand', () => {
  let engine: LabEngine;
  beforeAll(async () => {
    engine = await prepare('main');
  });
  beforeEach(() => clear(engine));
  afterAll(() => engine.stop());

  fault(
    '42',
    'the original is removed by hand: its replacement is never destroyed',
    () => engine,
    async (rig) => {
      const before = await runOriginal(engine, 'no');
      const home = await temporaryFolder();
      try {
        const proxy = await rig.proxy();
        await killedAt(proxy, home.path, new RegExp(`^/containers/(?!${before.id})\\w+/rename$`));
        // What was cut off is finished by hand.
        const temporary = (await engine.dockerOk(['ps', '--format', '{{.Names}}'])).trim();
        expect(temporary).toMatch(/^shop-new-/);
        await engine.dockerOk(['rm', before.id]);
        await engine.dockerOk(['rename', temporary, 'shop']);
        const mine = await look(engine, 'shop');
        await proxy.setMode('pass');
        const next = await rig.open(proxy.host, { home: home.path, replacing: timing });
        await eventually('it to be told', async () => {
          const told = await ok(next.slipway.client.call('containers.replacements', {}));
          expect(told).toEqual([
            expect.objectContaining({
              status: 'stuck',
              error: expect.objectContaining({ reason: 'original-gone' }),
            }),
          ]);
        });
        expect(await look(engine, 'shop')).toEqual(mine);
      } finally {
        await home.remove();
      }
    },
  );

  fault(
    '42',
    'the replacement is renamed by hand: neither is touched',
    () => engine,
    async (rig) => {
      const before = await runOriginal(engine, 'no');
      const home = await temporaryFolder();
      try {
        const proxy = await rig.proxy();
        await killedAt(proxy, home.path, new RegExp(`^/containers/${before.id}/rename$`));
        const temporary = (await engine.dockerOk(['ps', '--format', '{{.Names}}'])).trim();
        await engine.dockerOk(['rename', temporary, 'mine']);
        const mine = await look(engine, 'mine');
        await proxy.setMode('pass');
        const next = await rig.open(proxy.host, { home: home.path, replacing: timing });
        await eventually('it to be told', async () => {
          const told = await ok(next.slipway.client.call('containers.replacements', {}));
          expect(told).toEqual([
            expect.objectContaining({
              status: 'stuck',
              error: expect.objectContaining({
                reason: 'replacement-moved',
                params: { name: 'shop', now: 'mine' },
              }),
            }),
          ]);
        });
        expect(await look(engine, 'mine')).toEqual(mine);
      } finally {
        await home.remove();
      }
    },
  );
});
