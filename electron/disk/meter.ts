import type { DiskDetails, DiskKind, DiskState } from '../../shared/contract/disk-usage.ts';
import { fail, toApiError } from '../../shared/contract/failure.ts';
import type { Engine } from '../engine/engine.ts';

type Measure = (signal: AbortSignal, answered: (kinds: readonly DiskKind[]) => void) => Promise<DiskDetails>;

interface Run {
  since: string;
  waitingFor: Set<DiskKind>;
  waiters: number;
  controller: AbortController;
  result: Promise<DiskDetails>;
}

/**
 * One measurement of the disk at a time, shared by all who ask, and remembered with its age. It is given up when nobody
 * waits for it any more, or when another engine is chosen.
 */
export class DiskMeter {
  readonly #measure: Measure;
  readonly #watchers = new Set<() => void>();
  readonly #stopListening: () => void;
  #details: DiskDetails | null = null;
  #error: DiskState['error'] = null;
  #run: Run | null = null;

  constructor(connection: Pick<Engine['connection'], 'listen'>, measure: Measure) {
    this.#measure = measure;
    this.#stopListening = connection.listen({
      ready: (session) => {
        if (this.#details !== null && this.#details.usage.engineId !== session.engine.id) this.#forget();
      },
      switched: () => this.#forget(),
      event: () => undefined,
      gap: () => undefined,
      lost: () => undefined,
    });
  }

  get state(): DiskState {
    const run = this.#run;
    return {
      details: this.#details,
      measuring: run === null ? null : { since: run.since, waitingFor: [...run.waitingFor] },
      error: this.#error,
    };
  }

  /** Answers an earlier measurement that is young enough, waits for the one under way, or begins one. */
  async measured(maxAgeSeconds: number, signal: AbortSignal): Promise<DiskDetails> {
    if (signal.aborted) throw fail('cancelled', 'cancelled');
    const known = this.#details;
    if (known !== null && Date.now() - Date.parse(known.usage.measuredAt) < maxAgeSeconds * 1000)
      return known;
    this.#run ??= this.#begin();
    return this.#wait(this.#run, signal);
  }

  /** The state at once and at each change, until `signal` fires. */
  async *watch(signal: AbortSignal): AsyncGenerator<DiskState> {
    let changed = true;
    let wake: (() => void) | null = null;
    const notify = () => {
      changed = true;
      wake?.();
    };
    this.#watchers.add(notify);
    signal.addEventListener('abort', notify, { once: true });
    try {
      while (!signal.aborted) {
        if (changed) {
          changed = false;
          yield this.state;
        } else
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        wake = null;
      }
    } finally {
      this.#watchers.delete(notify);
      signal.removeEventListener('abort', notify);
    }
  }

  /** Gives up what is under way; before the connection is closed. */
  close(): void {
    this.#stopListening();
    this.#run?.controller.abort();
  }

  #begin(): Run {
    const controller = new AbortController();
    const waitingFor = new Set<DiskKind>(['images', 'containers', 'volumes', 'buildCache']);
    const answered = (kinds: readonly DiskKind[]) => {
      for (const kind of kinds) waitingFor.delete(kind);
      this.#tell();
    };
    const result = this.#measure(controller.signal, answered);
    const run: Run = { since: new Date().toISOString(), waitingFor, waiters: 0, controller, result };
    const over = (change: () => void) => {
      // Another engine may have been chosen meanwhile: this one's figures are nobody's then.
      if (this.#run !== run) return;
      this.#run = null;
      change();
      this.#tell();
    };
    result.then(
      (details) =>
        over(() => {
          this.#details = details;
          this.#error = null;
        }),
      (thrown: unknown) =>
        over(() => {
          const error = toApiError(thrown);
          if (error.code !== 'cancelled') this.#error = error;
        }),
    );
    queueMicrotask(() => this.#tell());
    return run;
  }

  async #wait(run: Run, signal: AbortSignal): Promise<DiskDetails> {
    run.waiters += 1;
    let leave: () => void = () => undefined;
    const left = new Promise<never>((_resolve, reject) => {
      leave = () => reject(fail('cancelled', 'cancelled'));
      signal.addEventListener('abort', leave, { once: true });
    });
    try {
      return await Promise.race([run.result, left]);
    } finally {
      signal.removeEventListener('abort', leave);
      run.waiters -= 1;
      if (run.waiters === 0 && this.#run === run) {
        this.#run = null;
        run.controller.abort();
        this.#tell();
      }
    }
  }

  #forget(): void {
    const run = this.#run;
    this.#run = null;
    run?.controller.abort();
    this.#details = null;
    this.#error = null;
    this.#tell();
  }

  #tell(): void {
    for (const notify of this.#watchers) notify();
  }
}
