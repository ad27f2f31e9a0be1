/** A member of an object in JSON text, by offsets: `start` is the quote of its key, `end` is after its value. */
interface Member {
  key: string;
  start: number;
  valueStart: number;
  end: number;
}

interface ObjectSpan {
  start: number;
  end: number;
  members: Member[];
}

const space = /[ \t\r\n]*/y;
const string = /"[^"\\]*(?:\\.[^"\\]*)*"/y;
const scalar = /[^\s,\]}]+/y;

/**
 * JSON text with one member set, or taken out where `value` is undefined; objects on the way are made. Everything else stays
 * as it is to the letter: other keys, their order, numbers as they were written, white space.
 * @param text valid JSON, an object: callers parse it first
 */
export function setInJson(text: string, path: readonly string[], value: unknown): string {
  const root = readObject(text, skip(text, 0));
  if (root === null) throw new TypeError('the text holds no object');
  return set(text, root, path, value, styleOf(text, root), 0);
}

/** `indent` is null for text in one line. */
interface Style {
  indent: string | null;
  newline: string;
}

function set(
  text: string,
  object: ObjectSpan,
  path: readonly string[],
  value: unknown,
  style: Style,
  depth: number,
): string {
  const [key, ...rest] = path;
  if (key === undefined) return text;
  // Of twins the last one counts, here as in Go.
  const member = object.members.findLast((one) => one.key === key);
  if (rest.length > 0 && member !== undefined) {
    const inner = readObject(text, member.valueStart);
    if (inner !== null) return set(text, inner, rest, value, style, depth + 1);
  }
  if (value === undefined)
    return rest.length > 0 || member === undefined ? text : withoutKey(text, object, key);
  const whole = rest.reduceRight<unknown>((held, name) => ({ [name]: held }), value);
  const written = write(whole, style, depth + 1);
  if (member !== undefined) return text.slice(0, member.valueStart) + written + text.slice(member.end);
  return insert(
    text,
    object,
    `${JSON.stringify(key)}:${style.indent === null ? '' : ' '}${written}`,
    style,
    depth,
  );
}

function insert(text: string, object: ObjectSpan, member: string, style: Style, depth: number): string {
  const last = object.members.at(-1);
  if (style.indent === null) {
    const at = last?.end ?? object.start + 1;
    return `${text.slice(0, at)}${last === undefined ? '' : ','}${member}${text.slice(at)}`;
  }
  const own = style.newline + style.indent.repeat(depth + 1);
  if (last !== undefined) return `${text.slice(0, last.end)},${own}${member}${text.slice(last.end)}`;
  const close = style.newline + style.indent.repeat(depth);
  return `${text.slice(0, object.start + 1)}${own}${member}${close}${text.slice(object.end - 1)}`;
}

/** Takes out every member of this name, each with the comma that goes with it. */
function withoutKey(text: string, object: ObjectSpan, key: string): string {
  const first = object.members.findIndex((one) => one.key !== key);
  if (first < 0) return `${text.slice(0, object.start)}{}${text.slice(object.end)}`;
  let result = text;
  for (const [at, member] of [...object.members.entries()].reverse()) {
    const before = object.members[at - 1];
    if (member.key === key && at > first && before !== undefined)
      result = result.slice(0, before.end) + result.slice(member.end);
  }
  const [head, next] = [object.members[0], object.members[first]];
  return head === undefined || next === undefined
    ? result
    : result.slice(0, head.start) + result.slice(next.start);
}

function write(value: unknown, { indent, newline }: Style, depth: number): string {
  if (indent === null) return JSON.stringify(value);
  return JSON.stringify(value, null, indent).replaceAll('\n', newline + indent.repeat(depth));
}

/** As the file is written so far; an empty object is written on as the docker CLI does. */
function styleOf(text: string, root: ObjectSpan): Style {
  const first = root.members[0];
  if (first === undefined) return { indent: '\t', newline: '\n' };
  const gap = text.slice(root.start + 1, first.start);
  const newline = /\r?\n/.exec(gap)?.[0];
  if (newline === undefined) return { indent: null, newline: '' };
  return { indent: gap.slice(gap.lastIndexOf('\n') + 1), newline };
}

/** The object that starts at `start`, or null where another value does. */
function readObject(text: string, start: number): ObjectSpan | null {
  if (text[start] !== '{') return null;
  const members: Member[] = [];
  let at = skip(text, start + 1);
  while (text[at] === '"') {
    const keyEnd = endOf(text, at, string);
    const valueStart = skip(text, skip(text, keyEnd) + 1);
    const end = endOfValue(text, valueStart);
    members.push({ key: String(JSON.parse(text.slice(at, keyEnd))), start: at, valueStart, end });
    at = skip(text, end);
    if (text[at] === ',') at = skip(text, at + 1);
  }
  return { start, end: at + 1, members };
}

/** Brackets are counted and not followed, so that no depth of nesting is too much. */
function endOfValue(text: string, start: number): number {
  let depth = 0;
  let at = start;
  do {
    const char = text[at];
    if (char === '{' || char === '[') {
      depth += 1;
      at += 1;
    } else if (char === '}' || char === ']') {
      depth -= 1;
      at += 1;
    } else if (char === '"') at = endOf(text, at, string);
    else if (char === ',' || char === ':') at += 1;
    else at = endOf(text, at, scalar);
    if (depth > 0) at = skip(text, at);
  } while (depth > 0 && at < text.length);
  return at;
}

function skip(text: string, at: number): number {
  return endOf(text, at, space);
}

function endOf(text: string, at: number, pattern: RegExp): number {
  pattern.lastIndex = at;
  const found = pattern.exec(text);
  return at + (found?.[0].length ?? 0);
}
