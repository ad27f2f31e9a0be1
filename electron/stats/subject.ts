import type { StatsFigures } from '../../shared/contract/stats.ts';
import { figuresOf, type Reading, type StatsHost, type StatsSample } from '../../shared/model/stats.ts';

/**
 * A reading before the last one serves for differences while it is no older than so many intervals. As an interval counts
 * what is achieved: that what is due waits for others, or for a slow engine, is part of it.
 */
const usableIntervals = 2.5;
const usableMs = 3000;
/** Figures older than that are not shown as those of now. */
const shownIntervals = 3;
const shownMs = 5000;
const firstBackoffMs = 1000;
const longestBackoffMs = 60_000;

/** What a reading came to: figures, and the time they are the mean of (null for a first one). */
export interface Measured {
  figures: StatsFigures;
  windowMs: number | null;
}

/** A container that runs: its last reading, and when the next is due. Times are ms by `performance.now()`. */
export class Subject {
  readonly id: string;
  #startedAt: string | undefined;
  /** Waits to be read, or is being read. */
  busy = false;
  #queuedMs = 0;
  #queuedEveryMs = 1;
  /** From when the last reading was due until it was there. */
  #waitedMs = 0;
  #last: Reading | null = null;
  #figures: StatsFigures | null = null;
  #begunMs = Number.NEGATIVE_INFINITY;
  #failures = 0;
  /** By the wall clock, for people. */
  sampledAt: number | null = null;

  constructor(id: string, startedAt: string | undefined) {
    this.id = id;
    this.#startedAt = startedAt;
  }

  get startedAt(): string | undefined {
    return this.#startedAt;
  }

  /** False where it was started again since. A row may come first without its details. */
  isSame(startedAt: string | undefined): boolean {
    if (startedAt === undefined) return true;
    this.#startedAt ??= startedAt;
    return this.#startedAt === startedAt;
  }

  /**
   * When it is to be read next. Everything of one pace is due at once, at multiples of it, so that viewers that come
   * and go share readings; one that was read shortly before waits for the next time.
   */
  dueMs(everyMs: number): number {
    if (this.#begunMs === Number.NEGATIVE_INFINITY) return this.#begunMs;
    const next = (Math.floor(this.#begunMs / everyMs) + 1) * everyMs;
    const spaced = next - this.#begunMs < everyMs * 0.4 ? next + everyMs : next;
    if (this.#failures === 0) return spaced;
    const backoff = Math.min(firstBackoffMs * 2 ** (this.#failures - 1), longestBackoffMs);
    return Math.max(spaced, this.#begunMs + backoff);
  }

  /** Due now, and wanted so often. */
  queued(nowMs: number, everyMs: number): void {
    this.busy = true;
    this.#queuedMs = nowMs;
    this.#queuedEveryMs = everyMs;
  }

  /** How many intervals a reading that is due has waited; of two that are due since the same moment, the shorter first. */
  lateness(nowMs: number): number {
    return (nowMs - this.#queuedMs + 1) / this.#queuedEveryMs;
  }

  begun(nowMs: number): void {
    this.#begunMs = nowMs;
  }

  failed(): void {
    this.#failures += 1;
  }

  /** Takes what was read; null where it did not run at that moment. */
  take(
    sample: StatsSample | null,
    takenMs: number,
    everyMs: number | null,
    host: StatsHost,
  ): Measured | null {
    this.#failures = 0;
    this.#waitedMs = takenMs - this.#queuedMs;
    if (sample === null) {
      this.forget();
      return null;
    }
    const now: Reading = { sample, takenMs };
    const last = this.#last;
    // The engine may answer with a sample it has shown before: nothing was learnt.
    if (last !== null && last.sample.readAtMs !== null && last.sample.readAtMs === sample.readAtMs)
      return null;
    const oldestMs = takenMs - Math.max(usableMs, ((everyMs ?? 0) + this.#waitedMs) * usableIntervals);
    const before = last !== null && last.takenMs >= oldestMs ? last : null;
    this.#last = now;
    this.#figures = figuresOf(before, now, host);
    this.sampledAt = Date.now();
    return { figures: this.#figures, windowMs: before === null ? null : takenMs - before.takenMs };
  }

  /** The figures, if they are of now for somebody who wants them every `everyMs`. */
  figures(nowMs: number, everyMs: number): StatsFigures | null {
    const last = this.#last;
    const oldestMs = nowMs - Math.max(shownMs, (everyMs + this.#waitedMs) * shownIntervals);
    return last !== null && last.takenMs >= oldestMs ? this.#figures : null;
  }

  /** What was counted no longer tells of now. */
  forget(): void {
    this.#last = null;
    this.#figures = null;
    this.sampledAt = null;
  }
}
