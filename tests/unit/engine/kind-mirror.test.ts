import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { parseAddress } from '../../../electron/engine/address.ts';
import { EngineClient } from '../../../electron/engine/client.ts';
import { type ChangeSink, KindMirror } from '../../../electron/engine/kind-mirror.ts';
import type { KindSpec } from '../../../electron/engine/kinds.ts';
import { volumeRow } from '../../../electron/engine/raw/resources.ts';
import type { Session } from '../../../electron/engine/session.ts';
import type { EngineEvent, Volume } from '../../../shared/contract/engine.ts';
import { fail } from '../../../shared/contract/failure.ts';

const row = (name: string, driver = 'local'): Volume => {
  const made = volumeRow({ Name: name, Driver: driver });
  if (made === null) throw new Error('no row');
  return made;
};

/** An engine in memory: what lists answer, and how often they were asked. */
class FakeEngine {
  rows: Volume[] = [];
  lists = 0;
  somes: string[][] = [];
  failing = false;
  /** Called in the middle of a list, before it answers. */
  meanwhile = () => undefined as unknown;

  readonly spec: KindSpec<'volume'> = {
    kind: 'volume',
    key: (volume) => volume.name,
    list: async () => {
      this.lists += 1;
      const answer = [...this.rows];
      await this.meanwhile();
      if (this.failing) throw fail('engine-error', 'engine-error', { detail: 'boom' });
      return answer;
    },
    some: async (_client, ids) => {
      this.somes.push([...ids]);
      return this.rows.filter((volume) => ids.includes(volume.name));
    },
    touch: (event) =>
      event.id === '*'
        ? { type: 'all' }
        : event.type === 'other'
          ? { type: 'none' }
          : { type: 'some', ids: [event.id] },
  };
}

const event = (id: string, type = 'volume'): EngineEvent => ({
  at: '',
  atNano: '1',
  type,
  action: 'x',
  id,
  attributes: {},
});

function session(): Session {
  const transport = {
    address: parseAddress('unix:///x'),
    send: () => Promise.reject(new Error('unused')),
    hijack: () => Promise.reject(new Error('unused')),
    close: () => undefined,
  };
  return {
    client: new EngineClient(transport, '1.45'),
    engine: {
      id: 'e',
      name: 'e',
      kind: 'docker',
      version: '1',
      apiVersion: '1.45',
      serverApiVersion: '1.45',
      minApiVersion: '1.24',
      os: '',
      arch: '',
      cpus: 1,
      memoryBytes: 1,
      experimental: false,
    },
    signal: new AbortController().signal,
  };
}

describe('KindMirror', () => {
  let engine: FakeEngine;
  let mirror: KindMirror<'volume'>;
  let told: string[];

  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] });
    engine = new FakeEngine();
    told = [];
    const sink: ChangeSink = {
      changed: (_kind, ids) => told.push(`changed ${[...ids].sort().join(',')}`),
      reset: () => told.push('reset'),
      freshness: () =>
        told.push(mirror.freshness.stale ? `stale ${mirror.freshness.error?.code ?? ''}` : 'fresh'),
    };
    mirror = new KindMirror(engine.spec, sink, { finish: (volume) => volume });
  });

  afterEach(() => {
    mirror.close();
    expect(vi.getTimerCount()).toBe(0);
    vi.useRealTimers();
  });

  const connect = async (rows: Volume[]) => {
    engine.rows = rows;
    mirror.connected(session(), false);
    await vi.advanceTimersByTimeAsync(1);
  };
  const names = () =>
    mirror
      .rows()
      .map((volume) => volume.name)
      .sort();

  it('lists once connected, and tells it whole', async () => {
    await connect([row('a'), row('b')]);
    expect(names()).toEqual(['a', 'b']);
    expect(told).toEqual(['reset', 'fresh', 'reset']);
    expect(engine.lists).toBe(1);
  });

  it('reads only what an event names, and tells only what changed', async () => {
    await connect([row('a'), row('b'), row('c')]);
    told.length = 0;
    engine.rows = [row('a', 'nfs'), row('c'), row('d')];
    for (const id of ['a', 'b', 'c', 'd']) mirror.event(event(id));
    await vi.advanceTimersByTimeAsync(20);
    expect(engine.somes).toEqual([['a', 'b', 'c', 'd']]);
    expect(engine.lists).toBe(1);
    expect(told).toEqual(['changed a,b,d']);
    expect(names()).toEqual(['a', 'c', 'd']);
  });

  it('is not moved by events that concern others', async () => {
    await connect([row('a')]);
    mirror.event(event('a', 'other'));
    await vi.advanceTimersByTimeAsync(5000);
    expect(engine.lists + engine.somes.length).toBe(1);
  });

  it('reads again what was touched while it read', async () => {
    await connect([row('a')]);
    engine.meanwhile = () => {
      engine.meanwhile = () => undefined;
      engine.rows = [row('a', 'late')];
      mirror.event(event('a'));
    };
    mirror.touchAll();
    await vi.advanceTimersByTimeAsync(50);
    expect(mirror.row('a')?.driver).toBe('late');
  });

  it('reads a storm of 16,000 events in ten seconds at most 22 times, and ends true', async () => {
    await connect([row('a')]);
    const before = engine.lists;
    for (let i = 0; i < 16_000; i += 1) {
      mirror.event(event(`v${i % 300}`));
      if (i % 16 === 0) await vi.advanceTimersByTimeAsync(10);
    }
    engine.rows = [row('final')];
    mirror.event(event('final'));
    await vi.advanceTimersByTimeAsync(2000);
    expect(engine.lists - before + engine.somes.length).toBeLessThanOrEqual(22 + 2);
    expect(names()).toEqual(['final']);
  });

  it('keeps its rows when a read fails, marks them stale with the reason, and mends itself', async () => {
    await connect([row('a')]);
    told.length = 0;
    engine.failing = true;
    mirror.touchAll();
    await vi.advanceTimersByTimeAsync(20);
    expect(names()).toEqual(['a']);
    expect(told).toEqual(['stale engine-error']);
    engine.failing = false;
    engine.rows = [row('b')];
    await vi.advanceTimersByTimeAsync(15_000);
    expect(names()).toEqual(['b']);
    expect(told).toEqual(['stale engine-error', 'fresh', 'changed a,b']);
  });

  it('keeps its rows over a lost connection and drops them for another engine', async () => {
    await connect([row('a')]);
    mirror.disconnected();
    expect(mirror.freshness.stale).toBe(true);
    expect(names()).toEqual(['a']);
    mirror.connected(session(), true);
    expect(names()).toEqual(['a']);
    mirror.connected(session(), false);
    expect(names()).toEqual([]);
  });

  it('refreshes at once for a person, and says when it is shown', async () => {
    await connect([row('a')]);
    engine.rows = [];
    const shown = mirror.refresh(['a']);
    await vi.advanceTimersByTimeAsync(1);
    await shown;
    expect(names()).toEqual([]);
  });

  it('fails a refresh when the connection goes, and does not wait without one', async () => {
    await connect([row('a')]);
    const shown = mirror.refresh('all');
    mirror.disconnected();
    await expect(shown).rejects.toMatchObject({ error: { code: 'unreachable' } });
    await mirror.refresh('all');
  });
});
