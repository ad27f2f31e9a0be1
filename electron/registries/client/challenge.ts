/** One way to log in that an answer of 401 offers. Names are in lower case. */
export interface Challenge {
  scheme: string;
  params: ReadonlyMap<string, string>;
}

const token = /[\w!#$%&'*+.^`|~-]+/y;
const quoted = /"((?:[^"\\]|\\.)*)"/y;

/** Takes a WWW-Authenticate header apart; what is not understood in it is left out. */
export function parseChallenges(header: string): Challenge[] {
  const text = header.slice(0, 8192);
  const found: { scheme: string; params: Map<string, string> }[] = [];
  let at = 0;
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match === null) return undefined;
    at = pattern.lastIndex;
    return match[1] ?? match[0];
  };
  while (at < text.length) {
    take(/[\s,]+/y);
    const word = take(token);
    if (word === undefined) {
      at += 1;
      continue;
    }
    if (take(/\s*=\s*/y) === undefined) {
      found.push({ scheme: word.toLowerCase(), params: new Map() });
      continue;
    }
    const value = take(quoted)?.replace(/\\(.)/g, '$1') ?? take(token) ?? '';
    found.at(-1)?.params.set(word.toLowerCase(), value);
  }
  return found;
}
