import { randomBytes } from 'node:crypto';
import { fail } from '../../../shared/contract/failure.ts';
import type { PruneSchedule } from '../../../shared/contract/prune.ts';
import type { Engine } from '../../engine/engine.ts';
import type { Operations } from '../../operations/operations.ts';
import type { Plans } from '../../plans/plans.ts';
import type { Protection } from '../../plans/protection.ts';
import type { DomainHandlers } from '../../rpc/handlers.ts';
import { ScheduleStore } from '../schedule/schedule-store.ts';
import { firstRun, Scheduler, type SchedulerTiming } from '../schedule/scheduler.ts';
import { pruneExecutor } from './executor.ts';
import { planPrune } from './plan.ts';
import { readRules } from './rules.ts';

export interface Pruning {
  handlers: Pick<DomainHandlers<'disk'>, 'plan' | 'schedule' | 'setSchedule' | 'removeSchedule'>;
  /** Runs schedules from now on. */
  startSchedules(): void;
  close(): Promise<void>;
}

/** Prunes by plan and by schedule. */
export function openPruning(
  engine: Engine,
  plans: Plans,
  protection: Protection,
  operations: Operations,
  home: string,
  timing?: SchedulerTiming,
): Pruning {
  plans.register(pruneExecutor(engine, protection));
  const store = new ScheduleStore(home);
  const scheduler = new Scheduler(
    store,
    {
      readyEngine: () => {
        const { state } = engine.connection;
        return state.status === 'ready' ? state.engine.id : null;
      },
      run: async ({ engineId, rules, name }, signal) => {
        const { id } = await planPrune(engine, plans, protection, rules, signal, engineId);
        const begun = { origin: 'schedule', subject: name } as const;
        const { reportId, unkept } = await operations.execute(id, signal, begun);
        return { reportId, error: unkept };
      },
    },
    timing,
  );
  const handlers: Pruning['handlers'] = {
    plan: (input, { signal }) => planPrune(engine, plans, protection, input, signal),
    schedule: () => store.list(),
    setSchedule: async ({ id, name, enabled, when, rules }, { signal }) => {
      readRules(rules, Date.now());
      const identity = await engine.connection.identity(signal);
      const base = { name, enabled, when, rules, nextAt: firstRun({ enabled, when }) };
      let kept: PruneSchedule = {
        ...base,
        id: `schedule-${randomBytes(6).toString('hex')}`,
        engineId: identity.id,
        engineName: identity.name,
        last: null,
        missed: null,
      };
      await store.update((all) => {
        if (id === undefined) return [...all, kept];
        const known = all.find((one) => one.id === id);
        if (known === undefined) throw fail('not-found', 'schedule-unknown', { id });
        // Whoever changes it has seen what was missed.
        kept = { ...known, ...base, missed: null };
        return all.map((one) => (one.id === id ? kept : one));
      });
      scheduler.changed();
      return kept;
    },
    removeSchedule: async ({ id }) => {
      let removed = false;
      await store.update((all) => {
        const kept = all.filter((one) => one.id !== id);
        removed = kept.length < all.length;
        return kept;
      });
      return { removed };
    },
  };
  return { handlers, startSchedules: () => scheduler.start(), close: () => scheduler.close() };
}
