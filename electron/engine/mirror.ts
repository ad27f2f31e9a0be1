import type { Container } from '../../shared/contract/containers.ts';
import type { EngineEvent, ResourceKind, ResourceRows, WatchItem } from '../../shared/contract/engine.ts';
import type { ConnectionListener } from './connection.ts';
import { DetailsBook } from './container-details.ts';
import { type ChangeSink, KindMirror, type RowFinisher } from './kind-mirror.ts';
import { containerKind, imageKind, type KindSpec, networkKind, volumeKind } from './kinds.ts';
import type { Session } from './session.ts';
import { gatherMs, type ItemSource, Watcher } from './watchers.ts';

export type IsProtected = (engineId: string, kind: ResourceKind, id: string) => boolean;

type Kinds = { [K in ResourceKind]: KindMirror<K> };

/** Missed events are healed this often, while somebody looks. */
const reconcileMs = 45_000;
/** Podman 4 tells nobody that a network was made or removed: they are looked for this often, while somebody looks. */
const untoldMs = 5000;

/** All rows of the engine in use, kept true by its events, and everybody who watches them. */
export class Mirror implements ConnectionListener, ChangeSink, ItemSource {
  readonly #kinds: Kinds;
  readonly #details: DetailsBook;
  readonly #watchers = new Set<Watcher>();
  #foreground = 0;
  #session: Session | null = null;
  #engineId = '';
  #revision = 0;
  #reconcile: NodeJS.Timeout[] = [];

