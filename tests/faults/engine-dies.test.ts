import { afterAll, beforeAll, expect } from 'vitest';
import { startEngine } from '../engine-lab/engine.ts';
import { snapshotDescriptors } from '../engine-lab/leaks.ts';
import type { LabEngine } from '../engine-lab/types.ts';
import { expectKept, expectRecovered, fault } from '../rig/fault.ts';
import { promised } from '../rig/promised.ts';
import type { Watching } from '../rig/watching.ts';
import { describeOnEngine } from '../support/describe-on-engine.ts';

describeOnEngine('main', 'the engine dies', () => {
  let engine: LabEngine;

  beforeAll(async () => {
    engine = await startEngine('main', { images: true });
    const start = (...args: string[]): Promise<string> => engine.dockerOk(['run', '-d', ...args]);
    await Promise.all([
      start('--name', 'web', '-p', '8080:80', 'lab/web:1'),
      start('--name', 'always', '--restart', 'always', 'lab/counter:1'),
      start('--name', 'crashed', 'lab/busybox:1', 'sh', '-c', 'exit 3'),
      engine.dockerOk(['create', '--name', 'created', '-v', 'data:/data', 'lab/busybox:1']),
    ]);
  });
  afterAll(() => engine.stop());

  const statuses = (watching: Watching, from = 0): string[] =>
    watching.states.slice(from).map(({ status }) => status);

  for (const [row, signal] of [
    ['4', 'SIGTERM'],
    ['5', 'SIGKILL'],
  ] as const)
    fault(
      row,
      `${signal} of the engine shows as reconnecting within 1 s`,
      () => engine,
      async (rig) => {
        const watching = await rig.openFresh(engine.host);
        const from = watching.states.length;
        // The engine ends its containers first when it is asked politely: rows may change until it is gone.
        const dying = engine.kill(signal).then(() => performance.now());
        await watching.until('reconnecting', 35_000);
        const seen = performance.now();
        const rows = watching.rows('container');
        expect(seen - (await dying)).toBeLessThan(promised(1000));
        expect(watching.state).toMatchObject({ error: { code: 'unreachable' } });
        await expectKept(watching, rows);
        expect(rows.map((row) => row.name).sort()).toEqual(['always', 'crashed', 'created', 'web']);
        await engine.restart();
        const back = performance.now();
        await watching.until('ready', promised(2000));
        await expectRecovered(watching, engine, back);
        expect(new Set(statuses(watching, from))).toEqual(new Set(['reconnecting', 'ready']));
        await engine.dockerOk(['start', 'web']);
        await expectRecovered(watching, engine, performance.now());
      },
    );

  fault(
    '9',
    'ten restarts leave nothing behind',
    () => engine,
    async (rig) => {
      const proxy = await rig.proxy();
      const watching = await rig.openFresh(proxy.host);
      const counts: number[] = [];
      for (let turn = 0; turn < 10; turn += 1) {
        await proxy.setMode({ type: turn % 2 === 0 ? 'refuse' : 'absent' });
        await watching.until('reconnecting');
        await proxy.setMode('pass');
        await watching.until('ready');
        await watching.untilFresh();
        await expectRecovered(watching, engine, performance.now());
        counts.push(snapshotDescriptors().length);
      }
      const [first = 0] = counts;
      // Kept-alive connections come and go; what leaks adds up.
      for (const count of counts) expect(count, counts.join(' ')).toBeLessThanOrEqual(first + 16);
      expect(Math.min(...counts.slice(-3))).toBeLessThanOrEqual(first + 4);
      expect(proxy.stats.openEventStreams()).toBe(1);
    },
  );
});
