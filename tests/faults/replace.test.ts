import { afterAll, beforeAll, beforeEach, expect } from 'vitest';
import type { LabEngine } from '../engine-lab/types.ts';
import { fault } from '../rig/fault.ts';
import { ok, refused, temporaryFolder } from '../rig/open-app.ts';
import {
  asked,
  clear,
  expectBack,
  journalOf,
  killedAt,
  look,
  prepare,
  replaceWith,
  runOriginal,
  steps,
  timing,
} from '../rig/replacing.ts';
import { eventually, waitFor } from '../rig/wait-for.ts';
import { describeOnEngine } from '../support/describe-on-engine.ts';

describeOnEngine('main', 'a replacement that is cut off', () => {
  let engine: LabEngine;
  beforeAll(async () => {
    engine = await prepare('main');
  });
  beforeEach(() => clear(engine));
  afterAll(() => engine.stop());

  for (const [step, path] of steps) {
    // What has no policy has none to lose.
    const policy = step === 'taking the restart policy off' ? 'on-failure:3' : 'no';
    fault(
      '5',
      `the engine is killed before ${step}`,
      () => engine,
      async (rig) => {
        const before = await runOriginal(engine, policy);
        const proxy = await rig.proxy();
        const { execute, home } = await replaceWith(rig, proxy);
        await proxy.setMode({ type: 'hang' }, path(before.id));
        const report = execute();
        await asked(proxy, path(before.id));
        await engine.kill('SIGKILL');
        await proxy.setMode('pass');
        proxy.cutAll();
        await engine.restart();
        const { items } = await report;
        expect(items.map(({ outcomeKey }) => outcomeKey)).toEqual(['put-back', 'not-replaced']);
        await expectBack(engine, before);
        expect(await journalOf(home)).toEqual([]);
      },
    );

    fault(
      '38',
      `the answer is lost and the engine killed at ${step}; it starts everything again by itself`,
      () => engine,
      async (rig) => {
        const before = await runOriginal(engine, 'always');
        const proxy = await rig.proxy();
        const { execute, home, begun } = await replaceWith(rig, proxy);
        await proxy.setMode({ type: 'dropAfter', bytes: 0 }, path(before.id));
        const report = execute();
        // Its list looks at the replacement, too: that alone does not tell how far the replacement is.
        if (step === 'waiting for the replacement') await begun('putting-back');
        else await asked(proxy, path(before.id));
        await engine.kill('SIGKILL');
        await proxy.setMode('pass');
        await engine.restart();
        const { items } = await report;
        expect(items[0]).toMatchObject({ outcome: 'failed', outcomeKey: 'put-back' });
        await expectBack(engine, before, step === 'creating the replacement');
        expect(await journalOf(home)).toEqual([]);
      },
    );

    fault(
      '38',
      `only the answer is lost at ${step}`,
      () => engine,
      async (rig) => {
        const before = await runOriginal(engine, 'unless-stopped');
        const proxy = await rig.proxy();
        const { execute, begun } = await replaceWith(rig, proxy);
        await proxy.setMode({ type: 'dropAfter', bytes: 0 }, path(before.id));
        const report = execute();
        // What puts it back must not meet the same fault for ever.
        await begun('putting-back');
        await proxy.setMode('pass');
        expect((await report).items[0]).toMatchObject({ outcome: 'failed', outcomeKey: 'put-back' });
        await expectBack(engine, before);
      },
    );

    fault(
      '42',
      `Slipway is killed at ${step}: the next one puts the original back`,
      () => engine,
      async (rig) => {
        const before = await runOriginal(engine, policy);
        const home = await temporaryFolder();
        try {
          const proxy = await rig.proxy();
          await killedAt(proxy, home.path, path(before.id));
          expect(await journalOf(home.path)).toHaveLength(1);
          await proxy.setMode('pass');
          const next = await rig.open(proxy.host, { home: home.path, replacing: timing });
          await expectBack(engine, before);
          await eventually('it to be told', async () => {
            const told = await ok(next.slipway.client.call('containers.replacements', {}));
            expect(told).toEqual([expect.objectContaining({ container: 'shop', status: 'put-back' })]);
          });
          const [{ id = '' } = {}] = await ok(next.slipway.client.call('containers.replacements', {}));
          expect(await ok(next.slipway.client.call('containers.forgetReplacement', { id }))).toEqual({
            forgotten: true,
          });
          expect(await journalOf(home.path)).toEqual([]);
        } finally {
          await home.remove();
        }
      },
    );
  }

  fault(
    '5',
    'the engine stays away: told as pending, and put back once it answers',
    () => engine,
    async (rig) => {
      const before = await runOriginal(engine, 'no');
      const proxy = await rig.proxy();
      const path = /^\/containers\/\w+\/start$/;
      const { execute, replacements } = await replaceWith(rig, proxy, { putBackMs: 500 });
      await proxy.setMode({ type: 'hang' }, path);
      const report = execute();
      await asked(proxy, path);
      await engine.kill('SIGKILL');
      await proxy.setMode('pass');
      proxy.cutAll();
      expect((await report).items[0]).toMatchObject({ outcome: 'failed', outcomeKey: 'put-back-pending' });
      expect(await replacements()).toEqual([
        expect.objectContaining({ container: 'shop', status: 'pending' }),
      ]);
      await engine.restart();
      await expectBack(engine, before);
      await eventually('it to be told', async () =>
        expect(await replacements()).toEqual([expect.objectContaining({ status: 'put-back' })]),
      );
    },
  );

  fault(
    '7',
    'a start that is never answered',
    () => engine,
    async (rig) => {
      const before = await runOriginal(engine, 'no');
      const proxy = await rig.proxy();
      const { execute } = await replaceWith(rig, proxy, { stepMs: 1000 });
      await proxy.setMode({ type: 'hang' }, new RegExp(`^/containers/(?!${before.id})\\w+/start$`));
      const { items } = await execute();
      expect(items[0]).toMatchObject({ outcomeKey: 'put-back', error: { reason: 'no-answer' } });
      await expectBack(engine, before);
    },
  );

  fault(
    '5',
    'the engine is killed again while the original is being put back',
    () => engine,
    async (rig) => {
      const before = await runOriginal(engine, 'no');
      const proxy = await rig.proxy();
      const { execute } = await replaceWith(rig, proxy);
      const renaming = new RegExp(`^/containers/(?!${before.id})\\w+/rename$`);
      const startingOld = new RegExp(`^/containers/${before.id}/start$`);
      await proxy.setMode({ type: 'status', status: 500 }, renaming);
      await proxy.addMode({ type: 'hang' }, startingOld);
      const report = execute();
      await asked(proxy, startingOld);
      await engine.kill('SIGKILL');
      await proxy.setMode('pass');
      proxy.cutAll();
      await engine.restart();
      expect((await report).items[0]).toMatchObject({ outcomeKey: 'put-back' });
      await expectBack(engine, before);
    },
  );

  fault(
    '21',
    'the restart policy cannot be taken off: it is replaced all the same, and told',
    () => engine,
    async (rig) => {
      const before = await runOriginal(engine, 'always');
      const proxy = await rig.proxy();
      const { slipway } = await rig.openFresh(proxy.host, { replacing: timing });
      const plan = await ok(
        slipway.client.call('containers.replace', {
          id: 'shop',
          env: ['A=1'],
          waitSeconds: 1,
          keepOld: true,
        }),
      );
      expect(plan.replacement?.restartTakenOff).toBe('always');
      const refusal = { type: 'status', status: 404, body: '{"message":"page not found"}' } as const;
      await proxy.setMode(refusal, new RegExp(`^/containers/${before.id}/update$`));
      const { items } = await ok(slipway.client.call('plans.execute', { id: plan.id }));
      expect(items).toEqual([expect.objectContaining({ outcome: 'done', outcomeKey: 'swapped-restarts' })]);
      expect(items[0]?.detail).toContain(plan.replacement?.asideName);
      expect((await look(engine, 'shop')).status).toBe('running');
      expect((await look(engine, before.id)).restart).toBe('always:0');
    },
  );

  fault(
    '5',
    'the engine starts again after the swap: the original that is kept stays stopped',
    () => engine,
    async (rig) => {
      const before = await runOriginal(engine, 'always');
      const proxy = await rig.proxy();
      const { slipway } = await rig.openFresh(proxy.host, { replacing: timing });
      const plan = await ok(
        slipway.client.call('containers.replace', {
          id: 'shop',
          env: ['A=1'],
          waitSeconds: 1,
          keepOld: true,
        }),
      );
      await ok(slipway.client.call('plans.execute', { id: plan.id }));
      await engine.kill('SIGKILL');
      await engine.restart();
      await eventually('the replacement to run', async () =>
        expect(await look(engine, 'shop')).toMatchObject({ status: 'running', restart: 'always:0' }),
      );
      expect(await look(engine, before.id)).toMatchObject({ status: 'exited', restart: 'no:0' });
    },
  );

  fault(
    '21',
    'what cannot be put back is told: where it is and what to do',
    () => engine,
    async (rig) => {
      const before = await runOriginal(engine, 'no');
      const proxy = await rig.proxy();
      const { execute, plan, replacements, slipway } = await replaceWith(rig, proxy, { putBackMs: 1000 });
      const renaming = new RegExp(`^/containers/(?!${before.id})\\w+/rename$`);
      await proxy.setMode(
        { type: 'status', status: 409, body: '{"message":"no new names today"}' },
        renaming,
      );
      await proxy.addMode(
        { type: 'status', status: 409, body: '{"message":"it shall not start"}' },
        new RegExp(`^/containers/${before.id}/start$`),
      );
      const { items } = await execute();
      expect(items[0]).toMatchObject({ outcome: 'failed', outcomeKey: 'put-back-failed' });
      expect(items[0]?.detail).toContain('it shall not start');
      expect(items[0]?.detail).toContain(plan.replacement?.asideName);
      expect(await replacements()).toEqual([expect.objectContaining({ status: 'stuck', container: 'shop' })]);
      const { client } = slipway;
      expect(await refused(client.call('containers.replace', { id: before.id, env: ['B=1'] }))).toMatchObject(
        { code: 'conflict', reason: 'replacement-unfinished' },
      );
      // The user does what the notice says; a new connection undoes none of that.
      await engine.dockerOk(['run', '-d', '--name', 'by-hand', 'lab/web:1']);
      expect((await look(engine, before.id)).name).toBe('shop');
      await proxy.setMode('pass');
      proxy.cutAll();
      await waitFor('the connection', async () =>
        (await client.call('containers.list', { all: true })).ok ? true : null,
      );
      await new Promise((resolve) => setTimeout(resolve, 1500));
      const now = await look(engine, before.id);
      expect([now.name, now.status, now.containers]).toEqual(['shop', 'exited', ['by-hand', 'shop']]);
      expect(await replacements()).toEqual([expect.objectContaining({ status: 'stuck' })]);
    },
  );

  fault(
    '42',
    'Slipway is killed after the swap: the replacement stays, and the original is told of',
    () => engine,
    async (rig) => {
      const before = await runOriginal(engine, 'no');
      const home = await temporaryFolder();
      try {
        const proxy = await rig.proxy();
        await killedAt(proxy, home.path, new RegExp(`^/containers/${before.id}$`));
        await proxy.setMode('pass');
        const next = await rig.open(proxy.host, { home: home.path, replacing: timing });
        await eventually('it to be told', async () => {
          const told = await ok(next.slipway.client.call('containers.replacements', {}));
          expect(told).toEqual([expect.objectContaining({ container: 'shop', status: 'old-left' })]);
        });
        const now = await look(engine, 'shop');
        expect(now.id).not.toBe(before.id);
        expect(now.status).toBe('running');
        const old = await look(engine, before.id);
        expect(old.name).toMatch(/^shop-old-/);
        expect(old.status).toBe('exited');
      } finally {
        await home.remove();
      }
    },
  );
});

describeOnEngine('oldest', 'a replacement that is cut off on an old engine', () => {
  let engine: LabEngine;
  beforeAll(async () => {
    engine = await prepare('oldest');
  });
  beforeEach(() => clear(engine));
  afterAll(() => engine.stop());

  fault(
    '5',
    'the engine is killed before the replacement is connected to its second network',
    () => engine,
    async (rig) => {
      const before = await runOriginal(engine, 'always');
      const proxy = await rig.proxy();
      const { execute } = await replaceWith(rig, proxy);
      const path = /^\/networks\/two\/connect$/;
      await proxy.setMode({ type: 'hang' }, path);
      const report = execute();
      await asked(proxy, path);
      await engine.kill('SIGKILL');
      await proxy.setMode('pass');
      proxy.cutAll();
      await engine.restart();
      expect((await report).items[0]).toMatchObject({ outcomeKey: 'put-back' });
      await expectBack(engine, before);
    },
  );
});
