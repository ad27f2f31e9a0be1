import { describe, expect, it } from 'vitest';
import { readTestArguments } from '../../../build/lib/test-arguments.mjs';
import { addUp, countsLine, skipLines } from '../../../build/lib/totals.mjs';

describe('arguments of npm test', () => {
  const read = (...args: string[]) => {
    const { chosen, only } = readTestArguments(args);
    return { suites: chosen.map(({ suite, filters }) => [suite.name, ...filters].join(' ')), only };
  };

  it('runs every suite without any', () => {
    expect(read().suites).toEqual(['unit', 'walls', 'integration', 'faults', 'e2e']);
  });

  it('takes names of suites', () => {
    expect(read('e2e', 'unit').suites).toEqual(['unit', 'e2e']);
  });

  it('takes hosts for the end-to-end suite on them', () => {
    expect(read('web', 'double').suites).toEqual(['e2e --project=web --project=double']);
  });

  it('finds the suite of a path', () => {
    expect(read('tests/unit/rpc/router.test.ts', '-t', 'credit')).toEqual({
      suites: ['unit tests/unit/rpc/router.test.ts'],
      only: 'credit',
    });
  });

  it('hands a path to its own suite only', () => {
    expect(read('walls', 'tests/unit/build').suites).toEqual(['unit tests/unit/build', 'walls']);
  });

  it('hands any other word to the chosen suites', () => {
    expect(read('integration', 'podman').suites).toEqual(['integration podman']);
  });
});

describe('the report of npm test', () => {
  const one = {
    passed: 2,
    failed: [{ name: 'a', detail: 'no' }],
    skipped: [{ name: 'b', reason: 'no root' }],
  };
  const two = { passed: 1, failed: [], skipped: [{ name: 'c', reason: 'no root' }] };

  it('adds up over all runners', () => {
    expect(countsLine(addUp([one, two]))).toBe('3 passed, 1 failed, 2 skipped');
    expect(countsLine(addUp([]))).toBe('0 passed, 0 failed, 0 skipped');
  });

  it('names every skip below its reason', () => {
    expect(skipLines(addUp([one, two]))).toEqual(['Skipped: no root', '  b', '  c']);
  });
});
