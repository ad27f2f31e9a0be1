import { useVirtualizer } from '@tanstack/react-virtual';
import { type Ref, useImperativeHandle, useLayoutEffect, useRef } from 'react';
import { rowHeight } from './fixed-rows.tsx';
import css from './logs.module.css';
import type { RowsHandle, RowsProps } from './rows-props.ts';

const nearEnd = 24;

/** Rows as high as their wrapped text: measured as they come into sight. */
export function WrappedRows({
  rows,
  follow,
  onFollow,
  render,
  ref,
  ...region
}: RowsProps & { ref: Ref<RowsHandle> }) {
  const box = useRef<HTMLDivElement>(null);
  const following = useRef(follow);
  following.current = follow;
  const list = useVirtualizer({
    count: rows.count,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    getItemKey: (index) => rows.at(index)?.seq ?? -index - 1,
  });

  const height = list.getTotalSize();
  // biome-ignore lint/correctness/useExhaustiveDependencies: new rows and measured heights both move the end
  useLayoutEffect(() => {
    const element = box.current;
    if (element !== null && following.current) element.scrollTop = element.scrollHeight;
  }, [rows.version, height, follow]);

  useImperativeHandle(ref, () => ({
    show: (index) => list.scrollToIndex(index, { align: 'auto' }),
    lastInSight: () => Math.max(0, (list.range?.endIndex ?? rows.count) - 1),
    focus: () => box.current?.focus(),
  }));

  return (
    <div
      ref={box}
      className={`${css.rows} ${css.wrapping}`}
      {...region}
      onWheel={(event) => {
        if (event.deltaY < 0) onFollow(false);
      }}
      onScroll={(event) => {
        const { scrollTop, scrollHeight, clientHeight } = event.currentTarget;
        const atEnd = scrollHeight - scrollTop - clientHeight <= nearEnd;
        // Heights that are measured late move the end away without anybody having scrolled.
        if (atEnd || !following.current) onFollow(atEnd);
      }}
    >
      <div className={css.sheet} style={{ height }}>
        {list.getVirtualItems().map((item) => {
          const row = rows.at(item.index);
          return (
            row !== undefined && (
              <div
                key={item.key}
                ref={list.measureElement}
                data-index={item.index}
                className={css.place}
                style={{ transform: `translateY(${item.start}px)` }}
              >
                {render(row)}
              </div>
            )
          );
        })}
      </div>
    </div>
  );
}
