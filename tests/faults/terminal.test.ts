import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, expect } from 'vitest';
import { startEngine } from '../engine-lab/engine.ts';
import type { LabEngine } from '../engine-lab/types.ts';
import { fault } from '../rig/fault.ts';
import { ok } from '../rig/open-app.ts';
import { promised } from '../rig/promised.ts';
import { TerminalSession } from '../rig/terminal-session.ts';
import { eventually, waitFor } from '../rig/wait-for.ts';
import { describeOnEngine } from '../support/describe-on-engine.ts';

describeOnEngine('main', 'terminals under faults', () => {
  let engine: LabEngine;
  const inside = () => engine.dockerOk(['exec', 'box', 'sh', '-c', 'cat /proc/[0-9]*/cmdline']);
  beforeAll(async () => {
    engine = await startEngine('main', { images: true });
    await engine.dockerOk(['run', '-d', '--name', 'box', '--restart', 'always', 'lab/healthy:1']);
  });
  afterAll(() => engine.stop());

  fault(
    '41',
    'resizes, exits and page leaves race',
    () => engine,
    async ({ open }) => {
      const { slipway } = await open(engine.host);
      const rounds = Array.from({ length: 40 }, async (_, round) => {
        const terminal = new TerminalSession(slipway.client, {
          id: 'box',
          command: ['sh', '-c', round % 4 === 0 ? 'sleep 4716' : 'sleep 0.05'],
        });
        if (round % 4 === 0) {
          for (let tick = 0; tick < round * 4; tick += 1) await setImmediate();
          return terminal.leave();
        }
        if (round % 4 === 1) await terminal.started();
        for (let size = 1; size <= 20; size += 1) void terminal.resize(60 + size, 20 + size);
        if (round % 4 === 2) terminal.leave();
        else expect(await terminal.outcome()).toBe(0);
      });
      await Promise.all(rounds);
      // L4 is asserted by the rig: no descriptor, socket, timer or process is left. Neither is one in the container.
      await eventually('an idle container', async () => {
        expect(await inside()).not.toMatch(/4716|0\.05/);
      });
    },
  );

  fault(
    '41',
    'the connection is cut: told, and what ran is named lost',
    () => engine,
    async ({ proxy, open }) => {
      const between = await proxy();
      const { slipway } = await open(between.host);
      // The proxy itself drops a request now and then.
      const terminal = await eventually('a terminal', async () => {
        const opened = new TerminalSession(slipway.client, { id: 'box', keep: true });
        await waitFor('its start', () => opened.items.length > 0 || opened.over !== undefined);
        expect(opened.over).toBeUndefined();
        return opened;
      });
      await terminal.type('echo a"-"b\n');
      await terminal.until('a-b');
      await terminal.type('sleep 4717\n');
      await eventually('it runs', async () => expect(await inside()).toContain('4717'));
      between.cutAll();
      const began = performance.now();
      expect(await terminal.outcome()).toMatchObject({ code: 'unreachable', reason: 'terminal-lost' });
      expect(performance.now() - began).toBeLessThan(promised(4000));
      const kept = await ok(slipway.client.call('containers.terminals', {}));
      expect(kept).toMatchObject([{ state: 'ended', exitCode: null }]);
      await eventually('what ran to be ended', async () => expect(await inside()).not.toContain('4717'));
    },
  );

  fault(
    '5',
    'the engine is killed under a terminal',
    () => engine,
    async ({ open }) => {
      const slipway = await open(engine.host);
      await slipway.until('ready');
      const terminal = new TerminalSession(slipway.slipway.client, { id: 'box', keep: true });
      await terminal.started();
      await engine.kill('SIGKILL');
      expect(await terminal.outcome()).toMatchObject({ code: 'unreachable', reason: 'terminal-lost' });
      await engine.restart();
      await slipway.until('ready');
      await eventually('a new terminal', async () => {
        const next = new TerminalSession(slipway.slipway.client, { id: 'box' });
        await next.started();
        await next.type('exit 4\n');
        expect(await next.outcome()).toBe(4);
      });
    },
  );
});
