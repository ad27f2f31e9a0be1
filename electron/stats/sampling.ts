import type { Demand } from './demand.ts';
import type { Stats } from './stats.ts';

/** Sampling in the background for one demand at a time; a new one takes the place of the old one. */
export class Sampling {
  readonly #stats: Pick<Stats, 'open'>;
  #stop: AbortController | null = null;
  #ended: Promise<void> = Promise.resolve();

  constructor(stats: Pick<Stats, 'open'>) {
    this.#stats = stats;
  }

  get running(): boolean {
    return this.#stop !== null;
  }

  /** Null ends it. */
  set(demand: Demand | null): void {
    this.#stop?.abort();
    this.#stop = null;
    if (demand === null) return;
    const stop = new AbortController();
    this.#stop = stop;
    const sampled = this.#sample(demand, stop.signal).catch((thrown: unknown) =>
      // That no engine can be chosen is told by its state; anything else is a fault of ours, and must be seen.
      process.emitWarning(thrown instanceof Error ? thrown : String(thrown)),
    );
    this.#ended = Promise.all([this.#ended, sampled]).then(() => undefined);
  }

  async close(): Promise<void> {
    this.set(null);
    await this.#ended;
  }

  async #sample(demand: Demand, signal: AbortSignal): Promise<void> {
    const close = await this.#stats.open(demand, true, signal);
    if (!signal.aborted)
      await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
    await close();
  }
}
