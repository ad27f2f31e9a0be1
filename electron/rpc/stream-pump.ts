export type PumpOutcome = { type: 'ended' } | { type: 'failed'; thrown: unknown } | { type: 'stopped' };

/** What the pump needs of the connection it sends on. */
export interface PumpOptions {
  /** Starts the producer; called once. */
  open(): AsyncIterable<unknown>;
  credit: number;
  /** Something to wait for before the next item is pulled, while the transport is full. */
  congestion(): Promise<void> | null;
  /** Sends one item. Throws when it cannot be carried. */
  emit(item: unknown): void;
  /** Called once, before anything else can be sent: by itself, with what was thrown, or after `stop`. */
  finish(outcome: PumpOutcome): void;
  /** Something was thrown after the stream had finished. */
  lateFault(thrown: unknown): void;
}

export interface Pump {
  /** Adds credit and answers the sum. */
  grant(n: number): number;
  /** Nothing is emitted any more; the producer is told to stop. */
  stop(outcome: PumpOutcome): void;
  /** Resolves once the producer has stopped. Never rejects. */
  readonly settled: Promise<void>;
}

/** Pulls from a producer, one item for each credit, and never holds one back. */
export function startPump(options: PumpOptions): Pump {
  let credit = options.credit;
  let finished = false;
  let iterator: AsyncIterator<unknown> | null = null;
  let returned: Promise<unknown> | null = null;
  let wake: (() => void) | null = null;

  function finish(outcome: PumpOutcome): void {
    if (finished) return;
    finished = true;
    options.finish(outcome);
    const resume = wake;
    wake = null;
    resume?.();
  }

  /** `return()` is called at once, even under a pending `next()`: a producer may be waiting for just that. */
  function release(): void {
    if (iterator === null || returned !== null) return;
    const held = iterator;
    returned = (async () => held.return?.())().catch(options.lateFault);
  }

  async function run(): Promise<void> {
    // Not before the caller holds the pump: a producer may end or fail at once.
    await null;
    if (finished) return;
    try {
      const source = options.open()[Symbol.asyncIterator]();
      iterator = source;
      while (!finished) {
        if (credit === 0) {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
          continue;
        }
        const full = options.congestion();
        if (full !== null) {
          await full;
          continue;
        }
        const next = await source.next();
        if (finished) break;
        if (next.done === true) {
          // A producer that has ended by itself needs no return().
          iterator = null;
          finish({ type: 'ended' });
          return;
        }
        credit -= 1;
        options.emit(next.value);
      }
    } catch (thrown) {
      if (finished) options.lateFault(thrown);
      else finish({ type: 'failed', thrown });
    }
    release();
    await returned;
  }

  return {
    grant: (n) => {
      credit += n;
      const resume = wake;
      wake = null;
      resume?.();
      return credit;
    },
    stop: (outcome) => {
      finish(outcome);
      release();
    },
    settled: run(),
  };
}
