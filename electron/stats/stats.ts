import { setMaxListeners } from 'node:events';
import type { Container } from '../../shared/contract/containers.ts';
import type { EngineIdentity } from '../../shared/contract/engine.ts';
import type { StatsItem, StatsRow, StatsTotals } from '../../shared/contract/stats.ts';
import { restartsOf } from '../../shared/model/container-text.ts';
import { noFigures, type StatsHost } from '../../shared/model/stats.ts';
import { totalsOf } from '../../shared/model/stats-totals.ts';
import { listContainers } from '../engine/api/containers.ts';
import { readStats, swapsNetwork } from '../engine/api/stats.ts';
import { compareVersions } from '../engine/api-version.ts';
import type { ConnectionListener } from '../engine/connection.ts';
import type { Engine } from '../engine/engine.ts';
import { byText } from '../engine/raw/fields.ts';
import type { Session } from '../engine/session.ts';
import type { Demand } from './demand.ts';
import { collectedPace, promptPace, type ReadingPace, Sampler } from './sampler.ts';
import type { Measured } from './subject.ts';
import { isRunning, Viewer, type Wanted } from './viewer.ts';

/** One reading takes 2 to 30 ms, and on an old or busy engine seconds. */
const readDeadlineMs = 10_000;
/**
 * Up to so many readings a second nothing is put off; of those beyond, a fifth is left: 30 containers at a second each
 * are read every 1.4 s, 200 every 3.6 s. One reading costs the engine 2 to 4 ms of CPU and us half of one.
 */
const freeRate = 20;
const shareBeyond = 0.2;
/** The first item waits so long for first figures. */
const firstMs = 1500;

/** Told of what is measured, whoever wanted it. */
export interface StatsListener {
  measured(container: Container, measured: Measured): void;
  /** All that was due has been read. */
  drained(): void;
  /** The containers that run, whenever anything of containers has changed. */
  running(containers: readonly Container[]): void;
  /** Nobody wants figures any more. */
  idle(): void;
  /** The connection is gone: no figures come for now. */
  lost(): void;
  /** Another engine is in use, or the same address leads to another one. */
  switched(): void;
}

/**
 * The figures of the containers of the engine in use. The first viewer starts the sampling of what it sees, the last
 * one stops it; all share one.
 */
export class Stats implements ConnectionListener {
  readonly #engine: Engine;
  readonly #sampler: Sampler;
  readonly #demands = new Set<Demand>();
  readonly #listeners = new Set<StatsListener>();
  readonly #running = new Map<string, Container>();
  #session: Session | null = null;
  #pace: ReadingPace = promptPace;
  /** For as long as the session, or until this is closed. */
  #connected = new AbortController();
  /** How many times longer than wanted the time between readings is, for all alike. */
  #stretch = 1;
  /** What was told last, to tell whether anything has changed. */
  #shown = '';

