import type { ReactNode } from 'react';

export interface GridColumn<Row> {
  id: string;
  header: string;
  /** Pixels it needs to be of use. */
  minWidth: number;
  /** Share of what is left over; 0 keeps it at `minWidth`. */
  grow: number;
  /** 0 never goes; else those with the highest number go first when the window is too narrow. */
  priority: number;
  /** May a person hide it? */
  hideable: boolean;
  /** Ascending order; a column without one cannot be sorted by. */
  compare?: (a: Row, b: Row) => number;
  align?: 'end';
  /** Header for screen readers only. */
  quietHeader?: boolean;
  cell(row: Row): ReactNode;
  /** Fields of the row the cell shows: it re-renders only when one of them changes. All of them, when left out. */
  reads?: readonly (keyof Row)[];
}

export interface GridSort {
  column: string;
  descending: boolean;
}

/** What a column needs to be fitted; the rest of it does not matter here. */
type Fitted = Pick<GridColumn<never>, 'id' | 'minWidth' | 'priority'>;

/**
 * The columns that fit into `width` pixels, in their order: all that never go, then those of most use first,
 * each where there still is room for it.
 */
export function fitColumns<C extends Fitted>(columns: readonly C[], width: number): C[] {
  const kept = new Set(columns.filter(({ priority }) => priority === 0));
  let room = width - [...kept].reduce((sum, { minWidth }) => sum + minWidth, 0);
  const expendable = columns.filter(({ priority }) => priority > 0).sort((a, b) => a.priority - b.priority);
  for (const column of expendable) {
    if (column.minWidth > room) continue;
    kept.add(column);
    room -= column.minWidth;
  }
  return columns.filter((column) => kept.has(column));
}

/** `grid-template-columns` for these columns. */
export function columnTemplate(columns: readonly Pick<GridColumn<never>, 'minWidth' | 'grow'>[]): string {
  return columns
    .map(({ minWidth, grow }) => (grow === 0 ? `${minWidth}px` : `minmax(${minWidth}px, ${grow}fr)`))
    .join(' ');
}
