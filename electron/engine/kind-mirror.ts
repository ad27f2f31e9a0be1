import type { EngineEvent, Freshness, ResourceKind, ResourceRows } from '../../shared/contract/engine.ts';
import { fail, toApiError } from '../../shared/contract/failure.ts';
import { backoffMs } from './backoff.ts';
import type { EngineClient } from './client.ts';
import type { KindSpec } from './kinds.ts';
import type { Session } from './session.ts';

/** What changed, told to the mirror: the watchers read the rows themselves when they are ready for them. */
export interface ChangeSink {
  changed(kind: ResourceKind, ids: readonly string[]): void;
  reset(kind: ResourceKind): void;
  freshness(kind: ResourceKind): void;
}

/** Adds to rows what their list does not tell, and marks. */
export interface RowFinisher<Row> {
  finish(row: Row): Row;
}

/** Which rows were read. */
export interface ReadRows {
  /** Those that were touched. */
  ids: readonly string[];
  /** Those of them of which more than a list tells may have changed. */
  deep: ReadonlySet<string>;
  /** The whole list came. */
  all: boolean;
}

/** Called after rows were read. */
export type AfterRead = (client: EngineClient, read: ReadRows, signal: AbortSignal) => Promise<void>;

const quietDelayMs = 8;
/** While events come faster than this, the list is read whole and at most once a second. */
const stormEventsPerSecond = 40;
const stormDelayMs = 950;
/** Above this many touched rows one whole list is cheaper than a filtered one. */
const someLimit = 24;
/** Rows are to be true within 2 s of the engine's first good answer: no wait is longer than 1.75 s. */
const retry = { firstMs: 500, maxMs: 1400 };
/** A read that takes longer leaves rows on screen that are known to have changed. */
const slowReadMs = 2000;
/** After an event that came before its change could be read. */
const lookAgainMs = 300;

interface Entry<Row> {
  row: Row;
  signature: string;
}

/**
 * The rows of one kind. Events only name what to read; reads tell the truth. One read is under way at a time, and
 * what is touched meanwhile is read again after it.
 */
export class KindMirror<K extends ResourceKind> {
  readonly kind: K;
  readonly #spec: KindSpec<K>;
  readonly #sink: ChangeSink;
  readonly #finisher: RowFinisher<ResourceRows[K]>;
  readonly #entries = new Map<string, Entry<ResourceRows[K]>>();
  #freshness: Freshness = { stale: true, listedAt: null, error: null };
  #session: Session | null = null;
  #dirty = new Set<string>();
  #deep = new Set<string>();
  #all = false;
  #timer: NodeJS.Timeout | null = null;
  readonly #again = new Set<string>();
  #againTimer: NodeJS.Timeout | null = null;
  #reading: Promise<void> | null = null;
  #failures = 0;
  #heat = 0;
  #heatAt = 0;
  #waiters: { resolve: () => void; reject: (error: unknown) => void }[] = [];
  readonly #afterRead: AfterRead | null;

  constructor(
    spec: KindSpec<K>,
    sink: ChangeSink,
    finisher: RowFinisher<ResourceRows[K]>,
    afterRead: AfterRead | null = null,
  ) {
    this.kind = spec.kind;
    this.#spec = spec;
    this.#sink = sink;
    this.#finisher = finisher;
    this.#afterRead = afterRead;
  }

  get freshness(): Freshness {
    return this.#freshness;
  }

  get loaded(): boolean {
    return this.#freshness.listedAt !== null;
  }

