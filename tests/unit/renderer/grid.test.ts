import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columnTemplate, fitColumns } from '../../../renderer/ui/data-grid/columns.ts';
import { commandOf } from '../../../renderer/ui/data-grid/keys.ts';
import { heirOf, holdOrder, sortRows } from '../../../renderer/ui/data-grid/order.ts';
import {
  nothingSelected,
  selectAll,
  selectRange,
  toggle,
  withoutGone,
} from '../../../renderer/ui/data-grid/selection.ts';

const keysOf = (selection: { keys: ReadonlySet<string> }): string[] => [...selection.keys];

describe('selection', () => {
  const order = ['a', 'b', 'c', 'd', 'e'];

  it('adds and takes out single rows', () => {
    const both = toggle(toggle(nothingSelected, 'a'), 'c');
    expect(keysOf(both)).toEqual(['a', 'c']);
    expect(keysOf(toggle(both, 'a'))).toEqual(['c']);
  });

  it('selects a range from the anchor, either way, and lets it shrink again', () => {
    const start = toggle(nothingSelected, 'c');
    expect(keysOf(selectRange(start, 'e', order))).toEqual(['c', 'd', 'e']);
    const up = selectRange(selectRange(start, 'e', order), 'b', order);
    expect(keysOf(up)).toEqual(['b', 'c']);
  });

  it('starts a range at the row itself without an anchor, or with one that is gone', () => {
    expect(keysOf(selectRange(nothingSelected, 'b', order))).toEqual(['b']);
    expect(keysOf(selectRange({ keys: new Set(), anchor: 'x' }, 'b', order))).toEqual(['b']);
  });

  it('lets go of rows that are gone, and stays the same object when none is', () => {
    const all = selectAll(order);
    expect(withoutGone(all, new Set(order))).toBe(all);
    expect(keysOf(withoutGone(all, new Set(['b'])))).toEqual(['b']);
    expect(withoutGone(all, new Set(['b'])).anchor).toBeNull();
  });
});

describe('order', () => {
  const rows = [
    { name: 'b', rank: 1 },
    { name: 'a', rank: 1 },
    { name: 'c', rank: 0 },
  ];
  type Row = (typeof rows)[number];
  const columns = [
    {
      id: 'rank',
      header: '',
      minWidth: 1,
      grow: 0,
      priority: 0,
      hideable: false,
      compare: (x: Row, y: Row) => x.rank - y.rank,
      cell: () => null,
    },
  ];
  const byName = (x: Row, y: Row) => (x.name < y.name ? -1 : 1);
  const names = (sorted: Row[]) => sorted.map(({ name }) => name).join('');

  it('sorts by the column, equal rows by the tie either way round', () => {
    expect(names(sortRows(rows, columns, { column: 'rank', descending: false }, byName))).toBe('cab');
    expect(names(sortRows(rows, columns, { column: 'rank', descending: true }, byName))).toBe('abc');
    expect(names(sortRows(rows, columns, { column: 'unknown', descending: false }, byName))).toBe('abc');
  });

  it('holds rows where they are, puts new ones last, lets go of gone ones', () => {
    expect(holdOrder(['a', 'b', 'c'], ['d', 'c', 'a'])).toEqual(['a', 'c', 'd']);
  });

  it('loses and invents no row while held', () => {
    const keys = fc.uniqueArray(fc.string(), { maxLength: 20 });
    fc.assert(
      fc.property(keys, keys, (before, sorted) => {
        expect([...holdOrder(before, sorted)].sort()).toEqual([...sorted].sort());
      }),
    );
  });

  it('hands the focus on to the row at the place of the one that is gone', () => {
    expect(heirOf(1, ['a', 'c'])).toBe('c');
    expect(heirOf(2, ['a', 'b'])).toBe('b');
    expect(heirOf(0, [])).toBeNull();
  });
});

describe('columns', () => {
  const columns = [
    { id: 'name', minWidth: 100, grow: 2, priority: 0 },
    { id: 'image', minWidth: 80, grow: 1, priority: 2 },
    { id: 'ports', minWidth: 90, grow: 0, priority: 1 },
    { id: 'age', minWidth: 40, grow: 0, priority: 3 },
  ];
  const fitted = (width: number) => fitColumns(columns, width).map(({ id }) => id);

  it('keeps what is of most use, and fills what is left', () => {
    expect(fitted(310)).toEqual(['name', 'image', 'ports', 'age']);
    expect(fitted(230)).toEqual(['name', 'ports', 'age']);
    expect(fitted(150)).toEqual(['name', 'age']);
    expect(fitted(0)).toEqual(['name']);
  });

  it('makes a template', () => {
    expect(columnTemplate(columns)).toBe('minmax(100px, 2fr) minmax(80px, 1fr) 90px 40px');
  });
});

describe('keys', () => {
  const press = (key: string, change: object = {}) => ({
    key,
    shiftKey: false,
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    ...change,
  });

  it('goes to the ends of the list from a row, of the row from a cell', () => {
    expect(commandOf(press('End'), 'row')).toEqual({ kind: 'end', last: true, extend: false });
    expect(commandOf(press('End'), 'cell')).toEqual({ kind: 'stop', to: 'last' });
    expect(commandOf(press('Home', { ctrlKey: true }), 'control')).toEqual({
      kind: 'end',
      last: false,
      extend: false,
    });
  });

  it('leaves Space and Enter to a button in the row', () => {
    expect(commandOf(press(' '), 'control')).toBeNull();
    expect(commandOf(press('Enter'), 'control')).toBeNull();
    expect(commandOf(press(' '), 'row')).toEqual({ kind: 'toggle' });
    expect(commandOf(press(' ', { shiftKey: true }), 'row')).toEqual({ kind: 'range' });
    expect(commandOf(press('Enter'), 'cell')).toEqual({ kind: 'open' });
  });

  it('opens the menu by Shift+F10 and by the menu key', () => {
    expect(commandOf(press('F10', { shiftKey: true }), 'row')).toEqual({ kind: 'menu' });
    expect(commandOf(press('F10'), 'row')).toBeNull();
    expect(commandOf(press('ContextMenu'), 'control')).toEqual({ kind: 'menu' });
  });

  it('extends by Shift, selects all by Ctrl or Cmd, leaves Alt alone', () => {
    expect(commandOf(press('ArrowDown', { shiftKey: true }), 'row')).toEqual({
      kind: 'move',
      by: 1,
      extend: true,
    });
    expect(commandOf(press('a', { metaKey: true }), 'row')).toEqual({ kind: 'all' });
    expect(commandOf(press('a'), 'row')).toBeNull();
    expect(commandOf(press('ArrowDown', { altKey: true }), 'row')).toBeNull();
  });
});
