import { expect } from 'vitest';
import type { Client } from '../../shared/contract/client.ts';
import type { ApiError } from '../../shared/contract/errors.ts';
import type { InputOf } from '../../shared/contract/index.ts';
import type { LogBatch, LogGap, LogLine, LogMark } from '../../shared/contract/logs.ts';
import { eventually } from './wait-for.ts';

/** Reads `containers.logs` as a page does and keeps everything it was told, in order. */
export class LogReader {
  readonly lines: LogLine[] = [];
  readonly gaps: LogGap[] = [];
  readonly marks: LogMark[] = [];
  /** Lines and gaps as they stood. */
  readonly story: (LogLine | LogGap)[] = [];
  ended: ApiError | 'ended' | undefined;
  /** While true nothing is consumed, and so nothing more is asked for. */
  #held: Promise<void> | null = null;
  #release: () => void = () => undefined;
  readonly #handle: { cancel(): void };

  constructor(client: Client, input: InputOf<'containers.logs'>, credit = 8) {
    this.#handle = client.stream(
      'containers.logs',
      input,
      {
        item: (batch) => {
          this.#take(batch);
          // The client grants credit for the next once this settles.
          return this.#held ?? undefined;
        },
        done: (error) => {
          this.ended = error ?? 'ended';
        },
      },
      { credit },
    );
  }

  hold(): void {
    this.#held ??= new Promise((resolve) => {
      this.#release = resolve;
    });
  }

  release(): void {
    this.#release();
    this.#held = null;
  }

  get texts(): string[] {
    return this.lines.map((line) => line.text);
  }

  async until(what: string, check: (reader: this) => boolean, withinMs = 20_000): Promise<void> {
    await eventually(
      what,
      () => {
        if (check(this)) return;
        const marks = this.marks.map((mark) => mark.kind).join(' ');
        throw new Error(
          `${this.lines.length} lines, last ${JSON.stringify(this.lines.at(-1)?.text.slice(0, 80))}, gaps ${JSON.stringify(this.gaps)}, marks ${marks}, ended ${JSON.stringify(this.ended)}`,
        );
      },
      withinMs,
    );
  }

  close(): void {
    this.release();
    this.#handle.cancel();
  }

  #take(batch: LogBatch): void {
    for (const line of batch.lines) {
      this.lines.push(line);
      this.story.push(line);
    }
    if (batch.gap !== undefined) {
      this.gaps.push(batch.gap);
      this.story.push(batch.gap);
    }
    if (batch.mark !== undefined) this.marks.push(batch.mark);
  }
}

/** L1: what was received and the gaps that were declared are together `line 1` to `line LAST`, in order, nothing twice. */
export function expectAccounted(reader: LogReader, last: number, first = 1): void {
  let next = first;
  let open = false;
  for (const item of reader.story) {
    if ('reason' in item) {
      if (item.count === null) open = true;
      else next += item.count;
      continue;
    }
    const number = Number(/^line (\d+)$/.exec(item.text)?.[1] ?? Number.NaN);
    if (open && number > next) next = number;
    open = false;
    if (number !== next) expect(item.text, 'L1: the next line').toBe(`line ${next}`);
    next += 1;
  }
  expect(next - 1, 'L1: the last line').toBe(last);
}
