import { describe, expect, it } from 'vitest';
import { parseTime, roughDuration } from '../../../shared/model/durations.ts';

const day = 86_400_000;

describe('roughDuration', () => {
  it.each([
    [0, 0, 'second'],
    [59_999, 59, 'second'],
    [60_000, 1, 'minute'],
    [3_599_999, 59, 'minute'],
    [3_600_000, 1, 'hour'],
    [day, 1, 'day'],
    [13.9 * day, 13, 'day'],
    [14 * day, 2, 'week'],
    [60 * day, 1, 'month'],
    [800 * day, 2, 'year'],
  ])('%d ms is %d %s', (ms, count, unit) => {
    expect(roughDuration(ms)).toEqual({ count, unit });
  });

  it('takes time that has yet to come, from a skewed clock, for now', () => {
    expect(roughDuration(-5_000)).toEqual({ count: 0, unit: 'second' });
    expect(roughDuration(Number.NaN)).toEqual({ count: 0, unit: 'second' });
  });
});

describe('parseTime', () => {
  it('reads what the engine writes', () => {
    expect(parseTime('2024-11-03T10:00:00.123456789Z')).toBe(Date.UTC(2024, 10, 3, 10, 0, 0, 123));
  });

  it.each([undefined, null, '', '0001-01-01T00:00:00Z', 'soon'])('%s is no time', (iso) => {
    expect(parseTime(iso)).toBeNull();
  });
});
