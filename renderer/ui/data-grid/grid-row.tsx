import { memo } from 'react';
import { same } from '../../state/same.ts';
import type { GridColumn } from './columns.ts';
import css from './data-grid.module.css';

interface GridRowProps<Row> {
  row: Row;
  rowKey: string;
  name: string;
  selectLabel: string;
  /** Place in the whole list, counted from 0. */
  index: number;
  /** Pixels from the top of the first row. */
  top: number;
  columns: readonly GridColumn<Row>[];
  selected: boolean;
  /** Takes the focus when the grid is tabbed to. */
  active: boolean;
  /** Its details are open. */
  open: boolean;
}

interface GridCellProps<Row> {
  column: GridColumn<Row>;
  row: Row;
  index: number;
}

function GridCellView<Row>({ column, row, index }: GridCellProps<Row>) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a table element cannot be virtualised with a grid layout
    <div
      role="gridcell"
      className={css.cell}
      aria-colindex={index}
      data-column={column.id}
      data-align={column.align}
      tabIndex={-1}
    >
      {column.cell(row)}
    </div>
  );
}

function sameCell<Row>(before: GridCellProps<Row>, after: GridCellProps<Row>): boolean {
  if (before.column !== after.column || before.index !== after.index) return false;
  if (before.row === after.row) return true;
  return after.column.reads?.every((field) => same(before.row[field], after.row[field])) ?? false;
}

const GridCell = memo(GridCellView, sameCell) as typeof GridCellView;

function GridRowView<Row>({
  row,
  rowKey,
  name,
  selectLabel,
  index,
  top,
  columns,
  selected,
  active,
  open,
}: GridRowProps<Row>) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a table element cannot be virtualised with a grid layout
    <div
      role="row"
      className={css.row}
      aria-label={name}
      aria-rowindex={index + 2}
      aria-selected={selected}
      data-key={rowKey}
      data-open={open || undefined}
      tabIndex={active ? 0 : -1}
      style={{ transform: `translateY(${top}px)` }}
    >
      {/* biome-ignore lint/a11y/useSemanticElements: see above */}
      <div role="gridcell" className={css.check} aria-colindex={1} tabIndex={-1}>
        <input
          type="checkbox"
          className={css.box}
          checked={selected}
          readOnly
          tabIndex={-1}
          aria-label={selectLabel}
        />
      </div>
      {columns.map((column, at) => (
        <GridCell key={column.id} column={column} row={row} index={at + 2} />
      ))}
    </div>
  );
}

/** One row. Re-renders only when its row object, place or marks change. */
export const GridRow = memo(GridRowView) as typeof GridRowView;
