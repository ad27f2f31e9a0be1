import { type ReactNode, type Ref, useImperativeHandle, useLayoutEffect, useRef, useState } from 'react';
import css from './logs.module.css';
import type { RowsHandle, RowsProps } from './rows-props.ts';

export const rowHeight = 18;
const overscan = 10;
/** So near the end counts as the end, in pixels. */
const nearEnd = 4;

/** Rows of one height: only those in sight are in the document. */
export function FixedRows({
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
  const [view, setView] = useState({ top: 0, height: 600 });
  const firstSeq = rows.at(0)?.seq ?? 0;
  const lastFirst = useRef(firstSeq);

  const look = () => {
    const element = box.current;
    if (element === null) return;
    const { scrollTop: top, clientHeight: height } = element;
    setView((old) => (old.top === top && old.height === height ? old : { top, height }));
  };

  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => {
      if (following.current) element.scrollTop = element.scrollHeight;
      const { scrollTop: top, clientHeight: height } = element;
      setView((old) => (old.top === top && old.height === height ? old : { top, height }));
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  // Before the paint: at the end while following; else the rows in sight stay where they are when old ones go.
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    if (following.current) element.scrollTop = element.scrollHeight;
    else if (firstSeq > lastFirst.current) {
      const gone = firstSeq - lastFirst.current;
      element.scrollTop = Math.max(0, element.scrollTop - gone * rowHeight);
    }
    lastFirst.current = firstSeq;
    look();
  });

  useImperativeHandle(ref, () => ({
    show: (index) => {
      const element = box.current;
      if (element === null) return;
      const at = index * rowHeight;
      const inSight = at >= element.scrollTop && at + rowHeight <= element.scrollTop + element.clientHeight;
      if (!inSight) element.scrollTop = at - element.clientHeight / 2;
      look();
    },
    lastInSight: () => Math.min(rows.count - 1, Math.floor((view.top + view.height) / rowHeight) - 1),
    focus: () => box.current?.focus(),
  }));

  const from = Math.max(0, Math.floor(view.top / rowHeight) - overscan);
  const to = Math.min(rows.count, Math.ceil((view.top + view.height) / rowHeight) + overscan);
  const shown: ReactNode[] = [];
  for (let index = from; index < to; index += 1) {
    const row = rows.at(index);
    if (row !== undefined) shown.push(render(row));
  }
  return (
    <div
      ref={box}
      className={css.rows}
      {...region}
      onScroll={(event) => {
        const { scrollTop, scrollHeight, clientHeight } = event.currentTarget;
        following.current = scrollHeight - scrollTop - clientHeight <= nearEnd;
        onFollow(following.current);
        look();
      }}
    >
      <div className={css.sheet} style={{ height: rows.count * rowHeight }}>
        <div className={css.window} style={{ transform: `translateY(${from * rowHeight}px)` }}>
          {shown}
        </div>
      </div>
    </div>
  );
}
