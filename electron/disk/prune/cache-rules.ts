import type { DiskCacheRecord } from '../../../shared/contract/disk-usage.ts';
import type { PruneFilter } from './rules.ts';

type CacheFilter = Pick<PruneFilter, 'buildCache' | 'untilMs' | 'keepBytes'>;

/** Only removed when all are asked for: what BuildKit needs itself. */
const internalTypes = new Set(['internal', 'frontend']);

/**
 * The records that may go, each before those it is made of. One that another is made of which stays, stays too.
 * With a size to keep, one goes at a time until the rest is smaller: the rule of BuildKit's `cache/manager.go`.
 */
export function prunableCache(records: readonly DiskCacheRecord[], filter: CacheFilter): DiskCacheRecord[] {
  const alive = new Map(records.map((one) => [one.id, one]));
  const fits = (one: DiskCacheRecord) => isFree(one, filter);
  const chosen: DiskCacheRecord[] = [];
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

function isFree(one: DiskCacheRecord, { buildCache, untilMs }: CacheFilter): boolean {
  if (one.inUse) return false;
  if (buildCache !== 'all' && (one.shared || internalTypes.has(one.type))) return false;
  if (untilMs === null) return true;
  const used = Date.parse(one.lastUsedAt || one.createdAt);
  return !Number.isNaN(used) && used <= untilMs;
}

/** The one that was used longest ago and least, each by its place among the others. */
function first(ends: readonly DiskCacheRecord[]): DiskCacheRecord[] {
  const time = (one: DiskCacheRecord) => (one.lastUsedAt === '' ? 0 : Date.parse(one.lastUsedAt));
  const place = (values: number[]) => {
    const steps = [...new Set(values)].sort((a, b) => a - b);
    return (value: number) => steps.indexOf(value) / Math.max(1, steps.length - 1);
  };
  const byTime = place(ends.map(time));
  const byCount = place(ends.map((one) => one.usageCount));
  const score = (one: DiskCacheRecord) => byTime(time(one)) + byCount(one.usageCount);
  const [best] = [...ends].sort((a, b) => score(a) - score(b) || time(a) - time(b));
  return best === undefined ? [] : [best];
}
