import { Fragment, memo } from 'react';
import type { LogLine as Line } from '../../../shared/contract/logs.ts';
import { type AnsiSpan, type AnsiStyle, paletteColour, parseAnsi } from '../../../shared/model/ansi.ts';
import { bytesText, timeText, useWords } from '../../i18n/index.ts';
import { findAll } from '../../state/logs/log-search.ts';
import type { LogRow } from '../../state/logs/log-store.ts';
import css from './log-line.module.css';

/** Characters of a line that are drawn; the rest is there when it is copied or saved. */
const drawnCharacters = 8000;

export interface LineLook {
  times: boolean;
  /** The colour of each container, where there are several. */
  colours: ReadonlyMap<string, number> | null;
  pattern: RegExp | null;
}

interface LogLineProps {
  row: LogRow;
  look: LineLook;
  selected: boolean;
  /** It is the match the search stands on. */
  current: boolean;
}

const two = (n: number): string => String(n).padStart(2, '0');

/** The time of day in the person's time zone, with milliseconds. */
function lineTime(iso: string): string {
  const at = new Date(iso);
  return `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}.${String(at.getMilliseconds()).padStart(3, '0')}`;
}

function colourOf(colour: number | string | undefined): string | undefined {
  if (typeof colour !== 'number') return colour;
  return paletteColour(colour) ?? `var(--ansi-${colour})`;
}

function styleOf({ fg, bg, bold, dim, italic, underline, inverse, strike }: AnsiStyle) {
  const ink = colourOf(inverse ? bg : fg);
  const ground = colourOf(inverse ? fg : bg);
  const lines = [underline && 'underline', strike && 'line-through'].filter(Boolean).join(' ');
  return {
    ...(ink === undefined ? (inverse ? { color: 'var(--surface)' } : {}) : { color: ink }),
    ...(ground === undefined ? (inverse ? { background: 'var(--ink)' } : {}) : { background: ground }),
    ...(bold ? { fontWeight: 700 } : {}),
    ...(dim ? { color: 'var(--ink-3)' } : {}),
    ...(italic ? { fontStyle: 'italic' } : {}),
    ...(lines === '' ? {} : { textDecoration: lines }),
  };
}

/** A span's text cut where a find begins or ends. `start` is its place in the line. */
function pieces(span: AnsiSpan, start: number, finds: readonly (readonly [number, number])[]) {
  const out: { text: string; found: boolean; at: number }[] = [];
  let at = start;
  const end = start + span.text.length;
  for (const [from, to] of finds) {
    if (to <= at || from >= end) continue;
    if (from > at) out.push({ text: span.text.slice(at - start, from - start), found: false, at });
    const begin = Math.max(from, at);
    const stop = Math.min(to, end);
    out.push({ text: span.text.slice(begin - start, stop - start), found: true, at: begin });
    at = stop;
  }
  if (at < end) out.push({ text: span.text.slice(at - start), found: false, at });
  return out;
}

function LineText({ text, pattern }: { text: string; pattern: RegExp | null }) {
  const spans = parseAnsi(text.length > drawnCharacters ? text.slice(0, drawnCharacters) : text);
  const finds = pattern === null ? [] : findAll(pattern, spans.map((span) => span.text).join(''));
  let start = 0;
  return spans.map((span) => {
    const from = start;
    start += span.text.length;
    const content =
      finds.length === 0
        ? span.text
        : pieces(span, from, finds).map((piece) =>
            piece.found ? (
              <mark key={piece.at}>{piece.text}</mark>
            ) : (
              <Fragment key={piece.at}>{piece.text}</Fragment>
            ),
          );
    const plain = Object.keys(span.style).length === 0;
    return plain ? (
      <Fragment key={from}>{content}</Fragment>
    ) : (
      <span key={from} style={styleOf(span.style)}>
        {content}
      </span>
    );
  });
}

function LineRow({ line, look }: { line: Line; look: LineLook }) {
  const words = useWords().logs;
  const colour = look.colours?.get(line.container);
  const whole = line.truncatedBytes ?? (line.text.length > drawnCharacters ? line.text.length : undefined);
  return (
    <>
      {look.times && (
        <time className={css.time} dateTime={line.at} title={timeText(Date.parse(line.at))}>
          {lineTime(line.at)}
        </time>
      )}
      {look.colours !== null && (
        <span
          className={css.container}
          style={{ color: `var(--series-${(colour ?? 0) % 8})` }}
          title={line.container}
        >
          {line.container}
        </span>
      )}
      {line.channel === 'stderr' && (
        <span className={css.stderr} title={words.stderrWord}>
          {words.stderr}
        </span>
      )}
      <bdi className={css.text}>
        <LineText text={line.text} pattern={look.pattern} />
        {whole !== undefined && <span className={css.cut}>{words.truncated(bytesText(whole))}</span>}
      </bdi>
    </>
  );
}

function LogLineView({ row, look, selected, current }: LogLineProps) {
  const words = useWords().logs;
  const state = `${selected ? css.selected : ''} ${current ? css.current : ''}`;
  switch (row.kind) {
    case 'line':
      return (
        <div className={`${css.row} ${state}`} data-seq={row.seq} data-channel={row.line.channel}>
          <LineRow line={row.line} look={look} />
        </div>
      );
    case 'gap':
      return (
        <div className={`${css.row} ${css.gap} ${state}`} data-seq={row.seq} data-gap={row.gap.count ?? ''}>
          {words.gap(row.gap.count, row.gap.reason)}
          {look.colours !== null && ` (${row.gap.container})`}
        </div>
      );
    case 'mark':
      return (
        <div className={`${css.row} ${css.mark} ${state}`} data-seq={row.seq} data-mark={row.mark.kind}>
          {words.mark(row.mark.kind, row.mark.container)}
        </div>
      );
  }
}

/** One row of a log. Text comes from strangers: it is only ever a text node. */
export const LogLine = memo(LogLineView);
