import { describe, expect, it } from 'vitest';
import { formatBytes, formatMemory, scaleBytes } from '../../../shared/model/sizes.ts';

describe('scaleBytes', () => {
  it.each([
    [0, 0, 'B'],
    [999, 999, 'B'],
    [1_000, 1, 'kB'],
    [1_234_567, 1.23, 'MB'],
    [26_400_000, 26.4, 'MB'],
    [999_499, 999, 'kB'],
    [999_500, 1, 'MB'],
    [7.5e18, 7.5, 'EB'],
    [7.5e22, 75_000, 'EB'],
  ])('%d is %d %s', (bytes, value, unit) => {
    expect(scaleBytes(bytes)).toEqual({ value, unit });
  });

  it.each([-1, Number.NaN, Number.POSITIVE_INFINITY])('%d counts as nothing', (bytes) => {
    expect(scaleBytes(bytes)).toEqual({ value: 0, unit: 'B' });
  });
});

describe('as text', () => {
  it('has the unit after a space', () => {
    expect(formatBytes(1_234_567)).toBe('1.23 MB');
  });

  it('uses the decimal sign of the language', () => {
    expect(formatBytes(1_234_567, 'de')).toBe('1,23 MB');
  });

  it('counts memory in powers of 1024', () => {
    expect(formatMemory(33_285_996_544)).toBe('31 GiB');
    expect(formatMemory(1024 * 1024 - 1)).toBe('1 MiB');
    expect(formatMemory(512)).toBe('512 B');
  });
});
