import { describe, expect, it } from 'vitest';
import { applyCrashItem } from '../../../renderer/state/crashes.ts';
import type { Crash } from '../../../shared/contract/crashes.ts';

const crash = (id: string, more: Partial<Crash> = {}): Crash => ({
  ...{ id, containerId: id, name: id, image: '', exitCode: 1, count: 1, at: '', firstAt: '', lines: [] },
  ...{ oomKilled: false, restarts: false, removed: false, missed: false },
  ...more,
});
const ids = (crashes: readonly Crash[]) => crashes.map(({ id }) => id);

describe('the list of crashes', () => {
  const all = applyCrashItem([], { type: 'snapshot', crashes: [crash('a'), crash('b'), crash('c')] });

  it('has the latest first', () => {
    expect(ids(all)).toEqual(['c', 'b', 'a']);
    expect(ids(applyCrashItem(all, { type: 'crash', crash: crash('d'), tell: true }))).toEqual([
      ...['d', 'c', 'b', 'a'],
    ]);
  });
  it('takes a repeated one to the top, and leaves one that only changed', () => {
    const again = applyCrashItem(all, { type: 'crash', crash: crash('a', { count: 2 }), tell: false });
    expect(again.map(({ id, count }) => [id, count])).toEqual([
      ['a', 2],
      ['c', 1],
      ['b', 1],
    ]);
    const gone = applyCrashItem(all, { type: 'crash', crash: crash('a', { removed: true }), tell: false });
    expect(gone.map(({ id, removed }) => [id, removed])).toEqual([
      ['c', false],
      ['b', false],
      ['a', true],
    ]);
  });
  it('forgets what was put away, and all of another engine', () => {
    expect(ids(applyCrashItem(all, { type: 'gone', ids: ['b', 'x'] }))).toEqual(['c', 'a']);
    expect(applyCrashItem(all, { type: 'snapshot', crashes: [] })).toEqual([]);
  });
});
