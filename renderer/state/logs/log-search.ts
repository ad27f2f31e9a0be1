import { stripAnsi } from '../../../shared/model/ansi.ts';
import type { LogRow, LogStore } from './log-store.ts';

/** Characters of a line that are searched. */
const searchedCharacters = 4096;
const lookAtClockEvery = 256;

/** The pattern a person typed: any case unless there is an upper-case letter in it; null where it is not one. */
export function searchPattern(typed: string): RegExp | null {
  try {
    return new RegExp(typed, /\p{Lu}/u.test(typed.replaceAll(/\\./g, '')) ? 'gu' : 'giu');
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return null;
    throw thrown;
  }
}

/** Where a pattern is found in a text, as [from, to]; empty finds are left out. */
export function findAll(pattern: RegExp, text: string, most = 200): [from: number, to: number][] {
  const found: [number, number][] = [];
  for (const match of text.slice(0, searchedCharacters).matchAll(pattern)) {
    if (match[0] !== '') found.push([match.index, match.index + match[0].length]);
    if (found.length >= most) break;
  }
  return found;
}

/** What a row says, as it is searched, copied and saved. */
export function plainText(row: LogRow): string {
  return row.kind === 'line' ? stripAnsi(row.line.text) : '';
}

/** The rows of a store that fit a pattern; looks at each row once, a slice at a time. */
export class LogSearch {
  readonly pattern: RegExp;
  readonly #store: LogStore;
  #seqs: number[] = [];
  #from = 0;
  #cursor: number;

  constructor(store: LogStore, pattern: RegExp) {
    this.#store = store;
    this.pattern = pattern;
    this.#cursor = store.firstSeq;
  }

  /** How many rows fit, of those looked at and still kept. */
  get count(): number {
    return this.#seqs.length - this.#from;
  }

  /** The seq of the n-th row that fits. */
  at(index: number): number | undefined {
    return index < 0 ? undefined : this.#seqs[this.#from + index];
  }

  /** The place among the fitting rows of the first one at or after `seq`. */
  indexFrom(seq: number): number {
    let low = this.#from;
    let high = this.#seqs.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#seqs[middle] ?? 0) < seq) low = middle + 1;
      else high = middle;
    }
    return low - this.#from;
  }

  /** Looks on for at most `ms`; true when every row has been looked at. */
  advance(ms: number): boolean {
    const first = this.#store.firstSeq;
    while (this.#from < this.#seqs.length && (this.#seqs[this.#from] ?? 0) < first) this.#from += 1;
    if (this.#from > 10_000) {
      this.#seqs = this.#seqs.slice(this.#from);
      this.#from = 0;
    }
    const deadline = performance.now() + ms;
    for (
      this.#cursor = Math.max(this.#cursor, first);
      this.#cursor < this.#store.nextSeq;
      this.#cursor += 1
    ) {
      if (this.#cursor % lookAtClockEvery === 0 && performance.now() > deadline) return false;
      const row = this.#store.bySeq(this.#cursor);
      if (row !== undefined && this.#fits(row)) this.#seqs.push(this.#cursor);
    }
    return true;
  }

  #fits(row: LogRow): boolean {
    if (row.kind !== 'line') return false;
    this.pattern.lastIndex = 0;
    return this.pattern.test(plainText(row).slice(0, searchedCharacters));
  }
}
