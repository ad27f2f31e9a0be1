export interface Selection {
  readonly keys: ReadonlySet<string>;
  /** Where a range starts. */
  readonly anchor: string | null;
}

export const nothingSelected: Selection = { keys: new Set(), anchor: null };

/** Adds a row to the selection or takes it out; it becomes the anchor. */
export function toggle(selection: Selection, key: string): Selection {
  const keys = new Set(selection.keys);
  if (!keys.delete(key)) keys.add(key);
  return { keys, anchor: key };
}

/** Selects from the anchor to `key` in the order shown; what was selected outside of it is let go. */
export function selectRange(selection: Selection, key: string, order: readonly string[]): Selection {
  const from = selection.anchor === null ? -1 : order.indexOf(selection.anchor);
  const to = order.indexOf(key);
  if (to < 0) return selection;
  if (from < 0) return { keys: new Set([key]), anchor: key };
  return { keys: new Set(order.slice(Math.min(from, to), Math.max(from, to) + 1)), anchor: selection.anchor };
}

export function selectAll(order: readonly string[]): Selection {
  return { keys: new Set(order), anchor: order[0] ?? null };
}

/** Lets go of rows that are no longer shown. The same object when there are none such. */
export function withoutGone(selection: Selection, present: ReadonlySet<string>): Selection {
  const keys = [...selection.keys].filter((key) => present.has(key));
  if (keys.length === selection.keys.size) return selection;
  const anchor = selection.anchor !== null && present.has(selection.anchor) ? selection.anchor : null;
  return { keys: new Set(keys), anchor };
}
