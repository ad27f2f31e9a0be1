import type { StatsHost, StatsSample } from '../../shared/model/stats.ts';
import { type Measured, Subject } from './subject.ts';

/** How an engine answers a one-shot reading. */
export interface ReadingPace {
  /** So many under way at once. */
  atOnce: number;
  /** A reading that takes longer no longer holds up the others. */
  slowAfterMs: number;
  /** It works while it is waited for: it is left in peace for as long again, but for `mostRestMs` at the most. */
  rests: boolean;
}

/** At once. Eight cost us half of what four do for each reading, and are as many connections as are kept open. */
export const promptPace: ReadingPace = { atOnce: 8, slowAfterMs: 1000, rests: true };
/** With what its collector reads next, within a second, for everybody who waits: dockerd before 25.0 (moby#46448). */
export const collectedPace: ReadingPace = { atOnce: 100, slowAfterMs: 4000, rests: false };
/** A round that takes longer waits for the way there and back, or for an engine that needs all the time there is. */
const mostRestMs = 500;
/** Where more is due all the time, nothing new is begun after so long: what was read is told, and the engine rests. */
const longestRoundMs = 1000;
/** So many that hang may be under way at once. */
const mostSlow = 16;
/** Due within so short a time is due now. */
const slackMs = 5;

export interface SamplerOptions {
  /** One reading; null where the container does not run. Rejects where it cannot be read. */
  read(id: string): Promise<StatsSample | null>;
  /** How often somebody wants this container, in ms; null for nobody. */
  wanted(id: string): number | null;
  host(): StatsHost;
  pace(): ReadingPace;
  measured(id: string, measured: Measured): void;
  /** A round is over: all that was due is read, or hangs, or it has taken long enough. */
  drained(): void;
}

/** Reads the counters of the containers that somebody wants, a few at once, each at its pace. No timer runs while nobody wants any. */
export class Sampler {
  readonly #options: SamplerOptions;
  readonly #subjects = new Map<string, Subject>();
  #queue: Subject[] = [];
  #active = 0;
  #slow = 0;
  #timer: NodeJS.Timeout | null = null;
  #timerAtMs = 0;
  #round: { begunMs: number } | null = null;
  #restUntilMs = 0;
  /** Answers to what was asked of another connection are not taken. */
  #epoch = 0;

  constructor(options: SamplerOptions) {
    this.#options = options;
  }

  /** The containers that run now. One that was started again is a new one. */
  setRunning(running: readonly { id: string; startedAt?: string }[]): void {
    const ids = new Set(running.map(({ id }) => id));
    for (const id of this.#subjects.keys()) if (!ids.has(id)) this.#subjects.delete(id);
    for (const { id, startedAt } of running)
      if (!this.#subjects.get(id)?.isSame(startedAt)) this.#subjects.set(id, new Subject(id, startedAt));
    this.#queue = this.#queue.filter((subject) => this.#subjects.get(subject.id) === subject);
    this.wake();
  }

  subject(id: string): Subject | undefined {
    return this.#subjects.get(id);
  }

  /** What is wanted has changed. */
  wake(): void {
    this.#arm(0);
  }

  /** The connection is gone: what was counted is forgotten, what is asked is not waited for. */
  reset(): void {
    this.#epoch += 1;
    this.#queue = [];
    this.#active = 0;
    this.#slow = 0;
    this.#round = null;
    for (const { id, startedAt } of [...this.#subjects.values()])
      this.#subjects.set(id, new Subject(id, startedAt));
  }

  close(): void {
    this.reset();
    this.#subjects.clear();
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #arm(inMs: number): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timerAtMs = performance.now() + inMs;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#tick();
    }, inMs);
  }

  #armBy(atMs: number): void {
    if (atMs === Number.POSITIVE_INFINITY || (this.#timer !== null && this.#timerAtMs <= atMs)) return;
    this.#arm(Math.max(0, atMs - performance.now()));
  }

  #tick(): void {
    const now = performance.now();
    if (now < this.#restUntilMs) {
      this.#arm(this.#restUntilMs - now);
      return;
    }
    let next = Number.POSITIVE_INFINITY;
    for (const subject of this.#subjects.values()) {
      const everyMs = this.#options.wanted(subject.id);
      if (everyMs === null || subject.busy) continue;
      const due = subject.dueMs(everyMs);
      if (due <= now + slackMs) {
        subject.queued(now, everyMs);
        this.#queue.push(subject);
      } else next = Math.min(next, due);
    }
    this.#pump();
    this.#armBy(next);
  }

  #pump(): void {
    const { atOnce, rests } = this.#options.pace();
    while (this.#active < atOnce && this.#slow < mostSlow && this.#mayBegin()) {
      const subject = this.#next();
      if (subject === undefined) break;
      // Scrolled out of view since it was due.
      if (this.#options.wanted(subject.id) === null) subject.busy = false;
      else void this.#read(subject);
    }
    if (this.#round === null || this.#active > 0) return;
    const now = performance.now();
    this.#restUntilMs = rests ? now + Math.min(now - this.#round.begunMs, mostRestMs) : now;
    this.#round = null;
    this.#options.drained();
    this.#arm(0);
  }

  /** Not while the engine rests, nor late in a round. */
  #mayBegin(): boolean {
    const now = performance.now();
    return now >= this.#restUntilMs && (this.#round === null || now < this.#round.begunMs + longestRoundMs);
  }

  /** Whoever has waited longest, measured by the interval: what is seen goes before what is not, and neither starves. */
  #next(): Subject | undefined {
    const now = performance.now();
    let next: Subject | undefined;
    for (const subject of this.#queue)
      if (next === undefined || subject.lateness(now) > next.lateness(now)) next = subject;
    if (next !== undefined) this.#queue.splice(this.#queue.indexOf(next), 1);
    return next;
  }

  async #read(subject: Subject): Promise<void> {
    const epoch = this.#epoch;
    let slow = false;
    this.#active += 1;
    const now = performance.now();
    this.#round ??= { begunMs: now };
    subject.begun(now);
    const timer = setTimeout(() => {
      if (epoch !== this.#epoch) return;
      slow = true;
      this.#active -= 1;
      this.#slow += 1;
      this.#pump();
    }, this.#options.pace().slowAfterMs);
    let sample: StatsSample | null | undefined;
    try {
      sample = await this.#options.read(subject.id);
    } catch {
      // The row shows that there are no figures; why the engine fails is told by its state. It is asked again, less often.
      sample = undefined;
    }
    clearTimeout(timer);
    subject.busy = false;
    if (epoch !== this.#epoch) return;
    if (slow) this.#slow -= 1;
    else this.#active -= 1;
    if (this.#subjects.get(subject.id) === subject) {
      this.#take(subject, sample);
      const everyMs = this.#options.wanted(subject.id);
      // It may be due again before the round is over.
      if (everyMs !== null) this.#armBy(subject.dueMs(everyMs));
    }
    this.#pump();
    if (slow) this.#arm(0);
  }

  #take(subject: Subject, sample: StatsSample | null | undefined): void {
    if (sample === undefined) {
      subject.failed();
      return;
    }
    const { wanted, host, measured } = this.#options;
    const found = subject.take(sample, performance.now(), wanted(subject.id), host());
    if (found !== null) measured(subject.id, found);
  }
}
