import type { Freshness, Patch, ResourceKind, ResourceRows, Snapshot } from '../../shared/contract/engine.ts';
import { same } from './same.ts';

/** The rows of one kind as the page last heard of them. */
export interface Table<K extends ResourceKind> {
  /** By id, volumes by name. A row object stays the same object until it really changes. */
  rows: ReadonlyMap<string, ResourceRows[K]>;
  revision: number;
  /** The engine these rows are of; null before the first snapshot. */
  engineId: string | null;
  freshness: Freshness;
}

export function emptyTable<K extends ResourceKind>(): Table<K> {
  return {
    rows: new Map(),
    revision: 0,
    engineId: null,
    freshness: { stale: true, listedAt: null, error: null },
  };
}

/** What identifies a row: its id, or its name for volumes. */
function rowKey(row: ResourceRows[ResourceKind]): string {
  return 'id' in row ? row.id : row.name;
}

function kept<K extends ResourceKind>(
  before: ResourceRows[K] | undefined,
  row: ResourceRows[K],
): ResourceRows[K] {
  return before !== undefined && same(before, row) ? before : row;
}

/** Replaces all rows; those that did not change keep their object, so that nothing re-renders for them. */
export function applySnapshot<K extends ResourceKind>(table: Table<K>, snapshot: Snapshot<K>): Table<K> {
  const before = table.engineId === snapshot.engineId ? table.rows : new Map<string, ResourceRows[K]>();
  const rows = new Map<string, ResourceRows[K]>();
  for (const row of snapshot.rows) {
    const key = rowKey(row);
    rows.set(key, kept<K>(before.get(key), row));
  }
  return {
    rows,
    revision: snapshot.revision,
    engineId: snapshot.engineId,
    freshness: snapshot.freshness,
  };
}

/** Changes some rows. Applying the same patch twice does no harm. */
export function applyPatch<K extends ResourceKind>(table: Table<K>, patch: Patch<K>): Table<K> {
  const rows = new Map(table.rows);
  let changed = false;
  for (const key of patch.remove) changed = rows.delete(key) || changed;
  for (const row of patch.upsert) {
    const key = rowKey(row);
    const before = rows.get(key);
    const next = kept<K>(before, row);
    if (next === before) continue;
    rows.set(key, next);
    changed = true;
  }
  return { ...table, rows: changed ? rows : table.rows, revision: patch.revision };
}
