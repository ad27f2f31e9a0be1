import { create } from 'zustand';
import type { EngineEvent } from '../../shared/contract/engine.ts';
import { eventKey } from '../../shared/model/event-filter.ts';
import { engineIdOf, engineNow, useConnection } from './connection.ts';
import { createBatch } from './frame-batch.ts';
import { keepStream } from './link.ts';

export interface EventRow {
  key: string;
  event: EngineEvent;
}

export interface EventLog {
  /** The engine they are of. */
  engineId: string | null;
  /** Oldest first. */
  rows: readonly EventRow[];
  paused: boolean;
  /** What came since it was paused, oldest first. */
  held: readonly EventRow[];
  /** Dropped from `held`, from `rows`, and never received because the page was too slow. */
  heldLost: number;
  dropped: number;
  missed: number;
}

const none: EventLog = {
  engineId: null,
  rows: [],
  paused: false,
  held: [],
  heldLost: 0,
  dropped: 0,
  missed: 0,
};

const keptEvents = 5_000;
const everyMs = 120;
const lookBackMs = 24 * 3_600_000;

export const useEvents = create<EventLog>()(() => none);

/** Pure: adds events that are not there yet, to the list or, while paused, to those that wait. */
export function addEvents(log: EventLog, events: readonly EngineEvent[], kept = keptEvents): EventLog {
  const known = new Set([...log.rows, ...log.held].map(({ key }) => key));
  const fresh: EventRow[] = [];
  let { missed } = log;
  for (const event of events) {
    const key = eventKey(event);
    if (known.has(key)) continue;
    known.add(key);
    missed += event.missedBefore ?? 0;
    fresh.push({ key, event });
  }
  if (fresh.length === 0) return log;
  const all = [...(log.paused ? log.held : log.rows), ...fresh];
  const over = Math.max(0, all.length - kept);
  const list = over === 0 ? all : all.slice(over);
  return log.paused
    ? { ...log, held: list, heldLost: log.heldLost + over, missed }
    : { ...log, rows: list, dropped: log.dropped + over, missed };
}

/** Pure: what waited joins the list. What was dropped meanwhile counts as missed: it was never shown. */
export function resumed(log: EventLog, kept = keptEvents): EventLog {
  const all = [...log.rows, ...log.held];
  const over = Math.max(0, all.length - kept);
  return {
    ...log,
    paused: false,
    held: [],
    heldLost: 0,
    rows: over === 0 ? all : all.slice(over),
    dropped: log.dropped + over,
    missed: log.missed + log.heldLost,
  };
}

export function pauseEvents(paused: boolean): void {
  useEvents.setState((log) => (paused ? { ...log, paused: true } : resumed(log)));
}

/** Empties the list; what is gone does not come back with the next reading. */
export function clearEvents(): void {
  clearedAtMs = engineNow();
  useEvents.setState(({ engineId, paused }) => ({ ...none, engineId, paused }));
}

let clearedAtMs = 0;

let follows = false;

/** Follows the events of the engine in use, from the first call on: whoever looks elsewhere meanwhile loses none. */
export function followEvents(): void {
  if (follows) return;
  follows = true;
  const soon = (run: () => void): void => void setTimeout(run, everyMs);
  let stop: () => void = () => undefined;
  let following: string | null = null;
  const follow = () => {
    const engineId = engineIdOf(useConnection.getState().engine);
    if (engineId === null || engineId === following) return;
    stop();
    following = engineId;
    if (useEvents.getState().engineId !== engineId) {
      clearedAtMs = 0;
      useEvents.setState({ ...none, engineId });
    }
    const since = new Date(engineNow() - lookBackMs).toISOString();
    const batch = createBatch<EngineEvent>((events) => {
      if (following !== engineId) return;
      const wanted = events.filter(({ at }) => Date.parse(at) > clearedAtMs);
      useEvents.setState((log) => addEvents(log, wanted));
    }, soon);
    const stream = keepStream('engine.events', { since }, batch.add);
    stop = stream.stop;
  };
  useConnection.subscribe(follow);
  follow();
}
