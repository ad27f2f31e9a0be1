/** A value in JSON text with the place it has there, as offsets. */
export type JsonNode =
  | { kind: 'object'; start: number; end: number; members: readonly JsonMember[] }
  | { kind: 'array'; start: number; end: number; items: readonly JsonNode[] }
  | { kind: 'scalar'; start: number; end: number; value: string | number | boolean | null };

export interface JsonMember {
  key: string;
  keyStart: number;
  keyEnd: number;
  value: JsonNode;
}

export type JsonRead = { ok: true; root: JsonNode } | { ok: false; at: number; expected: Expected };
/** What would have been right where the text is none. */
export type Expected = 'value' | 'key' | 'colon' | 'comma-or-brace' | 'comma-or-bracket' | 'end' | 'string';

const deepest = 200;
const space = /[ \t\r\n]*/y;
const string = /"[^"\\]*(?:\\.[^"\\]*)*"/y;
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const word = /true|false|null/y;

class Unreadable extends Error {
  readonly at: number;
  readonly expected: Expected;

  constructor(at: number, expected: Expected) {
    super(expected);
    this.at = at;
    this.expected = expected;
  }
}

/** Reads strict JSON and keeps where everything stands. Nothing but white space (or a byte order mark) is an empty object. */
export function readSpans(text: string): JsonRead {
  const begin = text.startsWith('\uFEFF') ? 1 : 0;
  try {
    const start = after(space, text, begin);
    if (start === text.length)
      return { ok: true, root: { kind: 'object', start: text.length, end: text.length, members: [] } };
    const root = read(text, start, 0);
    const end = after(space, text, root.end);
    return end === text.length ? { ok: true, root } : { ok: false, at: end, expected: 'end' };
  } catch (thrown) {
    if (thrown instanceof Unreadable) return { ok: false, at: thrown.at, expected: thrown.expected };
    throw thrown;
  }
}

/** The value itself. Of twins the last one counts, here as in Go. */
export function plainValue(node: JsonNode): unknown {
  switch (node.kind) {
    case 'scalar':
      return node.value;
    case 'array':
      return node.items.map(plainValue);
    case 'object':
      return Object.fromEntries(node.members.map(({ key, value }) => [key, plainValue(value)]));
  }
}

function read(text: string, start: number, depth: number): JsonNode {
  if (depth > deepest) throw new Unreadable(start, 'end');
  if (text[start] === '{') return readObject(text, start, depth);
  if (text[start] === '[') return readArray(text, start, depth);
  const pattern = text[start] === '"' ? string : /[-0-9]/.test(text[start] ?? '') ? number : word;
  const end = after(pattern, text, start);
  if (end <= start) throw new Unreadable(start, text[start] === '"' ? 'string' : 'value');
  return { kind: 'scalar', start, end, value: parsed(text, start, end) };
}

function readObject(text: string, start: number, depth: number): JsonNode {
  const members: JsonMember[] = [];
  let at = after(space, text, start + 1);
  if (text[at] === '}') return { kind: 'object', start, end: at + 1, members };
  for (;;) {
    if (text[at] !== '"') throw new Unreadable(at, 'key');
    const keyEnd = after(string, text, at);
    if (keyEnd <= at) throw new Unreadable(at, 'string');
    const key = String(parsed(text, at, keyEnd));
    const colon = after(space, text, keyEnd);
    if (text[colon] !== ':') throw new Unreadable(colon, 'colon');
    const value = read(text, after(space, text, colon + 1), depth + 1);
    members.push({ key, keyStart: at, keyEnd, value });
    at = after(space, text, value.end);
    if (text[at] === '}') return { kind: 'object', start, end: at + 1, members };
    if (text[at] !== ',') throw new Unreadable(at, 'comma-or-brace');
    at = after(space, text, at + 1);
  }
}

function readArray(text: string, start: number, depth: number): JsonNode {
  const items: JsonNode[] = [];
  let at = after(space, text, start + 1);
  if (text[at] === ']') return { kind: 'array', start, end: at + 1, items };
  for (;;) {
    const item = read(text, at, depth + 1);
    items.push(item);
    at = after(space, text, item.end);
    if (text[at] === ']') return { kind: 'array', start, end: at + 1, items };
    if (text[at] !== ',') throw new Unreadable(at, 'comma-or-bracket');
    at = after(space, text, at + 1);
  }
}

/** Only texts can be refused here: for a bad escape, or a line that breaks in them. */
function parsed(text: string, start: number, end: number): string | number | boolean | null {
  try {
    return JSON.parse(text.slice(start, end));
  } catch (thrown) {
    if (thrown instanceof SyntaxError) throw new Unreadable(start, 'string');
    throw thrown;
  }
}

/** Where what the pattern finds at `at` ends; `at` where it finds nothing. */
function after(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}
