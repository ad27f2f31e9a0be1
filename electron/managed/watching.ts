import { isDeepStrictEqual } from 'node:util';
import { SlipwayError } from '../../shared/contract/failure.ts';
import type { ManagedStatus } from '../../shared/contract/managed.ts';
import { untilAborted } from '../supervision/until-aborted.ts';
import { readStatus } from './status.ts';
import type { ManagedTools } from './tools.ts';

export interface WatchTiming {
  /** systemd tells nobody of its changes without a bus: it is asked so often, */
  lookMs: number;
  /** and so often where nothing changed for a while: a page stays open all day, hidden or not. */
  calmMs: number;
  calmAfterMs: number;
}

const watchTiming: WatchTiming = { lookMs: 5000, calmMs: 30_000, calmAfterMs: 60_000 };

/** The looks of all who watch: of those who want one at the same time one looks. */
export class SharedLooks {
  readonly #read: (signal: AbortSignal) => Promise<ManagedStatus>;
  readonly #timing: WatchTiming;
  #watchers = 0;
  #over = new AbortController();
  #last: { at: number; status: Promise<ManagedStatus> } | null = null;

  constructor(read: (signal: AbortSignal) => Promise<ManagedStatus>, timing: WatchTiming = watchTiming) {
    this.#read = read;
    this.#timing = timing;
  }

  /**
   * The status at once, at each change that is told of, and as often as `WatchTiming` says.
   * @param listen calls back when something may have changed; gives what ends that
   */
  async *watch(
    listen: (changed: () => void) => () => void,
    signal: AbortSignal,
  ): AsyncGenerator<ManagedStatus> {
    let wake: () => void = () => undefined;
    let timer: NodeJS.Timeout | undefined;
    // No look from before this will do.
    let since = performance.now();
    let asked = true;
    const changed = () => {
      since = performance.now();
      asked = true;
      wake();
    };
    const stopListening = listen(changed);
    signal.addEventListener('abort', changed, { once: true });
    this.#watchers += 1;
    let last: ManagedStatus | null = null;
    let calmFrom = performance.now() + this.#timing.calmAfterMs;
    try {
      while (!signal.aborted) {
        if (!asked) {
          const everyMs = performance.now() < calmFrom ? this.#timing.lookMs : this.#timing.calmMs;
          await new Promise<void>((resolve) => {
            wake = resolve;
            timer = setTimeout(resolve, everyMs);
          });
          clearTimeout(timer);
          // Another's look of just now is as good.
          if (!asked) since = performance.now() - everyMs / 2;
        }
        if (signal.aborted) return;
        asked = false;
        const now = await this.#lookSince(since, last, signal);
        if (now === null || isDeepStrictEqual(now, last)) continue;
        last = now;
        calmFrom = performance.now() + this.#timing.calmAfterMs;
        yield now;
      }
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', changed);
      stopListening();
      this.#watchers -= 1;
      if (this.#watchers === 0) {
        this.#over.abort();
        this.#over = new AbortController();
        this.#last = null;
      }
    }
  }

  /** null where it could not be told just now, and was before. @throws as `readStatus` where it never was */
  async #lookSince(
    since: number,
    before: ManagedStatus | null,
    signal: AbortSignal,
  ): Promise<ManagedStatus | null> {
    if (this.#last === null || this.#last.at < since)
      this.#last = { at: performance.now(), status: this.#read(this.#over.signal) };
    try {
      return await untilAborted(this.#last.status, signal);
    } catch (thrown) {
      if ((before !== null || signal.aborted) && thrown instanceof SlipwayError) return null;
      throw thrown;
    }
  }
}

/** Watches the engines of this machine, for as many as want to. */
export function statusWatch(tools: ManagedTools): (signal: AbortSignal) => AsyncGenerator<ManagedStatus> {
  const { engine, supervision } = tools;
  const looks = new SharedLooks((signal) => readStatus(tools, signal));
  return async function* watch(signal) {
    // Who the engine in use is decides what is told: without this nothing is chosen yet.
    await engine.start();
    yield* looks.watch((changed) => {
      const disposers = [supervision.own.onChange(changed), engine.connection.onState(changed)];
      return () => {
        for (const dispose of disposers) dispose();
      };
    }, signal);
  };
}
