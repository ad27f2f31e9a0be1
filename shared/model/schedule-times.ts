import type { PruneWhen } from '../contract/prune.ts';

const hourMs = 60 * 60 * 1000;
const countedAtMost = 1000;

/**
 * The first time after `afterMs` at which it runs, ms since the epoch. Times of day are those of this machine; one that
 * a change to summer time leaves out is an hour later that day.
 */
export function nextRun(when: PruneWhen, afterMs: number): number {
  if (when.every === 'hours') return afterMs + when.hours * hourMs;
  const [hours = 0, minutes = 0] = when.at.split(':').map(Number);
  const after = new Date(afterMs);
  for (let days = 0; ; days += 1) {
    const day = new Date(after.getFullYear(), after.getMonth(), after.getDate() + days, hours, minutes);
    const fits = when.every === 'day' || (day.getDay() + 6) % 7 === when.day - 1;
    if (fits && day.getTime() > afterMs) return day.getTime();
  }
}

/** The runs from `plannedMs` on that were due by `nowMs`, and the first that is yet to come. At most 1000 are counted. */
export function runsDue(
  when: PruneWhen,
  plannedMs: number,
  nowMs: number,
): { count: number; lastMs: number; nextMs: number } {
  let [count, lastMs, nextMs] = [0, plannedMs, plannedMs];
  while (nextMs <= nowMs && count < countedAtMost) {
    count += 1;
    lastMs = nextMs;
    nextMs = nextRun(when, nextMs);
  }
  return { count, lastMs, nextMs: nextMs > nowMs ? nextMs : nextRun(when, nowMs) };
}
