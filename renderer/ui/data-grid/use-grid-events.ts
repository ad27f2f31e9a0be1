import type { FocusEvent, KeyboardEvent, MouseEvent, PointerEvent } from 'react';
import { commandOf, type GridCommand } from './keys.ts';
import { nothingSelected, selectAll, selectRange, toggle } from './selection.ts';
import { focusStop, stopIndex, stopsOf } from './stops.ts';
import type { DataGridProps } from './types.ts';
import type { GridFocus } from './use-grid-focus.ts';
import type { useGridRows } from './use-grid-rows.ts';
import type { useRowOrder } from './use-row-order.ts';

interface EventsInput<Row> {
  props: DataGridProps<Row>;
  order: ReturnType<typeof useRowOrder<Row>>;
  focus: GridFocus;
  virtual: ReturnType<typeof useGridRows>;
  setHeld(change: (held: { pointer: boolean; focus: boolean }) => { pointer: boolean; focus: boolean }): void;
}

const controls = 'button, a[href], input';

const rowOf = (target: EventTarget): HTMLElement | null =>
  target instanceof Element ? target.closest<HTMLElement>('[data-key]') : null;

/** What pointer and keys do in the rows of a grid. One listener of each kind serves all rows. */
export function useGridEvents<Row>({ props, order, focus, virtual, setHeld }: EventsInput<Row>) {
  const { selection, onSelection, sort } = props;
  const rowAt = (key: string | undefined): Row | undefined =>
    key === undefined ? undefined : order.byKey.get(key);

  function openMenu(element: HTMLElement, at?: { x: number; y: number }): void {
    const row = rowAt(element.dataset.key);
    if (row === undefined) return;
    const box = element.getBoundingClientRect();
    const returnTo = element.contains(document.activeElement)
      ? (document.activeElement as HTMLElement)
      : element;
    props.onMenu(row, { x: at?.x ?? box.left + 48, y: at?.y ?? box.bottom, returnTo });
  }

  function move(index: number, stop: number, extend: boolean): void {
    const key = order.keys[Math.min(Math.max(index, 0), order.keys.length - 1)];
    if (key === undefined) return;
    focus.goTo(index, stop, virtual.reveal);
    if (extend) {
      const from = order.keys[focus.activeIndex];
      const anchored = selection.anchor === null ? { ...selection, anchor: from ?? key } : selection;
      onSelection(selectRange(anchored, key, order.keys));
    }
    const row = rowAt(key);
    if (props.openKey !== null && row !== undefined && !extend) props.onOpen(row, 'follow');
  }

  function run(command: GridCommand, element: HTMLElement, key: string): boolean {
    const index = order.indexOf.get(key) ?? 0;
    const stop = stopIndex(element, document.activeElement);
    switch (command.kind) {
      case 'move':
        if (index + command.by < 0) {
          element.closest('[role="grid"]')?.querySelector<HTMLElement>('[data-stop][tabindex="0"]')?.focus();
        } else move(index + command.by, stop, command.extend);
        return true;
      case 'page':
        move(index + (command.down ? 1 : -1) * virtual.pageSize(), stop, command.extend);
        return true;
      case 'end':
        move(command.last ? order.keys.length - 1 : 0, stop, command.extend);
        return true;
      case 'stop': {
        const last = stopsOf(element).length - 1;
        const to = { next: Math.min(stop + 1, last), previous: Math.max(stop - 1, -1), first: 0, last };
        focusStop(element, to[command.to]);
        return true;
      }
      case 'toggle':
        onSelection(toggle(selection, key));
        return true;
      case 'range':
        onSelection(selectRange(selection, key, order.keys));
        return true;
      case 'all':
        onSelection(selectAll(order.keys));
        return true;
      case 'open': {
        const row = rowAt(key);
        if (row !== undefined) props.onOpen(row, 'key');
        return true;
      }
      case 'menu':
        openMenu(element);
        return true;
      case 'clear':
        if (selection.keys.size === 0) return false;
        onSelection(nothingSelected);
        return true;
    }
  }

  return {
    onSort: (column: string) =>
      props.onSort({ column, descending: sort.column === column ? !sort.descending : false }),
    handlers: {
      onKeyDown: (event: KeyboardEvent<HTMLElement>) => {
        const element = rowOf(event.target);
        const key = element?.dataset.key;
        if (element === null || key === undefined) return;
        const target = event.target as HTMLElement;
        const place = target === element ? 'row' : target.matches(controls) ? 'control' : 'cell';
        const command = commandOf(event, place);
        const row = rowAt(key);
        const used =
          command === null
            ? row !== undefined && (props.onRowKey?.(row, event.key) ?? false)
            : run(command, element, key);
        if (!used) return;
        event.preventDefault();
        event.stopPropagation();
      },
      onMouseDown: (event: MouseEvent<HTMLElement>) => {
        // Shift+click would select text.
        if (event.shiftKey) event.preventDefault();
      },
      onClick: (event: MouseEvent<HTMLElement>) => {
        const element = rowOf(event.target);
        const key = element?.dataset.key;
        const row = rowAt(key);
        if (element === null || key === undefined || row === undefined) return;
        focus.setActiveKey(key);
        const control = (event.target as Element).closest(controls);
        const inCheck = (event.target as Element).closest('[aria-colindex="1"]') !== null;
        if (control !== null && !inCheck) return;
        if (event.shiftKey) onSelection(selectRange(selection, key, order.keys));
        else if (event.ctrlKey || event.metaKey || inCheck) onSelection(toggle(selection, key));
        else if (props.openKey !== null) props.onOpen(row, 'follow');
        if (!inCheck) element.focus({ preventScroll: true });
      },
      onDoubleClick: (event: MouseEvent<HTMLElement>) => {
        const row = rowAt(rowOf(event.target)?.dataset.key);
        if (row === undefined || (event.target as Element).closest(controls) !== null) return;
        props.onOpen(row, 'pointer');
      },
      onContextMenu: (event: MouseEvent<HTMLElement>) => {
        const element = rowOf(event.target);
        if (element === null) return;
        // A link keeps the browser's own menu, with "Copy link address".
        if ((event.target as Element).closest('a[href]') !== null) return;
        event.preventDefault();
        if (element.dataset.key !== undefined) focus.setActiveKey(element.dataset.key);
        openMenu(element, { x: event.clientX, y: event.clientY });
      },
      onPointerEnter: (event: PointerEvent) => {
        if (event.pointerType !== 'touch') setHeld((held) => ({ ...held, pointer: true }));
      },
      onPointerLeave: () => setHeld((held) => ({ ...held, pointer: false })),
      onFocus: (event: FocusEvent) => {
        const key = rowOf(event.target)?.dataset.key ?? null;
        focus.setFocused(key);
        if (key !== null) focus.setActiveKey(key);
        setHeld((held) => (held.focus ? held : { ...held, focus: true }));
      },
      onBlur: (event: FocusEvent) => {
        if (event.currentTarget.contains(event.relatedTarget)) return;
        focus.setFocused(null);
        setHeld((held) => ({ ...held, focus: false }));
      },
    },
  };
}