  constructor(engine: Engine) {
    this.#engine = engine;
    this.#sampler = new Sampler({
      read: (id) => this.#read(id),
      wanted: (id) => this.#everyMs(id),
      host: () => this.#host(),
      pace: () => this.#pace,
      measured: (id, measured) => {
        const container = this.#running.get(id);
        if (container !== undefined)
          for (const listener of this.#listeners) listener.measured(container, measured);
      },
      drained: () => {
        for (const listener of this.#listeners) listener.drained();
        for (const demand of this.#demands) demand.measured();
      },
    });
    engine.connection.listen(this);
  }

  listen(listener: StatsListener): void {
    this.#listeners.add(listener);
  }

  /** Connects, and stays connected. @throws where no engine can be chosen */
  start(): Promise<void> {
    return this.#engine.start();
  }

  /** Items for one viewer until `signal` fires: the first once there is something to say, then at its interval. */
  async *watch(wanted: Wanted, signal: AbortSignal): AsyncGenerator<StatsItem> {
    const viewer = new Viewer(wanted);
    const close = await this.open(viewer, false, signal);
    try {
      const patience = performance.now() + firstMs;
      while (!this.#knowsAny(viewer) && performance.now() < patience) {
        if (!(await viewer.next(signal))) return;
        if (!this.#stale && this.#running.size === 0) break;
      }
      yield this.#item(viewer);
      while (await viewer.next(signal)) yield this.#item(viewer);
    } finally {
      viewer.close();
      await close();
    }
  }

  /** Samples for somebody until the answer is called. `background`: nobody looks, events alone tell what runs. */
  async open(demand: Demand, background: boolean, signal: AbortSignal): Promise<() => Promise<void>> {
    await this.start();
    this.#demands.add(demand);
    const ended = new AbortController();
    const until = AbortSignal.any([signal, ended.signal]);
    const following = this.#follow(background, until);
    this.#sync();
    return async () => {
      this.#demands.delete(demand);
      this.#balance();
      if (this.#demands.size === 0) for (const listener of this.#listeners) listener.idle();
      ended.abort();
      await following;
    };
  }

  /** The containers of the engine in use, for whoever needs names. */
  containers(): Container[] {
    return this.#engine.mirror.rows('container');
  }

  /** The same for who has not waited until they were read, such as a command line. */
  async known(signal: AbortSignal): Promise<Pick<Container, 'id' | 'name'>[]> {
    if (this.#engine.mirror.loaded('container')) return this.containers();
    return listContainers(await this.#engine.client(signal), { all: true, signal });
  }

  /** The sums over what runs. */
  totals(): StatsTotals {
    const now = performance.now();
    const figures = [...this.#running.keys()].map(
      (id) => this.#sampler.subject(id)?.figures(now, this.#everyMs(id) ?? 0) ?? null,
    );
    return totalsOf(this.#stale ? null : figures, this.#machine());
  }

  /** The id of the engine in use; null without a connection. */
  get engineId(): string | null {
    return this.#session?.engine.id ?? null;
  }

  close(): void {
    this.#connected.abort();
    this.#sampler.close();
  }

  // what the connection tells

  ready(session: Session, sameEngine: boolean): void {
    if (!sameEngine) this.#forget();
    this.#session = session;
    this.#pace = paceOf(session.engine);
    this.#connected = new AbortController();
    // As many readings listen to it as are under way.
    setMaxListeners(0, this.#connected.signal);
    this.#sync();
  }

  event(): void {
    // The mirror reads what an event names; its rows tell what runs.
  }

  gap(): void {
    // The same.
  }

  lost(): void {
    this.#session = null;
    this.#connected.abort();
    this.#sampler.reset();
    this.#shown = '';
    for (const listener of this.#listeners) listener.lost();
    for (const demand of this.#demands) demand.changed();
  }

  switched(): void {
    this.#session = null;
    this.#connected.abort();
    this.#forget();
    for (const demand of this.#demands) demand.changed();
  }

  /** Another engine: nothing of what was read is of it. */
  #forget(): void {
    this.#sampler.close();
    this.#running.clear();
    for (const listener of this.#listeners) listener.switched();
  }

  /** Each change of the containers, while somebody wants figures. */
  async #follow(background: boolean, signal: AbortSignal): Promise<void> {
    for await (const _change of this.#engine.mirror.watch(['container'], background, signal)) this.#sync();
  }

  #sync(): void {
    if (this.#demands.size === 0) return;
    const containers = this.containers();
    this.#running.clear();
    for (const container of containers) if (isRunning(container)) this.#running.set(container.id, container);
    // Details of a row may change often, and wait for the next figures.
    const shown = JSON.stringify([
      this.#stale,
      ...containers.map(({ id, name, state }) => [id, name, state]),
    ]);
    const changed = shown !== this.#shown;
    this.#shown = shown;
    for (const demand of this.#demands) {
      demand.resolve(containers);
      if (changed) demand.changed();
    }
    const running = [...this.#running.values()];
    for (const listener of this.#listeners) listener.running(running);
    this.#balance();
    if (this.#session !== null) this.#sampler.setRunning(running);
  }

  /** What is known may not be the truth. */
  get #stale(): boolean {
    return this.#session === null || !this.#engine.mirror.loaded('container');
  }

  #read(id: string) {
    const session = this.#session;
    if (session === null) return Promise.resolve(null);
    return readStats(session.client, id, {
      signal: this.#connected.signal,
      deadlineMs: readDeadlineMs,
      swapsNetwork: swapsNetwork(session.engine),
    });
  }

  /** The time between readings, by the most impatient viewer; null where nobody wants any, or nothing answers. */
  #everyMs(id: string): number | null {
    const least = this.#session === null ? null : this.#wantedMs(id);
    return least === null ? null : least * this.#stretch;
  }

  #wantedMs(id: string): number | null {
    let least: number | null = null;
    for (const demand of this.#demands) {
      const every = demand.everyMs(id);
      if (every !== null && (least === null || every < least)) least = every;
    }
    return least;
  }

  #balance(): void {
    let rate = 0;
    for (const id of this.#running.keys()) rate += 1000 / (this.#wantedMs(id) ?? Number.POSITIVE_INFINITY);
    this.#stretch = rate <= freeRate ? 1 : rate / (freeRate + (rate - freeRate) * shareBeyond);
  }

  #machine(): { cpus: number | null; memoryBytes: number | null } {
    const engine = this.#session?.engine;
    return { cpus: engine?.cpus || null, memoryBytes: engine?.memoryBytes || null };
  }

  #host(): StatsHost {
    return { kind: this.#session?.engine.kind ?? 'docker', memoryBytes: this.#machine().memoryBytes };
  }

  #knowsAny(viewer: Viewer): boolean {
    const now = performance.now();
    return [...this.#running.keys()].some((id) => {
      const every = viewer.everyMs(id);
      return every !== null && this.#sampler.subject(id)?.figures(now, every * this.#stretch) != null;
    });
  }

  #item(viewer: Viewer): StatsItem {
    const rows = this.containers()
      .filter((container) => viewer.shows(container))
      .map((container) => this.#row(container, viewer.everyMs(container.id) ?? 0))
      .sort((a, b) => byText(a.name, b.name));
    return {
      at: new Date().toISOString(),
      stale: this.#stale,
      rows,
      totals: this.totals(),
      absent: [...viewer.absent],
    };
  }

  /** `everyMs`: how often whoever sees the row wants it. */
  #row(container: Container, everyMs: number): StatsRow {
    const { id, name, project, state } = container;
    const subject = this.#sampler.subject(id);
    const figures = subject?.figures(performance.now(), everyMs * this.#stretch) ?? null;
    const sampledAt = figures === null ? null : (subject?.sampledAt ?? null);
    return {
      id,
      name,
      ...(project === undefined ? {} : { project }),
      state,
      restarts: restartsOf(container),
      ...(figures ?? noFigures),
      sampledAt: sampledAt === null ? null : new Date(sampledAt).toISOString(),
    };
  }
}

function paceOf({ kind, serverApiVersion }: EngineIdentity): ReadingPace {
  return kind === 'podman' || compareVersions(serverApiVersion, '1.44') >= 0 ? promptPace : collectedPace;
}
