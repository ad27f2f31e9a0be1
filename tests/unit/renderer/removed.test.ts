import { describe, expect, it } from 'vitest';
import { nextShown } from '../../../renderer/panels/container/use-shown-container.ts';
import { nextSubjects } from '../../../renderer/panels/logs/shown-subjects.ts';
import { sampleContainer } from './samples.ts';

const web = sampleContainer({ id: 'aaa', name: 'web' });
const rowsOf = (...rows: (typeof web)[]) => new Map(rows.map((row) => [row.id, row]));

describe('the page of a container that is removed', () => {
  const shown = nextShown(null, rowsOf(web), 'web', 'e');

  it('keeps the last row, until it is opened for another or of another engine', () => {
    expect(nextShown(shown, rowsOf(), 'web', 'e').container).toBe(web);
    expect(nextShown(shown, rowsOf(), 'other', 'e').container).toBeUndefined();
    expect(nextShown(shown, rowsOf(), 'web', 'f').container).toBeUndefined();
    expect(nextShown(null, rowsOf(), 'web', 'e').container).toBeUndefined();
  });

  it('goes over to the one that takes its name, and follows it under a new name', () => {
    const next = { ...web, id: 'bbb' };
    expect(nextShown(shown, rowsOf(next), 'web', 'e').container).toBe(next);
    const renamed = { ...web, name: 'shop' };
    expect(nextShown(shown, rowsOf(renamed), 'web', 'e').container).toBe(renamed);
  });
});

describe('the logs of containers that are removed', () => {
  const [a, b, c] = ['a', 'b', 'c'].map((id) => ({ id, name: id })) as [
    { id: string; name: string },
    { id: string; name: string },
    { id: string; name: string },
  ];
  const shown = nextSubjects(null, 'x', [a, b]);

  it('stay, and begin anew when another joins', () => {
    expect(nextSubjects(shown, 'x', [{ ...b }])).toBe(shown);
    expect(nextSubjects(shown, 'x', [])).toBe(shown);
    expect(nextSubjects(shown, 'x', [b, c]).subjects).toEqual([b, c]);
    expect(nextSubjects(shown, 'y', []).subjects).toEqual([]);
  });
});
