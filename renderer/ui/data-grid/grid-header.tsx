import { ArrowDown, ArrowUp } from 'lucide-react';
import { type KeyboardEvent, memo, useEffect, useRef, useState } from 'react';
import type { GridColumn, GridSort } from './columns.ts';
import css from './data-grid.module.css';

interface GridHeaderProps<Row> {
  columns: readonly GridColumn<Row>[];
  sort: GridSort;
  onSort(column: string): void;
  selectAllLabel: string;
  selected: 'none' | 'some' | 'all';
  onSelectAll(): void;
  /** Down from the header goes to the rows. */
  onLeave(): void;
}

function GridHeaderView<Row>({
  columns,
  sort,
  onSort,
  selectAllLabel,
  selected,
  onSelectAll,
  onLeave,
}: GridHeaderProps<Row>) {
  const box = useRef<HTMLInputElement>(null);
  const [stop, setStop] = useState('select');
  useEffect(() => {
    if (box.current !== null) box.current.indeterminate = selected === 'some';
  }, [selected]);

  const stops = ['select', ...columns.filter(({ compare }) => compare !== undefined).map(({ id }) => id)];
  const current = stops.includes(stop) ? stop : 'select';

  function onKeyDown(event: KeyboardEvent<HTMLElement>): void {
    const at = stops.indexOf(current);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: stops.length - 1 }[event.key];
    if (event.key === 'ArrowDown') {
      event.preventDefault();
      onLeave();
    } else if (to !== undefined) {
      event.preventDefault();
      const next = stops[Math.min(Math.max(to, 0), stops.length - 1)];
      if (next === undefined) return;
      setStop(next);
      event.currentTarget.querySelector<HTMLElement>(`[data-stop="${next}"]`)?.focus();
    }
  }

  return (
    // biome-ignore lint/a11y/useSemanticElements: a table element cannot be virtualised with a grid layout
    <div
      role="row"
      className={css.header}
      aria-rowindex={1}
      onKeyDown={onKeyDown}
      onFocus={(event) => {
        const name = (event.target as HTMLElement).dataset.stop;
        if (name !== undefined) setStop(name);
      }}
      tabIndex={-1}
    >
      {/* biome-ignore lint/a11y/useSemanticElements: see above */}
      <div role="columnheader" className={css.check} aria-colindex={1} tabIndex={-1}>
        <input
          ref={box}
          type="checkbox"
          className={css.box}
          data-stop="select"
          checked={selected === 'all'}
          onChange={onSelectAll}
          tabIndex={current === 'select' ? 0 : -1}
          aria-label={selectAllLabel}
        />
      </div>
      {columns.map((column, at) => {
        const sorted = sort.column === column.id;
        const Arrow = sort.descending ? ArrowDown : ArrowUp;
        return (
          // biome-ignore lint/a11y/useSemanticElements: see above
          <div
            key={column.id}
            role="columnheader"
            className={css.heading}
            aria-colindex={at + 2}
            aria-sort={sorted ? (sort.descending ? 'descending' : 'ascending') : undefined}
            data-align={column.align}
            tabIndex={-1}
          >
            {column.compare === undefined ? (
              <span className={column.quietHeader ? css.quiet : undefined}>{column.header}</span>
            ) : (
              <button
                type="button"
                className={css.sorter}
                data-stop={column.id}
                tabIndex={current === column.id ? 0 : -1}
                onClick={() => onSort(column.id)}
              >
                {column.header}
                {sorted && <Arrow size={12} aria-hidden="true" />}
              </button>
            )}
          </div>
        );
      })}
    </div>
  );
}

/** The header row: one tab stop, arrows move between its controls. */
export const GridHeader = memo(GridHeaderView) as typeof GridHeaderView;
