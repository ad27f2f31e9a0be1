import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect } from 'vitest';
import type { ApiError } from '../../shared/contract/errors.ts';
import { startEngine } from '../engine-lab/engine.ts';
import type { FaultMode, FaultProxy } from '../engine-lab/fault-proxy.ts';
import type { LabEngine } from '../engine-lab/types.ts';
import { dockerNames } from '../rig/docker-view.ts';
import { expectKept, expectRecovered, fault } from '../rig/fault.ts';
import { ok, openApp, refused } from '../rig/open-app.ts';
import { promised } from '../rig/promised.ts';
import { eventually, waitFor } from '../rig/wait-for.ts';
import type { Watching } from '../rig/watching.ts';
import { describeOnEngine } from '../support/describe-on-engine.ts';

const containerList = /^\/containers\/json$/;
const imageList = /^\/images\/json$/;
/** The lists, and what is asked of one container. */
const everyList = /^\/(containers\/([^/]+\/)?json|images\/json|networks|volumes)$/;

describeOnEngine('main', 'faults of answers', () => {
  let engine: LabEngine;

  beforeAll(async () => {
    engine = await startEngine('main', { images: true });
    await Promise.all([
      engine.dockerOk(['run', '-d', '--name', 'web', '-p', '8080:80', 'lab/web:1']),
      engine.dockerOk(['run', '-d', '--name', 'counter', 'lab/counter:1']),
      engine.dockerOk(['create', '--name', 'created', '-v', 'data:/data', 'lab/busybox:1']),
    ]);
  });
  afterAll(() => engine.stop());

  const lists = (proxy: FaultProxy): number => proxy.stats.count(/^GET \/containers\/json$/);
  const errorOf = (watching: Watching): ApiError | null | undefined =>
    watching.freshness.get('container')?.error;
  /** Until the last read of the containers failed in the expected way, with rows kept. */
  const failsAs = async (watching: Watching, before: readonly unknown[], told: object): Promise<void> => {
    await eventually('the failure is told with the rows', () =>
      expect(errorOf(watching)).toMatchObject(told),
    );
    await expectKept(watching, before);
    expect(errorOf(watching)?.message).toBeTruthy();
    expect(watching.state?.status).toBe('ready');
  };
  const heals = async (watching: Watching, proxy: FaultProxy): Promise<void> => {
    await proxy.setMode('pass');
    await expectRecovered(watching, engine, performance.now());
    expect(errorOf(watching)).toBeNull();
  };

  const broken: [row: string, title: string, mode: FaultMode, told: object][] = [
    ['21', 'status 500', { type: 'status', status: 500 }, { code: 'engine-error', status: 500 }],
    ['21', 'status 503', { type: 'status', status: 503 }, { code: 'engine-error', status: 503 }],
    ['22', 'truncated JSON', { type: 'truncatedJson' }, { code: 'unreachable', reason: 'answer-cut' }],
    ['22', 'garbage for JSON', { type: 'garbageJson' }, { code: 'engine-error', reason: 'answer-garbled' }],
    ['22', 'a cut body', { type: 'dropAfter', bytes: 40 }, { code: 'unreachable', reason: 'answer-cut' }],
    [
      '23',
      'an answer of 50 MB',
      { type: 'hugeAnswer', bytes: 50_000_000 },
      { code: 'engine-error', reason: 'answer-too-large' },
    ],
    ['24', 'HTML with status 200', { type: 'html200' }, { code: 'unsupported', reason: 'not-an-engine' }],
  ];
  for (const [row, title, mode, told] of broken)
    fault(
      row,
      `${title}: rejected whole, last rows kept, tried again now and then`,
      () => engine,
      async (rig) => {
        const proxy = await rig.proxy();
        const watching = await rig.openFresh(proxy.host);
        const before = watching.rows('container');
        await proxy.setMode(mode, containerList);
        proxy.stats.reset();
        await engine.dockerOk(['create', '--name', 'unseen', 'lab/busybox:1']);
        await failsAs(watching, before, told);
        // A call that needs the list is told the same, and the other kinds go on.
        expect(await refused(watching.slipway.client.call('containers.list', { all: true }))).toMatchObject(
          told,
        );
        await engine.dockerOk(['volume', 'create', 'meanwhile']);
        await waitFor('another kind', () => watching.named('volume', 'meanwhile'));
        await engine.dockerOk(['volume', 'rm', 'meanwhile']);
        await sleep(1500);
        await expectKept(watching, before);
        expect(lists(proxy)).toBeLessThanOrEqual(6);
        await engine.dockerOk(['rm', 'unseen']);
        await engine.dockerOk(['pause', 'counter']);
        await heals(watching, proxy);
        await engine.dockerOk(['unpause', 'counter']);
        await expectRecovered(watching, engine, performance.now());
      },
    );

  for (const mode of [
    { type: 'status', status: 500 },
    { type: 'hugeAnswer', bytes: 50_000_000 },
    { type: 'garbageJson' },
  ] as const)
    fault(
      '20-23',
      `the image list answers ${mode.type}: containers are not affected`,
      () => engine,
      async (rig) => {
        const proxy = await rig.proxy();
        const watching = await rig.openFresh(proxy.host);
        const images = watching.rows('image');
        expect(images.length).toBeGreaterThan(5);
        await proxy.setMode(mode, imageList);
        await engine.dockerOk(['tag', 'lab/busybox:1', 'lab/extra:1']);
        await eventually('the failure is told', () =>
          expect(watching.freshness.get('image')).toMatchObject({
            stale: true,
            error: { code: 'engine-error' },
          }),
        );
        expect(watching.rows('image')).toEqual(images);
        await engine.dockerOk(['pause', 'counter']);
        await expectRecovered(watching, engine, performance.now());
        await engine.dockerOk(['unpause', 'counter']);
        await expectRecovered(watching, engine, performance.now());
        await proxy.setMode('pass');
        await waitFor('the images again', () => watching.named('image', 'lab/extra:1'), promised(2000));
        await engine.dockerOk(['rmi', 'lab/extra:1']);
        await waitFor('the tag is gone', () => !watching.named('image', 'lab/extra:1'));
      },
    );

  fault(
    '21',
    'status 500 to what is asked of one container: its row is there, its details follow',
    () => engine,
    async (rig) => {
      const proxy = await rig.proxy();
      const watching = await rig.openFresh(proxy.host);
      await proxy.setMode({ type: 'status', status: 500 }, /^\/containers\/[0-9a-f]{64}\/json$/);
      await engine.dockerOk(['run', '--name', 'ended', 'lab/busybox:1', 'true']);
      await waitFor('its row', () => watching.named('container', 'ended')?.state === 'exited');
      expect(watching.named('container', 'ended')).not.toHaveProperty('exitCode');
      expect(watching.freshness.get('container')).toMatchObject({ stale: false, error: null });
      const listed = await ok(watching.slipway.client.call('containers.list', { all: true }));
      expect(listed.map((row) => row.name).sort()).toEqual(await dockerNames(engine));
      await proxy.setMode('pass');
      await expectRecovered(watching, engine, performance.now());
      expect(watching.named('container', 'ended')).toMatchObject({ exitCode: 0 });
      await engine.dockerOk(['rm', 'ended']);
    },
  );

  fault(
    '21',
    'status 500 to everything, ping too: reconnecting, rows kept, back by itself',
    () => engine,
    async (rig) => {
      const proxy = await rig.proxy();
      const timing = { handshakeMs: 2000, pingEveryMs: 300, pingDeadlineMs: 1000 };
      const watching = await rig.openFresh(proxy.host, { timing });
      const before = watching.rows('container');
      await proxy.setMode({ type: 'status', status: 500 });
      const state = await watching.until('reconnecting');
      expect(state).toMatchObject({ error: { code: 'engine-error', status: 500 } });
      await expectKept(watching, before);
      await proxy.setMode('pass');
      const back = performance.now();
      await watching.until('ready', 3000);
      await expectRecovered(watching, engine, back);
    },
  );

  fault(
    '24',
    'HTML from everything at the start is no engine, and heals',
    () => engine,
    async (rig) => {
      const proxy = await rig.proxy();
      await proxy.setMode({ type: 'html200' });
      const watching = await rig.open(proxy.host);
      const state = await watching.until('unsupported');
      expect(state).toMatchObject({ error: { code: 'unsupported', reason: 'not-an-engine' } });
      await proxy.setMode('pass');
      await watching.until('ready', 15_000);
      await expectRecovered(watching, engine, performance.now());
    },
  );

  fault(
    '25',
    'null and missing fields: every row is there, with its name',
    () => engine,
    async (rig) => {
      const proxy = await rig.proxy();
      const names = await dockerNames(engine);
      await proxy.setMode({ type: 'nullFields' }, everyList);
      const watching = await rig.open(proxy.host);
      await watching.until('ready');
      await watching.untilFresh();
      const rows = watching.rows('container');
      expect(rows).toHaveLength(names.length);
      for (const row of rows) {
        expect(row.id).toMatch(/^[0-9a-f]{64}$/);
        // Where the engine tells no name, the short id stands for it.
        expect(names.includes(row.name) || row.id.startsWith(row.name), row.name).toBe(true);
        expect(row.ports).toBeInstanceOf(Array);
        expect(row.labels).toBeInstanceOf(Object);
      }
      for (const kind of ['image', 'network', 'volume'] as const)
        expect(watching.rows(kind).length, kind).toBeGreaterThan(0);
      const listed = await ok(watching.slipway.client.call('containers.list', { all: true }));
      expect(listed).toHaveLength(names.length);
      await proxy.setMode('pass');
      proxy.cutAll();
      await watching.until('ready');
      await expectRecovered(watching, engine, performance.now(), 4000);
    },
  );

  for (const [title, text] of [
    ['garbage', '[{"engineId": '],
    ['of another shape', '{"marks": []}'],
  ] as const)
    fault(
      '43',
      `the file of marks is ${title}: nothing is removed, rows go on`,
      () => engine,
      async (rig) => {
        const first = await openApp({ engine: engine.host });
        const { home } = first;
        const name = `kept-${title.length}`;
        await engine.dockerOk(['create', '--name', name, 'lab/busybox:1']);
        const plan = await ok(first.client.call('containers.remove', { ids: [name] }));
        const file = join(home, 'protected.json');
        await writeFile(file, text);
        const failures = [
          await refused(first.client.call('plans.execute', { id: plan.id })),
          await refused(first.client.call('containers.remove', { ids: [name] })),
          await refused(first.client.call('disk.protected', {})),
          await refused(first.client.call('disk.protect', { kind: 'container', id: 'web' })),
        ];
        for (const error of failures)
          expect(error).toMatchObject({ reason: 'marks-unreadable', params: { path: file } });
        expect(await dockerNames(engine)).toContain(name);
        expect(await ok(first.client.call('containers.list', { all: true, name }))).toHaveLength(1);
        // A Slipway that starts with such a file shows everything and removes nothing.
        const second = await rig.openFresh(engine.host, { home });
        expect(await refused(second.slipway.client.call('plans.execute', { id: plan.id }))).toMatchObject({
          reason: 'marks-unreadable',
        });
        expect(await dockerNames(engine)).toContain(name);
        await rm(file);
        const report = await ok(second.slipway.client.call('plans.execute', { id: plan.id }));
        expect(report.items.map(({ outcomeKey }) => outcomeKey)).toEqual(['removed']);
        second.close();
        await second.slipway.close();
        await first.close();
      },
    );
});
