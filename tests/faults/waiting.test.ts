import { chmod } from 'node:fs/promises';
import { dirname } from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import { startEngine } from '../engine-lab/engine.ts';
import type { FaultMode } from '../engine-lab/fault-proxy.ts';
import type { LabEngine } from '../engine-lab/types.ts';
import { openAsStranger, strangers } from '../rig/as-stranger.ts';
import { expectKept, expectRecovered, type FaultRig, slowFaults } from '../rig/fault.ts';
import { ok, refused } from '../rig/open-app.ts';
import { promised } from '../rig/promised.ts';
import { eventually, waitFor } from '../rig/wait-for.ts';
import { describeOnEngine } from '../support/describe-on-engine.ts';

const containerList = /^\/containers\/json$/;

// These rows spend their time waiting, so they wait together: each on an engine that no other row of its time changes.
describeOnEngine('main', 'faults that take their time', () => {
  let quiet: LabEngine;
  let busy: LabEngine;
  let frozen: LabEngine;

  beforeAll(async () => {
    const start = async (): Promise<LabEngine> => {
      const engine = await startEngine('main', { images: true });
      await engine.dockerOk(['run', '-d', '--name', 'web', 'lab/web:1']);
      await engine.dockerOk(['create', '--name', 'created', 'lab/busybox:1']);
      return engine;
    };
    [quiet, busy, frozen] = await Promise.all([start(), start(), start()]);
  });
  afterAll(() => Promise.all([quiet, busy, frozen].map((engine) => engine.stop())));

  /** Rows 1 and 3. */
  const absent = (mode: FaultMode, reason: string) => async (rig: FaultRig) => {
    const proxy = await rig.proxy();
    await proxy.setMode(mode);
    const watching = await rig.open(proxy.host);
    const state = await watching.until('unreachable', promised(2000));
    expect(state).toMatchObject({ error: { code: 'unreachable', reason }, attempt: 1 });
    expect('error' in state ? state.error.hint?.text : '').toBeTruthy();
    await eventually('the fourth attempt', () => expect(watching.state).toMatchObject({ attempt: 4 }));
    const at = (attempt: number) =>
      watching.statesAt[watching.states.findIndex((one) => 'attempt' in one && one.attempt === attempt)] ?? 0;
    // 0.25 s, then 0.5 s, then longer, each spread by a quarter; a busy machine may be late, not early.
    expect(at(2) - at(1)).toBeGreaterThan(180);
    expect(at(2) - at(1)).toBeLessThan(promised(700));
    expect(at(3) - at(2)).toBeGreaterThan(360);
    expect(at(4) - at(3)).toBeLessThan(promised(3000));
    expect(await refused(watching.slipway.client.call('containers.list', {}))).toMatchObject({ reason });
    expect(watching.items.filter((item) => item.type === 'snapshot')).toEqual([]);
    await proxy.setMode('pass');
    const back = performance.now();
    await watching.until('ready', promised(2000));
    await expectRecovered(watching, rig.engine, back);
  };

  /** Row 2. What is shut is opened again while Slipway keeps trying. */
  const denied =
    (pick: (socket: string) => [path: string, shut: number, open: number], who: number) =>
    async (rig: FaultRig) => {
      const proxy = await rig.proxy();
      await chmod(dirname(proxy.socket), 0o755);
      await chmod(proxy.socket, 0o666);
      const [path, shut, open] = pick(proxy.socket);
      await chmod(path, shut);
      const app = await openAsStranger(proxy.host, who);
      try {
        const last = () => app.states.at(-1)?.state;
        const refusals = () => app.states.filter(({ state }) => state.status === 'refused');
        await eventually('it is refused', () => expect(last()?.status, app.said()).toBe('refused'), 20_000);
        const told = refusals()[0]?.state;
        expect(told).toMatchObject({
          error: { code: 'permission-denied', reason: 'socket-permission', params: { path: proxy.socket } },
        });
        expect(told !== undefined && 'error' in told ? told.error.hint?.text : '').toMatch(/group/);
        const [first, second] = await waitFor(
          'the second attempt',
          () => refusals().length > 1 && refusals(),
        );
        expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThan(1200);
        await chmod(path, open);
        await eventually('it is let in', () => expect(last()?.status, app.said()).toBe('ready'), 20_000);
        expect(app.said()).toBe('');
      } finally {
        await app.stop();
      }
    };

  const freeze = async (rig: FaultRig) => {
    const proxy = await rig.proxy();
    const watching = await rig.openFresh(proxy.host);
    const before = watching.rows('container');
    await rig.engine.kill('SIGSTOP');
    const since = performance.now();
    proxy.stats.reset();
    let most = 0;
    const count = () => {
      most = Math.max(most, proxy.connections());
    };
    try {
      const state = await watching.until('reconnecting', 12_000);
      expect(performance.now() - since).toBeLessThan(promised(10_000));
      expect(state).toMatchObject({ error: { code: 'timeout', reason: 'no-answer' } });
      await expectKept(watching, before);
      // It stays frozen for a while: what is tried meanwhile is one question at a time.
      await eventually('14 s to pass', () => {
        count();
        expect(performance.now() - since).toBeGreaterThan(14_000);
      });
      expect(most).toBeLessThanOrEqual(2);
      expect(proxy.stats.count(/./)).toBeLessThanOrEqual(6);
      await expectKept(watching, before);
    } finally {
      await rig.engine.kill('SIGCONT');
    }
    const back = performance.now();
    await watching.until('ready', 8000);
    await expectRecovered(watching, rig.engine, back);
  };

  const halfOpen = async (rig: FaultRig) => {
    const proxy = await rig.proxy();
    await proxy.setMode({ type: 'hang' });
    const timing = { handshakeMs: 1500, pingEveryMs: 5000, pingDeadlineMs: 4000 };
    const watching = await rig.open(proxy.host, { timing });
    const began = performance.now();
    let most = 0;
    const count = () => {
      most = Math.max(most, proxy.connections());
    };
    const state = await waitFor('it is told', () => {
      count();
      return watching.state?.status === 'unreachable' && watching.state;
    });
    expect(state).toMatchObject({ error: { code: 'timeout', reason: 'no-answer' } });
    expect(performance.now() - began).toBeLessThan(promised(3000));
    await eventually('the next question', () => {
      count();
      expect(proxy.stats.count(/_ping/)).toBeGreaterThanOrEqual(2);
    });
    expect(most).toBe(1);
    await proxy.setMode('pass');
    // What was asked while it hung is never answered; the question after it is.
    await watching.until('ready', 8000);
    await expectRecovered(watching, rig.engine, performance.now());
  };

  const silent = async (rig: FaultRig) => {
    const proxy = await rig.proxy();
    const watching = await rig.openFresh(proxy.host);
    await proxy.setMode({ type: 'stallStreams', lose: true }, /^\/events$/);
    const began = performance.now();
    await rig.engine.dockerOk(['rename', 'created', 'renamed']);
    await rig.engine.dockerOk(['volume', 'create', 'silent']);
    await waitFor('the changes', () => watching.named('container', 'renamed'), 60_000);
    await waitFor('of every kind', () => watching.named('volume', 'silent'), 5000);
    expect(performance.now() - began).toBeLessThan(60_000);
    expect(watching.state?.status).toBe('ready');
    await expectRecovered(watching, rig.engine, performance.now());
  };

  const slowList = async (rig: FaultRig) => {
    const { engine } = rig;
    const proxy = await rig.proxy();
    const watching = await rig.openFresh(proxy.host);
    const { client } = watching.slipway;
    await proxy.setMode({ type: 'slowList', ms: 30_000 }, containerList);
    const began = performance.now();
    proxy.stats.reset();
    await engine.dockerOk(['create', '--name', 'slow', 'lab/busybox:1']);
    await eventually('the rows are stale', () =>
      expect(watching.freshness.get('container')).toMatchObject({ stale: true, error: null }),
    );
    expect(performance.now() - began).toBeLessThan(promised(5000));
    expect(watching.named('container', 'web')?.state).toBe('running');
    // Meanwhile: other kinds, questions about the engine, actions and their results.
    await engine.dockerOk(['network', 'create', 'meanwhile']);
    await waitFor('the network', () => watching.named('network', 'meanwhile'), promised(3000));
    await engine.dockerOk(['network', 'rm', 'meanwhile']);
    await ok(client.call('engine.info', {}));
    const asked = performance.now();
    expect(await ok(client.call('containers.pause', { id: 'web' }))).toMatchObject({ state: 'paused' });
    expect(await ok(client.call('containers.unpause', { id: 'web' }))).toMatchObject({ changed: true });
    expect(performance.now() - asked).toBeLessThan(promised(8000));
    expect(watching.state?.status).toBe('ready');
    expect(proxy.stats.count(/^GET \/containers\/json$/)).toBeLessThanOrEqual(2);
    await proxy.setMode('pass');
    await eventually(
      'the slow list',
      () => expect(watching.freshness.get('container')?.stale).toBe(false),
      40_000,
    );
    const back = performance.now();
    expect(back - began).toBeGreaterThan(25_000);
    await expectRecovered(watching, engine, back);
    expect(watching.named('container', 'slow')).toBeDefined();
    expect(watching.states.map(({ status }) => status)).not.toContain('reconnecting');
  };

  slowFaults([
    // The longest first: not all of them begin at once.
    ['14', 'events stall silently: what they would have told is read within 60 s', () => busy, silent],
    ['6', 'a frozen engine is stale within 10 s, and requests do not pile up', () => frozen, freeze],
    [
      '20',
      'a list takes 30 s: its rows are stale, the rest is usable, then they are true',
      () => busy,
      slowList,
    ],
    [
      '1',
      'no socket at the start: told, tried again soon, found at once',
      () => quiet,
      absent({ type: 'absent' }, 'socket-missing'),
    ],
    [
      '3',
      'a stale socket at the start: told, tried again soon, found at once',
      () => quiet,
      absent({ type: 'refuse' }, 'connection-refused'),
    ],
    [
      '2',
      'EACCES by the socket names the remedy, is tried slowly, and heals',
      () => quiet,
      denied((socket) => [socket, 0o600, 0o666], strangers.nobody),
    ],
    [
      '2',
      'EACCES by its folder, for a user the system has no name for',
      () => quiet,
      denied((socket) => [dirname(socket), 0o700, 0o755], strangers.nameless),
    ],
    ['7', 'half-open: one question under way, told within its deadline, then found', () => quiet, halfOpen],
  ]);
});
