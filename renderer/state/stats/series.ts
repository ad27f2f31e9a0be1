import type { ApiError } from '../../../shared/contract/errors.ts';
import type { HistorySpan } from '../../../shared/contract/stats.ts';
import { engineIdOf, useConnection } from '../connection.ts';
import { call } from '../link.ts';
import { usePolled } from '../polled.ts';
import { useStatsOf } from './follow.ts';
import { useLiveStats } from './live.ts';
import { liveMs, pointsOf, type StatsPoint } from './points.ts';

/** Longer than from one reading to the next in a window without the focus. */
const liveGapMs = 12_000;
const dayMs = 24 * 3_600_000;
const minuteMs = 60_000;

export interface SeriesView {
  /** By id of the container. */
  points: ReadonlyMap<string, readonly StatsPoint[]>;
  /** The times at the two ends, ms since the epoch by Slipway's clock. */
  from: number;
  to: number;
  /** Points further apart than this are not joined. */
  gapMs: number;
  /** Nothing has been read yet. */
  loading: boolean;
  error: ApiError | null;
  read(): void;
}

/** What some containers took: the last minutes as they go on, or the last day by the minute. */
export function useStatsSeries(ids: readonly string[], span: HistorySpan): SeriesView {
  const live = span === '5m';
  useStatsOf({ ids, others: false });
  const livePoints = useLiveStats((state) => state.points);
  const at = useLiveStats((state) => state.at);
  const engineId = useConnection((state) => engineIdOf(state.engine));
  const key = live || ids.length === 0 || engineId === null ? null : `${engineId} ${[...ids].sort().join()}`;
  const { value, error, read } = usePolled(key, minuteMs, async (signal) => {
    const answer = await call('stats.history', { ids: [...ids], span: '24h' }, { signal });
    if (!answer.ok) return answer;
    const points = new Map(answer.value.series.map((series) => [series.id, pointsOf(series)]));
    return { ok: true, value: { points, gapMs: answer.value.gapMs, at: Date.now() } };
  });
  if (live) {
    const to = at ?? Date.now();
    const loading = at === null;
    return { points: livePoints, from: to - liveMs, to, gapMs: liveGapMs, loading, error: null, read };
  }
  const to = value?.at ?? Date.now();
  const points = value?.points ?? new Map();
  const gapMs = value?.gapMs ?? minuteMs;
  return { points, from: to - dayMs, to, gapMs, loading: value === null && error === null, error, read };
}
