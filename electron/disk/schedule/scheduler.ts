import { isDeepStrictEqual } from 'node:util';
import { toApiError } from '../../../shared/contract/failure.ts';
import type { PruneSchedule, ScheduledRun } from '../../../shared/contract/prune.ts';
import { nextRun, runsDue } from '../../../shared/model/schedule-times.ts';
import type { ScheduleStore } from './schedule-store.ts';

/** What a run needs of the rest of the house. */
export interface ScheduledWork {
  /** The engine in use if it answers now, else null. */
  readyEngine(): string | null;
  /** Plans, executes and keeps the report; answers its id, or null with why it could not be kept. On its engine only. */
  run(
    schedule: Pick<PruneSchedule, 'engineId' | 'name' | 'rules'>,
    signal: AbortSignal,
  ): Promise<Omit<ScheduledRun, 'at'>>;
}

export interface SchedulerTiming {
  now(): number;
  /** Looks at least this often: another Slipway may have changed the file, and machines sleep. */
  everyMs: number;
  /** A run this late was missed: the machine slept, or Slipway did not run. */
  graceMs: number;
}

const usualTiming: SchedulerTiming = { now: Date.now, everyMs: 30_000, graceMs: 120_000 };

/** A run that cannot be taken now is not asked for again and again. */
const leastWaitMs = 1000;

/** Runs schedules while Slipway runs. What was missed is told, and not made up for. */
export class Scheduler {
  readonly #store: ScheduleStore;
  readonly #work: ScheduledWork;
  readonly #timing: SchedulerTiming;
  readonly #stop = new AbortController();
  #timer: NodeJS.Timeout | null = null;
  #look: Promise<void> = Promise.resolve();
  #runs: Promise<void> = Promise.resolve();
  /** Schedules whose run is under way, or waits for those before it. */
  readonly #waiting = new Set<string>();
  #warned = '';

  constructor(store: ScheduleStore, work: ScheduledWork, timing: SchedulerTiming = usualTiming) {
    this.#store = store;
    this.#work = work;
    this.#timing = timing;
  }

  /** Looks now and from time to time. */
  start(): void {
    this.#wait(0);
  }

  /** Looks again soon: a schedule was changed. Nothing where schedules are not run. */
  changed(): void {
    if (this.#timer !== null) this.#wait(0);
  }

  async close(): Promise<void> {
    this.#stop.abort();
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    await this.#look;
    await this.#runs;
  }

  #wait(ms: number): void {
    if (this.#stop.signal.aborted) return;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#look = this.#look.then(() => this.#lookNow());
    }, ms);
    this.#timer.unref();
  }

  async #lookNow(): Promise<void> {
    let soonest = this.#timing.everyMs;
    try {
      for (const schedule of await this.#store.list()) {
        if (this.#stop.signal.aborted) return;
        if (schedule.enabled && schedule.nextAt !== null) await this.#take(schedule, schedule.nextAt);
      }
      for (const { enabled, nextAt } of await this.#store.list())
        if (enabled && nextAt !== null)
          soonest = Math.min(soonest, Math.max(leastWaitMs, Date.parse(nextAt) - this.#timing.now()));
      this.#warned = '';
    } catch (thrown) {
      this.#warn(thrown);
    }
    this.#wait(soonest);
  }

  /** The page is told when it asks for the schedules; here once is enough. */
  #warn(thrown: unknown): void {
    const { message } = toApiError(thrown);
    if (message !== this.#warned) process.emitWarning(`Schedules: ${message}`);
    this.#warned = message;
  }

  async #take(schedule: PruneSchedule, plannedAt: string): Promise<void> {
    const { id, when, engineId } = schedule;
    const now = this.#timing.now();
    const due = runsDue(when, Date.parse(plannedAt), now);
    if (due.count === 0) return;
    const heldMs = await this.#store.claim(id, plannedAt);
    // Whoever has it writes down the next run at once; if not, it could not, and did not run it either.
    if (heldMs !== null && heldMs <= this.#timing.graceMs) return;
    const onTime =
      heldMs === null &&
      now - due.lastMs <= this.#timing.graceMs &&
      !this.#waiting.has(id) &&
      this.#work.readyEngine() === engineId;
    const missed = due.count - (onTime ? 1 : 0);
    const lastMs = onTime && missed > 0 ? Date.parse(plannedAt) : due.lastMs;
    const nextAt = new Date(due.nextMs).toISOString();
    await this.#change(id, (known) =>
      // Another one was quicker, or somebody changed it.
      known.nextAt === plannedAt ? { ...withMissed(known, missed, lastMs), nextAt } : known,
    );
    if (!onTime) return;
    this.#waiting.add(id);
    // One after the other, while the look goes on: none is late for the length of another.
    this.#runs = this.#runs
      .then(() => this.#run(schedule, due.lastMs))
      .catch((thrown: unknown) => this.#warn(thrown))
      .finally(() => this.#waiting.delete(id));
  }

  /** It may have waited: what it is by now counts. */
  async #run({ id, when }: PruneSchedule, dueMs: number): Promise<void> {
    const schedule = (await this.#store.list()).find((one) => one.id === id);
    if (this.#stop.signal.aborted || !schedule?.enabled || !isDeepStrictEqual(schedule.when, when)) return;
    if (this.#work.readyEngine() !== schedule.engineId)
      return this.#change(id, (known) => withMissed(known, 1, dueMs));
    const at = new Date(this.#timing.now()).toISOString();
    const ended = await this.#work.run(schedule, this.#stop.signal).catch((thrown: unknown) => ({
      reportId: null,
      error: toApiError(thrown),
    }));
    await this.#change(id, (known) => ({ ...known, last: { at, ...ended } }));
  }

  #change(id: string, change: (known: PruneSchedule) => PruneSchedule): Promise<void> {
    return this.#store.update((all) => all.map((one) => (one.id === id ? change(one) : one)));
  }
}

function withMissed(known: PruneSchedule, count: number, lastMs: number): PruneSchedule {
  if (count === 0) return known;
  const missed = { count: count + (known.missed?.count ?? 0), lastAt: new Date(lastMs).toISOString() };
  return { ...known, missed };
}

/** When a schedule runs next, as it is kept; null while it is off. */
export function firstRun({ enabled, when }: Pick<PruneSchedule, 'enabled' | 'when'>): string | null {
  return enabled ? new Date(nextRun(when, Date.now())).toISOString() : null;
}
