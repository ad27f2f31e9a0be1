/** How a run of text is to look. Colours are a palette number 0..255, or `#rrggbb`. */
export interface AnsiStyle {
  fg?: number | string;
  bg?: number | string;
  bold?: true;
  dim?: true;
  italic?: true;
  underline?: true;
  inverse?: true;
  strike?: true;
}

export interface AnsiSpan {
  text: string;
  style: AnsiStyle;
}

const esc = 0x1b;
const plain: AnsiStyle = {};

/**
 * A line as spans of text with their looks: only colours and the like (SGR) are kept. Every other escape sequence
 * is left out with its content (OSC titles, links and clipboard writes, device strings), and so are control characters
 * but for the tab. Linear in the length; an unfinished sequence ends with the line.
 */
export function parseAnsi(line: string): AnsiSpan[] {
  const spans: AnsiSpan[] = [];
  let style = plain;
  let text = '';
  const flush = () => {
    if (text !== '') spans.push({ text, style });
    text = '';
  };
  let at = 0;
  while (at < line.length) {
    const stop = nextControl(line, at);
    text += line.slice(at, stop);
    if (stop === line.length) break;
    const sequence = sequenceAt(line, stop);
    at = sequence.end;
    if (sequence.sgr === undefined) continue;
    flush();
    style = withSgr(style, sequence.sgr);
  }
  flush();
  return spans;
}

/** The text alone, for searching, copying and saving. */
export function stripAnsi(line: string): string {
  let at = nextControl(line, 0);
  if (at === line.length) return line;
  let text = line.slice(0, at);
  while (at < line.length) {
    at = sequenceAt(line, at).end;
    const stop = nextControl(line, at);
    text += line.slice(at, stop);
    at = stop;
  }
  return text;
}

/** Where the next character is that is not shown as it is. */
function nextControl(line: string, from: number): number {
  for (let at = from; at < line.length; at += 1) {
    const code = line.charCodeAt(at);
    if ((code < 0x20 && code !== 0x09) || (code >= 0x7f && code <= 0x9f)) return at;
  }
  return line.length;
}

/** The end of the control character or sequence that begins at `at`, and its parameters where it sets a look. */
function sequenceAt(line: string, at: number): { end: number; sgr?: string } {
  const code = line.charCodeAt(at);
  if (code === 0x9b) return controlSequence(line, at + 1);
  if (isString(code)) return { end: stringEnd(line, at + 1) };
  if (code !== esc) return { end: at + 1 };
  const next = line.charCodeAt(at + 1);
  if (Number.isNaN(next)) return { end: line.length };
  if (next === 0x5b) return controlSequence(line, at + 2);
  // ESC with a letter is the long form of the control characters from 0x80 on.
  if (isString(next + 0x40)) return { end: stringEnd(line, at + 2) };
  let end = at + 1;
  while (end < line.length && inRange(line.charCodeAt(end), 0x20, 0x2f)) end += 1;
  return { end: inRange(line.charCodeAt(end), 0x30, 0x7e) ? end + 1 : end };
}

/** DCS, SOS, OSC, PM, APC: all up to their terminator is theirs. */
function isString(code: number): boolean {
  return code === 0x90 || code === 0x98 || (code >= 0x9d && code <= 0x9f);
}

function stringEnd(line: string, from: number): number {
  for (let at = from; at < line.length; at += 1) {
    const code = line.charCodeAt(at);
    if (code === 0x07 || code === 0x9c || code === 0x18 || code === 0x1a) return at + 1;
    if (code === esc) return line.charCodeAt(at + 1) === 0x5c ? at + 2 : at;
  }
  return line.length;
}

function controlSequence(line: string, from: number): { end: number; sgr?: string } {
  let at = from;
  while (at < line.length && inRange(line.charCodeAt(at), 0x30, 0x3f)) at += 1;
  const parameters = line.slice(from, at);
  const intermediates = at;
  while (at < line.length && inRange(line.charCodeAt(at), 0x20, 0x2f)) at += 1;
  const final = line.charCodeAt(at);
  if (!inRange(final, 0x40, 0x7e)) return { end: at };
  const isSgr = final === 0x6d && at === intermediates && /^[\d;:]*$/.test(parameters);
  return isSgr ? { end: at + 1, sgr: parameters } : { end: at + 1 };
}

function inRange(code: number, from: number, to: number): boolean {
  return code >= from && code <= to;
}

/** The look after one SGR sequence (ECMA-48 8.3.117; 38 and 48 as xterm takes them). */
function withSgr(before: AnsiStyle, parameters: string): AnsiStyle {
  let style: AnsiStyle = { ...before };
  const codes = parameters.split(/[;:]/).slice(0, 64).map(Number);
  for (let at = 0; at < codes.length; at += 1) {
    const code = codes[at] ?? 0;
    if (code === 0) style = {};
    else if (code === 38 || code === 48) {
      const colour = extendedColour(codes, at + 1);
      at += colour.used;
      if (colour.value !== undefined) style[code === 38 ? 'fg' : 'bg'] = colour.value;
    } else style = withCode(style, code);
  }
  return style;
}

function extendedColour(codes: readonly number[], at: number): { value?: number | string; used: number } {
  if (codes[at] === 5) {
    const index = codes[at + 1];
    return index !== undefined && index >= 0 && index <= 255 ? { value: index, used: 2 } : { used: 2 };
  }
  if (codes[at] !== 2) return { used: 0 };
  const parts = codes.slice(at + 1, at + 4);
  if (parts.length < 3 || parts.some((part) => !(part >= 0 && part <= 255))) return { used: 4 };
  return { value: `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`, used: 4 };
}

type Flag = 'bold' | 'dim' | 'italic' | 'underline' | 'inverse' | 'strike';
const on: Readonly<Record<number, Flag>> = {
  1: 'bold',
  2: 'dim',
  3: 'italic',
  4: 'underline',
  7: 'inverse',
  9: 'strike',
};
const off: Readonly<Record<number, readonly (keyof AnsiStyle)[]>> = {
  22: ['bold', 'dim'],
  23: ['italic'],
  24: ['underline'],
  27: ['inverse'],
  29: ['strike'],
  39: ['fg'],
  49: ['bg'],
};

function withCode(style: AnsiStyle, code: number): AnsiStyle {
  const flag = on[code];
  if (flag !== undefined) return { ...style, [flag]: true };
  if (inRange(code, 30, 37)) return { ...style, fg: code - 30 };
  if (inRange(code, 90, 97)) return { ...style, fg: code - 82 };
  if (inRange(code, 40, 47)) return { ...style, bg: code - 40 };
  if (inRange(code, 100, 107)) return { ...style, bg: code - 92 };
  const cleared = { ...style };
  for (const key of off[code] ?? []) delete cleared[key];
  return cleared;
}

/** A palette number beyond the 16 named colours as `#rrggbb` (xterm's cube and greys); undefined for those. */
export function paletteColour(index: number): string | undefined {
  const hex = (level: number) => level.toString(16).padStart(2, '0');
  if (index < 16 || index > 255) return undefined;
  if (index >= 232) return `#${hex((index - 232) * 10 + 8).repeat(3)}`;
  const level = (n: number) => (n === 0 ? 0 : n * 40 + 55);
  const cube = index - 16;
  return `#${hex(level(Math.floor(cube / 36)))}${hex(level(Math.floor(cube / 6) % 6))}${hex(level(cube % 6))}`;
}
