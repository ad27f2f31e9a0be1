import { type Kept, keptFigures, type Point } from './columns.ts';

/**
 * The mean of the figures of one minute, each weighted by the time it is the mean of: for CPU and rates, which come
 * from counters, exactly what was used in that time.
 */
export class MinuteMean {
  readonly #sums = keptFigures.map(() => ({ weight: 0, sum: 0 }));

  /** `windowMs`: the time since the reading before; null for a first one, which has no rates. */
  add(figures: Kept, windowMs: number | null): void {
    const weight = windowMs ?? 1;
    keptFigures.forEach((key, index) => {
      const value = figures[key];
      const entry = this.#sums[index];
      if (value === null || entry === undefined) return;
      entry.weight += weight;
      entry.sum += value * weight;
    });
  }

  /** `minute`: since the epoch. */
  point(minute: number): Point {
    return {
      at: minute * 60_000,
      values: this.#sums.map(({ weight, sum }) => (weight === 0 ? Number.NaN : sum / weight)),
    };
  }
}
