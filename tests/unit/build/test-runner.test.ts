import { describe, expect, it } from 'vitest';
import { filesToRunAgain, withSecondRun } from '../../../build/lib/second-run.mjs';
import { readTestArguments } from '../../../build/lib/test-arguments.mjs';
import { addUp, countsLine, failureLines, nothing, skipLines } from '../../../build/lib/totals.mjs';

describe('arguments of npm test', () => {
  const read = (...args: string[]) => {
    const { chosen, only } = readTestArguments(args);
    return { suites: chosen.map(({ suite, filters }) => [suite.name, ...filters].join(' ')), only };
  };

  it('runs every suite without any', () => {
    expect(read().suites).toEqual(['unit', 'walls', 'integration', 'faults', 'fresh', 'e2e']);
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
    ...nothing,
    passed: 2,
    failed: [{ name: 'a', detail: 'no' }],
    skipped: [{ name: 'b', reason: 'no root' }],
  };
  const two = { ...nothing, passed: 1, failed: [], skipped: [{ name: 'c', reason: 'no root' }] };

  it('adds up over all runners', () => {
    expect(countsLine(addUp([one, two]))).toBe('3 passed, 1 failed, 2 skipped');
    expect(countsLine(addUp([]))).toBe('0 passed, 0 failed, 0 skipped');
  });

  it('names every skip below its reason', () => {
    expect(skipLines(addUp([one, two]))).toEqual(['Skipped: no root', '  b', '  c']);
  });
});

describe('the second run of a file that failed', () => {
  const bad = (file: string, name: string) => ({ name, detail: 'no', file });
  const first = {
    ...nothing,
    passed: 7,
    failed: [bad('a.test.ts', 'a > one'), bad('a.test.ts', 'a > two'), bad('b.test.ts', 'b > three')],
    skipped: [{ name: 'a > four', reason: 'its suite failed', file: 'a.test.ts' }],
    passedIn: { 'a.test.ts': 2, 'b.test.ts': 1, 'c.test.ts': 4 },
  };

  it('is for a few files', () => {
    expect(filesToRunAgain(first)).toEqual(['a.test.ts', 'b.test.ts']);
    expect(filesToRunAgain(nothing)).toEqual([]);
    const many = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((file) => bad(file, `${file} > one`));
    expect(filesToRunAgain({ ...nothing, failed: many })).toEqual([]);
  });

  it('is for nothing when something failed outside of the files', () => {
    const outside = { name: 'left behind', detail: 'a process' };
    expect(filesToRunAgain({ ...first, failed: [...first.failed, outside] })).toEqual([]);
  });

  it('takes the place of the first, which stays told', () => {
    const second = {
      ...nothing,
      passed: 4,
      failed: [bad('a.test.ts', 'a > two')],
      passedIn: { 'a.test.ts': 4 },
    };
    const report = withSecondRun(first, 'a.test.ts', second);
    expect(countsLine(report)).toBe('9 passed, 2 failed, 0 skipped');
    expect(report.unsteady).toEqual([first.failed[0]]);
    expect(failureLines(report).filter((line) => /^[A-Z]/.test(line))).toEqual([
      'UNSTEADY, passed when its file was run again  a > one',
      'FAILED  b > three',
      'FAILED  a > two',
    ]);
  });
});
