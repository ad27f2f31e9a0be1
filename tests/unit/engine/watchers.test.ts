import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EventsHub } from '../../../electron/engine/events-hub.ts';
import { containerRow } from '../../../electron/engine/raw/containers.ts';
import { type ItemSource, Watcher } from '../../../electron/engine/watchers.ts';
import type { EngineEvent, ResourceKind, WatchItem } from '../../../shared/contract/engine.ts';

/** A mirror of one kind, as a watcher reads it. */
class Source implements ItemSource {
  readonly rows = new Map<string, number>();
  isLoaded = false;
  #row(id: string) {
    const row = containerRow({ Id: id, Names: [`/${id}`], Command: String(this.rows.get(id)) });
    if (row === null) throw new Error('no row');
    return row;
  }
  loaded(): boolean {
    return this.isLoaded;
  }
  snapshot(): WatchItem {
    const freshness = { stale: false, listedAt: '', error: null };
    return {
      type: 'snapshot',
      kind: 'container',
      engineId: 'e',
      revision: 1,
      freshness,
      rows: [...this.rows.keys()].map((id) => this.#row(id)),
    };
  }
  patch(_kind: ResourceKind, ids: ReadonlySet<string>): WatchItem {
    const upsert = [...ids].filter((id) => this.rows.has(id)).map((id) => this.#row(id));
    return {
      type: 'patch',
      kind: 'container',
      revision: 1,
      upsert,
      remove: [...ids].filter((id) => !this.rows.has(id)),
    };
  }
  freshnessItem(): WatchItem {
    return {
      type: 'freshness',
      kind: 'container',
      revision: 1,
      freshness: { stale: true, listedAt: null, error: null },
    };
  }
}

/** What a viewer holds after these items. */
function apply(held: Map<string, string>, item: WatchItem): void {
  if (item.kind !== 'container') return;
  if (item.type === 'snapshot') {
    held.clear();
    for (const row of item.rows) held.set(row.id, row.command);
  }
  if (item.type === 'patch') {
    for (const row of item.upsert) held.set(row.id, row.command);
    for (const id of item.remove) held.delete(id);
  }
}

describe('Watcher', () => {
  it('brings any viewer, however slow, to the rows as they are', async () => {
    const change = fc.record({
      id: fc.constantFrom('a', 'b', 'c'),
      value: fc.option(fc.nat(9)),
      reset: fc.nat(9),
      read: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { maxLength: 25 }), async (changes) => {
        const source = new Source();
        const watcher = new Watcher(['container'], source);
        const stop = new AbortController();
        const items = watcher.items(stop.signal);
        const held = new Map<string, string>();
        const read = async () => {
          const { value } = await items.next();
          if (value !== undefined) apply(held, value);
        };
        await read();
        source.isLoaded = true;
        watcher.reset('container');
        for (const { id, value, reset, read: reads } of changes) {
          if (value === null) source.rows.delete(id);
          else source.rows.set(id, value);
          if (reset === 0) watcher.reset('container');
          else watcher.changed('container', [id]);
          if (reads) await read();
        }
        watcher.changed('container', ['a', 'b', 'c']);
        await read();
        await Promise.race([read(), new Promise((resolve) => setTimeout(resolve, 15))]);
        stop.abort();
        expect(Object.fromEntries(held)).toEqual(
          Object.fromEntries([...source.rows].map(([id, value]) => [id, String(value)])),
        );
      }),
      { numRuns: 40 },
    );
  });

  it('ends when told to, also while it waits', async () => {
    const stop = new AbortController();
    const items = new Watcher(['container'], new Source()).items(stop.signal);
    await items.next();
    const waiting = items.next();
    stop.abort();
    expect(await waiting).toEqual({ done: true, value: undefined });
  });
});

describe('EventsHub', () => {
  const event = (id: string): EngineEvent => ({
    at: '',
    atNano: '1',
    type: 'container',
    action: 'start',
    id,
    attributes: {},
  });

  it('remembers the last hundred and tells them first where asked', async () => {
    const hub = new EventsHub();
    for (let i = 0; i < 150; i += 1) hub.push(event(String(i)));
    const stop = new AbortController();
    const items = hub.watch({ filter: ({ id }) => id !== '51', recent: true, signal: stop.signal });
    expect((await items.next()).value?.id).toBe('50');
    expect((await items.next()).value?.id).toBe('52');
    stop.abort();
    expect((await items.next()).done).toBe(true);
  });

  it('tells only new ones otherwise', async () => {
    const hub = new EventsHub();
    hub.push(event('old'));
    const stop = new AbortController();
    const items = hub.watch({ filter: () => true, recent: false, signal: stop.signal });
    const next = items.next();
    hub.push(event('new'));
    expect((await next).value?.id).toBe('new');
    stop.abort();
    await items.return(undefined);
  });

  it('puts what the engine remembers before it, each event once', async () => {
    const hub = new EventsHub();
    hub.push({ ...event('b'), atNano: '20' });
    const stop = new AbortController();
    const past = async () => {
      hub.push({ ...event('c'), atNano: '30' });
      return [
        { ...event('a'), atNano: '9' },
        { ...event('b'), atNano: '20' },
      ];
    };
    const items = hub.watch({ filter: () => true, recent: true, past, signal: stop.signal });
    const ids: string[] = [];
    for (let i = 0; i < 3; i += 1) ids.push((await items.next()).value?.id ?? '');
    expect(ids).toEqual(['a', 'b', 'c']);
    stop.abort();
    expect((await items.next()).done).toBe(true);
  });

  it('tells a viewer that is far behind how many it missed', async () => {
    const hub = new EventsHub();
    const stop = new AbortController();
    const items = hub.watch({ filter: () => true, recent: false, signal: stop.signal });
    const first = items.next();
    for (let i = 0; i < 10_004; i += 1) hub.push(event(String(i)));
    expect((await first).value).toMatchObject({ id: '4', missedBefore: 4 });
    expect((await items.next()).value).not.toHaveProperty('missedBefore');
    stop.abort();
    await items.return(undefined);
  });
});
