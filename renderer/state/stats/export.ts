import type { HistorySpan } from '../../../shared/contract/stats.ts';
import { type StatsFormat, statsHeader, statsLines } from '../../../shared/model/stats-file.ts';
import { openStream } from '../link.ts';
import { saveBlob, saveFile } from '../save-file.ts';
import { toastError } from '../toasts.ts';
import type { StatsLine } from './lines.ts';

/** One object a line, as in the rest of Slipway's exports. */
const endings: Record<StatsFormat, string> = { csv: 'csv', json: 'jsonl' };
const types: Record<StatsFormat, string> = { csv: 'text/csv', json: 'application/jsonl' };

/** The rows of containers as a file, in the order given, as `stats.export` writes live figures. */
export function linesAsText(lines: readonly StatsLine[], format: StatsFormat, nowMs: number): string {
  const at = new Date(nowMs).toISOString();
  const rows = lines.map(({ project, state, ...line }) => ({
    ...line,
    ...(project === undefined ? {} : { project }),
    state,
    sampledAt: null,
  }));
  return statsHeader(format) + statsLines({ at, rows }, format);
}

const stamp = (ms: number): string => new Date(ms).toISOString().replace(/[:.]/g, '-');

/** Hands rows over as a file. */
export function exportLines(lines: readonly StatsLine[], format: StatsFormat, nowMs: number): void {
  saveFile(`stats-${stamp(nowMs)}.${endings[format]}`, linesAsText(lines, format, nowMs), types[format]);
}

/** Reads a history whole, then hands it over as a file. A failure is told. */
export function exportHistory(
  ids: readonly string[],
  span: HistorySpan,
  format: StatsFormat,
  nowMs: number,
): void {
  const chunks: BlobPart[] = [];
  const file = `stats-${span}-${stamp(nowMs)}.${endings[format]}`;
  openStream(
    'stats.export',
    { ids: [...ids], span, format },
    {
      item: ({ data }) => void chunks.push(data.slice()),
      done: (error) => {
        if (error !== undefined) toastError((words) => words.stats.exportFailed, error, 'stats-export');
        else saveBlob(file, new Blob(chunks, { type: types[format] }));
      },
    },
  );
}
