import { describe, expect, it } from 'vitest';
import { same } from '../../../renderer/state/same.ts';
import { applyPatch, applySnapshot, emptyTable } from '../../../renderer/state/table.ts';
import type { Container } from '../../../shared/contract/containers.ts';
import type { Patch, Snapshot } from '../../../shared/contract/engine.ts';
import { fresh, sampleContainer } from './samples.ts';

const snapshot = (rows: Container[], engineId = 'one', revision = 1): Snapshot<'container'> => ({
  type: 'snapshot',
  kind: 'container',
  revision,
  engineId,
  rows,
  freshness: fresh,
});
const patch = (upsert: Container[], remove: string[] = [], revision = 2): Patch<'container'> => ({
  type: 'patch',
  kind: 'container',
  revision,
  upsert,
  remove,
});

const a = sampleContainer({ id: 'a', name: 'a' });
const b = sampleContainer({ id: 'b', name: 'b' });

describe('a table', () => {
  it('takes a patch without touching the rows it does not name', () => {
    const before = applySnapshot(emptyTable<'container'>(), snapshot([a, b]));
    const after = applyPatch(before, patch([{ ...b, state: 'exited' }]));
    expect(after.rows.get('a')).toBe(a);
    expect(after.rows.get('b')?.state).toBe('exited');
    expect(before.rows.get('b')?.state).toBe('running');
    expect(after.revision).toBe(2);
  });

  it('keeps all rows as they are when a patch changes nothing', () => {
    const before = applySnapshot(emptyTable<'container'>(), snapshot([a, b]));
    expect(applyPatch(before, patch([structuredClone(b)])).rows).toBe(before.rows);
  });

  it('takes the same patch twice', () => {
    const before = applySnapshot(emptyTable<'container'>(), snapshot([a, b]));
    const change = patch([{ ...a, name: 'renamed' }], ['b']);
    const once = applyPatch(before, change);
    const twice = applyPatch(once, change);
    expect(twice.rows).toBe(once.rows);
    expect([...twice.rows.keys()]).toEqual(['a']);
  });

  it('replaces all rows by a snapshot, keeping the objects of those that are the same', () => {
    const before = applySnapshot(emptyTable<'container'>(), snapshot([a, b]));
    const after = applySnapshot(before, snapshot([structuredClone(a)], 'one', 9));
    expect([...after.rows.values()]).toEqual([a]);
    expect(after.rows.get('a')).toBe(a);
  });

  it('keeps nothing of another engine', () => {
    const before = applySnapshot(emptyTable<'container'>(), snapshot([a]));
    const after = applySnapshot(before, snapshot([structuredClone(a)], 'two'));
    expect(after.rows.get('a')).not.toBe(a);
    expect(after.engineId).toBe('two');
  });
});

describe('same', () => {
  it.each([
    [{ a: [1, { b: null }] }, { a: [1, { b: null }] }, true],
    [{ a: 1, b: 2 }, { b: 2, a: 1 }, true],
    [{ a: 1 }, { a: 1, b: undefined }, false],
    [{ a: undefined }, { b: undefined }, false],
    [[1, 2], [1], false],
    [[], {}, false],
    [{}, null, false],
    ['1', 1, false],
  ])('%j and %j', (left, right, answer) => {
    expect(same(left, right)).toBe(answer);
    expect(same(right, left)).toBe(answer);
  });
});
