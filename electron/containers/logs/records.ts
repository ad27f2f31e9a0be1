import type { LogChannel } from '../../../shared/contract/logs.ts';

/** A line as it came out of an engine's log, before it is known to be new. */
export interface LogRecord {
  channel: LogChannel;
  at: string;
  atNano: string;
  text: string;
  /** Bytes of the whole line. */
  bytes: number;
  truncated: boolean;
}

/** Bytes of a line that are kept; of longer ones the length is told. */
export const keptBytes = 64 * 1024;
/** The engine cuts what a program writes without a newline into pieces of this size. */
export const pieceBytes = 16 * 1024;

export const newline = 0x0a;
const carriageReturn = 0x0d;
const stampForm = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/;
const longestStamp = 36;

/** The time at the start of `bytes` with the space behind it, or null where there is none. */
export function stampAt(bytes: Buffer, from = 0): string | null {
  const space = bytes.subarray(from, from + longestStamp).indexOf(0x20);
  if (space < 0) return null;
  const stamp = bytes.toString('latin1', from, from + space);
  return stampForm.test(stamp) ? stamp : null;
}

/** Whether `bytes` may be the beginning of a time that has not arrived whole. */
export function stampIncomplete(bytes: Buffer, from: number): boolean {
  return bytes.length - from < longestStamp && !bytes.subarray(from).includes(0x20);
}

let lastSecond = '';
let lastSecondText = '';

/** Nanoseconds since the epoch, as text: beyond 2^53. */
function nanoOf(stamp: string): string {
  const second = stamp.slice(0, 19);
  const zone = stamp.endsWith('Z') ? 'Z' : stamp.slice(-6);
  const key = second + zone;
  if (key !== lastSecond) {
    lastSecond = key;
    lastSecondText = String(Date.parse(key) / 1000);
  }
  const fraction = stamp[19] === '.' ? stamp.slice(20, stamp.length - zone.length) : '';
  return `${lastSecondText}${fraction.padEnd(9, '0')}`;
}

/** Gathers the pieces of one line; holds at most `keptBytes` of it. */
export class LineAssembly {
  readonly stamp: string;
  readonly #channel: LogChannel;
  #kept: Buffer[] = [];
  #keptBytes = 0;
  #bytes = 0;

  constructor(channel: LogChannel, stamp: string) {
    this.#channel = channel;
    this.stamp = stamp;
  }

  /** @param beyond bytes that belong to the piece and were not kept */
  add(piece: Buffer, beyond = 0): void {
    this.#bytes += piece.length + beyond;
    const room = keptBytes - this.#keptBytes;
    if (room <= 0 || piece.length === 0) return;
    const kept = piece.length > room ? piece.subarray(0, room) : piece;
    this.#kept.push(kept);
    this.#keptBytes += kept.length;
  }

  finish(): LogRecord {
    let all = this.#kept.length === 1 ? (this.#kept[0] ?? Buffer.alloc(0)) : Buffer.concat(this.#kept);
    const truncated = this.#bytes > all.length;
    if (truncated) all = all.subarray(0, wholeCharacters(all));
    else if (all.at(-1) === carriageReturn) all = all.subarray(0, -1);
    return {
      channel: this.#channel,
      at: isoOf(this.stamp),
      atNano: nanoOf(this.stamp),
      text: all.toString('utf8'),
      bytes: this.#bytes,
      truncated,
    };
  }
}

function isoOf(stamp: string): string {
  if (stamp.endsWith('Z') && stamp.length >= 24) return `${stamp.slice(0, 23)}Z`;
  return new Date(Date.parse(stamp)).toISOString();
}

/** Length without a character that was cut in the middle. */
function wholeCharacters(bytes: Buffer): number {
  let end = bytes.length;
  while (end > 0 && bytes.length - end < 4 && ((bytes[end - 1] ?? 0) & 0xc0) === 0x80) end -= 1;
  const lead = bytes[end - 1] ?? 0;
  const needs = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1;
  return bytes.length - end + 1 >= needs ? bytes.length : Math.max(0, end - 1);
}
