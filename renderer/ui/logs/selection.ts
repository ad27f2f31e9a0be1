/** A run of rows by seq, from the row it began at to the row it reaches. */
export interface LogSelection {
  anchor: number;
  head: number;
}

export function inSelection(selection: LogSelection | null, seq: number): boolean {
  if (selection === null) return false;
  const { anchor, head } = selection;
  return seq >= Math.min(anchor, head) && seq <= Math.max(anchor, head);
}
