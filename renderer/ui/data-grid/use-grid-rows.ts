import { defaultRangeExtractor, type Range, useVirtualizer } from '@tanstack/react-virtual';
import { type RefObject, useCallback } from 'react';

const rowHeight = 36;
export const headerHeight = 32;
const overscan = 8;

export interface VirtualRow {
  key: string;
  index: number;
  /** Pixels from the top of the first row. */
  top: number;
}

/** The rows near the window, and always the active one, so that its focus survives scrolling. */
export function useGridRows(
  scroller: RefObject<HTMLDivElement | null>,
  keys: readonly string[],
  activeIndex: number,
) {
  const virtualizer = useVirtualizer({
    count: keys.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: useCallback((index: number) => keys[index] ?? index, [keys]),
    rangeExtractor: useCallback(
      (range: Range) => {
        const near = defaultRangeExtractor(range);
        if (activeIndex < 0 || activeIndex >= range.count || near.includes(activeIndex)) return near;
        return [...near, activeIndex].sort((a, b) => a - b);
      },
      [activeIndex],
    ),
    overscan,
    scrollMargin: headerHeight,
    scrollPaddingStart: headerHeight,
    // Rows are cheap and must not tear while scrolling fast, but a forced synchronous render is not needed for it.
    useFlushSync: false,
  });

  const items: VirtualRow[] = [];
  for (const { index, start } of virtualizer.getVirtualItems()) {
    const key = keys[index];
    if (key !== undefined) items.push({ key, index, top: start - headerHeight });
  }
  const { range } = virtualizer;
  return {
    items,
    /** Keys of the rows in the window, in order. */
    shown: range === null ? [] : keys.slice(range.startIndex, range.endIndex + 1),
    height: keys.length * rowHeight,
    /** Scrolls as little as needed to show a row. */
    reveal: (index: number) => virtualizer.scrollToIndex(index, { align: 'auto' }),
    /** How many rows the window shows at once. */
    pageSize: () =>
      Math.max(1, Math.floor(((scroller.current?.clientHeight ?? 0) - headerHeight) / rowHeight) - 1),
  };
}
