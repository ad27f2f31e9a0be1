import { useMemo, useRef } from 'react';
import type { Container } from '../../../shared/contract/containers.ts';

type Rows = ReadonlyMap<string, Container>;

/** What a page was opened for, and the row it showed last. */
export interface ShownContainer {
  wanted: string;
  engineId: string | null;
  container: Container | undefined;
}

/** A container by full name, or by its id or the start of it. */
function findContainer(rows: Rows, wanted: string): Container | undefined {
  for (const row of rows.values()) if (row.name === wanted) return row;
  for (const row of rows.values()) if (row.id.startsWith(wanted)) return row;
  return undefined;
}

/** Pure: the row to show; the last one where it was removed, and the same one under another name where it got one. */
export function nextShown(
  before: ShownContainer | null,
  rows: Rows,
  wanted: string,
  engineId: string | null,
): ShownContainer {
  const found = findContainer(rows, wanted);
  const last = before?.wanted === wanted && before.engineId === engineId ? before.container : undefined;
  return { wanted, engineId, container: found ?? (last && rows.get(last.id)) ?? last };
}

/** The container a page is of, for as long as the page is shown: its removal does not take the page away. */
export function useShownContainer(
  rows: Rows,
  wanted: string,
  engineId: string | null,
): Container | undefined {
  const shown = useRef<ShownContainer | null>(null);
  return useMemo(() => {
    shown.current = nextShown(shown.current, rows, wanted, engineId);
    return shown.current.container;
  }, [rows, wanted, engineId]);
}
