import type { PlanItem } from '../../../shared/contract/plans.ts';
import { pruneCacheRecord, readSizes } from '../../engine/api/prune.ts';
import type { EngineClient } from '../../engine/client.ts';
import type { StepResult } from '../../plans/plans.ts';
import { removed, skipped } from '../../plans/steps.ts';

const cacheDeadlineMs = 60_000;
/** The engine's clock is known to less than this. */
const clockSlackMs = 1000;

/**
 * Removes one record of the build cache, and tells why where the engine did not: it looks at use and age itself.
 * `untilMs`, `nowMs`: since the epoch by the engine's clock.
 */
export async function removeCacheRecord(
  client: EngineClient,
  item: PlanItem,
  { all, untilMs, nowMs }: { all: boolean; untilMs: number | null; nowMs: number },
  signal: AbortSignal,
): Promise<{ result: StepResult; freedBytes: number | null }> {
  const freedBytes = await pruneCacheRecord(
    client,
    item.id,
    // An age of nothing would be no age at all.
    { all, unusedMs: untilMs === null ? null : Math.max(1, nowMs - untilMs - clockSlackMs) },
    signal,
  );
  if (freedBytes !== null) {
    // Of a shared record the engine counts layers that an image still has.
    return { result: removed, freedBytes: item.reasonKey === 'cache-shared' ? 0 : freedBytes };
  }
  const { buildCache } = await readSizes(client, ['build-cache'], cacheDeadlineMs, signal);
  const record = buildCache.find(({ id }) => id === item.id);
  if (record === undefined)
    return { result: skipped('already-gone', 'It was gone already.'), freedBytes: null };
  if (untilMs !== null && Date.parse(record.lastUsedAt || record.createdAt) > untilMs)
    return { result: skipped('changed-since', 'It was used since.'), freedBytes: null };
  const detail =
    record.shared && !all ? 'An image has the same layers now.' : 'A build or another record uses it.';
  return { result: skipped('now-in-use', detail), freedBytes: null };
}
