import { randomBytes } from 'node:crypto';
import type { ApiError } from '../../shared/contract/errors.ts';
import { fail, toApiError } from '../../shared/contract/failure.ts';
import type {
  Operation,
  OperationOrigin,
  OperationState,
  StoredReport,
} from '../../shared/contract/operations.ts';
import type { Plan, PlanKind, PlanReport } from '../../shared/contract/plans.ts';
import type { PlanObserver, Plans } from '../plans/plans.ts';
import { callerLeft } from '../rpc/handlers.ts';
import { OperationBook } from './operation-book.ts';
import { countOutcomes, isUnderWay, type Reports } from './reports.ts';
import { RunningReport } from './running-report.ts';

/** Who has a plan executed, and what for. */
export interface Begun {
  origin: OperationOrigin;
  /** The name of a schedule. */
  subject?: string;
  /** The word of a plan that has one. */
  confirm?: string | undefined;
}

export interface Executed {
  report: PlanReport;
  /** null where the report could not be kept, with `unkept` saying why. */
  reportId: string | null;
  unkept: ApiError | null;
}

/**
 * Long work that outlives who asked for it. A caller that cancels stops it before its next item; one that goes away
 * (a page loaded again) leaves it going on, and finds it in the list.
 */
export class Operations {
  readonly book = new OperationBook();
  readonly #plans: Plans;
  readonly #reports: Reports;
  readonly #running = new Map<AbortController, Promise<unknown>>();

  constructor(plans: Plans, reports: Reports) {
    this.#plans = plans;
    this.#reports = reports;
  }

  /**
   * Executes a plan as an operation and keeps its report.
   * @throws what `Plans.execute` refuses before the first item; nothing is then in the list
   */
  async execute(planId: string, caller: AbortSignal, begun: Begun): Promise<Executed> {
    const stop = new AbortController();
    const over = this.#run(planId, stop, begun).finally(() => this.#running.delete(stop));
    this.#running.set(stop, over);
    let left: () => void = () => undefined;
    const gone = new Promise<'gone'>((resolve) => {
      left = () => {
        if (caller.reason === callerLeft) resolve('gone');
        else stop.abort();
      };
    });
    caller.addEventListener('abort', left);
    if (caller.aborted) left();
    try {
      const first = await Promise.race([over, gone]);
      if (first !== 'gone') return first;
      // It ends by itself and its failure is in the list: nobody waits for it here any more.
      over.catch(() => undefined);
      throw fail('cancelled', 'cancelled');
    } finally {
      caller.removeEventListener('abort', left);
    }
  }

  /**
   * A kept report, with what was unknown in it settled where its engine answers.
   * @throws not-found `report-unknown`
   */
  async report(id: string, signal: AbortSignal): Promise<StoredReport> {
    const stored = await this.#reports.load(id);
    try {
      return (await this.#settle(stored, signal)) ?? stored;
    } catch (thrown) {
      const { code } = toApiError(thrown);
      // It stays unknown until the engine can be asked.
      if (code === 'unreachable' || code === 'timeout' || code === 'cancelled') return stored;
      throw thrown;
    }
  }

  /** Looks up what is unknown in any report of this engine. */
  async settleAll(signal: AbortSignal): Promise<void> {
    for (const { id, unknown, unverified } of await this.#reports.list())
      if (unknown > 0 || unverified) await this.#settle(await this.#reports.load(id), signal);
  }

  /** Stops what runs before its next item and resolves when it is over and its report kept. */
  async close(): Promise<void> {
    for (const stop of this.#running.keys()) stop.abort();
    await Promise.allSettled(this.#running.values());
  }

  async #settle(stored: StoredReport, signal: AbortSignal): Promise<StoredReport | null> {
    // What is not known yet is still being done.
    if (await isUnderWay(stored)) return null;
    const report = await this.#plans.settle(stored.report, stored.engineId, signal);
    if (report === null) return null;
    const { owner: _, ...rest } = stored;
    const settled = { ...rest, report };
    await this.#reports.save(settled);
    const known = this.book.list().find(({ reportId }) => reportId === stored.id);
    if (known !== undefined)
      this.book.change(known.id, { state: stateOf(report), counts: countOutcomes(report.items) });
    return settled;
  }

  async #run(
    planId: string,
    stop: AbortController,
    { origin, subject = '', confirm }: Begun,
  ): Promise<Executed> {
    const id = `op-${randomBytes(6).toString('hex')}`;
    let running: RunningReport | null = null;
    const reportId = `${new Date()
      .toISOString()
      .replace(/[^0-9]/g, '')
      .slice(0, 17)}-${id.slice(3)}`;
    const counts = { done: 0, skipped: 0, failed: 0 };
    let report: PlanReport;
    try {
      const observer: PlanObserver = {
        began: async (plan, proof) => {
          this.book.add(begin(id, plan, origin, subject), () => stop.abort());
          running = new RunningReport(this.#reports, { id: reportId, origin, subject }, plan, proof);
          await running.begin();
        },
        working: (item) => this.book.change(id, { current: item.name }),
        over: (item, place) => {
          const { kind, name, outcome, outcomeKey, detail } = item;
          running?.over(item, place);
          counts[outcome] += 1;
          const done = counts.done + counts.skipped + counts.failed;
          const line = { at: new Date().toISOString(), kind, name, outcome, outcomeKey, detail };
          this.book.change(id, { done, counts: { ...counts } }, line);
        },
      };
      report = await this.#plans.execute(planId, stop.signal, observer, confirm);
    } catch (thrown) {
      const finishedAt = new Date().toISOString();
      this.book.change(id, { state: 'failed', current: null, finishedAt, error: toApiError(thrown) });
      throw thrown;
    }
    const unkept = (await (running as RunningReport | null)?.end(report)) ?? null;
    this.book.change(id, {
      state: stateOf(report),
      current: null,
      finishedAt: report.finishedAt,
      reportId: unkept === null ? reportId : null,
      error: unkept,
    });
    return { report, reportId: unkept === null ? reportId : null, unkept };
  }
}

/** What the engine went away under, or before, is not done, whatever else was. */
function stateOf({ items, cancelled }: PlanReport): OperationState {
  if (cancelled) return 'cancelled';
  return items.some(({ outcome, outcomeKey }) => outcome === 'failed' || outcomeKey === 'not-reached')
    ? 'failed'
    : 'done';
}

const verbs: Record<PlanKind, string> = {
  'checkpoints.remove': 'Delete',
  'containers.remove': 'Remove',
  'containers.replace': 'Replace',
  'disk.prune': 'Prune',
  reset: 'Reset',
  'trash.put': 'Put into the trash:',
  'trash.empty': 'Remove from the trash:',
};

function begin(id: string, plan: Plan, origin: OperationOrigin, subject: string): Operation {
  const only = plan.items.length === 1 ? plan.items[0]?.name : undefined;
  const what = only ?? `${plan.items.length} objects`;
  return {
    id,
    kind: plan.kind,
    planId: plan.id,
    title: subject === '' ? `${verbs[plan.kind]} ${what}` : `${subject}: ${verbs[plan.kind]} ${what}`,
    subject: subject === '' ? (only ?? '') : subject,
    origin,
    state: 'running',
    startedAt: new Date().toISOString(),
    finishedAt: null,
    done: 0,
    total: plan.items.length,
    counts: { done: 0, skipped: 0, failed: 0 },
    current: null,
    reportId: null,
    error: null,
  };
}
