import type { ReactNode, Ref } from 'react';
import type { GridColumn, GridSort } from './columns.ts';
import type { Selection } from './selection.ts';

/** Where a row's menu opens, in pixels of the window, and what has the focus back afterwards. */
export interface MenuAnchor {
  x: number;
  y: number;
  returnTo: HTMLElement | null;
}

export interface GridHandle {
  /** Puts the focus on a row; on the active one when it is not there. */
  focusRow(key: string | null): void;
}

export interface DataGridProps<Row> {
  /** Accessible name: the page's. */
  label: string;
  columns: readonly GridColumn<Row>[];
  rows: readonly Row[];
  rowKey(row: Row): string;
  /** Accessible name of a row; starts with the object's name. */
  rowName(row: Row): string;
  selectLabel(row: Row): string;
  selectAllLabel: string;
  /** Order of rows that sort alike. */
  tie(a: Row, b: Row): number;
  sort: GridSort;
  onSort(sort: GridSort): void;
  orderKey: string;
  selection: Selection;
  onSelection(selection: Selection): void;
  onOpen(row: Row, by: 'key' | 'pointer' | 'follow'): void;
  /** Puts sorted rows into another order, or leaves some out: e.g. each below the row of its group. */
  arrange?(sorted: readonly Row[]): readonly Row[];
  /** Told, in order, the keys of the rows that the window shows, whenever they are others. */
  onShown?(keys: readonly string[]): void;
  /** Key of the row whose details are open. */
  openKey: string | null;
  onMenu(row: Row, anchor: MenuAnchor): void;
  /** A key the grid has no use for; true when the page had. */
  onRowKey?(row: Row, key: string): boolean;
  /** The rows may no longer be the truth. */
  stale?: boolean;
  /** Words of the button that sorts now although the rows are held. */
  heldLabel: { text: string; why: string };
  /** What stands below the header when there are no rows. */
  empty?: ReactNode;
  ref?: Ref<GridHandle>;
}
