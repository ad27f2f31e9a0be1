import { randomBytes } from 'node:crypto';
import type { ApiError } from '../../shared/contract/errors.ts';
import { fail, toApiError } from '../../shared/contract/failure.ts';
import type {
  ErrandKind,
  Operation,
  OperationLine,
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

/** Long work that is no plan. */
export type Errand = Pick<Operation, 'title' | 'subject' | 'origin'> & { kind: ErrandKind };

export interface ErrandTools {
  id: string;
  /** Aborted when somebody stops it. */
  signal: AbortSignal;
  change(
    changes: Partial<
      Pick<Operation, 'done' | 'total' | 'counts' | 'current' | 'bytes' | 'image' | 'subject' | 'title'>
    >,
    line?: OperationLine,
  ): void;
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
    return this.#outlive(this.#run(planId, stop, begun), stop, caller);
  }

  /** The same for long work that is no plan, which cleans up after itself when it is cancelled. It leaves no report. */
  perform<T>(about: Errand, caller: AbortSignal, work: (at: ErrandTools) => Promise<T>): Promise<T> {
    const stop = new AbortController();
    return this.#outlive(this.#perform(about, stop, work), stop, caller);
  }

  async #outlive<T>(work: Promise<T>, stop: AbortController, caller: AbortSignal): Promise<T> {
    const over = work.finally(() => this.#running.delete(stop));
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

  async #perform<T>(about: Errand, stop: AbortController, work: (at: ErrandTools) => Promise<T>): Promise<T> {
    const id = newId();
    const { signal } = stop;
    this.book.add(
      { ...unbegun, ...about, id, planId: '', startedAt: new Date().toISOString(), total: 0 },
      () => stop.abort(),
    );
    const end = (changes: Partial<Operation>) =>
      this.book.change(id, { current: null, finishedAt: new Date().toISOString(), ...changes });
    try {
      const change: ErrandTools['change'] = (changes, line) => this.book.change(id, changes, line);
      const answer = await work({ id, signal, change });
      end({ state: (this.book.get(id)?.counts.failed ?? 0) > 0 ? 'failed' : 'done' });
      return answer;
    } catch (thrown) {
      const error = toApiError(thrown);
      end(error.code === 'cancelled' ? { state: 'cancelled' } : { state: 'failed', error });
      throw thrown;
    }
  }

  async #run(
    planId: string,
    stop: AbortController,
    { origin, subject = '', confirm }: Begun,
  ): Promise<Executed> {
    const id = newId();
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

const newId = (): string => `op-${randomBytes(6).toString('hex')}`;

const unbegun = {
  state: 'running',
  finishedAt: null,
  done: 0,
  counts: { done: 0, skipped: 0, failed: 0 },
  current: null,
  reportId: null,
  error: null,
} as const;

const verbs: Record<PlanKind, string> = {
  'checkpoints.remove': 'Delete',
  'registries.remove-certificates': 'Remove the certificates of',
  'containers.remove': 'Remove',
  'contexts.remove': 'Remove the context',
  'daemon.apply': 'Apply',
  'containers.replace': 'Replace',
  'disk.prune': 'Prune',
  'images.remove': 'Remove',
  'managed.stop': 'Stop',
  'managed.restart': 'Restart',
  'registries.delete': 'Delete from the registry:',
  reset: 'Reset',
  'reset.import': 'Import',
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
    ...unbegun,
    startedAt: new Date().toISOString(),
    total: plan.items.length,
  };
}
