import type { StatsHistory, StatsItem, StatsRow } from '../contract/stats.ts';

export type StatsFormat = 'csv' | 'json';

type Cell = string | number | null | undefined;

const figures = [
  'cpuPercent',
  'memoryBytes',
  'memoryLimitBytes',
  'memoryPercent',
  'networkRxBytes',
  'networkTxBytes',
  'blockReadBytes',
  'blockWriteBytes',
  'pids',
  'networkRxPerSecond',
  'networkTxPerSecond',
  'blockReadPerSecond',
  'blockWritePerSecond',
] as const satisfies readonly (keyof StatsRow)[];

const liveColumns = ['at', 'id', 'name', 'project', 'state', 'restarts', ...figures] as const;

const historyFigures = [
  'cpuPercent',
  'memoryBytes',
  'networkRxPerSecond',
  'networkTxPerSecond',
  'blockReadPerSecond',
  'blockWritePerSecond',
  'pids',
] as const;

const historyColumns = ['at', 'id', 'name', ...historyFigures] as const;

/** The first line of a file of live figures; JSON lines have none. */
export function statsHeader(format: StatsFormat): string {
  return format === 'csv' ? csvLine(liveColumns) : '';
}

/** One line for each row. A figure that is not known is an empty cell, in JSON null. */
export function statsLines({ at, rows }: Pick<StatsItem, 'at' | 'rows'>, format: StatsFormat): string {
  return rows.map((row) => line(liveColumns, { ...row, at }, format)).join('');
}

/** A whole history with its first line: a line for each point, series after series. Times are ISO 8601. */
export function historyFile({ series }: Pick<StatsHistory, 'series'>, format: StatsFormat): string {
  const lines = series.flatMap((one) =>
    one.at.map((at, index) => {
      const point = Object.fromEntries(historyFigures.map((key) => [key, one[key][index]]));
      return line(
        historyColumns,
        { at: new Date(at).toISOString(), id: one.id, name: one.name, ...point },
        format,
      );
    }),
  );
  return (format === 'csv' ? csvLine(historyColumns) : '') + lines.join('');
}

function line(
  columns: readonly string[],
  values: Readonly<Record<string, Cell>>,
  format: StatsFormat,
): string {
  if (format === 'csv') return csvLine(columns.map((column) => values[column]));
  return `${JSON.stringify(Object.fromEntries(columns.map((column) => [column, values[column] ?? null])))}\n`;
}

/** RFC 4180. Names of projects come from labels: what a spreadsheet would take for a formula is written as text. */
function csvLine(cells: readonly Cell[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

function csvCell(cell: Cell): string {
  if (cell === null || cell === undefined) return '';
  if (typeof cell === 'number') return String(cell);
  const text = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
