import type { ApiError } from '../../shared/contract/errors.ts';
import { toApiError } from '../../shared/contract/failure.ts';
import type { StoredReport } from '../../shared/contract/operations.ts';
import type { Plan, PlanReport, ReportItem } from '../../shared/contract/plans.ts';
import { ownProcess } from '../plans/owner.ts';
import { estimated, type ReportProof } from '../plans/plans.ts';
import type { Reports } from './reports.ts';

/** A plan of thousands of items is written down so often and not after each of them. */
const everyMs = 1000;

const untold = {
  outcome: 'failed',
  outcomeKey: 'unknown',
  detail: 'Slipway ended before it could say what became of it.',
} as const;

/**
 * The report of a run that goes on. It is on disk from before the first item: should Slipway die, it says what was done, and
 * what is not known of the rest is settled by looking at the engine.
 */
export class RunningReport {
  readonly #reports: Reports;
  readonly #head: Pick<StoredReport, 'id' | 'origin' | 'subject'>;
  readonly #plan: Plan;
  readonly #startedAt = new Date().toISOString();
  readonly #over = new Map<number, ReportItem>();
  readonly #proof: ReportProof;
  #timer: NodeJS.Timeout | null = null;
  #last: Promise<ApiError | null> = Promise.resolve(null);

  constructor(
    reports: Reports,
    head: Pick<StoredReport, 'id' | 'origin' | 'subject'>,
    plan: Plan,
    proof: ReportProof,
  ) {
    this.#reports = reports;
    this.#head = head;
    this.#plan = plan;
    this.#proof = proof;
  }

  /** Writes it for the first time. A disk that is full is no reason not to prune: `end` tells what cannot be kept. */
  async begin(): Promise<void> {
    await this.#write();
  }

  over(item: ReportItem, place: number): void {
    this.#over.set(place, item);
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      void this.#write();
    }, everyMs).unref();
  }

  /** Writes how it ended; answers why that could not be kept. */
  async end(report: PlanReport): Promise<ApiError | null> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    await this.#last;
    return this.#save({ ...this.#head, engineId: this.#plan.engineId, report });
  }

  #write(): Promise<ApiError | null> {
    this.#last = this.#last.then(async () => {
      const { id: planId, kind, engineId, items } = this.#plan;
      const told = items.map((item, place) => this.#over.get(place) ?? { ...item, ...untold });
      const report: PlanReport = {
        ...{ planId, kind, startedAt: this.#startedAt, finishedAt: new Date().toISOString() },
        items: told,
        ...{ estimatedBytes: estimated(told), freedBytes: null, cancelled: false },
        ...this.#proof,
      };
      return this.#save({ ...this.#head, engineId, report, owner: await ownProcess() });
    });
    return this.#last;
  }

  #save(stored: StoredReport): Promise<ApiError | null> {
    return this.#reports.save(stored).then(
      () => null,
      (thrown: unknown) => toApiError(thrown),
    );
  }
}
