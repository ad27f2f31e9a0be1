import { afterAll, beforeAll } from 'vitest';
import type { AppOptions } from '../../electron/app.ts';
import type { Client } from '../../shared/contract/client.ts';
import { leakGuard } from '../engine-lab/leaks.ts';
import { connectEngine } from '../engine-lab/shared-engine.ts';
import { type EngineKind, engineKinds, type LabEngine } from '../engine-lab/types.ts';
import { describeOnEngine } from '../support/describe-on-engine.ts';
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
  kinds?: readonly EngineKind[];
  app?: Partial<AppOptions>;
  /** Run once after Slipway was opened. */
  prepare?(bench: Bench): Promise<void>;
}

/**
 * One suite on each kind of engine: Slipway is opened on it, objects with the suite's prefix are removed before and
 * after, and whatever else is left over fails it.
 */
export function onEachEngine(
  title: string,
  options: SuiteOptions,
  suite: (bench: Bench, kind: EngineKind) => void,
): void {
  const { prefix, kinds = engineKinds, app = {}, prepare } = options;
  for (const kind of kinds)
    describeOnEngine(kind, title, () => {
      let engine: LabEngine | undefined;
      let slipway: OpenApp | undefined;
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
      let guard: ReturnType<typeof leakGuard> | undefined;

      beforeAll(async () => {
        engine = await connectEngine(kind);
        await removeAll(engine, prefix);
        guard = leakGuard({ engines: [engine] });
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
    });
}
