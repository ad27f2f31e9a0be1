import type { StreamHandle } from '../../../shared/contract/client.ts';
import type { ApiError } from '../../../shared/contract/errors.ts';
import type { InputOf } from '../../../shared/contract/index.ts';
import type { LogBatch } from '../../../shared/contract/logs.ts';
import { compareNano, LogPosition, nanoToSeconds } from '../../../shared/model/log-position.ts';
import { openStream, useLink } from '../link.ts';
import type { LogStore, NewRow } from './log-store.ts';

/** What is asked for. Another query is another reading. */
export interface LogQuery {
  ids: readonly string[];
  tail: '100' | '1000' | '10000' | 'all';
  since: string | undefined;
  /** With an end nothing is followed. */
  until: string | undefined;
  stdout: boolean;
  stderr: boolean;
}

export type LogStreamState =
  | { status: 'opening' }
  | { status: 'open' }
  | { status: 'waiting' }
  | { status: 'ended' }
  | { status: 'failed'; error: ApiError };

/** Batches of up to a thousand lines that may be under way at once. */
const credit = 6;
const retryMs = 1000;

/** Reads logs into a store until stopped. When the link to Slipway was down it goes on where it stopped, by time. */
export class LogStream {
  readonly #query: LogQuery;
  readonly #store: LogStore;
  readonly #hiddenUpTo: (container: string) => string | undefined;
  readonly #onState: (state: LogStreamState) => void;
  readonly #positions = new Map<string, LogPosition>();
  readonly #unsubscribe: () => void;
  #handle: StreamHandle | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #over = false;

  constructor(
    query: LogQuery,
    store: LogStore,
    hiddenUpTo: (container: string) => string | undefined,
    onState: (state: LogStreamState) => void,
  ) {
    this.#query = query;
    this.#store = store;
    this.#hiddenUpTo = hiddenUpTo;
    this.#onState = onState;
    this.#unsubscribe = useLink.subscribe(({ link }, before) => {
      // The new client is there only after its link was told of.
      if (link.status === 'open' && before.link.status !== 'open') queueMicrotask(() => this.#open());
    });
    this.#open();
  }

  stop(): void {
    this.#over = true;
    this.#unsubscribe();
    clearTimeout(this.#timer);
    this.#handle?.cancel();
    this.#handle = null;
  }

  #open(): void {
    if (this.#over || this.#handle !== null) return;
    clearTimeout(this.#timer);
    const input = this.#input();
    this.#onState({ status: 'opening' });
    let answered = false;
    this.#handle = openStream(
      'containers.logs',
      input,
      {
        item: (batch) => {
          if (!answered) this.#onState({ status: 'open' });
          answered = true;
          this.#take(batch);
        },
        done: (error) => this.#done(error),
      },
      { credit },
    );
    if (this.#handle === null) this.#onState({ status: 'waiting' });
  }

  #done(error: ApiError | undefined): void {
    this.#handle = null;
    if (this.#over) return;
    if (error === undefined) this.#finish({ status: 'ended' });
    else if (error.reason === 'connection-closed') this.#onState({ status: 'waiting' });
    else if (error.code === 'unreachable' || error.code === 'timeout') {
      this.#onState({ status: 'waiting' });
      this.#timer = setTimeout(() => this.#open(), retryMs);
    } else this.#finish({ status: 'failed', error });
  }

  #finish(state: LogStreamState): void {
    this.stop();
    this.#onState(state);
  }

  /** The first time what was asked for; afterwards all since the place where the reading farthest behind stopped. */
  #input(): InputOf<'containers.logs'> {
    const { ids, tail, since, until, stdout, stderr } = this.#query;
    const known = [...this.#positions.values()].map((position) => position.since ?? '');
    for (const position of this.#positions.values()) position.resume();
    const oldest = known.sort((a, b) => Number(a) - Number(b))[0];
    const from = oldest ?? since;
    return {
      ids: [...ids],
      follow: until === undefined,
      tail: oldest !== undefined || tail === 'all' ? 'all' : Number(tail),
      stdout,
      stderr,
      ...(from === undefined || from === '' ? {} : { since: from }),
      ...(until === undefined ? {} : { until }),
    };
  }

  #take({ lines, gap, mark }: LogBatch): void {
    const rows: NewRow[] = [];
    let container = '';
    let position: LogPosition | undefined;
    let hidden: string | undefined;
    for (const line of lines) {
      if (line.container !== container) {
        container = line.container;
        position = this.#positionOf(container);
        hidden = this.#hiddenUpTo(container);
      }
      const verdict = position?.admit(line);
      if (verdict === 'known') continue;
      if (hidden !== undefined && compareNano(line.atNano, hidden) <= 0) continue;
      if (verdict === 'after-gap')
        rows.push({ kind: 'gap', gap: { container, count: null, reason: 'rotated' } });
      rows.push({ kind: 'line', line });
    }
    if (gap !== undefined) rows.push({ kind: 'gap', gap });
    if (mark !== undefined) rows.push({ kind: 'mark', mark });
    if (rows.length > 0) this.#store.add(rows);
  }

  #positionOf(container: string): LogPosition {
    let position = this.#positions.get(container);
    if (position === undefined) {
      position = new LogPosition();
      this.#positions.set(container, position);
    }
    return position;
  }
}

/** A `since` that leaves out what was hidden, where it was hidden for every container. */
export function sinceHidden(
  hidden: readonly (string | undefined)[],
  since: string | undefined,
): string | undefined {
  const times = hidden.filter((nano) => nano !== undefined);
  if (since !== undefined || times.length === 0 || times.length < hidden.length) return since;
  const [oldest] = times.sort(compareNano);
  return oldest === undefined ? since : nanoToSeconds(oldest);
}
