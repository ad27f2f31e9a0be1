/** How far behind its newest end a cut may move to begin at the start of a line. */
const lineSearchBytes = 4096;
const mostPieces = 1024;
const newline = 0x0a;

/** The last output of a terminal, bounded. What is dropped is dropped in whole lines where these are short. */
export class Scrollback {
  readonly #limit: number;
  #pieces: Uint8Array[] = [];
  #length = 0;

  /** @param limit bytes kept at most */
  constructor(limit: number) {
    this.#limit = limit;
  }

  get length(): number {
    return this.#length;
  }

  /** Takes bytes in; they must not change afterwards. */
  push(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.#pieces.push(bytes);
    this.#length += bytes.length;
    // Twice the limit at most, so that bytes are moved seldom.
    if (this.#length > this.#limit * 2) this.#shorten();
    // A character typed is a piece of its own.
    else if (this.#pieces.length > mostPieces) this.#pieces = [joined(this.#pieces, this.#length)];
  }

  /** What is kept, as one new array. */
  bytes(): Uint8Array {
    if (this.#length > this.#limit) this.#shorten();
    return joined(this.#pieces, this.#length);
  }

  #shorten(): void {
    const all = joined(this.#pieces, this.#length);
    const from = all.length - this.#limit;
    const line = all.subarray(from, from + lineSearchBytes).indexOf(newline);
    const kept = all.slice(line < 0 ? afterCharacter(all, from) : from + line + 1);
    this.#pieces = [kept];
    this.#length = kept.length;
  }
}

/** The first place from `at` on that does not split a UTF-8 character. */
function afterCharacter(bytes: Uint8Array, at: number): number {
  let place = at;
  while (place < at + 3 && ((bytes[place] ?? 0) & 0xc0) === 0x80) place += 1;
  return place;
}

/** One new array of exactly the bytes of several. */
export function joined(pieces: readonly Uint8Array[], length: number): Uint8Array {
  const whole = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