  rows(): ResourceRows[K][] {
    return [...this.#entries.values()].map((entry) => entry.row);
  }

  row(id: string): ResourceRows[K] | undefined {
    return this.#entries.get(id)?.row;
  }

  /** A connection is up: everything is read again. `sameEngine` false drops the rows first. */
  connected(session: Session, sameEngine: boolean): void {
    this.#session = session;
    if (!sameEngine) this.clear();
    this.#failures = 0;
    this.touchAll();
  }

  /** Rows stay, marked stale. */
  disconnected(): void {
    this.#session = null;
    this.#stopTimer();
    this.#forgetAgain();
    this.#setFreshness({ ...this.#freshness, stale: true });
    this.#failWaiters(fail('unreachable', 'not-connected', { status: 'reconnecting' }));
  }

  clear(): void {
    this.#entries.clear();
    this.#dirty.clear();
    this.#deep.clear();
    this.#freshness = { stale: true, listedAt: null, error: null };
    this.#sink.reset(this.kind);
  }

  event(event: EngineEvent): void {
    const touch = this.#spec.touch(event);
    if (touch.type === 'none') return;
    this.#warm();
    if (touch.type === 'all') this.#all = true;
    else this.#touch(touch.ids, touch.shallow !== true);
    if (touch.type === 'some' && touch.early) this.#lookAgain(touch.ids);
    this.#schedule(this.storm ? stormDelayMs : quietDelayMs);
  }

  touchAll(): void {
    this.#all = true;
    this.#schedule(0);
  }

  /** Reads these rows now and resolves when they are shown; for what the person did here. */
  refresh(ids: readonly string[] | 'all'): Promise<void> {
    if (this.#session === null) return Promise.resolve();
    if (ids === 'all') this.#all = true;
    else this.#touch(ids, true);
    return new Promise((resolve, reject) => {
      this.#waiters.push({ resolve, reject });
      this.#stopTimer();
      this.#schedule(0);
    });
  }

  /** Finishes rows anew: their details or marks changed. */
  refinish(ids: Iterable<string>): void {
    const changed: string[] = [];
    for (const id of ids) {
      const entry = this.#entries.get(id);
      if (entry !== undefined && this.#put(entry.row)) changed.push(id);
    }
    if (changed.length > 0) this.#sink.changed(this.kind, changed);
  }

  close(): void {
    this.#session = null;
    this.#stopTimer();
    this.#forgetAgain();
    this.#failWaiters(fail('cancelled', 'cancelled'));
  }

  #touch(ids: readonly string[], deep: boolean): void {
    for (const id of ids) {
      this.#dirty.add(id);
      if (deep) this.#deep.add(id);
    }
  }

  #warm(): void {
    const now = performance.now();
    this.#heat = this.#heat * Math.exp((this.#heatAt - now) / 1000) + 1;
    this.#heatAt = now;
  }

  /** True while events come so fast that reads are held back. */
  get storm(): boolean {
    return this.#heat > stormEventsPerSecond;
  }

  #schedule(delayMs: number): void {
    if (this.#session === null || this.#timer !== null || this.#reading !== null) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      const session = this.#session;
      if (session === null) return;
      this.#reading = this.#read(session).finally(() => {
        this.#reading = null;
        if (this.#all || this.#dirty.size > 0 || this.#waiters.length > 0) this.#schedule(this.#nextDelay());
      });
    }, delayMs);
  }

  #nextDelay(): number {
    if (this.#failures > 0) return backoffMs(retry, this.#failures, Math.random());
    return this.storm && this.#waiters.length === 0 ? stormDelayMs : quietDelayMs;
  }

  async #read(session: Session): Promise<void> {
    const waiters = this.#waiters;
    const all = this.#all || !this.loaded || this.#spec.some === undefined || this.#dirty.size > someLimit;
    const ids = [...this.#dirty];
    const deep = this.#deep;
    this.#waiters = [];
    this.#all = false;
    this.#dirty = new Set();
    this.#deep = new Set();
    let slow = false;
    const slowTimer = setTimeout(() => {
      slow = true;
      this.#setFreshness({ ...this.#freshness, stale: true });
    }, slowReadMs);
    try {
      if (all || ids.length > 0) {
        const rows = await (all || this.#spec.some === undefined
          ? this.#spec.list(session.client, session.signal)
          : this.#spec.some(session.client, ids, session.signal));
        // An answer that was on its way when the connection ended is about another engine, or about before.
        if (this.#session !== session) throw fail('unreachable', 'not-connected', { status: 'reconnecting' });
        if (all) this.#takeAll(rows);
        else this.#takeSome(ids, rows);
      }
      this.#failures = 0;
      await this.#afterRead?.(session.client, { ids, deep, all }, session.signal);
      if (slow && this.#session === session) this.#setFreshness({ ...this.#freshness, stale: false });
      for (const waiter of waiters) waiter.resolve();
    } catch (thrown) {
      for (const waiter of waiters) waiter.reject(thrown);
      if (session.signal.aborted || this.#session !== session) return;
      this.#failures += 1;
      this.#all = true;
      for (const id of deep) this.#deep.add(id);
      this.#setFreshness({ ...this.#freshness, stale: true, error: toApiError(thrown) });
    } finally {
      clearTimeout(slowTimer);
    }
  }

  #takeAll(rows: ResourceRows[K][]): void {
    const first = !this.loaded;
    const changed: string[] = [];
    const gone = new Set(this.#entries.keys());
    for (const row of rows) {
      const id = this.#spec.key(row);
      gone.delete(id);
      if (this.#put(row)) changed.push(id);
    }
    for (const id of gone) {
      this.#entries.delete(id);
      changed.push(id);
    }
    this.#setFreshness({ stale: false, listedAt: new Date().toISOString(), error: null });
    if (first) this.#sink.reset(this.kind);
    else if (changed.length > 0) this.#sink.changed(this.kind, changed);
  }

  #takeSome(ids: readonly string[], rows: ResourceRows[K][]): void {
    const changed: string[] = [];
    const found = new Set<string>();
    for (const row of rows) {
      const id = this.#spec.key(row);
      found.add(id);
      if (this.#put(row)) changed.push(id);
    }
    for (const id of ids) if (!found.has(id) && this.#entries.delete(id)) changed.push(id);
    if (changed.length > 0) this.#sink.changed(this.kind, changed);
  }

  /** True when the row differs from the one that was there. */
  #put(raw: ResourceRows[K]): boolean {
    const row = this.#finisher.finish(raw);
    const id = this.#spec.key(row);
    const signature = JSON.stringify(row);
    if (this.#entries.get(id)?.signature === signature) return false;
    this.#entries.set(id, { row, signature });
    return true;
  }

  #setFreshness(freshness: Freshness): void {
    const before = this.#freshness;
    this.#freshness = freshness;
    if (before.stale !== freshness.stale || before.error?.message !== freshness.error?.message)
      this.#sink.freshness(this.kind);
  }

  #lookAgain(ids: readonly string[]): void {
    for (const id of ids) this.#again.add(id);
    this.#againTimer ??= setTimeout(() => {
      this.#againTimer = null;
      for (const id of this.#again) this.#dirty.add(id);
      this.#again.clear();
      this.#schedule(this.storm ? stormDelayMs : 0);
    }, lookAgainMs);
  }

  /** Without a connection nothing is looked at; the next one begins with all rows. */
  #forgetAgain(): void {
    if (this.#againTimer !== null) clearTimeout(this.#againTimer);
    this.#againTimer = null;
    this.#again.clear();
  }

  #stopTimer(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #failWaiters(error: Error): void {
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const waiter of waiters) waiter.reject(error);
  }
}
