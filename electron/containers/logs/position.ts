import type { LogChannel } from '../../../shared/contract/logs.ts';
import { sinceFromNano } from '../../engine/raw/events.ts';
import { compareNano, type LogRecord } from './records.ts';

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
  readonly #last = new Map<LogChannel, Last>();
  readonly #known = new Map<LogChannel, Last>();
  #first: string | null = null;

  /** For `since=` of the next reading; undefined before the first line. */
  get since(): string | undefined {
    const nano = this.#sinceNano();
    return nano === undefined ? undefined : sinceFromNano(nano);
  }

  /** The log is about to be read from `since` on: what is known already comes again first. */
  resume(): void {
    this.#known.clear();
    const since = this.#sinceNano();
    if (since === undefined) return;
    for (const [channel, last] of this.#last)
      if (compareNano(last.nano, since) >= 0) this.#known.set(channel, { ...last });
  }

  /** What a line that was just read is: told before, new, or new after lines that are gone. */
  admit({ channel, atNano }: Pick<LogRecord, 'channel' | 'atNano'>): 'known' | 'new' | 'after-gap' {
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
  isNewer({ channel, atNano }: Pick<LogRecord, 'channel' | 'atNano'>): boolean {
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
