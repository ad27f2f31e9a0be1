import { describe, expect, it } from 'vitest';
import type { EngineClient, RequestOptions } from '../../../electron/engine/client.ts';
import { Measure } from '../../../electron/plans/removing/measure.ts';
import { removeCacheRecord } from '../../../electron/plans/removing/steps-of-images.ts';
import type { PlanItem, ReportItem } from '../../../shared/contract/plans.ts';

const { signal } = new AbortController();
const used = Date.parse('2026-01-01T00:00:00.000Z');
const hourMs = 3_600_000;

const item = (kind: PlanItem['kind'], id: string): PlanItem => ({
  ...{ kind, id, name: id, reason: '', reasonKey: 'cache-unused', bytes: 1, action: 'remove' },
});

/** Answers `/system/df` and `/build/prune`; what was asked of the second is in `filters`. */
function engine(df: object, pruned: object = {}) {
  const filters: unknown[] = [];
  const json = async (path: string, { query }: RequestOptions = {}) => {
    if (path === '/build/prune') filters.push(JSON.parse(query?.filters ?? '{}'));
    return { status: 200, headers: {}, body: path === '/build/prune' ? pruned : df };
  };
  return { filters, client: { apiVersion: '1.45', json } as unknown as EngineClient };
}

describe('a record of the build cache', () => {
  const df = { BuildCache: [{ ID: 'r', Type: 'regular', LastUsedAt: new Date(used).toISOString() }] };
  const remove = ({ client }: ReturnType<typeof engine>, untilMs: number | null) =>
    removeCacheRecord(
      client,
      item('build-cache', 'r'),
      { all: false, untilMs, nowMs: used + hourMs },
      signal,
    );

  it('is left by the engine itself where it was used after the time that was asked for', async () => {
    const refusing = engine(df, { CachesDeleted: null });
    const { result } = await remove(refusing, used - hourMs);
    expect(result.outcomeKey).toBe('changed-since');
    // A second less than the age: clocks differ.
    expect(refusing.filters).toEqual([{ id: ['r'], until: [`${2 * hourMs - 1000}ms`] }]);
  });

  it('goes by no age where none was asked for', async () => {
    const removing = engine(df, { CachesDeleted: ['r'], SpaceReclaimed: 7 });
    expect(await remove(removing, null)).toMatchObject({ result: { outcomeKey: 'removed' }, freedBytes: 7 });
    expect(removing.filters).toEqual([{ id: ['r'] }]);
  });
});

describe('what removing images freed', () => {
  const freed = async (before: object, after: object): Promise<number | null> => {
    const measure = new Measure([item('image', 'one')]);
    await measure.before(item('image', 'one'), engine(before).client, signal);
    const done = {
      ...item('image', 'one'),
      outcome: 'done',
      outcomeKey: 'removed',
      detail: '',
    } as ReportItem;
    return measure.total([done], async () => engine(after).client, signal);
  };
  const images = [{ Id: 'sha256:one', Size: 5 }];

  it('is not known where the engine has images and no bytes for them (Podman)', async () => {
    expect(await freed({ LayersSize: 0, Images: images }, { LayersSize: 0, Images: [] })).toBeNull();
  });

  it('is everything where no image is left', async () => {
    expect(await freed({ LayersSize: 5, Images: images }, { LayersSize: 0, Images: [] })).toBe(5);
  });
});
