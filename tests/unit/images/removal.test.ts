import { describe, expect, it } from 'vitest';
import { leavesFirst } from '../../../electron/images/removal.ts';

const node = (id: string, parentId = '', tags: string[] = [`${id}:1`]) => ({ id, parentId, tags });

describe('the order of images that go', () => {
  const nodes = [node('base'), node('step', 'base', []), node('app', 'step'), node('other')];

  it('takes what was built on an image before it, over steps without a name', () => {
    expect(leavesFirst(nodes, new Set(['base', 'app', 'other']))).toEqual(['app', 'base', 'other']);
  });

  it('leaves an image that something which stays was built on', () => {
    expect(leavesFirst(nodes, new Set(['base', 'other']))).toEqual(['other']);
    expect(leavesFirst([...nodes, node('dangling', 'base', [])], new Set(['base', 'app']))).toEqual(['app']);
  });

  it('ends where an engine tells a circle', () => {
    expect(leavesFirst([node('a', 'b'), node('b', 'a')], new Set(['a', 'b']))).toEqual([]);
  });
});
