import type { StatsColumns, StatsFigures } from '../../shared/contract/stats.ts';

/** What a history keeps of the figures, in the order in which files hold it: append only. */
export const keptFigures = [
  'cpuPercent',
  'memoryBytes',
  'networkRxPerSecond',
  'networkTxPerSecond',
  'blockReadPerSecond',
  'blockWritePerSecond',
  'pids',
] as const;

export type Kept = Pick<StatsFigures, (typeof keptFigures)[number]>;

/** One point in time; NaN stands for a figure that is not known. */
export interface Point {
  at: number;
  values: readonly number[];
}

export function pointOf(at: number, figures: Kept): Point {
  return { at, values: keptFigures.map((key) => figures[key] ?? Number.NaN) };
}

/** Points as columns, NaN as null. */
export function columnsOf(points: readonly Point[]): StatsColumns {
  const column = (index: number) =>
    points.map(({ values }) => {
      const value = values[index] ?? Number.NaN;
      return Number.isNaN(value) ? null : value;
    });
  return {
    at: points.map(({ at }) => at),
    cpuPercent: column(0),
    memoryBytes: column(1),
    networkRxPerSecond: column(2),
    networkTxPerSecond: column(3),
    blockReadPerSecond: column(4),
    blockWritePerSecond: column(5),
    pids: column(6),
  };
}
