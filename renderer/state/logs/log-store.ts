import type { LogGap, LogLine, LogMark } from '../../../shared/contract/logs.ts';
import { compareNano } from '../../../shared/model/log-position.ts';

/** One row of a log view. `seq` grows by one a row and never comes again. */
export type LogRow = { seq: number } & (
  | { kind: 'line'; line: LogLine }
  | { kind: 'gap'; gap: LogGap }
  | { kind: 'mark'; mark: LogMark }
);

export type NewRow = LogRow extends infer R ? (R extends LogRow ? Omit<R, 'seq'> : never) : never;

/** Rows kept; older ones go. A row of a hundred characters costs about half a kilobyte. */
const mostRows = 100_000;
const mostCharacters = 48 * 1024 * 1024;

type Schedule = (run: () => void) => void;

const perFrame: Schedule = (run) => {
  if (document.visibilityState === 'hidden') setTimeout(run, 250);
  else requestAnimationFrame(run);
};

/** The last rows of a log: a ring that tells its listeners at most once a frame. */
export class LogStore {
  readonly #schedule: Schedule;
  readonly #most: number;
  readonly #listeners = new Set<() => void>();
  #rows: LogRow[] = [];
  #from = 0;
  #nextSeq = 0;
  #characters = 0;
  #version = 0;
  #scheduled = false;

  constructor(schedule: Schedule = perFrame, most = mostRows) {
    this.#schedule = schedule;
    this.#most = most;
  }

  get size(): number {
    return this.#rows.length - this.#from;
  }

  /** Of the oldest row kept, or of the next one where there is none. */
  get firstSeq(): number {
    return this.#nextSeq - this.size;
  }

  get nextSeq(): number {
    return this.#nextSeq;
  }

  /** Changes with every told change. */
  get version(): number {
    return this.#version;
  }

  /** When the newest of the lines was written; null where there is none. */
  newestNano(): string | null {
    let newest: string | null = null;
    for (let at = this.#from; at < this.#rows.length; at += 1) {
      const row = this.#rows[at];
      if (row?.kind !== 'line') continue;
      if (newest === null || compareNano(row.line.atNano, newest) > 0) newest = row.line.atNano;
    }
    return newest;
  }

  bySeq(seq: number): LogRow | undefined {
    const at = seq - this.firstSeq;
    return at < 0 ? undefined : this.#rows[this.#from + at];
  }

  add(rows: readonly NewRow[]): void {
    for (const row of rows) {
      this.#rows.push({ ...row, seq: this.#nextSeq });
      this.#nextSeq += 1;
      this.#characters += weight(row);
    }
    this.#trim();
    this.#tell();
  }

  clear(): void {
    this.#rows = [];
    this.#from = 0;
    this.#characters = 0;
    this.#tell();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  #trim(): void {
    while (this.size > this.#most || (this.#characters > mostCharacters && this.size > 1)) {
      const row = this.#rows[this.#from];
      if (row !== undefined) this.#characters -= weight(row);
      this.#from += 1;
    }
    if (this.#from > this.#most >> 2) {
      this.#rows = this.#rows.slice(this.#from);
      this.#from = 0;
    }
  }

  #tell(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    this.#schedule(() => {
      this.#scheduled = false;
      this.#version += 1;
      for (const listener of this.#listeners) listener();
    });
  }
}

function weight(row: NewRow): number {
  return row.kind === 'line' ? row.line.text.length : 0;
}
