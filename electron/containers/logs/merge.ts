import type { LogBatch, LogGap, LogLine, LogMark } from '../../../shared/contract/logs.ts';
import { compareNano } from '../../../shared/model/log-position.ts';

/** What a stream may hold for a reader that is behind, over all its containers. */
export interface MergeLimits {
  lines: number;
  /** Characters of text. */
  characters: number;
}

const defaultLimits: MergeLimits = { lines: 60_000, characters: 24 * 1024 * 1024 };
const batchLines = 1000;
const batchCharacters = 512 * 1024;
/** How long lines of other containers wait for an earlier one of a container that was just heard of. */
const windowMs = 60;
/** How long they wait for a container's first lines. */
const openingMs = 400;

type Entry = { nano: string } & ({ line: LogLine } | { gap: LogGap } | { mark: LogMark });

/** What one container's reader hands over. Its lines are in order. */
export class LogLane {
  readonly #container: string;
  readonly #changed: () => void;
  #entries: Entry[] = [];
  #from = 0;
  #nano = '0';
  #lines = 0;
  #characters = 0;
  #dropped = 0;
  #quietAt = performance.now() + openingMs;
  #ended = false;

  constructor(container: string, changed: () => void) {
    this.#container = container;
    this.#changed = changed;
  }

  get lines(): number {
    return this.#lines;
  }

  get characters(): number {
    return this.#characters;
  }

  get ended(): boolean {
    return this.#ended;
  }

  get head(): Entry | undefined {
    return this.#dropped > 0 ? this.#dropGap() : this.#entries[this.#from];
  }

  /** When nobody waits for it any more, by performance.now(). */
  get quietAt(): number {
    return this.#quietAt;
  }

  line(line: LogLine): void {
    this.#nano = line.atNano;
    this.#entries.push({ nano: line.atNano, line });
    this.#lines += 1;
    this.#characters += line.text.length;
  }

  /** After a chunk's lines. */
  heard(): void {
    this.#quietAt = performance.now() + windowMs;
    this.#changed();
  }

  gap(gap: LogGap): void {
    this.#entries.push({ nano: this.#nano, gap });
  }

  mark(mark: LogMark): void {
    this.#entries.push({ nano: this.#nano, mark });
    this.#quietAt = 0;
    this.#changed();
  }

  end(): void {
    this.#ended = true;
    this.#changed();
  }

