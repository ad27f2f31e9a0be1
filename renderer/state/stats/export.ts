import type { HistorySpan } from '../../../shared/contract/stats.ts';
import { csvLine } from '../../../shared/model/csv.ts';
import { openStream } from '../link.ts';
import { saveBlob, saveFile } from '../save-file.ts';
import { toastError } from '../toasts.ts';
import type { StatsLine } from './lines.ts';

export type ExportFormat = 'csv' | 'json';

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
  'restarts',
] as const satisfies readonly (keyof StatsLine)[];

const types: Record<ExportFormat, string> = { csv: 'text/csv', json: 'application/json' };

/** Names of the columns as the contract has them, then a line a container: bytes and percentages, not rounded. */
export function linesAsCsv(lines: readonly StatsLine[]): string {
  const head = csvLine(['id', 'name', 'project', ...figures]);
  const body = lines.map((line) =>
    csvLine([line.id, line.name, line.project ?? null, ...figures.map((name) => line[name])]),
  );
  return head + body.join('');
}

/** An array of the same, with null where a figure is not known. */
export function linesAsJson(lines: readonly StatsLine[]): string {
  const rows = lines.map((line) => ({
    id: line.id,
    name: line.name,
    ...(line.project === undefined ? {} : { project: line.project }),
    ...Object.fromEntries(figures.map((name) => [name, line[name]])),
  }));
  return `${JSON.stringify(rows, null, 2)}\n`;
}

const stamp = (ms: number): string => new Date(ms).toISOString().replace(/[:.]/g, '-');

/** Hands the rows over as a file, in the order given. */
export function exportLines(lines: readonly StatsLine[], format: ExportFormat, nowMs: number): void {
  const text = format === 'csv' ? linesAsCsv(lines) : linesAsJson(lines);
  saveFile(`stats-${stamp(nowMs)}.${format}`, text, types[format]);
}

/** Reads a history whole, then hands it over as a file. A failure is told. */
export function exportHistory(
  ids: readonly string[],
  span: HistorySpan,
  format: ExportFormat,
  nowMs: number,
): void {
  const chunks: BlobPart[] = [];
  openStream(
    'stats.export',
    { ids: [...ids], span, format },
    {
      item: ({ data }) => void chunks.push(data.slice()),
      done: (error) => {
        if (error !== undefined) toastError((words) => words.stats.exportFailed, error, 'stats-export');
        else saveBlob(`stats-${span}-${stamp(nowMs)}.${format}`, new Blob(chunks, { type: types[format] }));
      },
    },
  );
}
