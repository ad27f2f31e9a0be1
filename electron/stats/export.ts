import type { StatsItem, StatsSeries } from '../../shared/contract/stats.ts';
import { historyFile, type StatsFormat, statsHeader, statsLines } from '../../shared/model/stats-file.ts';

/** Live figures as the lines of a file, for as long as items come. */
export async function* liveFile(
  items: AsyncIterable<StatsItem>,
  format: StatsFormat,
): AsyncGenerator<{ data: Uint8Array }> {
  let header = statsHeader(format);
  for await (const item of items) {
    yield bytes(header + statsLines(item, format));
    header = '';
  }
}

/** A history as a file, a series at a time. */
export async function* pastFile(
  series: AsyncIterable<StatsSeries>,
  format: StatsFormat,
): AsyncGenerator<{ data: Uint8Array }> {
  let first = true;
  for await (const one of series) {
    const text = historyFile({ series: [one] }, format);
    yield bytes(first || format === 'json' ? text : withoutFirstLine(text));
    first = false;
  }
  if (first) yield bytes(historyFile({ series: [] }, format));
}

function withoutFirstLine(text: string): string {
  return text.slice(text.indexOf('\n') + 1);
}

function bytes(text: string): { data: Uint8Array } {
  return { data: new TextEncoder().encode(text) };
}
