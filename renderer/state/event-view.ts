import { create } from 'zustand';
import { type InspectableKind, inspectableKinds } from '../../shared/contract/inspect.ts';
import { plainAction } from '../../shared/model/event-filter.ts';
import type { EventRow } from './events.ts';

export const sinceChoices = ['all', 'minutes', 'hour'] as const;
export type SinceChoice = (typeof sinceChoices)[number];
const sinceMs: Record<SinceChoice, number | null> = { all: null, minutes: 5 * 60_000, hour: 3_600_000 };

/** What the list of events is narrowed to. Kept while other pages are shown. */
export interface EventNarrowing {
  text: string;
  type: string;
  action: string;
  since: SinceChoice;
  /** The time that `since` meant when it was chosen, by the engine's clock. */
  fromMs: number | null;
}

export const allEvents: EventNarrowing = { text: '', type: '', action: '', since: 'all', fromMs: null };

export const useEventNarrowing = create<EventNarrowing>()(() => allEvents);

export function narrowEvents(change: Partial<Omit<EventNarrowing, 'since' | 'fromMs'>>): void {
  useEventNarrowing.setState(change);
}

export function narrowToSince(since: SinceChoice, nowMs: number): void {
  const ago = sinceMs[since];
  useEventNarrowing.setState({ since, fromMs: ago === null ? null : nowMs - ago });
}

const haystacks = new WeakMap<EventRow, string>();

function haystackOf(row: EventRow): string {
  const known = haystacks.get(row);
  if (known !== undefined) return known;
  const { id, name = '', attributes } = row.event;
  const parts = [id, name, ...Object.entries(attributes).map(([key, value]) => `${key}=${value}`)];
  const text = parts.join('\n').toLowerCase();
  haystacks.set(row, text);
  return text;
}

/** The events that fit: every word of the text is part of the object's name or id, or of a `key=value`. */
export function narrowedEvents(rows: readonly EventRow[], by: EventNarrowing): readonly EventRow[] {
  const words = by.text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0 && by.type === '' && by.action === '' && by.fromMs === null) return rows;
  return rows.filter((row) => {
    const { type, action, at } = row.event;
    if (by.type !== '' && type !== by.type) return false;
    if (by.action !== '' && plainAction(action) !== by.action) return false;
    if (by.fromMs !== null && Date.parse(at) < by.fromMs) return false;
    const text = words.length === 0 ? '' : haystackOf(row);
    return words.every((word) => text.includes(word));
  });
}

/** What engines tell events of, swarm managers the last four; offered also while there are none. */
const toldTypes = [
  ...['container', 'image', 'network', 'volume', 'plugin', 'daemon', 'builder'],
  ...['service', 'node', 'secret', 'config'],
];

/** The types there can be and any other that the events have, and the actions of the chosen type. */
export function choicesOf(
  rows: readonly EventRow[],
  { type, action }: EventNarrowing,
): { types: string[]; actions: string[] } {
  const types = new Set([...toldTypes, ...(type === '' ? [] : [type])]);
  const actions = new Set(action === '' ? [] : [action]);
  for (const { event } of rows) {
    types.add(event.type);
    if (type === '' || event.type === type) actions.add(plainAction(event.action));
  }
  return { types: [...types], actions: [...actions].sort() };
}

/** The object of an event, where it can have a page. */
export function objectOf({ event }: EventRow): { kind: InspectableKind; id: string } | null {
  const kind = inspectableKinds.find((one) => one === event.type);
  if (kind === undefined || event.id === '') return null;
  return { kind, id: event.id };
}

/** One JSON object a line. */
export function jsonLines(rows: readonly EventRow[]): string {
  return rows.map(({ event }) => `${JSON.stringify(event)}\n`).join('');
}
