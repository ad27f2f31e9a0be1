import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HistoryStep } from '../../../shared/contract/images.ts';
import { instructionOf, readHistory } from '../../../shared/model/image-history.ts';

const id = (digit: string) => `sha256:${digit.repeat(64)}`;

function step(createdBy: string, sizeBytes: number, comment = ''): HistoryStep {
  return {
    ...{
      id: null,
      missing: 'not-kept',
      createdAt: '',
      createdBy,
      sizeBytes,
      comment,
      tags: [],
      role: 'layer',
    },
    ...instructionOf(createdBy),
  };
}

describe('the instruction a step was written as', () => {
  it.each([
    ['/bin/sh -c #(nop)  CMD ["sh"]', 'CMD', '["sh"]'],
    ['/bin/sh -c #(nop) COPY file:ab in / ', 'COPY', 'file:ab in /'],
    ['/bin/sh -c apt-get update', 'RUN', 'apt-get update'],
    ['RUN /bin/sh -c make all # buildkit', 'RUN', 'make all'],
    ['COPY . /app # buildkit', 'COPY', '. /app'],
    ['|2 A=1 B=two words /bin/sh -c echo $A', 'RUN', 'echo $A'],
    ['RUN |1 A=1 /bin/sh -c echo $A # buildkit', 'RUN', 'echo $A'],
    ['sh -c echo 1', '', 'sh -c echo 1'],
    ['', '', ''],
    ['/bin/sh -c #(nop)  something else', '', 'something else'],
  ])('%s', (createdBy, instruction, text) => {
    expect(instructionOf(createdBy)).toEqual({ instruction, text });
  });

  it('reads any text without falling over', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(instructionOf(text).text.length).toBeLessThanOrEqual(text.length);
      }),
    );
  });
});

describe('merged layers', () => {
  /** As `docker build --squash` leaves it: two RUN merged, onto an image of two steps. */
  const squashed = [
    step('', 500, `merge ${id('a')} to ${id('b')}`),
    step('/bin/sh -c #(nop)  CMD ["sh"]', 0),
    step('/bin/sh -c make', 0),
    step('/bin/sh -c fetch', 0),
    step('/bin/sh -c #(nop)  ENV A=1', 0),
    step('/bin/sh -c #(nop) ADD file:x in /', 2000),
  ];

  it('are told with what went into them, exactly where the parent is here', () => {
    const { steps, squashes } = readHistory(squashed, (parent) => (parent === id('b') ? 2 : null));
    expect(squashes).toEqual([{ step: 0, from: id('a'), onto: id('b'), merged: 2, exact: true }]);
    expect(steps.map(({ role }) => role)).toEqual([
      'squashed',
      'settings',
      'merged',
      'merged',
      'settings',
      'layer',
    ]);
  });

  it('do not take what the parent added nothing with', () => {
    const steps = [...squashed.slice(0, 4), step('/bin/sh -c true', 0), ...squashed.slice(5)];
    const { squashes } = readHistory(steps, () => 2);
    expect(squashes).toMatchObject([{ merged: 2, exact: true }]);
    expect(readHistory(steps, () => null).squashes).toMatchObject([{ merged: 3, exact: false }]);
  });

  it('are guessed by what is empty where the parent is not here', () => {
    const { squashes } = readHistory(squashed, () => null);
    expect(squashes).toEqual([{ step: 0, from: id('a'), onto: id('b'), merged: 2, exact: false }]);
  });

  it('down to nothing take every step that added files', () => {
    const steps = [
      step('', 900, `create new from ${id('c')}`),
      step('/bin/sh -c make', 0),
      step('/bin/sh -c #(nop) ADD file:x in /', 0),
    ];
    const told = readHistory(steps, () => null);
    expect(told.squashes).toEqual([{ step: 0, from: id('c'), onto: null, merged: 2, exact: true }]);
    expect(told.steps.map(({ role }) => role)).toEqual(['squashed', 'merged', 'merged']);
  });

  it('are none where a comment only looks like it, and an import is told', () => {
    const steps = [step('', 10, 'merge this to that'), step('', 900, 'Imported from -')];
    const told = readHistory(steps, () => null);
    expect(told.squashes).toEqual([]);
    expect(told.steps.map(({ role }) => role)).toEqual(['layer', 'imported']);
  });
});
