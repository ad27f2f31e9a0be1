import { type RefObject, useLayoutEffect, useReducer, useRef, useState } from 'react';
import { heirOf } from './order.ts';
import { focusStop } from './stops.ts';

interface FocusInput {
  scroller: RefObject<HTMLDivElement | null>;
  body: RefObject<HTMLDivElement | null>;
  keys: readonly string[];
  indexOf: ReadonlyMap<string, number>;
}

export type GridFocus = ReturnType<typeof useGridFocus>;

const rowElement = (body: HTMLElement | null, key: string): HTMLElement | null =>
  body?.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`) ?? null;

/** The roving focus of a grid: one active row, which hands it on when it is removed. */
export function useGridFocus({ scroller, body, keys, indexOf }: FocusInput) {
  const [activeKey, setActiveKey] = useState<string | null>(null);
  const [, render] = useReducer((count: number) => count + 1, 0);
  const wanted = useRef<{ key: string; stop: number } | null>(null);
  /** Set while the focus is in a row; React tells of no blur when that row is removed. */
  const focused = useRef<string | null>(null);
  const lastIndex = useRef(0);

  const known = activeKey === null ? undefined : indexOf.get(activeKey);
  const activeIndex = known ?? (keys.length === 0 ? -1 : Math.min(lastIndex.current, keys.length - 1));

  useLayoutEffect(() => {
    if (known !== undefined) lastIndex.current = known;
    const lost = focused.current !== null && !indexOf.has(focused.current);
    if (lost) {
      const heir = heirOf(lastIndex.current, keys);
      focused.current = heir;
      if (heir === null) scroller.current?.focus({ preventScroll: true });
      else {
        setActiveKey(heir);
        wanted.current = { key: heir, stop: -1 };
      }
    }
    const want = wanted.current;
    const row = want === null ? null : rowElement(body.current, want.key);
    if (want === null || row === null) return;
    wanted.current = null;
    focusStop(row, want.stop);
  });

  return {
    activeIndex,
    setActiveKey,
    /** Tells which row has the focus now; null: none. */
    setFocused: (key: string | null) => {
      focused.current = key;
    },
    /** Moves the focus to a row, and there to a stop (-1: the row itself). */
    goTo: (index: number, stop: number, reveal: (index: number) => void) => {
      const key = keys[Math.min(Math.max(index, 0), keys.length - 1)];
      if (key === undefined) return;
      reveal(indexOf.get(key) ?? 0);
      wanted.current = { key, stop };
      setActiveKey(key);
      render();
    },
  };
}
