import { describe, expect, it } from 'vitest';
import {
  allEvents,
  choicesOf,
  jsonLines,
  narrowedEvents,
  objectOf,
} from '../../../renderer/state/event-view.ts';
import { addEvents, type EventLog, resumed } from '../../../renderer/state/events.ts';
import type { EngineEvent } from '../../../shared/contract/engine.ts';
import { fitsFilter } from '../../../shared/model/event-filter.ts';

const empty: EventLog = {
  engineId: 'e',
  rows: [],
  paused: false,
  held: [],
  heldLost: 0,
  dropped: 0,
  missed: 0,
};

function event(at: number, more: Partial<EngineEvent> = {}): EngineEvent {
  return {
    at: new Date(at).toISOString(),
    atNano: `${at}000000`,
    type: 'container',
    action: 'start',
    id: `id${at}`,
    name: 'web',
    attributes: { name: 'web', image: 'nginx', team: 'blue' },
    ...more,
  };
}

describe('the list of events', () => {
  it('takes each event once', () => {
    const log = addEvents(addEvents(empty, [event(1), event(2)]), [event(2), event(3)]);
    expect(log.rows.map(({ event: { id } }) => id)).toEqual(['id1', 'id2', 'id3']);
    expect(addEvents(log, [event(1)])).toBe(log);
  });

  it('keeps the newest and counts the others', () => {
    const log = addEvents(empty, [event(1), event(2), event(3)], 2);
    expect(log).toMatchObject({ dropped: 1 });
    expect(log.rows.map(({ event: { id } }) => id)).toEqual(['id2', 'id3']);
    expect(addEvents(empty, [event(1, { missedBefore: 7 })]).missed).toBe(7);
  });

  it('holds events back while paused, loses none, and counts what does not fit', () => {
    const paused = { ...addEvents(empty, [event(1)]), paused: true };
    const held = addEvents(paused, [event(1), event(2), event(3)]);
    expect(held.rows).toHaveLength(1);
    expect(held.held).toHaveLength(2);
    expect(resumed(held).rows.map(({ event: { id } }) => id)).toEqual(['id1', 'id2', 'id3']);
    expect(resumed(held)).toMatchObject({ paused: false, held: [], missed: 0 });
    const over = addEvents(paused, [event(2), event(3), event(4)], 2);
    expect(over).toMatchObject({ heldLost: 1 });
    expect(resumed(over)).toMatchObject({ heldLost: 0, missed: 1 });
  });
});

describe('narrowing events', () => {
  const { rows } = addEvents(empty, [
    event(1),
    event(2, { action: 'exec_start: sh -c ls' }),
    event(3, {
      type: 'network',
      action: 'connect',
      id: 'net',
      name: 'bridge',
      attributes: { container: 'id1' },
    }),
  ]);
  const ids = (by: Partial<typeof allEvents>) =>
    narrowedEvents(rows, { ...allEvents, ...by }).map((row) => row.event.id);

  it('goes by type, action, text, label and time', () => {
    expect(ids({})).toEqual(['id1', 'id2', 'net']);
    expect(ids({ type: 'network' })).toEqual(['net']);
    expect(ids({ action: 'exec_start' })).toEqual(['id2']);
    expect(ids({ text: 'BRID' })).toEqual(['net']);
    expect(ids({ text: 'team=blue' })).toEqual(['id1', 'id2']);
    expect(ids({ text: 'team=blue team=red' })).toEqual([]);
    expect(ids({ text: 'id1' })).toEqual(['id1', 'net']);
    expect(ids({ fromMs: 2 })).toEqual(['id2', 'net']);
  });

  it('offers the types and actions there are', () => {
    const all = choicesOf(rows, allEvents);
    expect(all.actions).toEqual(['connect', 'exec_start', 'start']);
    expect(all.types).toEqual(
      expect.arrayContaining(['container', 'network', 'service', 'node', 'secret', 'config']),
    );
    const pod = addEvents(empty, [event(4, { type: 'pod' })]);
    expect(choicesOf(pod.rows, allEvents).types).toContain('pod');
    expect(choicesOf(rows, { ...allEvents, type: 'network' }).actions).toEqual(['connect']);
  });

  it('knows the object of an event and writes one line an event', () => {
    expect(rows.map(objectOf)).toEqual([
      { kind: 'container', id: 'id1' },
      { kind: 'container', id: 'id2' },
      { kind: 'network', id: 'net' },
    ]);
    const [engineRow] = addEvents(empty, [event(1, { type: 'daemon' })]).rows;
    expect(engineRow && objectOf(engineRow)).toBeNull();
    const lines = jsonLines(rows).trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual(rows.map((row) => row.event));
  });

  it('is the same on the command line', () => {
    const one = event(1, { action: 'health_status: healthy', id: 'abcdef' });
    expect(fitsFilter(one, {})).toBe(true);
    expect(fitsFilter(one, { actions: ['health_status'] })).toBe(true);
    expect(fitsFilter(one, { actions: ['start'] })).toBe(false);
    expect(fitsFilter(one, { objects: ['abc'] })).toBe(true);
    expect(fitsFilter(one, { objects: ['we'] })).toBe(false);
    expect(fitsFilter(one, { labels: ['team=blue', 'image'] })).toBe(true);
    expect(fitsFilter(one, { labels: ['team=red'] })).toBe(false);
    expect(fitsFilter(one, { types: ['image'] })).toBe(false);
  });
});
