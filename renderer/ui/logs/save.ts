import { currentWords } from '../../i18n/index.ts';
import { plainText } from '../../state/logs/log-search.ts';
import type { LogRow } from '../../state/logs/log-store.ts';

interface TextOptions {
  times: boolean;
  /** Each line begins with the name of its container. */
  names: boolean;
}

/** Rows as lines of plain text: escape sequences are left out, gaps and marks are told in brackets. */
export function rowsText(rows: Iterable<LogRow>, { times, names }: TextOptions): string {
  const words = currentWords().logs;
  const lines: string[] = [];
  for (const row of rows) {
    switch (row.kind) {
      case 'line': {
        const { at, container } = row.line;
        lines.push(`${times ? `${at} ` : ''}${names ? `${container} | ` : ''}${plainText(row)}`);
        break;
      }
      case 'gap':
        lines.push(`[${row.gap.container}: ${words.gap(row.gap.count, row.gap.reason)}]`);
        break;
      case 'mark':
        lines.push(`[${words.mark(row.mark.kind, row.mark.container)}]`);
        break;
    }
  }
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`;
}

/** Hands text to the browser as a download. */
export function saveText(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = `${name.replaceAll(/[^\w.-]+/g, '_').slice(0, 80)}.log`;
  link.click();
  // The download has its own hold on the bytes once it has begun.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
