import { create } from 'zustand';
import type { StatsHistory, StatsItem, StatsRow, StatsTotals } from '../../../shared/contract/stats.ts';
import { same } from '../same.ts';
import { addPoint, mergePoints, pointOf, pointsOf, type StatsPoint } from './points.ts';

/** What is kept of the machine's sums, beside the containers' by id. */
export const machineId = 'machine';

interface LiveStats {
  /** The last figures of each container that was asked for, by id. */
  rows: ReadonlyMap<string, StatsRow>;
  totals: StatsTotals | null;
  /** Of the last minutes, by id; the sums of the machine too. */
  points: ReadonlyMap<string, readonly StatsPoint[]>;
  /** The newest time that was heard of, ms since the epoch by Slipway's clock; null before the first. */
  at: number | null;
}

const nothing: LiveStats = { rows: new Map(), totals: null, points: new Map(), at: null };

export const useLiveStats = create<LiveStats>()(() => nothing);

/** Takes figures in. Those of containers that were not asked for stay as they were. */
export function takeStats(item: StatsItem): void {
  useLiveStats.setState((before) => withItem(before, item));
}

/** Pure: what is known after one item. While the engine is away the last figures stay, and no time goes by. */
export function withItem(before: LiveStats, item: StatsItem): LiveStats {
  if (item.stale) return before;
  const now = Date.parse(item.at);
  const rows = new Map(before.rows);
  const points = new Map(before.points);
  const add = (id: string, point: StatsPoint): void => {
    const known = points.get(id) ?? [];
    const more = addPoint(known, point);
    if (more !== known) points.set(id, more);
  };
  for (const row of item.rows) {
    const known = rows.get(row.id);
    rows.set(row.id, known !== undefined && same(known, row) ? known : row);
    const at = row.sampledAt === null ? Number.NaN : Date.parse(row.sampledAt);
    if (!Number.isNaN(at)) add(row.id, pointOf(row, at));
  }
  for (const id of item.absent) rows.delete(id);
  if (item.totals.measured > 0) add(machineId, pointOf(item.totals, now));
  return { rows, totals: item.totals, points, at: now };
}

/** Takes in what was measured before somebody looked. */
export function takeHistory(history: StatsHistory): void {
  useLiveStats.setState(({ points: before, at }) => {
    const points = new Map(before);
    for (const series of history.series)
      points.set(series.id, mergePoints(pointsOf(series), before.get(series.id) ?? []));
    return { points, at };
  });
}

/** Lets go of containers that are gone, so that a page left open does not grow for ever. */
export function keepStatsOf(ids: ReadonlySet<string>): void {
  const { rows, points } = useLiveStats.getState();
  const gone = [...rows.keys(), ...points.keys()].filter((id) => id !== machineId && !ids.has(id));
  if (gone.length === 0) return;
  const kept = { rows: new Map(rows), points: new Map(points) };
  for (const id of gone) {
    kept.rows.delete(id);
    kept.points.delete(id);
  }
  useLiveStats.setState(kept);
}

/** Another engine: its containers and its machine are others. */
export function forgetStats(): void {
  useLiveStats.setState(nothing);
}
