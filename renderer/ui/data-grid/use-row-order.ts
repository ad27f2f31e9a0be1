import { useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { GridColumn, GridSort } from './columns.ts';
import { holdOrder, sortRows } from './order.ts';

interface OrderInput<Row> {
  rows: readonly Row[];
  rowKey(row: Row): string;
  columns: readonly GridColumn<Row>[];
  sort: GridSort;
  tie(a: Row, b: Row): number;
  arrange?(sorted: readonly Row[]): readonly Row[];
  /** Changes when the person asked for other rows: they are put in order then, whatever is held. */
  orderKey: string;
}

/** The keys of the rows in the order shown, which stands still while the rows are held. */
export function useRowOrder<Row>(input: OrderInput<Row>, held: boolean) {
  const { rows, rowKey, columns, sort, tie, arrange } = input;
  const orderKey = `${sort.column} ${sort.descending} ${input.orderKey}`;
  const [released, setReleased] = useState(0);
  const before = useRef<{ keys: readonly string[]; orderKey: string; released: number } | null>(null);

  const byKey = useMemo(() => new Map(rows.map((row) => [rowKey(row), row])), [rows, rowKey]);
  const sorted = useMemo(() => {
    const inOrder = sortRows(rows, columns, sort, tie);
    return (arrange === undefined ? inOrder : arrange(inOrder)).map(rowKey);
  }, [rows, columns, sort, tie, arrange, rowKey]);
  const keys = useMemo(() => {
    const last = before.current;
    if (!held || last === null || last.orderKey !== orderKey || last.released !== released) return sorted;
    return holdOrder(last.keys, sorted);
  }, [sorted, held, orderKey, released]);
  const indexOf = useMemo(() => new Map(keys.map((key, index) => [key, index])), [keys]);

  useLayoutEffect(() => {
    before.current = { keys, orderKey, released };
  }, [keys, orderKey, released]);

  return {
    byKey,
    keys,
    indexOf,
    /** Whether rows stand elsewhere than their order wants. */
    outOfOrder: held && keys.some((key, index) => key !== sorted[index]),
    release: () => setReleased((count) => count + 1),
  };
}
