import { SpecError } from './spec-error.ts';

export interface ShellWord {
  text: string;
  /** What a shell would have put something else for: `$PWD`, `${HOME}`, `$(pwd)`, `~`. It stays as it is written. */
  variables: string[];
}

interface Reader {
  line: string;
  at: number;
  word: ShellWord | null;
}

const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\x07',
  b: '\b',
  e: '\x1b',
  f: '\f',
  v: '\v',
};

/**
 * One command line into words, quotes and backslashes as a POSIX shell has them; `^` and a back tick at the end of a line
 * go on with the next one too, as on Windows.
 * @throws SpecError `line-quote-open`, `line-operator`
 */
export function shellWords(line: string): ShellWord[] {
  const words: ShellWord[] = [];
  const reader: Reader = { line, at: 0, word: null };
  const finish = () => {
    if (reader.word !== null) words.push(reader.word);
    reader.word = null;
  };
  while (reader.at < line.length) {
    const char = line[reader.at] ?? '';
    const goesOn = /^[\\^`]\r?\n/.exec(line.slice(reader.at, reader.at + 3));
    if (goesOn !== null) {
      reader.at += goesOn[0].length;
      if (char !== '\\') finish();
    } else if (char === '\n') {
      finish();
      reader.at += 1;
      if (words.length > 0 && !isRestBlank(line, reader.at))
        throw new SpecError('line-operator', { operator: '⏎' });
    } else if (/\s/.test(char)) {
      finish();
      reader.at += 1;
    } else if (char === '#' && reader.word === null) skipComment(reader);
    else if ('|&;<>()'.includes(char)) throw new SpecError('line-operator', { operator: char });
    else readPart(reader, char);
  }
  finish();
  return words;
}

function isRestBlank(line: string, from: number): boolean {
  return line
    .slice(from)
    .split('\n')
    .every((rest) => /^\s*(?:#.*)?$/.test(rest));
}

function skipComment(reader: Reader): void {
  const end = reader.line.indexOf('\n', reader.at);
  reader.at = end < 0 ? reader.line.length : end;
}

function readPart(reader: Reader, char: string): void {
  const first = reader.word === null;
  reader.word ??= { text: '', variables: [] };
  if (char === "'") quoted(reader, "'");
  else if (char === '"') doubleQuoted(reader);
  else if (char === '\\') {
    reader.word.text += reader.line[reader.at + 1] ?? '';
    reader.at += 2;
  } else if (char === '$' && reader.line[reader.at + 1] === "'") ansiQuoted(reader);
  else if (char === '$' || char === '`') expansion(reader);
  else {
    if (first && char === '~' && /^~[\w-]*(?:[/:\s]|$)/.test(reader.line.slice(reader.at, reader.at + 80)))
      reader.word.variables.push('~');
    reader.word.text += char;
    reader.at += 1;
  }
}

function add(reader: Reader, text: string, length: number): void {
  if (reader.word !== null) reader.word.text += text;
  reader.at += length;
}

function quoted(reader: Reader, quote: string): void {
  const end = reader.line.indexOf(quote, reader.at + 1);
  if (end < 0) throw new SpecError('line-quote-open', { quote });
  add(reader, reader.line.slice(reader.at + 1, end), end + 1 - reader.at);
}

function doubleQuoted(reader: Reader): void {
  reader.at += 1;
  for (;;) {
    const char = reader.line[reader.at];
    const next = reader.line[reader.at + 1];
    if (char === undefined) throw new SpecError('line-quote-open', { quote: '"' });
    if (char === '"') {
      add(reader, '', 1);
      return;
    }
    if (char === '\\' && next === '\n') add(reader, '', 2);
    else if (char === '\\' && next !== undefined && '$`"\\'.includes(next)) add(reader, next, 2);
    else if (char === '$' || char === '`') expansion(reader);
    else add(reader, char, 1);
  }
}

/** `$'a\nb'` of bash. */
function ansiQuoted(reader: Reader): void {
  reader.at += 2;
  for (;;) {
    const char = reader.line[reader.at];
    if (char === undefined) throw new SpecError('line-quote-open', { quote: "$'" });
    if (char === "'") {
      add(reader, '', 1);
      return;
    }
    const next = reader.line[reader.at + 1] ?? '';
    if (char === '\\') add(reader, escapes[next] ?? next, 2);
    else add(reader, char, 1);
  }
}

/** Keeps `$NAME`, `${...}`, `$(...)` and a back-ticked command as they are, and notes them. */
function expansion(reader: Reader): void {
  const rest = reader.line.slice(reader.at);
  const found =
    /^\$(?:[A-Za-z_]\w*|\d|[@*#?$!-])/.exec(rest)?.[0] ??
    /^\$\{[^}]*\}/.exec(rest)?.[0] ??
    bracketed(rest) ??
    /^`[^`]*`/.exec(rest)?.[0];
  if (found === undefined) {
    const opened = /^(?:\$[({]|`)/.exec(rest)?.[0];
    if (opened !== undefined) throw new SpecError('line-quote-open', { quote: opened });
    add(reader, rest[0] ?? '', 1);
    return;
  }
  reader.word?.variables.push(found);
  add(reader, found, found.length);
}

function bracketed(rest: string): string | undefined {
  if (!rest.startsWith('$(')) return undefined;
  let depth = 0;
  for (let at = 1; at < rest.length; at += 1) {
    if (rest[at] === '(') depth += 1;
    if (rest[at] === ')') depth -= 1;
    if (depth === 0) return rest.slice(0, at + 1);
  }
  return undefined;
}

/** A word as any POSIX shell gives it back unchanged. */
export function quoteWord(word: string): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  return `'${word.replaceAll("'", "'\\''")}'`;
}
