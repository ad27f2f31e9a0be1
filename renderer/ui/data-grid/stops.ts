/** Places in a row that take the focus, left to right: each control, or a cell that has none. */
export function stopsOf(row: HTMLElement): HTMLElement[] {
  const stops: HTMLElement[] = [];
  for (const cell of row.querySelectorAll<HTMLElement>('[role="gridcell"], [role="columnheader"]')) {
    const controls = cell.querySelectorAll<HTMLElement>('button, a[href], input');
    if (controls.length > 0) stops.push(...controls);
    else stops.push(cell);
  }
  return stops;
}

/** Which stop has the focus; -1 when it is the row itself. */
export function stopIndex(row: HTMLElement, focused: Element | null): number {
  return focused instanceof HTMLElement ? stopsOf(row).indexOf(focused) : -1;
}

/** Puts the focus on a stop of a row, or on the row itself for -1. Beyond the last it stays at the last. */
export function focusStop(row: HTMLElement, index: number): void {
  const stops = stopsOf(row);
  const target = index < 0 ? row : (stops[Math.min(index, stops.length - 1)] ?? row);
  target.focus({ preventScroll: true });
}
