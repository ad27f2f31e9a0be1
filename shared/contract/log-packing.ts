import type { Packing } from './define.ts';
import type { LogBatch, LogLine } from './logs.ts';

/** Lines by their columns: a few long texts cost a fraction of what a thousand objects do. */
interface PackedLines {
  /** Names of the containers. */
  names: string[];
  /** Whose each line is, as places in `names`; left out where there is one. */
  whose?: number[];
  /** `atNano` of each, parted by blanks. */
  nanos: string;
  /** A digit a line: 1 is stdout, 2 is stderr. */
  channels: string;
  /** Parted by newlines; a list where a text holds one. */
  texts: string | string[];
  /** Place and `truncatedBytes` of lines that have it. */
  truncated?: [place: number, bytes: number][];
}

type Packed = Omit<LogBatch, 'lines'> & { packed?: PackedLines };

export const logPacking: Packing<LogBatch> = {
  pack({ lines, ...rest }) {
    const packed: Packed = lines.length === 0 ? rest : { ...rest, packed: packLines(lines) };
    return packed;
  },
  unpack(item) {
    // It was packed by the other end, which is ours.
    const { packed, ...rest } = item as Packed;
    return { lines: packed === undefined ? [] : unpackLines(packed), ...rest };
  },
};

function packLines(lines: readonly LogLine[]): PackedLines {
  const names: string[] = [];
  const whose: number[] = [];
  const truncated: [number, number][] = [];
  let nanos = '';
  let channels = '';
  let holdsNewline = false;
  let name: string | undefined;
  let place = 0;
  for (const [at, line] of lines.entries()) {
    if (line.container !== name) {
      name = line.container;
      place = names.indexOf(name);
      if (place < 0) place = names.push(name) - 1;
    }
    whose.push(place);
    nanos += at === 0 ? line.atNano : ` ${line.atNano}`;
    channels += line.channel === 'stdout' ? '1' : '2';
    holdsNewline ||= line.text.includes('\n');
    if (line.truncatedBytes !== undefined) truncated.push([at, line.truncatedBytes]);
  }
  const texts = lines.map(({ text }) => text);
  return {
    names,
    ...(names.length > 1 ? { whose } : {}),
    nanos,
    channels,
    texts: holdsNewline ? texts : texts.join('\n'),
    ...(truncated.length > 0 ? { truncated } : {}),
  };
}

function unpackLines({ names, whose, nanos, channels, texts, truncated }: PackedLines): LogLine[] {
  const all = typeof texts === 'string' ? texts.split('\n') : texts;
  const times = nanos.split(' ');
  const lines = all.map((text, place): LogLine => {
    const atNano = times[place] ?? '0';
    return {
      container: names[whose?.[place] ?? 0] ?? '',
      at: isoOf(atNano),
      atNano,
      channel: channels[place] === '2' ? 'stderr' : 'stdout',
      text,
    };
  });
  for (const [place, bytes] of truncated ?? []) {
    const line = lines[place];
    if (line !== undefined) line.truncatedBytes = bytes;
  }
  return lines;
}

let lastMs = '';
let lastIso = '';

/** Many lines share a millisecond. */
function isoOf(nano: string): string {
  const ms = nano.slice(0, -6);
  if (ms !== lastMs) {
    lastMs = ms;
    lastIso = new Date(Number(ms)).toISOString();
  }
  return lastIso;
}
