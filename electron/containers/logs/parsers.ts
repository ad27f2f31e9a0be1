import { type Channel, Demuxer } from '../../engine/demux.ts';
import {
  keptBytes,
  LineAssembly,
  type LogRecord,
  newline,
  pieceBytes,
  stampAt,
  stampIncomplete,
} from './records.ts';

/** Takes an engine's log apart, whatever the chunking. */
export interface LogParser {
  /** The lines that are complete with this chunk. */
  push(chunk: Buffer): LogRecord[];
  /** After an orderly end: what was written without a newline. */
  end(): LogRecord[];
  /** What the engine said instead of lines, or what is wrong with its framing. */
  readonly trouble: string | null;
  /** True where the stream may not end: in the middle of a frame. */
  readonly partial: boolean;
}

const noTime = '1970-01-01T00:00:00Z';

/** The log of a container without a terminal: each frame is one message, with its time in front. */
export class FramedLog implements LogParser {
  readonly #demuxer = new Demuxer();
  readonly #open: { stdout: LineAssembly | null; stderr: LineAssembly | null } = {
    stdout: null,
    stderr: null,
  };
  #pieces: Buffer[] = [];
  #held = 0;
  #beyond = 0;
  #lastByte = 0;
  #trouble: string | null = null;

  get trouble(): string | null {
    return this.#trouble;
  }

  get partial(): boolean {
    return this.#demuxer.partial;
  }

  push(chunk: Buffer): LogRecord[] {
    const lines: LogRecord[] = [];
    for (const frame of this.#demuxer.push(chunk)) {
      if (frame.type === 'corrupt') this.#trouble = frame.detail;
      else if (frame.last && this.#pieces.length === 0)
        this.#message(frame.channel, frame.bytes, 0, frame.bytes.at(-1) ?? 0, lines);
      else this.#piece(frame.channel, frame.bytes, frame.last, lines);
    }
    return lines;
  }

  end(): LogRecord[] {
    const lines: LogRecord[] = [];
    for (const channel of ['stdout', 'stderr'] as const) {
      const open = this.#open[channel];
      if (open !== null) lines.push(open.finish());
      this.#open[channel] = null;
    }
    return lines;
  }

  /** A frame that comes in several chunks; a declared length of 4 GiB holds no more than one long line does. */
  #piece(channel: Channel, bytes: Buffer, last: boolean, lines: LogRecord[]): void {
    if (this.#held < keptBytes + 64) {
      this.#pieces.push(bytes);
      this.#held += bytes.length;
    } else this.#beyond += bytes.length;
    this.#lastByte = bytes.at(-1) ?? this.#lastByte;
    if (!last) return;
    const held = Buffer.concat(this.#pieces);
    this.#pieces = [];
    this.#held = 0;
    this.#message(channel, held, this.#beyond, this.#lastByte, lines);
    this.#beyond = 0;
  }

  #message(channel: Channel, bytes: Buffer, beyond: number, lastByte: number, lines: LogRecord[]): void {
    if (channel === 'system' || channel === 'stdin') {
      this.#trouble = bytes.toString('utf8').trim();
      return;
    }
    const stamp = stampAt(bytes);
    const from = stamp === null ? 0 : stamp.length + 1;
    const ended = lastByte === newline;
    const text = bytes.subarray(from, ended && beyond === 0 ? -1 : undefined);
    let open = this.#open[channel];
    // Pieces of one long line carry the same time; a last line without its newline is followed by another one.
    if (open !== null && open.stamp !== stamp) {
      lines.push(open.finish());
      open = null;
    }
    open ??= new LineAssembly(channel, stamp ?? noTime);
    open.add(text, Math.max(0, beyond - (ended ? 1 : 0)));
    if (ended) lines.push(open.finish());
    this.#open[channel] = ended ? null : open;
  }
}

/** The log of a container with a terminal: bare lines, each with its time in front, long ones with it repeated inside. */
export class RawLog implements LogParser {
  readonly trouble = null;
  readonly partial = false;
  #carry: Buffer = Buffer.alloc(0);
  #open: LineAssembly | null = null;
  /** Bytes of the piece under way; at `pieceBytes` the time may be repeated. */
  #piece = 0;
  #lastStamp = noTime;

  push(chunk: Buffer): LogRecord[] {
    const data = this.#carry.length === 0 ? chunk : Buffer.concat([this.#carry, chunk]);
    this.#carry = Buffer.alloc(0);
    const lines: LogRecord[] = [];
    let at = 0;
    while (at < data.length) {
      const next = this.#open === null ? this.#begin(data, at) : this.#go(this.#open, data, at, lines);
      if (next === null) {
        this.#carry = data.subarray(at);
        break;
      }
      at = next;
    }
    return lines;
  }

  end(): LogRecord[] {
    const left = this.#carry;
    this.#carry = Buffer.alloc(0);
    if (left.length > 0) {
      this.#open ??= new LineAssembly('stdout', this.#lastStamp);
      this.#open.add(left);
    }
    const lines = this.#open === null ? [] : [this.#open.finish()];
    this.#open = null;
    return lines;
  }

  /** Where the text of a new line begins; null while its time is not whole. */
  #begin(data: Buffer, at: number): number | null {
    const stamp = stampAt(data, at);
    if (stamp === null && stampIncomplete(data, at) && !data.subarray(at).includes(newline)) return null;
    this.#lastStamp = stamp ?? this.#lastStamp;
    this.#open = new LineAssembly('stdout', this.#lastStamp);
    this.#piece = 0;
    return stamp === null ? at : at + stamp.length + 1;
  }

  #go(open: LineAssembly, data: Buffer, at: number, lines: LogRecord[]): number | null {
    if (this.#piece === pieceBytes) {
      const repeated = Buffer.from(`${open.stamp} `, 'latin1');
      const there = data.subarray(at, at + repeated.length);
      const fits = there.equals(repeated.subarray(0, there.length));
      if (fits && there.length < repeated.length) return null;
      this.#piece = fits ? 0 : Number.NEGATIVE_INFINITY;
      if (fits) return at + repeated.length;
    }
    const found = data.indexOf(newline, at);
    const end = Math.min(found < 0 ? data.length : found, at + pieceBytes - this.#piece);
    open.add(data.subarray(at, end));
    this.#piece += end - at;
    if (end !== found) return end;
    lines.push(open.finish());
    this.#open = null;
    return end + 1;
  }
}
