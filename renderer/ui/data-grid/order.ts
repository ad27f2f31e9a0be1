import type { GridColumn, GridSort } from './columns.ts';

/** Rows in the order of `sort`; equal ones by `tie`, so that the order is the same each time. */
export function sortRows<Row>(
  rows: readonly Row[],
  columns: readonly GridColumn<Row>[],
  sort: GridSort,
  tie: (a: Row, b: Row) => number,
): Row[] {
  const compare = columns.find(({ id }) => id === sort.column)?.compare ?? tie;
  const sign = sort.descending ? -1 : 1;
  return [...rows].sort((a, b) => sign * compare(a, b) || tie(a, b));
}

/**
 * Keeps rows where they are while somebody points at them: rows of `before` stay in that order, those that
 * are gone leave, new ones come last. `sorted` is the order they would have.
 */
export function holdOrder(before: readonly string[], sorted: readonly string[]): string[] {
  const present = new Set(sorted);
  const known = new Set(before);
  return [...before.filter((key) => present.has(key)), ...sorted.filter((key) => !known.has(key))];
}

/** The row to focus after the focused one has gone: the one now at its place, else the last. */
export function heirOf(goneIndex: number, keys: readonly string[]): string | null {
  return keys[Math.min(Math.max(goneIndex, 0), keys.length - 1)] ?? null;
}
