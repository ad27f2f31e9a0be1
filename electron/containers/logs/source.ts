import type { IncomingMessage } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { fail, SlipwayError } from '../../../shared/contract/failure.ts';
import {
  compareNano,
  LogPosition,
  nanoToSeconds,
  secondsToNano,
} from '../../../shared/model/log-position.ts';
import { openLogs } from '../../engine/api/logs.ts';
import { backoffMs } from '../../engine/backoff.ts';
import type { EngineClient } from '../../engine/client.ts';
import type { Engine } from '../../engine/engine.ts';
import { networkError } from '../../engine/network-errors.ts';
import { signalWithin } from '../../engine/signal-within.ts';
import type { LogLane, LogMerge } from './merge.ts';
import { FramedLog, type LogParser, RawLog } from './parsers.ts';
import type { LogRecord } from './records.ts';
import { findSubject, type LogSubject } from './subject.ts';

export interface SourceOptions {
  /** When the reading was asked for, by the engine's clock. */
  openedNano: string;
  follow: boolean;
  stdout: boolean;
  stderr: boolean;
  tail: number | undefined;
  /** `seconds.nanoseconds` */
  since: string | undefined;
  until: string | undefined;
}

/** Wakes when something may have happened to a container, and in any case after a while. */
export type Wake = (id: string, signal: AbortSignal) => Promise<void>;

const retry = { firstMs: 100, maxMs: 2000 };
/** A followed log that is silent for so long is compared with what there is: after a truncation it hangs (moby#45728). */
const suspectMs = 6000;
const suspectMostMs = 60_000;
const compareWithinMs = 5000;
/** So many failures of the engine itself, one after the other, are taken for its answer. */
const refusalsInARow = 6;

/** Reads the log of one container into its lane until it is over; a cut, a restart or a hang goes on where it stopped. */
export class LogSource {
  readonly #engine: Engine;
  readonly #merge: LogMerge;
  readonly #lane: LogLane;
  readonly #options: SourceOptions;
  readonly #wake: Wake;
  /** Nanoseconds; Podman begins with the whole second. */
  readonly #earliest: string | null;
  readonly #position = new LogPosition();
  #subject: LogSubject;
  #lost = false;
  /** dockerd never answers a `tail=` of a log that was truncated: then all there is left is read. */
  #tailHangs = false;

  constructor(engine: Engine, subject: LogSubject, merge: LogMerge, options: SourceOptions, wake: Wake) {
    this.#engine = engine;
    this.#subject = subject;
    this.#merge = merge;
    this.#lane = merge.lane(subject.name);
    this.#options = options;
    this.#earliest = options.since === undefined ? null : secondsToNano(options.since);
    this.#wake = wake;
  }

  /** Resolves with what ended it for good, or null after an orderly end. */
  async run(signal: AbortSignal): Promise<SlipwayError | null> {
    const failure = await this.#run(signal);
    if (failure !== null && !signal.aborted) this.#mark('failed', failure);
    this.#lane.end();
    return failure;
  }

  async #run(signal: AbortSignal): Promise<SlipwayError | null> {
    let attempt = 0;
    while (!signal.aborted) {
      try {
        const client = await this.#engine.client(signal);
        if (attempt > 0) await this.#look(client, signal);
        await this.#read(client, signal, () => {
          attempt = 0;
        });
        if (!this.#options.follow || this.#options.until !== undefined) return null;
        if (!(await this.#untilRunning(signal))) return null;
      } catch (thrown) {
        if (signal.aborted) return null;
        if (!(thrown instanceof SlipwayError)) throw thrown;
        if (thrown.error.code === 'not-found') {
          this.#mark('removed');
          return null;
        }
        attempt += 1;
        if (!mendsItself(thrown, attempt)) return thrown;
        if (!this.#lost) this.#mark('lost', thrown);
        this.#lost = true;
        await pause(backoffMs(retry, attempt, Math.random()), signal);
      }
    }
    return null;
  }

  /** The log from where it was left, to the end of this reading. */
  async #read(client: EngineClient, signal: AbortSignal, began: () => void): Promise<void> {
    const { follow, stdout, stderr, tail, until } = this.#options;
    const since = this.#position.since;
    this.#position.resume();
    const ended = new AbortController();
    const stop = () => ended.abort();
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    const watch = follow ? this.#suspect(client, ended) : null;
    try {
      const first = this.#options.since === undefined ? {} : { since: this.#options.since };
      const answer = await openLogs(
        client,
        this.#subject,
        {
          follow,
          stdout,
          stderr,
          ...(since === undefined ? first : { since }),
          ...(since !== undefined || tail === undefined || this.#tailHangs ? {} : { tail }),
          ...(until === undefined ? {} : { until }),
        },
        ended.signal,
      );
      if (this.#lost) this.#mark('resumed');
      this.#lost = false;
      began();
      await this.#drain(client, answer, watch, ended.signal);
    } finally {
      watch?.stop();
      signal.removeEventListener('abort', stop);
      ended.abort();
    }
  }

  async #drain(
    client: EngineClient,
    answer: IncomingMessage,
    watch: { heard(): void } | null,
    signal: AbortSignal,
  ): Promise<void> {
    const parser: LogParser = this.#subject.tty ? new RawLog() : new FramedLog();
    const liveFrom = this.#options.follow ? openedAt(answer) : null;
    try {
      for await (const chunk of answer) {
        const records = parser.push(chunk as Buffer);
        await this.#hand(records, liveFrom, signal);
        watch?.heard();
        if (parser.trouble !== null)
          throw fail('engine-error', 'engine-error', { detail: parser.trouble }, { engine: parser.trouble });
      }
    } catch (thrown) {
      throw networkError(thrown, client.address);
    } finally {
      answer.destroy();
    }
    if (parser.partial || !answer.complete)
      throw fail('unreachable', 'answer-cut', { request: `GET /containers/${this.#subject.id}/logs` });
    await this.#hand(parser.end(), liveFrom, signal);
  }

  /** History waits for a slow reader; what is written now does not, and goes with its count. */
  async #hand(records: readonly LogRecord[], liveFrom: string | null, signal: AbortSignal): Promise<void> {
    let live = false;
    for (const record of records) {
      if (this.#earliest !== null && compareNano(record.atNano, this.#earliest) < 0) continue;
      const verdict = this.#position.admit(record);
      if (verdict === 'known') continue;
      const container = this.#subject.name;
      if (verdict === 'after-gap') this.#lane.gap({ container, count: null, reason: 'rotated' });
      const { channel, at, atNano, text } = record;
      this.#lane.line({
        container,
        at,
        atNano,
        channel,
        text,
        ...(record.truncated ? { truncatedBytes: record.bytes } : {}),
      });
      live = liveFrom !== null && compareNano(atNano, liveFrom) >= 0;
    }
    this.#lane.heard();
    if (live) this.#merge.shed();
    else while (this.#merge.full && !signal.aborted) await this.#merge.room(signal);
  }

