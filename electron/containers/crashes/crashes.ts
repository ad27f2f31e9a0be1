import type { Container } from '../../../shared/contract/containers.ts';
import type { CrashItem } from '../../../shared/contract/crashes.ts';
import type { EngineEvent } from '../../../shared/contract/engine.ts';
import { failure } from '../../../shared/contract/failure.ts';
import { askedFor, type Death, DeathWatch } from '../../../shared/model/deaths.ts';
import type { ConnectionListener } from '../../engine/connection.ts';
import type { Engine } from '../../engine/engine.ts';
import { type Session, sleep } from '../../engine/session.ts';
import { type Aftermath, crashOf, ranOutOfMemory, readAftermath } from './aftermath.ts';
import { CrashBook } from './crash-book.ts';
import { missedDeaths } from './missed.ts';

/** Some engines tell only after the end that somebody asked for it. */
const settleMs = { docker: 800, podman: 2000 } as const;
/** Events of the time without a connection are replayed right at the start of the next. */
const replayMs = 1200;
/** A death that is replayed before the connection is ready waits so long for it. */
const patienceMs = 10_000;
/** A storm of deaths is not asked about one by one. */
const mostAtOnce = 40;

/** Watches the containers of the engine in use for ends that nobody asked for. */
export class Crashes implements ConnectionListener {
  readonly #engine: Engine;
  readonly #book = new CrashBook();
  readonly #watch = new DeathWatch();
  readonly #work = new Set<Promise<void>>();
  /** The end that is being looked at, by container. */
  readonly #turns = new Map<string, Promise<void>>();
  readonly #closed = new AbortController();
  #epoch = new AbortController();
  #engineId = '';
  #session: Session | null = null;
  #waiting: (() => void)[] = [];
  /** What ran when the connection was lost, by id, without what was seen to end since. */
  #ranBefore: Map<string, Container> | null = null;

  constructor(engine: Engine) {
    this.#engine = engine;
    engine.connection.listen(this);
  }

  async *stream(signal: AbortSignal): AsyncGenerator<CrashItem> {
    await this.#engine.start();
    yield* this.#book.watch(signal);
  }

  dismiss(id?: string): number {
    return this.#book.dismiss(id);
  }

  /** Ends what is under way. */
  async close(): Promise<void> {
    this.#closed.abort();
    this.#forget();
    await Promise.all(this.#work);
  }

  // what the connection tells

  ready(session: Session): void {
    if (session.engine.id !== this.#engineId) {
      if (this.#engineId !== '') this.#forget();
      this.#engineId = session.engine.id;
    }
    this.#session = session;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const go of waiting) go();
    if (this.#ranBefore !== null && this.#ranBefore.size > 0) this.#do(this.#lookForMissed(session));
    else this.#ranBefore = null;
  }

  event(event: EngineEvent): void {
    if (event.type !== 'container') return;
    const death = this.#watch.take(event);
    switch (event.action) {
      case 'die':
      case 'died':
        this.#ranBefore?.delete(event.id);
        break;
      case 'destroy':
      case 'remove':
        this.#ranBefore?.delete(event.id);
        this.#book.update(event.id, { removed: true });
        break;
      case 'rename':
        if (event.name !== undefined) this.#book.update(event.id, { name: event.name });
        break;
    }
    if (death !== null) this.#do(this.#lookAt(death));
  }

  gap(): void {
    // A line that was no event named nothing that could be looked at.
  }

  lost(): void {
    this.#session = null;
    const running = this.#engine.mirror
      .rows('container')
      // A row may not have been read again yet.
      .filter(({ id, state }) => state === 'running' && !this.#watch.ended(id));
    this.#ranBefore ??= new Map(running.map((row) => [row.id, row]));
  }

  switched(): void {
    this.#session = null;
    this.#engineId = '';
    this.#forget();
  }

  #forget(): void {
    this.#epoch.abort();
    this.#epoch = new AbortController();
    for (const go of this.#waiting) go();
    this.#waiting = [];
    this.#ranBefore = null;
    this.#watch.clear();
    this.#book.clear();
  }

  #do(work: Promise<void>): void {
    // Failures of the engine are part of what is told: what comes here is a fault of ours, and must be seen.
    const done = work.catch((thrown: unknown) =>
      process.emitWarning(thrown instanceof Error ? thrown : String(thrown)),
    );
    this.#work.add(done);
    void done.then(() => this.#work.delete(done));
  }

  /** Of a loop the ends are told in their order, however long each takes to be read. */
  async #lookAt(death: Death): Promise<void> {
    const turn = this.#afterSettling(death, this.#turns.get(death.id));
    this.#turns.set(death.id, turn);
    try {
      await turn;
    } finally {
      if (this.#turns.get(death.id) === turn) this.#turns.delete(death.id);
    }
  }

  /** What is left of it is read at once, since it may go away; who asked for it is known a moment later. */
  async #afterSettling(death: Death, before: Promise<void> | undefined): Promise<void> {
    const { signal } = this.#epoch;
    const row = this.#engine.mirror.rows('container').find(({ id }) => id === death.id);
    const patience = settleMs[this.#session?.engine.kind ?? 'docker'];
    const [found] = await Promise.all([this.#aftermath(death, signal), sleep(patience, signal), before]);
    if (signal.aborted || askedFor(death, found.facts)) return;
    const known = row?.restartCount === undefined ? {} : { restartCount: row.restartCount };
    // An engine may tell that memory ran out only after the end.
    const oomKilled = found.oomKilled || ranOutOfMemory(death);
    this.#book.add(crashOf(death, { ...known, ...found, oomKilled }, false));
  }

  async #aftermath(death: Death, signal: AbortSignal): Promise<Aftermath> {
    const session = this.#work.size > mostAtOnce ? null : await this.#connected(signal);
    if (session === null)
      return {
        facts: { autoRemove: null, interactive: null },
        removed: false,
        restarts: false,
        oomKilled: ranOutOfMemory(death),
        lines: [],
        linesError: failure('unreachable', 'log-not-read', { name: death.name }),
      };
    return readAftermath(session.client, death, AbortSignal.any([signal, session.signal]));
  }

  /** The connection there is, or the next one if it comes in time. */
  async #connected(signal: AbortSignal): Promise<Session | null> {
    if (this.#session === null) {
      const soon = new AbortController();
      this.#waiting.push(() => soon.abort());
      await sleep(patienceMs, AbortSignal.any([soon.signal, signal]));
    }
    return this.#session;
  }

  /** The feed goes on where it stopped; where it cannot, what ran is compared with what there is. */
  async #lookForMissed(session: Session): Promise<void> {
    const stop = AbortSignal.any([this.#epoch.signal, session.signal]);
    if (!(await sleep(replayMs, stop))) return;
    const before = this.#ranBefore;
    this.#ranBefore = null;
    const { continued, told } = this.#engine.connection.replay;
    if (before === null || before.size === 0 || continued) return;
    const deaths = await missedDeaths(session.client, [...before.values()], told, stop);
    for (const death of deaths) {
      const found = await readAftermath(session.client, death, stop);
      if (stop.aborted) return;
      this.#book.add(crashOf(death, found, true));
    }
  }
}
