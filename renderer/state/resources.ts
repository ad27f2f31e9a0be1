import { useState } from 'react';
import { create, type StoreApi, type UseBoundStore } from 'zustand';
import type { Patch, ResourceKind, ResourceRows, Snapshot, WatchItem } from '../../shared/contract/engine.ts';
import type { ApiError } from '../../shared/contract/errors.ts';
import { isTrashName, isTrashTag } from '../../shared/model/trash-names.ts';
import { engineIdOf, type Standing, useConnection, useStanding } from './connection.ts';
import { createBatch } from './frame-batch.ts';
import { keepStream } from './link.ts';
import { applyPatch, applySnapshot, emptyTable, type Table } from './table.ts';

type TableStore<K extends ResourceKind> = UseBoundStore<StoreApi<Table<K>>>;

const tableStore = <K extends ResourceKind>(): TableStore<K> => create<Table<K>>()(() => emptyTable<K>());

/** One store a kind, fed by `engine.watch`. */
export const tables: { readonly [K in ResourceKind]: TableStore<K> } = {
  container: tableStore<'container'>(),
  image: tableStore<'image'>(),
  volume: tableStore<'volume'>(),
  network: tableStore<'network'>(),
};

type Item<K extends ResourceKind> = Snapshot<K> | Patch<K> | Extract<WatchItem, { type: 'freshness' }>;

function change<K extends ResourceKind>(table: Table<K>, item: Item<K>): Table<K> {
  switch (item.type) {
    case 'snapshot':
      return applySnapshot(table, item);
    case 'patch':
      return applyPatch(table, item);
    case 'freshness':
      return { ...table, freshness: item.freshness };
  }
}

/** What is in the trash is shown there, and in no other list: a row that goes into it is gone from here. */
function withoutTrash<K extends 'container' | 'image'>(
  item: Item<K>,
  isTrashed: (row: ResourceRows[K]) => boolean,
): Item<K> {
  switch (item.type) {
    case 'snapshot':
      return item.rows.some(isTrashed) ? { ...item, rows: item.rows.filter((row) => !isTrashed(row)) } : item;
    case 'patch': {
      const gone = item.upsert.filter(isTrashed);
      if (gone.length === 0) return item;
      const upsert = item.upsert.filter((row) => !isTrashed(row));
      return { ...item, upsert, remove: [...item.remove, ...gone.map(({ id }) => id)] };
    }
    case 'freshness':
      return item;
  }
}

/** Applies what came since the last frame; each store is set once, however many items there were. */
export function applyWatchItems(items: readonly WatchItem[]): void {
  const next = {
    container: tables.container.getState(),
    image: tables.image.getState(),
    volume: tables.volume.getState(),
    network: tables.network.getState(),
  };
  for (const item of items) {
    switch (item.kind) {
      case 'container':
        next.container = change(
          next.container,
          withoutTrash(item, (row) => isTrashName(row.name)),
        );
        break;
      case 'image':
        next.image = change(
          next.image,
          withoutTrash(item, ({ tags }) => tags.some(isTrashTag)),
        );
        break;
      case 'volume':
        next.volume = change(next.volume, item);
        break;
      case 'network':
        next.network = change(next.network, item);
        break;
    }
  }
  tables.container.setState(next.container);
  tables.image.setState(next.image);
  tables.volume.setState(next.volume);
  tables.network.setState(next.network);
}

/** Follows the rows of every kind for the life of the page. */
export function followResources(): void {
  const batch = createBatch(applyWatchItems);
  keepStream('engine.watch', {}, batch.add);
}

/** Whether a row that is still shown is no longer there; false while the rows of its engine are not known. */
export function useGone(kind: ResourceKind, key: string): boolean {
  const engineId = useConnection((state) => engineIdOf(state.engine));
  const store: UseBoundStore<StoreApi<Table<ResourceKind>>> = tables[kind];
  return store((table) => table.engineId !== null && table.engineId === engineId && !table.rows.has(key));
}

export interface TableView<K extends ResourceKind> {
  rows: Table<K>['rows'];
  /** `loading` before the first list, `failed` when it could not be read and there is nothing to show. */
  phase: 'loading' | 'shown' | 'failed';
  /** Why the last reading failed; the rows are the last good ones. */
  error: ApiError | null;
  /** When the list was last read whole, ISO 8601. */
  listedAt: string | null;
  standing: Standing;
}

/** The rows of a kind as a page shows them: none of another engine, kept while the engine is away. */
export function useTable<K extends ResourceKind>(kind: K): TableView<K> {
  const store: UseBoundStore<StoreApi<Table<K>>> = tables[kind];
  const table = store();
  const standing = useStanding();
  const engineId = useConnection((state) => engineIdOf(state.engine));
  const [none] = useState<Table<K>['rows']>(() => new Map());
  const ours = table.engineId !== null && table.engineId === engineId;
  const { error, listedAt } = table.freshness;
  return {
    rows: ours ? table.rows : none,
    phase: ours ? 'shown' : error !== null ? 'failed' : 'loading',
    error,
    listedAt,
    standing,
  };
}
