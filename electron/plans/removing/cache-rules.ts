import type { CacheRecord } from '../../engine/api/prune.ts';

/** Which records may go. Times are ms since the epoch by the engine's clock. */
interface CacheFilter {
  buildCache: 'all' | 'unused';
  /** Used no later than then; null for any time. */
  untilMs: number | null;
  /** So much may stay; null or 0 for nothing. */
  keepBytes: number | null;
}

/** Only removed when all are asked for: what BuildKit needs itself. */
const internalTypes = new Set(['internal', 'frontend']);

/**
 * The records that may go, each before those it is made of. One that another is made of which stays, stays too.
 * With a size to keep, one goes at a time until the rest is smaller: the rule of BuildKit's `cache/manager.go`.
 */
export function prunableCache(records: readonly CacheRecord[], filter: CacheFilter): CacheRecord[] {
  const alive = new Map(records.map((one) => [one.id, one]));
  const fits = (one: CacheRecord) => isFree(one, filter);
  const chosen: CacheRecord[] = [];
  let left = records.reduce((sum, one) => sum + (one.shared ? 0 : one.sizeBytes), 0);
  for (;;) {
    const needed = new Set([...alive.values()].flatMap(({ parents }) => parents));
    const ends = [...alive.values()].filter((one) => !needed.has(one.id) && fits(one));
    const { keepBytes } = filter;
    const next = keepBytes === null || keepBytes === 0 ? ends : left < keepBytes ? [] : first(ends);
    if (next.length === 0) return chosen;
    for (const one of next) {
      alive.delete(one.id);
      chosen.push(one);
      left -= one.shared ? 0 : one.sizeBytes;
    }
  }
}

function isFree(one: CacheRecord, { buildCache, untilMs }: CacheFilter): boolean {
  if (one.inUse) return false;
  if (buildCache !== 'all' && (one.shared || internalTypes.has(one.type))) return false;
  if (untilMs === null) return true;
  const used = Date.parse(one.lastUsedAt || one.createdAt);
  return !Number.isNaN(used) && used <= untilMs;
}

/** The one that was used longest ago and least: the places it has by time and by number of uses are added up. */
function first(ends: readonly CacheRecord[]): CacheRecord[] {
  const byTime = places(ends.map((one) => one.lastUsedOrder));
  const byCount = places(ends.map((one) => one.usageCount));
  const score = (one: CacheRecord) => byTime(one.lastUsedOrder) + byCount(one.usageCount);
  const order = [...ends].sort((a, b) => score(a) - score(b) || (a.lastUsedOrder < b.lastUsedOrder ? -1 : 1));
  return order.slice(0, 1);
}

/** Where a value stands among the different ones there are, in (0, 1]. */
function places<T extends number | string>(values: readonly T[]): (value: T) => number {
  const steps = [...new Set(values)].sort((a, b) => (a < b ? -1 : 1));
  return (value) => (steps.indexOf(value) + 1) / steps.length;
}
