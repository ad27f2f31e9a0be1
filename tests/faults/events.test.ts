import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect } from 'vitest';
import { startEngine } from '../engine-lab/engine.ts';
import type { FaultProxy } from '../engine-lab/fault-proxy.ts';
import type { LabEngine } from '../engine-lab/types.ts';
import { dockerInspect } from '../rig/docker-view.ts';
import { expectRecovered, fault } from '../rig/fault.ts';
import { eventually, waitFor } from '../rig/wait-for.ts';
import type { Watching } from '../rig/watching.ts';
import { describeOnEngine } from '../support/describe-on-engine.ts';

describeOnEngine('main', 'faults of the event feed', () => {
  let engine: LabEngine;
  let id: string;

  beforeAll(async () => {
    engine = await startEngine('main', { images: true });
    await Promise.all([
      engine.dockerOk(['run', '-d', '--name', 'web', '-p', '8080:80', 'lab/web:1']),
      engine.dockerOk(['run', '-d', '--name', 'counter', 'lab/counter:1']),
      engine.dockerOk(['create', '--name', 'created', 'lab/busybox:1']),
    ]);
    id = (await dockerInspect(engine, 'counter')).Id;
  });
  afterAll(() => engine.stop());

  const lists = (proxy: FaultProxy): number => proxy.stats.count(/^GET \/containers\/json$/);
  const steady = (watching: Watching, from: number): void =>
    expect(watching.states.slice(from).map(({ status }) => status)).not.toContain('reconnecting');
  const event = (more: object): string =>
    `${JSON.stringify({
      Type: 'container',
      Action: 'start',
      Actor: { ID: id, Attributes: {} },
      scope: 'local',
      time: Math.floor(Date.now() / 1000),
      timeNano: `@${Date.now()}000000@`,
      ...more,
    }).replace(/"@(\d+)@"/, '$1')}\n`;

  fault(
    '12',
    'events cut in the middle of one: subscribed again, then listed',
    () => engine,
    async (rig) => {
      const proxy = await rig.proxy();
      const watching = await rig.openFresh(proxy.host);
      const from = watching.states.length;
      await proxy.setMode({ type: 'cutMidFrame' }, /^\/events$/);
      await engine.dockerOk(['restart', '-t', '0', 'counter']);
      await waitFor('the cut', () =>
        watching.states.slice(from).some(({ status }) => status === 'reconnecting'),
      );
      await engine.dockerOk(['pause', 'counter']);
      await proxy.setMode('pass');
      const back = performance.now();
      await watching.until('ready');
      await expectRecovered(watching, engine, back);
      expect(watching.named('container', 'counter')?.state).toBe('paused');
      await engine.dockerOk(['unpause', 'counter']);
      await expectRecovered(watching, engine, performance.now());
    },
  );

  fault(
    '13',
    '300 events missed: a gap is assumed, everything is listed',
    () => engine,
    async (rig) => {
      const proxy = await rig.proxy();
      const watching = await rig.openFresh(proxy.host);
      await proxy.setMode({ type: 'refuse' });
      await watching.until('reconnecting');
      // What changed comes first: the engine remembers 256 events, and these are beyond them.
      await engine.dockerOk(['create', '--name', 'missed', 'lab/busybox:1']);
      await engine.dockerOk(['stop', '-t', '0', 'counter']);
      await engine.dockerOk(['volume', 'create', 'missed']);
      for (let turn = 0; turn < 150; turn += 1) {
        await engine.request('POST', '/containers/created/rename?name=renamed');
        await engine.request('POST', '/containers/renamed/rename?name=created');
      }
      await proxy.setMode('pass');
      const back = performance.now();
      await watching.until('ready');
      await expectRecovered(watching, engine, back);
      expect(watching.named('container', 'missed')).toBeDefined();
      expect(watching.named('container', 'counter')?.state).toBe('exited');
      expect(watching.named('volume', 'missed')).toBeDefined();
      await engine.dockerOk(['rm', 'missed']);
      await engine.dockerOk(['volume', 'rm', 'missed']);
      await engine.dockerOk(['start', 'counter']);
      await expectRecovered(watching, engine, performance.now());
    },
  );

  fault(
    '15',
    'a malformed line is skipped, counted, and everything read again',
    () => engine,
    async (rig) => {
      const proxy = await rig.proxy();
      const watching = await rig.openFresh(proxy.host);
      const from = watching.states.length;
      const { client } = watching.slipway;
      const skipped = async (): Promise<number> => {
        // The state as of now: `engine.use` of the engine in use changes nothing.
        const state = await client.call('engine.use', { endpoint: proxy.host });
        return state.ok ? state.value.skippedEvents : -1;
      };
      const listed = lists(proxy);
      for (const line of [
        '{"Type":"container","Action":\n',
        'nonsense\n',
        '[]\n',
        'null\n',
        '{}\n',
        '\u0000\n',
      ])
        expect(proxy.inject(line)).toBe(1);
      await eventually('they are counted', async () => expect(await skipped()).toBe(6));
      await eventually('and told', () => expect(watching.state?.skippedEvents).toBe(6));
      await eventually('a list', () => expect(lists(proxy)).toBeGreaterThan(listed));
      await engine.dockerOk(['pause', 'counter']);
      await expectRecovered(watching, engine, performance.now());
      await engine.dockerOk(['unpause', 'counter']);
      await expectRecovered(watching, engine, performance.now());
      steady(watching, from);
    },
  );

  for (const mode of ['duplicateEvents', 'reorderEvents'] as const)
    fault(
      '16',
      `${mode}: rows are what they are, whatever the order`,
      () => engine,
      async (rig) => {
        const proxy = await rig.proxy();
        await proxy.setMode({ type: mode });
        const watching = await rig.openFresh(proxy.host);
        const from = watching.states.length;
        const seen: string[] = [];
        const events = watching.slipway.client.stream(
          'engine.events',
          { types: ['container'] },
          { item: ({ action, id: of, atNano }) => void seen.push(`${atNano} ${action} ${of}`) },
        );
        for (const args of [
          ['stop', '-t', '0', 'counter'],
          ['start', 'counter'],
          ['rename', 'counter', 'counted'],
          ['pause', 'counted'],
          ['create', '--name', 'brief', 'lab/busybox:1'],
          ['rm', 'brief'],
          ['unpause', 'counted'],
          ['rename', 'counted', 'counter'],
        ])
          await engine.dockerOk(args);
        await expectRecovered(watching, engine, performance.now());
        await waitFor('the last event', () => seen.filter((one) => one.includes(' rename ')).length >= 2);
        expect(new Set(seen).size).toBe(seen.length);
        steady(watching, from);
        events.cancel();
      },
    );

  fault(
    '17',
    'an event of a container that is gone: nothing happens',
    () => engine,
    async (rig) => {
      const proxy = await rig.proxy();
      const watching = await rig.openFresh(proxy.host);
      const [from, before] = [watching.states.length, watching.rows('container')];
      const listed = lists(proxy);
      proxy.inject(event({ Actor: { ID: 'f'.repeat(64), Attributes: { name: 'ghost' } } }));
      proxy.inject(event({ Action: 'destroy', Actor: { ID: id, Attributes: { name: 'counter' } } }));
      proxy.inject(
        event({
          Type: 'network',
          Action: 'connect',
          Actor: { ID: 'n', Attributes: { container: 'e'.repeat(64) } },
        }),
      );
      await eventually('it is looked for', () => expect(lists(proxy)).toBeGreaterThan(listed));
      await expectRecovered(watching, engine, performance.now());
      expect(watching.rows('container')).toEqual(before);
      steady(watching, from);
      const failures = watching.items.filter((item) => item.type === 'freshness' && item.freshness.error);
      expect(failures).toEqual([]);
      // One that goes between the list and its inspect.
      await engine.dockerOk(['run', '--rm', 'lab/busybox:1', 'true']);
      await expectRecovered(watching, engine, performance.now());
    },
  );

  fault(
    '18',
    '1,600 events a second are gathered into few questions',
    () => engine,
    async (rig) => {
      const proxy = await rig.proxy();
      const watching = await rig.openFresh(proxy.host);
      const from = watching.states.length;
      proxy.stats.reset();
      const seconds = 5;
      const began = performance.now();
      let sent = 0;
      let acted: Promise<unknown> | undefined;
      while (performance.now() - began < seconds * 1000) {
        const due = Math.floor(((performance.now() - began) / 1000) * 1600);
        let text = '';
        for (; sent < due; sent += 1) {
          const Actor = { ID: sent % 3 === 0 ? id : sent.toString(16).padStart(64, '0'), Attributes: {} };
          text += event({
            Action: sent % 2 === 0 ? 'start' : 'die',
            Actor,
            timeNano: `@${sent + 1}000000000000@`,
          });
        }
        proxy.inject(text);
        if (sent > 4000) acted ??= engine.dockerOk(['rename', 'created', 'in-the-storm']);
        await sleep(25);
      }
      const over = performance.now();
      await acted;
      expect(sent).toBeGreaterThan(seconds * 1500);
      const asked = lists(proxy);
      // At first nobody knows that it is a storm; then twice a second.
      expect(asked).toBeLessThanOrEqual(seconds * 2 + 3);
      expect(asked).toBeGreaterThan(0);
      await expectRecovered(watching, engine, over);
      expect(watching.named('container', 'in-the-storm')).toBeDefined();
      steady(watching, from);
      await engine.dockerOk(['rename', 'in-the-storm', 'created']);
      await expectRecovered(watching, engine, performance.now());
    },
  );

  fault(
    '19',
    'an unknown type or action is ignored and counted',
    () => engine,
    async (rig) => {
      const proxy = await rig.proxy();
      const watching = await rig.openFresh(proxy.host);
      const [from, before] = [watching.states.length, watching.rows('container')];
      const listed = lists(proxy);
      proxy.inject(event({ Type: 'sandbox', Action: 'levitate' }));
      proxy.inject(event({ Type: 'container', Action: 'levitate' }));
      proxy.inject(event({ Type: 'container', Action: 'exec_levitate: x', Actor: null }));
      proxy.inject(event({ Type: 7, Action: ['start'] }));
      await eventually('they are counted', async () => {
        const state = await watching.slipway.client.call('engine.use', { endpoint: proxy.host });
        expect(state.ok ? state.value.skippedEvents : -1).toBeGreaterThanOrEqual(3);
      });
      await engine.dockerOk(['pause', 'counter']);
      await expectRecovered(watching, engine, performance.now());
      await engine.dockerOk(['unpause', 'counter']);
      await expectRecovered(watching, engine, performance.now());
      expect(watching.rows('container')).toEqual(before);
      expect(lists(proxy) - listed).toBeLessThan(12);
      steady(watching, from);
    },
  );
});
