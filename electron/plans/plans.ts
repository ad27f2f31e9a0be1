import { fail, toApiError } from '../../shared/contract/failure.ts';
import type { Plan, PlanItem, PlanKind, PlanReport, ReportItem } from '../../shared/contract/plans.ts';
import type { PlanStore, StoredPlan } from './plan-store.ts';
import type { Protection } from './protection.ts';

export type StepResult = Pick<ReportItem, 'outcome' | 'outcomeKey' | 'detail'> & { freedBytes?: number };

/** Does one kind of plan, one item at a time. `step` checks the item again before it touches it. */
export interface PlanExecutor {
  kind: PlanKind;
  step(item: PlanItem, params: StoredPlan['params'], signal: AbortSignal): Promise<StepResult>;
  /** Called once after the last item, whatever became of them. */
  finished?(report: PlanReport): Promise<void>;
}

export interface PlanDraft {
  kind: PlanKind;
  items: PlanItem[];
  warnings: Plan['warnings'];
  params: StoredPlan['params'];
}

/** Plan, confirm, execute, report: the one way to do something destructive. */
export class Plans {
  readonly #store: PlanStore;
  readonly #protection: Protection;
  readonly #engineId: (signal?: AbortSignal) => Promise<string>;
  readonly #executors = new Map<PlanKind, PlanExecutor>();

  constructor(store: PlanStore, protection: Protection, engineId: (signal?: AbortSignal) => Promise<string>) {
    this.#store = store;
    this.#protection = protection;
    this.#engineId = engineId;
  }

  register(executor: PlanExecutor): void {
    this.#executors.set(executor.kind, executor);
  }

  /** Keeps a plan for an hour. Nothing is touched. */
  async make(draft: PlanDraft, signal?: AbortSignal): Promise<Plan> {
    const { kind, items, warnings, params } = draft;
    const plan: Plan = {
      id: this.#store.newId(),
      kind,
      createdAt: new Date().toISOString(),
      engineId: await this.#engineId(signal),
      items,
      totalBytes: items.reduce((sum, item) => sum + (item.bytes ?? 0), 0),
      warnings,
    };
    await this.#store.save({ plan, params });
    return plan;
  }

  async show(id: string): Promise<Plan> {
    return (await this.#store.load(id)).plan;
  }

  async discard(id: string): Promise<boolean> {
    return this.#store.discard(id);
  }

  /** Does what is listed and nothing else. Cancelling stops between items; the report then says what was left. */
  async execute(id: string, signal: AbortSignal): Promise<PlanReport> {
    const stored = await this.#store.claim(id);
    const { plan } = stored;
    const executor = this.#executors.get(plan.kind);
    if (executor === undefined)
      throw fail('internal', 'internal', { detail: `no executor for ${plan.kind}` });
    try {
      if ((await this.#engineId(signal)) !== plan.engineId) throw fail('conflict', 'plan-other-engine');
      await this.#protection.load();
    } catch (thrown) {
      await this.#store.unclaim(id);
      throw thrown;
    }
    const startedAt = new Date().toISOString();
    const items: ReportItem[] = [];
    let freed: number | null = null;
    for (const item of plan.items) {
      const result = await this.#step(executor, stored, item, signal);
      if (result.freedBytes !== undefined) freed = (freed ?? 0) + result.freedBytes;
      items.push({ ...item, outcome: result.outcome, outcomeKey: result.outcomeKey, detail: result.detail });
    }
    const report: PlanReport = {
      planId: id,
      kind: plan.kind,
      startedAt,
      finishedAt: new Date().toISOString(),
      items,
      freedBytes: freed,
      cancelled: signal.aborted,
    };
    await this.#store.finish(id);
    await executor.finished?.(report);
    return report;
  }

  async #step(
    executor: PlanExecutor,
    stored: StoredPlan,
    item: PlanItem,
    signal: AbortSignal,
  ): Promise<StepResult> {
    if (signal.aborted)
      return { outcome: 'skipped', outcomeKey: 'cancelled', detail: 'Cancelled before this item.' };
    try {
      // Another process may have marked it a moment ago.
      await this.#protection.load();
      if (this.#protection.has(stored.plan.engineId, item.kind, item.id))
        return { outcome: 'skipped', outcomeKey: 'now-protected', detail: `${item.name} is protected.` };
      // An item that has begun is finished: cancelling takes effect between items.
      return await executor.step(item, stored.params, new AbortController().signal);
    } catch (thrown) {
      const error = toApiError(thrown);
      const unknown = error.code === 'unreachable' || error.code === 'timeout';
      return { outcome: 'failed', outcomeKey: unknown ? 'unknown' : 'failed', detail: error.message };
    }
  }
}
