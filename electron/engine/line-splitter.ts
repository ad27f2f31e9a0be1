import { StringDecoder } from 'node:string_decoder';

/** Splits a byte stream into lines whatever the chunking; a line over the limit is dropped and counted, not kept in memory. */
export class LineSplitter {
  readonly #limit: number;
  readonly #decoder = new StringDecoder('utf8');
  #rest = '';
  #dropping = false;
  #dropped = 0;

  /** @param limit longest line kept, in characters */
  constructor(limit = 1024 * 1024) {
    this.#limit = limit;
  }

  /** Lines that were longer than the limit. */
  get dropped(): number {
    return this.#dropped;
  }

  /** True while a line has begun and not ended. */
  get partial(): boolean {
    return this.#rest !== '' || this.#dropping;
  }

  /** The lines that are complete with this chunk, without their ends; empty lines are left out. */
  push(chunk: Buffer): string[] {
    const text = this.#decoder.write(chunk);
    const lines: string[] = [];
    let from = 0;
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', from)) {
      this.#finish(text.slice(from, at), lines);
      from = at + 1;
    }
    if (!this.#dropping) {
      this.#rest += text.slice(from);
      if (this.#rest.length > this.#limit) this.#drop();
    }
    return lines;
  }

  #finish(piece: string, lines: string[]): void {
    if (this.#dropping) {
      this.#dropping = false;
      return;
    }
    const line = this.#rest + piece;
    this.#rest = '';
    if (line.length > this.#limit) this.#dropped += 1;
    else if (line.trim() !== '') lines.push(line.endsWith('\r') ? line.slice(0, -1) : line);
  }

  #drop(): void {
    this.#rest = '';
    this.#dropping = true;
    this.#dropped += 1;
  }
}