  constructor(isProtected: IsProtected) {
    const marked = (kind: ResourceKind, id: string) => isProtected(this.#engineId, kind, id);
    this.#details = new DetailsBook((id) => marked('container', id));
    this.#kinds = {
      container: new KindMirror(containerKind, this, this.#details, (client, { ids, deep, all }, signal) => {
        const mirror = this.#kinds.container;
        const rows = all ? mirror.rows() : ids.map((id) => mirror.row(id)).filter(isPresent);
        if (all) this.#details.keepOnly(rows);
        const wanted = this.#details.wanted(rows, deep);
        const isShown = (id: string) => mirror.row(id) !== undefined;
        const done = (ready: readonly string[]) => mirror.refinish(ready);
        if (!all) return this.#details.fill(client, wanted, isShown, done, signal);
        this.#details.fillLater(client, wanted, isShown, done, signal);
        return Promise.resolve();
      }),
      image: this.#simple(imageKind, marked),
      volume: this.#simple(volumeKind, marked),
      network: this.#simple(networkKind, marked),
    };
  }

  // what the connection tells

  ready(session: Session, sameEngine: boolean): void {
    this.#session = session;
    this.#engineId = session.engine.id;
    if (sameEngine) this.#details.age();
    else this.#details.clear();
    for (const mirror of this.#all()) mirror.connected(session, sameEngine);
  }

  event(event: EngineEvent): void {
    for (const mirror of this.#all()) mirror.event(event);
  }

  gap(): void {
    for (const mirror of this.#all()) mirror.touchAll();
  }

  lost(): void {
    this.#session = null;
    for (const mirror of this.#all()) mirror.disconnected();
  }

  switched(): void {
    this.#session = null;
    this.#engineId = '';
    this.#details.clear();
    for (const mirror of this.#all()) {
      mirror.disconnected();
      mirror.clear();
    }
  }

  // what the kinds tell

  changed(kind: ResourceKind, ids: readonly string[]): void {
    this.#revision += 1;
    for (const watcher of this.#watchers) watcher.changed(kind, ids);
  }

  reset(kind: ResourceKind): void {
    this.#revision += 1;
    for (const watcher of this.#watchers) watcher.reset(kind);
  }

  freshness(kind: ResourceKind): void {
    for (const watcher of this.#watchers) watcher.freshness(kind);
  }

  // what watchers read

  loaded(kind: ResourceKind): boolean {
    return this.#kinds[kind].loaded;
  }

  snapshot(kind: ResourceKind): WatchItem {
    const { freshness } = this.#kinds[kind];
    const base = { type: 'snapshot', engineId: this.#engineId, revision: this.#revision, freshness } as const;
    switch (kind) {
      case 'container':
        return { ...base, kind, rows: this.#kinds.container.rows() };
      case 'image':
        return { ...base, kind, rows: this.#kinds.image.rows() };
      case 'volume':
        return { ...base, kind, rows: this.#kinds.volume.rows() };
      case 'network':
        return { ...base, kind, rows: this.#kinds.network.rows() };
    }
  }

  patch(kind: ResourceKind, ids: ReadonlySet<string>): WatchItem {
    const base = { type: 'patch', revision: this.#revision } as const;
    switch (kind) {
      case 'container':
        return { ...base, kind, ...split(ids, this.#kinds.container) };
      case 'image':
        return { ...base, kind, ...split(ids, this.#kinds.image) };
      case 'volume':
        return { ...base, kind, ...split(ids, this.#kinds.volume) };
      case 'network':
        return { ...base, kind, ...split(ids, this.#kinds.network) };
    }
  }

  freshnessItem(kind: ResourceKind): WatchItem {
    return { type: 'freshness', kind, revision: this.#revision, freshness: this.#kinds[kind].freshness };
  }

  /** A snapshot of each kind once it is read, then patches, until `signal` fires. */
  async *watch(
    kinds: readonly ResourceKind[],
    background: boolean,
    signal: AbortSignal,
  ): AsyncGenerator<WatchItem> {
    const watcher = new Watcher(kinds, this);
    this.#watchers.add(watcher);
    if (!background) this.#look(1);
    try {
      yield* watcher.items(signal);
    } finally {
      this.#watchers.delete(watcher);
      if (!background) this.#look(-1);
    }
  }

  /** Reads rows again at once; resolves when they are true and were sent. Without a connection there is nothing to read. */
  async refresh(kind: ResourceKind, ids: readonly string[] | 'all'): Promise<void> {
    await this.#kinds[kind].refresh(ids);
    // Watchers gather changes for a moment: who waits for this is answered after they were told.
    if (this.#watchers.size > 0) await new Promise((resolve) => setTimeout(resolve, gatherMs + 1));
  }

  rows<K extends ResourceKind>(kind: K): ResourceRows[K][] {
    return this.#kinds[kind].rows();
  }

  /** Marks changed: rows are told anew. */
  remark(kind: ResourceKind, ids: readonly string[]): void {
    this.#kinds[kind].refinish(ids);
  }

  close(): void {
    this.#stopReconciling();
    for (const mirror of this.#all()) mirror.close();
  }

  #look(by: number): void {
    this.#foreground += by;
    if (this.#foreground > 0 && this.#reconcile.length === 0)
      this.#reconcile = [
        setInterval(() => {
          if (this.#session !== null) for (const mirror of this.#all()) mirror.touchAll();
        }, reconcileMs),
        setInterval(() => {
          if (this.#session?.engine.kind === 'podman') this.#kinds.network.touchAll();
        }, untoldMs),
      ];
    if (this.#foreground === 0) this.#stopReconciling();
  }

  #stopReconciling(): void {
    for (const timer of this.#reconcile) clearInterval(timer);
    this.#reconcile = [];
  }

  #all(): KindMirror<ResourceKind>[] {
    return Object.values(this.#kinds) as KindMirror<ResourceKind>[];
  }

  #simple<K extends 'image' | 'volume' | 'network'>(
    spec: KindSpec<K>,
    marked: (kind: ResourceKind, id: string) => boolean,
  ): KindMirror<K> {
    const finisher: RowFinisher<ResourceRows[K]> = {
      finish: (row) => ({ ...row, protected: marked(spec.kind, spec.key(row)) }),
    };
    return new KindMirror(spec, this, finisher);
  }
}

function split<K extends ResourceKind>(
  ids: ReadonlySet<string>,
  mirror: KindMirror<K>,
): { upsert: ResourceRows[K][]; remove: string[] } {
  const upsert: ResourceRows[K][] = [];
  const remove: string[] = [];
  for (const id of ids) {
    const row = mirror.row(id);
    if (row === undefined) remove.push(id);
    else upsert.push(row);
  }
  return { upsert, remove };
}

function isPresent(row: Container | undefined): row is Container {
  return row !== undefined;
}
