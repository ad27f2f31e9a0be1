import type { Readable, Writable } from 'node:stream';
import type { FaultMode } from './fault-modes.ts';

export type StreamContext = {
  /** The mode that applies to this stream now: looked up for every chunk, so a mode set later reaches it. */
  readonly mode: () => FaultMode;
  readonly isStream: boolean;
  readonly isEvents: boolean;
  /** Cuts the client's connection without an orderly end. */
  readonly cut: () => void;
};

export type FaultyPipe = {
  /** Puts text into the stream. */
  inject(text: string): void;
  /** Delivers what a stall has held back; called when the mode changes. */
  modeChanged(): void;
};

/** Forwards `source` to `sink` and applies the faults that concern an answer's bytes. */
export function pipeWithFaults(source: Readable, sink: Writable, context: StreamContext): FaultyPipe {
  let forwarded = 0;
  let held: Buffer[] = [];
  let ended = false;
  let cutting = false;
  let partial = '';
  let waiting: { line: string; timer: NodeJS.Timeout } | undefined;

  const write = (data: Buffer | string): void => {
    if (!sink.destroyed && !sink.writableEnded) sink.write(data);
  };
  const release = (): void => {
    if (waiting === undefined) return;
    clearTimeout(waiting.timer);
    const { line } = waiting;
    waiting = undefined;
    write(line);
  };
  /** Whole lines of an event stream; what is left over waits for its end. */
  const eachLine = (chunk: Buffer, use: (line: string) => void): void => {
    const lines = (partial + chunk.toString('utf8')).split('\n');
    partial = lines.pop() ?? '';
    for (const line of lines) use(`${line}\n`);
  };
  const swap = (line: string): void => {
    if (waiting !== undefined) {
      write(line);
      release();
      return;
    }
    // A last odd event is not held for ever: it would be lost, which is another fault.
    waiting = { line, timer: setTimeout(release, 300) };
  };

  const cutSoon = (): void => {
    // What was written goes out first: a cut is to arrive after the bytes it follows.
    cutting = true;
    source.pause();
    setTimeout(context.cut, 10);
  };
  const dropAfter = (bytes: number, chunk: Buffer): void => {
    const rest = bytes - forwarded;
    forwarded += chunk.length;
    if (rest > 0) write(chunk.subarray(0, rest));
    if (chunk.length >= rest) cutSoon();
  };
  const plain = (chunk: Buffer): void => {
    if (partial !== '') write(partial);
    partial = '';
    release();
    write(chunk);
  };

  const forward = (chunk: Buffer): void => {
    const mode = context.mode();
    if (mode.type === 'dropAfter') dropAfter(mode.bytes, chunk);
    else if (mode.type === 'cutMidFrame' && context.isStream) {
      write(chunk.subarray(0, Math.max(1, chunk.length >> 1)));
      cutSoon();
    } else if (mode.type === 'stallStreams' && context.isStream) {
      if (!mode.lose) held.push(chunk);
    } else if (mode.type === 'duplicateEvents' && context.isEvents) {
      eachLine(chunk, (line) => write(line + line));
    } else if (mode.type === 'reorderEvents' && context.isEvents) eachLine(chunk, swap);
    else plain(chunk);
  };
  const finish = (): void => {
    ended = true;
    if (held.length > 0 || cutting) return;
    release();
    if (partial !== '') write(partial);
    if (!sink.destroyed) sink.end();
  };

  source.on('data', (chunk: Buffer) => {
    forward(chunk);
    // Back-pressure for plain answers only: a held event stream would slow the engine down for everyone.
    if (sink.writableNeedDrain && !context.isEvents) {
      source.pause();
      sink.once('drain', () => source.resume());
    }
  });
  source.on('end', finish);
  sink.on('close', () => {
    if (waiting !== undefined) clearTimeout(waiting.timer);
    waiting = undefined;
    held = [];
  });

  return {
    inject: write,
    modeChanged: () => {
      if (context.mode().type === 'stallStreams') return;
      const chunks = held;
      held = [];
      for (const chunk of chunks) forward(chunk);
      if (ended) finish();
    },
  };
}