  /** Looks at the container again: it may have another name, or be gone. */
  async #look(client: EngineClient, signal: AbortSignal): Promise<LogSubject> {
    this.#subject = await findSubject(client, this.#subject.id, signal);
    return this.#subject;
  }

  /** After the end of a followed log: true once the container runs again, false when it never will. */
  async #untilRunning(signal: AbortSignal): Promise<boolean> {
    const before = this.#subject;
    let told = !before.running;
    while (!signal.aborted) {
      const looked = new AbortController();
      // Listened for before the look: a start in between is not missed.
      const woken = this.#wake(before.id, AbortSignal.any([signal, looked.signal]));
      try {
        const now = await this.#look(await this.#engine.client(signal), signal);
        const restarted = now.startedAt !== before.startedAt;
        // One that ran for a moment only has ended again by now, and has lines all the same.
        if (now.running || restarted) {
          if (restarted && !told) this.#mark('stopped');
          if (restarted) this.#mark('started');
          else await pause(retry.firstMs, signal);
          return true;
        }
        if (!told) this.#mark('stopped');
        told = true;
        await woken;
      } finally {
        looked.abort();
      }
    }
    return false;
  }

  /** Ends a reading that has gone silent although there are newer lines. */
  #suspect(client: EngineClient, ended: AbortController): { heard(): void; stop(): void } {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const arm = (ms: number) => {
      clearTimeout(timer);
      if (!ended.signal.aborted) timer = setTimeout(() => void compare(ms), ms);
    };
    const compare = async (ms: number) => {
      const newer = await this.#hasNewer(client, ended.signal);
      if (newer) {
        this.#tailHangs ||= this.#position.since === undefined;
        ended.abort(
          fail('unreachable', 'answer-cut', { request: `GET /containers/${this.#subject.id}/logs` }),
        );
      } else arm(Math.min(ms * 2, suspectMostMs));
    };
    arm(suspectMs);
    return { heard: () => arm(suspectMs), stop: () => clearTimeout(timer) };
  }

  /** The earliest line whose absence proves a hang, before any line came; null: any line there is does. */
  #proof(): string | null {
    const { tail, stdout, stderr, openedNano } = this.#options;
    // The last lines asked for may be none, or all of the other channel: the engine counts before it chooses.
    const mayBeNone = tail === 0 || (tail !== undefined && stdout !== stderr);
    return mayBeNone && this.#position.since === undefined ? openedNano : this.#earliest;
  }

  async #hasNewer(client: EngineClient, signal: AbortSignal): Promise<boolean> {
    const { stdout, stderr } = this.#options;
    const proof = this.#proof();
    const since = this.#position.since ?? (proof === null ? undefined : nanoToSeconds(proof));
    const proves = (record: LogRecord) =>
      (proof === null || compareNano(record.atNano, proof) >= 0) && this.#position.isNewer(record);
    const within = signalWithin(compareWithinMs, signal);
    try {
      const query = { follow: false, stdout, stderr, ...(since === undefined ? {} : { since }) };
      const answer = await openLogs(client, this.#subject, query, within);
      const parser: LogParser = this.#subject.tty ? new RawLog() : new FramedLog();
      for await (const chunk of answer) if (parser.push(chunk as Buffer).some(proves)) return true;
      return parser.end().some(proves);
    } catch (thrown) {
      // Whatever is wrong with the engine ends the reading by itself.
      if (thrown instanceof Error) return false;
      throw thrown;
    }
  }

  #mark(
    kind: 'started' | 'stopped' | 'removed' | 'lost' | 'resumed' | 'failed',
    thrown?: SlipwayError,
  ): void {
    const error = thrown === undefined ? {} : { error: thrown.error };
    this.#lane.mark({ container: this.#subject.name, kind, ...error });
  }
}

/** Failures of the way to the engine, rather than of what was asked. An engine that fails at it again and again says no. */
function mendsItself({ error }: SlipwayError, attempt: number): boolean {
  if (error.code === 'unreachable' || error.code === 'timeout' || error.code === 'cancelled') return true;
  return error.code === 'engine-error' && (error.status ?? 500) >= 500 && attempt < refusalsInARow;
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal }).catch((thrown: unknown) => {
    if (!signal.aborted) throw thrown;
  });
}

/** The engine's time when it began to answer, in whole seconds: lines from then on are being written now. */
function openedAt(answer: IncomingMessage): string | null {
  const ms = Date.parse(answer.headers.date ?? '');
  return Number.isNaN(ms) ? null : `${ms / 1000}000000000`;
}