  /** Drops the oldest lines, and counts them where they stood. */
  dropOldest(lines: number): void {
    let left = lines;
    while (left > 0 && this.#from < this.#entries.length) {
      const entry = this.#entries[this.#from];
      // Marks and other gaps stay told: the gap stands in front of them.
      if (entry === undefined || !('line' in entry)) break;
      this.#forget(entry);
      this.#dropped += 1;
      left -= 1;
    }
    if (left > 0 && this.#from < this.#entries.length) this.#dropBehindMark(left);
    this.#compact();
  }

  take(): Entry | undefined {
    if (this.#dropped > 0) {
      const gap = this.#dropGap();
      this.#dropped = 0;
      return gap;
    }
    const entry = this.#entries[this.#from];
    if (entry === undefined) return undefined;
    this.#forget(entry);
    this.#compact();
    return entry;
  }

  #dropGap(): Entry {
    const nano = this.#entries[this.#from]?.nano ?? this.#nano;
    return { nano, gap: { container: this.#container, count: this.#dropped, reason: 'slow' } };
  }

  /** Lines behind a mark go with a gap of their own in their place. */
  #dropBehindMark(lines: number): void {
    const kept: Entry[] = [];
    let left = lines;
    let run = 0;
    const close = (nano: string) => {
      if (run > 0) kept.push({ nano, gap: { container: this.#container, count: run, reason: 'slow' } });
      run = 0;
    };
    for (const entry of this.#entries.slice(this.#from)) {
      if (left > 0 && 'line' in entry) {
        left -= 1;
        run += 1;
        this.#lines -= 1;
        this.#characters -= entry.line.text.length;
        continue;
      }
      close(entry.nano);
      kept.push(entry);
    }
    close(this.#nano);
    this.#entries = kept;
    this.#from = 0;
  }

  #forget(entry: Entry): void {
    this.#from += 1;
    if (!('line' in entry)) return;
    this.#lines -= 1;
    this.#characters -= entry.line.text.length;
  }

  #compact(): void {
    if (this.#from < 4096 || this.#from * 2 < this.#entries.length) return;
    this.#entries = this.#entries.slice(this.#from);
    this.#from = 0;
  }
}

/** Merges lanes by time for one reader, and says when it is behind. */
export class LogMerge {
  readonly #limits: MergeLimits;
  readonly #lanes: LogLane[] = [];
  #wakeReader: (() => void) | null = null;
  #wakeWriters: (() => void)[] = [];

  constructor(limits: MergeLimits = defaultLimits) {
    this.#limits = limits;
  }

  lane(container: string): LogLane {
    const lane = new LogLane(container, () => this.#wakeReader?.());
    this.#lanes.push(lane);
    return lane;
  }

  get ended(): boolean {
    return this.#lanes.every((lane) => lane.ended && lane.head === undefined);
  }

  /** Whether so much waits for the reader that no more may be added. */
  get full(): boolean {
    let lines = 0;
    let characters = 0;
    for (const lane of this.#lanes) {
      lines += lane.lines;
      characters += lane.characters;
    }
    return lines >= this.#limits.lines || characters >= this.#limits.characters;
  }

  /** Makes room at the cost of the oldest lines of the lane that holds the most. */
  shed(): void {
    while (this.full) {
      const [largest] = [...this.#lanes].sort((a, b) => b.characters + b.lines - (a.characters + a.lines));
      if (largest === undefined) return;
      largest.dropOldest(Math.max(1, largest.lines >> 2));
    }
  }

  /** Until the reader has taken some. */
  room(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        signal.removeEventListener('abort', done);
        resolve();
      };
      signal.addEventListener('abort', done, { once: true });
      this.#wakeWriters.push(done);
      if (signal.aborted) done();
    });
  }

  /** What may be told now; null where there is nothing, or where an earlier line may still come. */
  take(): LogBatch | null {
    const lines: LogLine[] = [];
    let characters = 0;
    while (lines.length < batchLines && characters < batchCharacters) {
      const lane = this.#next();
      const head = lane?.head;
      if (lane === undefined || head === undefined) break;
      if (!('line' in head)) {
        if (lines.length > 0) break;
        lane.take();
        return 'gap' in head ? { lines, gap: head.gap } : { lines, mark: head.mark };
      }
      lane.take();
      lines.push(head.line);
      characters += head.line.text.length;
    }
    if (lines.length === 0) return null;
    if (!this.full) for (const wake of this.#wakeWriters.splice(0)) wake();
    return { lines };
  }

  /** Until there may be something to take. */
  changed(signal: AbortSignal): Promise<void> {
    const now = performance.now();
    const waiting = this.#lanes.some((lane) => lane.head !== undefined);
    const soonest = Math.min(...this.#lanes.filter((lane) => lane.quietAt > now).map((lane) => lane.quietAt));
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.#wakeReader = null;
        signal.removeEventListener('abort', done);
        resolve();
      };
      const timer =
        waiting && Number.isFinite(soonest) ? setTimeout(done, Math.ceil(soonest - now) + 1) : undefined;
      this.#wakeReader = done;
      signal.addEventListener('abort', done, { once: true });
      if (signal.aborted) done();
    });
  }

  /** The lane whose head is the earliest, once no other can have an earlier one on its way. */
  #next(): LogLane | undefined {
    let best: LogLane | undefined;
    let bestNano = '';
    let now = 0;
    for (const lane of this.#lanes) {
      const head = lane.head;
      if (head === undefined) {
        if (lane.ended) continue;
        now ||= performance.now();
        if (this.#lanes.length > 1 && lane.quietAt > now) return undefined;
        continue;
      }
      if (best !== undefined && compareNano(head.nano, bestNano) >= 0) continue;
      best = lane;
      bestNano = head.nano;
    }
    return best;
  }
}
