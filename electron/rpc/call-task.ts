import type { ApiError, Result } from '../../shared/contract/errors.ts';
import { failure, SlipwayError } from '../../shared/contract/failure.ts';
import { callerLeft } from './handlers.ts';

export interface CallTaskOptions {
  run(signal: AbortSignal): Promise<unknown>;
  /** Called exactly once. */
  answer(result: Result<unknown>): void;
  /** What the caller is told of something thrown. */
  explain(thrown: unknown): ApiError;
}

export interface CallTask {
  /** Aborts the handler. Its own answer counts if it comes within the grace: work done must not be told as undone. */
  cancel(graceMs: number): void;
  /** The same because there is nobody any more: `callerLeft` is the reason its signal has. */
  leave(): void;
  /** Resolves once the handler has. Never rejects. */
  readonly settled: Promise<void>;
}

/** Runs one call and answers it exactly once, however handler and caller race. */
export function startCall(options: CallTaskOptions): CallTask {
  const controller = new AbortController();
  const { signal } = controller;
  let answered = false;
  let grace: ReturnType<typeof setTimeout> | undefined;

  function answerOnce(result: Result<unknown>): void {
    if (answered) return;
    answered = true;
    clearTimeout(grace);
    options.answer(result);
  }

  async function run(): Promise<void> {
    // Not before the caller holds the task: a handler may throw at once.
    await null;
    if (signal.aborted) {
      answerOnce({ ok: false, error: failure('cancelled', 'cancelled') });
      return;
    }
    try {
      answerOnce({ ok: true, value: await options.run(signal) });
    } catch (thrown) {
      // Whatever an abort makes a handler trip over is the abort; a failure it names itself is told.
      const foreign = signal.aborted && !(thrown instanceof SlipwayError);
      answerOnce({ ok: false, error: foreign ? failure('cancelled', 'cancelled') : options.explain(thrown) });
    }
  }

  function stop(graceMs: number, reason?: symbol): void {
    clearTimeout(grace);
    if (answered) return;
    const giveUp = () => answerOnce({ ok: false, error: failure('cancelled', 'cancelled') });
    if (graceMs > 0) grace = setTimeout(giveUp, graceMs);
    else giveUp();
    controller.abort(reason);
  }

  return {
    cancel: (graceMs) => stop(graceMs),
    leave: () => stop(0, callerLeft),
    settled: run(),
  };
}
