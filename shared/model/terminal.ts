/** The most bytes one message into a terminal may carry. Longer input goes in several. */
export const terminalInputBytes = 32_768;

/**
 * The words of a command line: spaces part them, 'single' and "double" quotes and backslashes keep them together as
 * in a shell; nothing is expanded. null where a quote is left open.
 */
export function splitWords(line: string): string[] | null {
  const words: string[] = [];
  let word: string | null = null;
  let quote: '"' | "'" | null = null;
  for (let at = 0; at < line.length; at += 1) {
    const sign = line[at] ?? '';
    const next = line[at + 1];
    if (quote === "'" && sign !== "'") word = `${word ?? ''}${sign}`;
    else if (sign === '\\' && next !== undefined && (quote === null || next === '"' || next === '\\')) {
      word = `${word ?? ''}${next}`;
      at += 1;
    } else if (sign === quote) quote = null;
    else if (quote === null && (sign === '"' || sign === "'")) {
      quote = sign;
      word ??= '';
    } else if (quote === null && /\s/.test(sign)) {
      if (word !== null) words.push(word);
      word = null;
    } else word = `${word ?? ''}${sign}`;
  }
  if (quote !== null) return null;
  return word === null ? words : [...words, word];
}

/** Typed text as bytes, in pieces that one message carries each. */
export function inputPieces(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer>[] {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  for (let at = 0; at < bytes.length; at += terminalInputBytes)
    pieces.push(bytes.slice(at, at + terminalInputBytes));
  return pieces;
}
