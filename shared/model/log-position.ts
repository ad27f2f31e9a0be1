/** What of a line says where in a log it stands. */
export interface LogPlace {
  channel: 'stdout' | 'stderr';
  /** Nanoseconds since the epoch. */
  atNano: string;
}

/** Order of two such times. */
export function compareNano(a: string, b: string): number {
  if (a.length !== b.length) return a.length - b.length;
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Nanoseconds as the engine takes them: `seconds.nanoseconds`. */
export function nanoToSeconds(nano: string): string {
  const padded = nano.padStart(10, '0');
  return `${padded.slice(0, -9)}.${padded.slice(-9)}`;
}

/** The other way: `1700000000.5` is 1700000000500000000. */
export function secondsToNano(seconds: string): string {
  const [whole = '0', fraction = ''] = seconds.split('.');
  return `${whole}${fraction.slice(0, 9).padEnd(9, '0')}`;
}

interface Last {
  nano: string;
  /** Lines of that very moment so far. */
  count: number;
}

/** stdout and stderr are read by two threads of the engine: the times of one may come a moment after those of the other. */
const spreadNano = 200_000_000n;

/**
 * How far a log was read, so that reading it again tells nothing twice and finds what is missing. Within one channel
 * the engine writes times in order, so the last one and how many lines had it say it all.
 */
export class LogPosition {
  readonly #last = new Map<LogPlace['channel'], Last>();
  readonly #known = new Map<LogPlace['channel'], Last>();
  #first: string | null = null;
  #from: string | null = null;

  /** For `since=` of the next reading; undefined before the first line. */
  get since(): string | undefined {
    const nano = this.#sinceNano();
    return nano === undefined ? undefined : nanoToSeconds(nano);
  }

  /** The log is about to be read from `since` on: what is known already comes again first. */
  resume(): void {
    this.#known.clear();
    const since = this.#sinceNano();
    this.#from = since ?? null;
    if (since === undefined) return;
    for (const [channel, last] of this.#last)
      if (compareNano(last.nano, since) >= 0) this.#known.set(channel, { ...last });
  }

  /** What a line that was just read is: told before, new, or new after lines that are gone. */
  admit({ channel, atNano }: LogPlace): 'known' | 'new' | 'after-gap' {
    if (this.#from !== null && compareNano(atNano, this.#from) < 0) return 'known';
    const known = this.#known.get(channel);
    let verdict: 'new' | 'after-gap' = 'new';
    if (known !== undefined) {
      const order = compareNano(atNano, known.nano);
      if (order < 0) return 'known';
      if (order === 0 && known.count > 0) {
        known.count -= 1;
        return 'known';
      }
      this.#known.delete(channel);
      // The last lines told before did not come again: the log was cut off there.
      if (known.count > 0) {
        verdict = 'after-gap';
        this.#known.clear();
      }
    }
    this.#first ??= atNano;
    const last = this.#last.get(channel);
    if (last?.nano === atNano) last.count += 1;
    else this.#last.set(channel, { nano: atNano, count: 1 });
    return verdict;
  }

  /** Whether a line is newer than all that was read of its channel. */
  isNewer({ channel, atNano }: LogPlace): boolean {
    const last = this.#last.get(channel);
    return last === undefined || compareNano(atNano, last.nano) > 0;
  }

  #sinceNano(): string | undefined {
    const lasts = [...this.#last.values()].map(({ nano }) => BigInt(nano));
    const [first, ...others] = lasts;
    if (first === undefined || this.#first === null) return undefined;
    let newest = first;
    let oldest = first;
    for (const nano of others) {
      if (nano > newest) newest = nano;
      if (nano < oldest) oldest = nano;
    }
    // A channel that has been silent may have had a line on its way.
    const reach = lasts.length > 1 && oldest > newest - spreadNano ? oldest : newest - spreadNano;
    const begin = BigInt(this.#first);
    const since = reach < begin ? begin : reach;
    return String(since);
  }
}
