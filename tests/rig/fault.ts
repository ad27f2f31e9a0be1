import { readlinkSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AppOptions } from '../../electron/app.ts';
import { type FaultProxy, startFaultProxy } from '../engine-lab/fault-proxy.ts';
import { leakGuard, snapshotProcesses } from '../engine-lab/leaks.ts';
import type { LabEngine } from '../engine-lab/types.ts';
import { compareRows } from './compare.ts';
import { dockerView } from './docker-view.ts';
import { watchEventLoop } from './event-loop.ts';
import { type OpenApp, openApp } from './open-app.ts';
import { promised } from './promised.ts';
import { eventually } from './wait-for.ts';
import { Watching } from './watching.ts';

const longestTaskMs = promised(200);
const recoveryMs = promised(2000);

/** What a test of one row of the fault matrix works with. */
export interface FaultRig {
  readonly engine: LabEngine;
  /** A proxy in front of the engine (or another one), closed after the test. */
  proxy(engine?: LabEngine): Promise<FaultProxy>;
  /** Opens Slipway on a host and watches it; closed after the test. */
  open(host: string, options?: Partial<AppOptions>): Promise<Watching & { slipway: OpenApp }>;
  /** The same, and waits until every kind was read. */
  openFresh(host: string, options?: Partial<AppOptions>): Promise<Watching & { slipway: OpenApp }>;
}

/**
 * One row of the fault matrix of `anchors.md`. Whatever the body shows, it also fails on L4 (a process, descriptor,
 * socket or timer is left over) and on L5 (a task of more than 200 ms, an error nobody caught).
 */
export function fault(
  row: string,
  title: string,
  engine: () => LabEngine,
  body: (rig: FaultRig) => Promise<void>,
): void {
  it(`fault ${row}: ${title}`, async () => {
    const check = await watchOver();
    const { rig, close } = makeRig(engine());
    try {
      await body(rig);
    } finally {
      await close();
    }
    await check();
  });
}

/** Rows that take their time and wait most of it: run at once, with L4 and L5 asserted for all of them together. */
export function slowFaults(
  rows: readonly (readonly [
    row: string,
    title: string,
    engine: () => LabEngine,
    body: (rig: FaultRig) => Promise<void>,
  ])[],
): void {
  describe('at once', () => {
    let check: () => Promise<void>;
    beforeAll(async () => {
      check = await watchOver();
    });
    afterAll(() => check());
    for (const [row, title, engine, body] of rows)
      it.concurrent(`fault ${row}: ${title}`, async () => {
        const { rig, close } = makeRig(engine());
        try {
          await body(rig);
        } finally {
          await close();
        }
      });
  });
}

/** Begins to watch this process; the answer asserts L4 and L5 for the time between. */
async function watchOver(): Promise<() => Promise<void>> {
  const guard = leakGuard({ settle: 3000, ignore: /^(process|engine) / });
  await guard.before();
  const processes = ownProcesses();
  const uncaught: unknown[] = [];
  const note = (thrown: unknown): void => void uncaught.push(thrown);
  process.on('uncaughtExceptionMonitor', note);
  process.on('unhandledRejection', note);
  const loop = watchEventLoop();
  return async () => {
    const longest = loop.stop();
    process.off('uncaughtExceptionMonitor', note);
    process.off('unhandledRejection', note);
    expect(uncaught, 'L5: errors nobody caught').toEqual([]);
    expect(longest, 'L5: the longest task in ms').toBeLessThanOrEqual(longestTaskMs);
    await guard.after();
    await eventually('L4: every process to end', () => expect(ownProcesses()).toEqual(processes), 3000);
  };
}

/** Processes below this one, but for those inside an engine: that one restarts, and its containers come and go. */
function ownProcesses(): string[] {
  const namespace = (pid: string): string => {
    try {
      return readlinkSync(`/proc/${pid}/ns/pid`);
    } catch {
      // Ended since it was listed.
      return '';
    }
  };
  const own = namespace('self');
  return snapshotProcesses()
    .filter((line) => namespace(/^process (\d+)/.exec(line)?.[1] ?? 'self') === own)
    .sort();
}

function makeRig(engine: LabEngine): { rig: FaultRig; close(): Promise<void> } {
  const closers: (() => Promise<void>)[] = [];
  const open: FaultRig['open'] = async (host, options) => {
    const slipway = await openApp({ engine: host, ...options });
    const watching = Object.assign(new Watching(slipway.client), { slipway });
    closers.push(async () => {
      watching.close();
      await slipway.close();
    });
    return watching;
  };
  const rig: FaultRig = {
    engine,
    proxy: async (target = engine) => {
      const proxy = await startFaultProxy(target.socket);
      closers.push(async () => {
        // Slipway has been closed: it must have let go by itself, not because the proxy does.
        await eventually('L4: every connection to end', () => expect(proxy.connections()).toBe(0), 3000);
        await proxy.close();
      });
      return proxy;
    },
    open,
    openFresh: async (host, options) => {
      const watching = await open(host, options);
      await watching.until('ready');
      await watching.untilFresh();
      await expectRecovered(watching, engine, performance.now(), 10_000);
      return watching;
    },
  };
  const close = async (): Promise<void> => {
    for (const closer of closers.reverse()) await closer();
  };
  return { rig, close };
}

/**
 * L2: the rows are fresh and equal `docker ps -a`, and have been since at most 2 s after `since` (performance.now()).
 * Asking docker takes its time on a busy machine: what counts is when the last row came that makes them equal.
 */
export async function expectRecovered(
  watching: Watching,
  engine: LabEngine,
  since: number,
  withinMs = recoveryMs,
): Promise<void> {
  const at = await eventually(
    'L2: the rows are to equal docker ps -a',
    async () => {
      const view = await dockerView(engine);
      const { changedAt } = watching;
      const differences = compareRows(watching.rows('container'), view, engine.kind);
      if (watching.freshness.get('container')?.stale !== false) differences.push('the rows are stale');
      if (differences.length > 0) throw new Error(`\n  ${differences.join('\n  ')}`);
      return changedAt;
    },
    withinMs + 8000,
  );
  expect(at - since, 'L2: ms from recovery to true rows').toBeLessThanOrEqual(withinMs);
}

/** The rows are still those of before and marked stale: an error never becomes an empty list. */
export async function expectKept(watching: Watching, before: readonly unknown[]): Promise<void> {
  expect(before.length).toBeGreaterThan(0);
  // The mark comes by another stream than the state, a few ms later.
  await eventually(
    'the rows to be marked stale',
    () => expect(watching.freshness.get('container')?.stale).toBe(true),
    500,
  );
  expect(watching.rows('container')).toEqual(before);
}
