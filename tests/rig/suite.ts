import { afterAll, beforeAll, describe, it } from 'vitest';
import type { AppOptions } from '../../electron/app.ts';
import type { Client } from '../../shared/contract/client.ts';
import { leakGuard } from '../engine-lab/leaks.ts';
import { connectEngine } from '../engine-lab/shared-engine.ts';
import { labSupport } from '../engine-lab/support.ts';
import { type EngineKind, engineKinds, type LabEngine } from '../engine-lab/types.ts';
import { type OpenApp, openApp } from './open-app.ts';
import { removeAll } from './remove-all.ts';

/** What a suite on a shared engine works with; filled in before its first test. */
export interface Bench {
  readonly engine: LabEngine;
  readonly slipway: OpenApp;
  readonly client: Client;
  /** Runs the docker CLI and answers its output. */
  docker(...args: string[]): Promise<string>;
}

export interface SuiteOptions {
  /** Every object the suite makes has a name that starts so. */
  prefix: string;
  /** Default: every kind. */
  kinds?: readonly EngineKind[];
  app?: Partial<AppOptions>;
  /** Run once after Slipway was opened. */
  prepare?(bench: Bench): Promise<void>;
}

/**
 * One suite on each kind of engine, all engines at once: Slipway is opened on it, objects with the suite's prefix are
 * removed before and after, and whatever else is left over on an engine or in this process fails it.
 */
export function onEachEngine(
  title: string,
  options: SuiteOptions,
  suite: (bench: Bench, kind: EngineKind) => void,
): void {
  describe(title, () => {
    const guard = leakGuard();
    beforeAll(() => guard.before());
    afterAll(() => guard.after());
    for (const kind of options.kinds ?? engineKinds) {
      const support = labSupport(kind);
      describe.concurrent(`[${kind}]`, () => {
        if (support.ok) describe.sequential('', () => onEngine(kind, options, suite));
        else it('needs an engine', (context) => context.skip(support.reason));
      });
    }
  });
}

function onEngine(
  kind: EngineKind,
  { prefix, app = {}, prepare }: SuiteOptions,
  suite: (bench: Bench, kind: EngineKind) => void,
): void {
  let engine: LabEngine | undefined;
  let slipway: OpenApp | undefined;
  let guard: ReturnType<typeof leakGuard> | undefined;
  const there = <T>(value: T | undefined): T => {
    if (value === undefined) throw new Error('the suite has not been set up');
    return value;
  };
  const bench: Bench = {
    get engine() {
      return there(engine);
    },
    get slipway() {
      return there(slipway);
    },
    get client() {
      return there(slipway).client;
    },
    docker: (...args) => there(engine).dockerOk(args),
  };
  beforeAll(async () => {
    engine = await connectEngine(kind);
    await removeAll(engine, prefix);
    // What this process leaks is asserted once, for all engines.
    guard = leakGuard({ engines: [engine], ignore: /^(process|engine|descriptor|resource) / });
    await guard.before();
    slipway = await openApp({ engine: engine.host, ...app });
    await prepare?.(bench);
  });
  afterAll(async () => {
    await slipway?.close();
    if (engine !== undefined) await removeAll(engine, prefix);
    await guard?.after();
  });
  suite(bench, kind);
}
