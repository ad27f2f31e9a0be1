import type { StatsColumns, StatsRow } from '../../../shared/contract/stats.ts';

/** Figures that are kept over time, in the order that files have them. */
export const figureNames = [
  'cpuPercent',
  'memoryBytes',
  'networkRxPerSecond',
  'networkTxPerSecond',
  'blockReadPerSecond',
  'blockWritePerSecond',
  'pids',
] as const;
export type FigureName = (typeof figureNames)[number];

/** What was measured at one time; `at` in ms since the epoch. */
export type StatsPoint = Readonly<Record<FigureName, number | null>> & { readonly at: number };

/** How long live figures are kept, in ms. */
export const liveMs = 5 * 60_000;

/** Two readings nearer than this are the same one, told twice. */
const sameReadingMs = 300;

type Figures = Pick<StatsRow, FigureName>;

export function pointOf(figures: Figures, at: number): StatsPoint {
  const { cpuPercent, memoryBytes, networkRxPerSecond, networkTxPerSecond } = figures;
  const { blockReadPerSecond, blockWritePerSecond, pids } = figures;
  return {
    at,
    cpuPercent,
    memoryBytes,
    networkRxPerSecond,
    networkTxPerSecond,
    blockReadPerSecond,
    blockWritePerSecond,
    pids,
  };
}

/** The points that columns of a history hold. */
export function pointsOf(columns: StatsColumns): StatsPoint[] {
  return columns.at.map((at, place) => {
    const point: Record<FigureName | 'at', number | null> = { at, ...nothing };
    for (const name of figureNames) point[name] = columns[name][place] ?? null;
    return { ...point, at };
  });
}

const nothing: Record<FigureName, null> = {
  cpuPercent: null,
  memoryBytes: null,
  networkRxPerSecond: null,
  networkTxPerSecond: null,
  blockReadPerSecond: null,
  blockWritePerSecond: null,
  pids: null,
};

/** Points with one more, without those that are too old by it. The same array when it is not newer. */
export function addPoint(points: readonly StatsPoint[], point: StatsPoint): readonly StatsPoint[] {
  const last = points.at(-1);
  if (last !== undefined && point.at - last.at < sameReadingMs) return points;
  const oldest = point.at - liveMs;
  const from = points.findIndex(({ at }) => at >= oldest);
  return [...(from < 0 ? [] : points.slice(from)), point];
}

/** Two runs of points as one, in order, each reading once. */
export function mergePoints(
  first: readonly StatsPoint[],
  second: readonly StatsPoint[],
): readonly StatsPoint[] {
  if (first.length === 0) return second;
  if (second.length === 0) return first;
  const merged: StatsPoint[] = [];
  for (const point of [...first, ...second].sort((a, b) => a.at - b.at)) {
    const last = merged.at(-1);
    if (last === undefined || point.at - last.at >= sameReadingMs) merged.push(point);
  }
  return merged;
}

/** One line of a chart: where its values are. */
export interface PointLine {
  points: readonly StatsPoint[];
  figure: FigureName;
}

/** A value, `null` where the line is broken, `undefined` where another line has a point and this one has none. */
export type LineValue = number | null | undefined;

/**
 * Lines over one axis of times: all the times there are, and for each line a value a time. Where two points of a line
 * are further apart than `gapMs` it is broken in between.
 */
export function joinLines(
  lines: readonly PointLine[],
  gapMs: number,
): { times: number[]; values: LineValue[][] } {
  const broken = lines.map((line) => withBreaks(line, gapMs));
  const times = [...new Set(broken.flatMap((line) => [...line.keys()]))].sort((a, b) => a - b);
  return { times, values: broken.map((line) => times.map((time) => line.get(time))) };
}

function withBreaks({ points, figure }: PointLine, gapMs: number): Map<number, number | null> {
  const line = new Map<number, number | null>();
  let last: number | null = null;
  for (const point of points) {
    if (last !== null && point.at - last > gapMs) line.set(last + 1, null);
    line.set(point.at, point[figure]);
    last = point.at;
  }
  return line;
}

/** Points in `slots` equal parts of the time from `from` to `to`: the mean of each part, null where nothing is known. */
export function slotsOf(
  points: readonly StatsPoint[],
  from: number,
  to: number,
  slots: number,
): StatsPoint[] {
  const length = (to - from) / slots;
  return Array.from({ length: slots }, (_, slot) => {
    const start = from + slot * length;
    const inside = points.filter(({ at }) => at >= start && at < start + length);
    const point: Record<FigureName, number | null> = { ...nothing };
    for (const name of figureNames) point[name] = meanOf(inside.map((one) => one[name]));
    return { ...point, at: start };
  });
}

function meanOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}
