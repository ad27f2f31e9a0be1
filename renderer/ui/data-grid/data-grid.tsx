import { useEffect, useImperativeHandle, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { same } from '../../state/same.ts';
import { useStable } from '../use-stable.ts';
import { columnTemplate, fitColumns } from './columns.ts';
import css from './data-grid.module.css';
import { GridHeader } from './grid-header.tsx';
import { GridRow } from './grid-row.tsx';
import { nothingSelected, selectAll } from './selection.ts';
import type { DataGridProps } from './types.ts';
import { useGridEvents } from './use-grid-events.ts';
import { useGridFocus } from './use-grid-focus.ts';
import { headerHeight, useGridRows } from './use-grid-rows.ts';
import { useRowOrder } from './use-row-order.ts';

const checkWidth = 36;

/** A list of any length as an ARIA grid: virtual rows, roving focus, range selection, order held under the pointer. */
export function DataGrid<Row>(props: DataGridProps<Row>) {
  const { columns, sort, selection, onSelection } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const body = useRef<HTMLDivElement>(null);
  const [held, setHeld] = useState({ pointer: false, focus: false });
  const [width, setWidth] = useState(0);

  const order = useRowOrder(props, held.pointer || held.focus);
  const focus = useGridFocus({ scroller, body, keys: order.keys, indexOf: order.indexOf });
  const virtual = useGridRows(scroller, order.keys, focus.activeIndex);
  const events = useGridEvents({ props, order, focus, virtual, setHeld });

  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const measure = () => setWidth(element.clientWidth);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  useImperativeHandle(props.ref, () => ({
    focusRow: (key) => focus.goTo(order.indexOf.get(key ?? '') ?? focus.activeIndex, -1, virtual.reveal),
  }));

  const told = useRef<readonly string[]>([]);
  useEffect(() => {
    if (same(told.current, virtual.shown)) return;
    told.current = virtual.shown;
    props.onShown?.(virtual.shown);
  });

  const shown = useMemo(() => fitColumns(columns, width - checkWidth), [columns, width]);
  const template = useMemo(() => `${checkWidth}px ${columnTemplate(shown)}`, [shown]);
  const allSelected = order.keys.length > 0 && selection.keys.size === order.keys.length;

  const onSort = useStable(events.onSort);
  const onSelectAll = useStable(() => onSelection(allSelected ? nothingSelected : selectAll(order.keys)));
  const onLeave = useStable(() => focus.goTo(Math.max(focus.activeIndex, 0), -1, virtual.reveal));

  return (
    <div className={css.frame} data-stale={props.stale || undefined}>
      {order.outOfOrder && (
        <button type="button" className={css.held} data-tip={props.heldLabel.why} onClick={order.release}>
          {props.heldLabel.text}
        </button>
      )}
      <div ref={scroller} className={css.scroller} tabIndex={-1}>
        {/* biome-ignore lint/a11y/useSemanticElements: a table element cannot be virtualised with a grid layout */}
        <div
          role="grid"
          className={css.grid}
          aria-label={props.label}
          aria-rowcount={order.keys.length + 1}
          aria-colcount={shown.length + 1}
          aria-multiselectable="true"
          style={{ '--columns': template } as React.CSSProperties}
          tabIndex={-1}
        >
          {/* biome-ignore lint/a11y/useSemanticElements: see above */}
          <div role="rowgroup" className={css.head} style={{ height: headerHeight }}>
            <GridHeader
              columns={shown}
              sort={sort}
              onSort={onSort}
              selectAllLabel={props.selectAllLabel}
              selected={selection.keys.size === 0 ? 'none' : allSelected ? 'all' : 'some'}
              onSelectAll={onSelectAll}
              onLeave={onLeave}
            />
          </div>
          {/* biome-ignore lint/a11y/useSemanticElements: see above */}
          <div
            ref={body}
            role="rowgroup"
            className={css.body}
            style={{ height: virtual.height }}
            {...events.handlers}
          >
            {virtual.items.map(({ index, key, top }) => {
              const row = order.byKey.get(key);
              if (row === undefined) return null;
              return (
                <GridRow
                  key={key}
                  rowKey={key}
                  row={row}
                  name={props.rowName(row)}
                  selectLabel={props.selectLabel(row)}
                  index={index}
                  top={top}
                  columns={shown}
                  selected={selection.keys.has(key)}
                  active={index === focus.activeIndex}
                  open={key === props.openKey}
                />
              );
            })}
          </div>
        </div>
        {order.keys.length === 0 && props.empty}
      </div>
    </div>
  );
}
