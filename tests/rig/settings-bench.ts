import { join } from 'node:path';
import { type EngineSettings, openEngineSettings } from '../../electron/daemon/handlers.ts';
import type { Keeper } from '../../electron/daemon/keeper.ts';
import type { SettingsTiming } from '../../electron/daemon/timing.ts';
import { Engine } from '../../electron/engine/engine.ts';
import { PlanStore } from '../../electron/plans/plan-store.ts';
import { Plans } from '../../electron/plans/plans.ts';
import { Protection } from '../../electron/plans/protection.ts';
import type { DaemonSettings } from '../../shared/contract/daemon.ts';
import type { Plan, ReportItem } from '../../shared/contract/plans.ts';

/** Settings of an engine as Slipway applies them, with somebody of the test's who looks after that engine. */
export interface SettingsBench {
  settings: EngineSettings;
  engine: Engine;
  /** Nobody is found who looks after the engine. */
  away: boolean;
  get(): Promise<DaemonSettings>;
  plan(input: Parameters<EngineSettings['handlers']['plan']>[0]): Promise<Plan>;
  rollback(backup?: string): Promise<Plan>;
  execute(plan: Plan): Promise<ReportItem>;
  close(): Promise<void>;
}

export async function settingsBench(
  home: string,
  address: string,
  keeper: Keeper,
  timing: Partial<SettingsTiming> = {},
  startMs = 0,
): Promise<SettingsBench> {
  const env = { PATH: process.env.PATH, HOME: home };
  const engine = new Engine({
    env,
    argument: address,
    remembered: () => null,
    isProtected: () => false,
    remember: () => undefined,
  });
  const protection = new Protection(join(home, 'protected.json'));
  const plans = new Plans(new PlanStore(join(home, 'plans')), protection, (signal) =>
    engine.engineId(signal),
  );
  const find = (asked: string | null) => Promise.resolve(asked === address && !bench.away ? keeper : null);
  const settings = openEngineSettings({ engine, plans, home, find, env, timing, startMs: () => startMs });
  const context = () => ({ signal: AbortSignal.timeout(120_000), client: 'cli' as const });
  const { handlers } = settings;
  const bench: SettingsBench = {
    ...{ settings, engine, away: false },
    get: async () => handlers.get({}, context()),
    plan: async (input) => handlers.plan(input, context()),
    rollback: async (backup) => handlers.rollback(backup === undefined ? {} : { backup }, context()),
    execute: async ({ id, confirm }) => {
      const { items } = await plans.execute(id, new AbortController().signal, undefined, confirm);
      const [item] = items;
      if (item === undefined) throw new Error('a plan without an item');
      return item;
    },
    close: async () => {
      await settings.ended();
      await engine.close();
    },
  };
  return bench;
}
