import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect } from 'vitest';
import type { Crash } from '../../shared/contract/crashes.ts';
import { startEngine } from '../engine-lab/engine.ts';
import type { LabEngine } from '../engine-lab/types.ts';
import { fault } from '../rig/fault.ts';
import type { OpenApp } from '../rig/open-app.ts';
import { eventually } from '../rig/wait-for.ts';
import { describeOnEngine } from '../support/describe-on-engine.ts';

/** Ends with 3 once it is told to. */
const waits = [
  'lab/busybox:1',
  'sh',
  '-c',
  'echo waiting; while [ ! -e /go ]; do sleep 0.1; done; echo over; exit 3',
];

describeOnEngine('main', 'crashes and the connection', () => {
  let engine: LabEngine;
  beforeAll(async () => {
    engine = await startEngine('main', { images: true });
    await engine.dockerOk(['run', '-d', '--name', 'stays', '--restart', 'always', 'lab/counter:1']);
  });
  afterAll(() => engine.stop());

  function crashesOf(slipway: OpenApp): Map<string, Crash> {
    const crashes = new Map<string, Crash>();
    slipway.client.stream(
      'containers.crashes',
      {},
      {
        item: (item) => {
          if (item.type === 'snapshot') crashes.clear();
          const told = item.type === 'snapshot' ? item.crashes : item.type === 'crash' ? [item.crash] : [];
          for (const crash of told) crashes.set(crash.name, crash);
        },
      },
    );
    return crashes;
  }
  const start = (name: string) => engine.dockerOk(['run', '-d', '--name', name, ...waits]);
  const end = async (name: string): Promise<void> => {
    await engine.dockerOk(['exec', name, 'touch', '/go']);
    await engine.dockerOk(['wait', name]);
  };

  fault(
    'B9',
    'a crash while the connection was cut is told once, and what was known stays',
    () => engine,
    async (rig) => {
      const proxy = await rig.proxy();
      const watching = await rig.openFresh(proxy.host);
      const crashes = crashesOf(watching.slipway);
      await start('cut-first');
      await start('cut-second');
      await end('cut-first');
      await eventually('the first', () => expect(crashes.get('cut-first')).toMatchObject({ count: 1 }));
      await proxy.setMode({ type: 'refuse' });
      await watching.until('reconnecting');
      await end('cut-second');
      await proxy.setMode('pass');
      await watching.until('ready');
      await eventually('the second', () =>
        expect(crashes.get('cut-second')).toMatchObject({ count: 1, exitCode: 3, missed: false }),
      );
      expect(crashes.get('cut-second')?.lines.map(({ text }) => text)).toEqual(['waiting', 'over']);
      await sleep(2500);
      expect([...crashes.keys()].sort()).toEqual(['cut-first', 'cut-second']);
      expect(crashes.get('cut-first')).toMatchObject({ count: 1 });
      await engine.dockerOk(['rm', '-f', 'cut-first', 'cut-second']);
    },
  );

  fault(
    'B9',
    'what no event told of is found by comparing',
    () => engine,
    async (rig) => {
      await start('unseen');
      await start('unseen-stop');
      const proxy = await rig.proxy();
      // Slipway has heard of nothing yet: there is no place in the feed that it could go on from.
      const watching = await rig.openFresh(proxy.host);
      const crashes = crashesOf(watching.slipway);
      await proxy.setMode({ type: 'refuse' });
      await watching.until('reconnecting');
      await end('unseen');
      await engine.dockerOk(['kill', 'unseen-stop']);
      await proxy.setMode('pass');
      await watching.until('ready');
      await eventually('it is found', () =>
        expect(crashes.get('unseen')).toMatchObject({ exitCode: 3, missed: true, count: 1 }),
      );
      expect([...crashes.keys()]).toEqual(['unseen']);
      await engine.dockerOk(['rm', '-f', 'unseen', 'unseen-stop']);
    },
  );

  for (const signal of ['SIGTERM', 'SIGKILL'] as const)
    fault(
      'B9',
      `${signal} of the engine is no crash of its containers`,
      () => engine,
      async (rig) => {
        const trap = ['sh', '-c', 'trap "exit 4" TERM; while :; do sleep 0.1; done'];
        const flags = ['-d', '--stop-signal', 'TERM', '--name'];
        await engine.dockerOk(['run', ...flags, 'trapped', 'lab/busybox:1', ...trap]);
        const watching = await rig.openFresh(engine.host);
        const crashes = crashesOf(watching.slipway);
        await engine.kill(signal);
        await watching.until('reconnecting', 35_000);
        await engine.restart();
        await watching.until('ready');
        // A real one, later than all of them.
        await engine.dockerOk(['run', '-d', '--name', 'real', 'lab/busybox:1', 'sh', '-c', 'exit 2']);
        await eventually('the real one', () => expect(crashes.get('real')).toBeDefined());
        await sleep(1500);
        expect([...crashes.keys()]).toEqual(['real']);
        await engine.dockerOk(['rm', '-f', 'trapped', 'real']);
      },
    );
});
