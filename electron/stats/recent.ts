import type { Kept, Point } from './columns.ts';
import { pointOf } from './columns.ts';

const recentMs = 5 * 60_000;
/** At a second each, and some more. */
const mostPoints = 330;

/** The figures of the last five minutes, by container, in memory. Times are ms since the epoch and rise. */
export class Recent {
  readonly #series = new Map<string, Point[]>();

  add(id: string, at: number, figures: Kept): void {
    let points = this.#series.get(id);
    if (points === undefined) {
      this.#forgetOld(at);
      points = [];
      this.#series.set(id, points);
    }
    // The clock was set back: what is later than now never was.
    while ((points.at(-1)?.at ?? 0) >= at) points.pop();
    points.push(pointOf(at, figures));
    if (points.length > mostPoints) points.splice(0, points.length - mostPoints + mostPoints / 10);
  }

  /** Those not older than five minutes before `now`. */
  points(id: string, now: number): Point[] {
    return (this.#series.get(id) ?? []).filter(({ at }) => at >= now - recentMs && at <= now);
  }

  clear(): void {
    this.#series.clear();
  }

  /** Containers that were not measured for five minutes. */
  #forgetOld(now: number): void {
    for (const [id, points] of this.#series)
      if ((points.at(-1)?.at ?? 0) < now - recentMs) this.#series.delete(id);
  }
}
