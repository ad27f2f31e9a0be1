import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareVersions, negotiate, ourNewest, ourOldest } from '../../../electron/engine/api-version.ts';
import { backoffMs } from '../../../electron/engine/backoff.ts';

describe('negotiate', () => {
  it('takes the lower of both', () => {
    expect(negotiate('1.41', '1.12')).toEqual({ ok: true, version: '1.41' });
    expect(negotiate('1.99', '1.40')).toEqual({ ok: true, version: ourNewest });
    expect(negotiate(ourOldest, ourOldest)).toEqual({ ok: true, version: '1.24' });
  });

  it('compares numbers, not text: 1.9 is older than 1.24', () => {
    expect(negotiate('1.9', '1.1')).toEqual({ ok: false, problem: 'too-old', api: '1.9' });
  });

  it('refuses an engine that has left our newest behind', () => {
    expect(negotiate('2.0', '1.60')).toEqual({ ok: false, problem: 'too-new', needs: '1.60' });
  });

  it('counts an unreadable version as too old', () => {
    expect(negotiate('banana', '').ok).toBe(false);
  });

  it('orders like pairs of numbers', () => {
    const version = fc.tuple(fc.nat(20), fc.nat(200));
    fc.assert(
      fc.property(version, version, (a, b) => {
        const order = Math.sign(compareVersions(a.join('.'), b.join('.')));
        expect(order).toBe(Math.sign(a[0] - b[0] || a[1] - b[1]));
      }),
    );
  });
});

describe('backoffMs', () => {
  it('doubles from the first to the largest and spreads by a quarter', () => {
    const shape = { firstMs: 250, maxMs: 10_000 };
    expect([1, 2, 3, 4].map((attempt) => backoffMs(shape, attempt, 0.5))).toEqual([250, 500, 1000, 2000]);
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1e6 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (attempt, random) => {
          const delay = backoffMs(shape, attempt, random);
          expect(delay).toBeGreaterThanOrEqual(187);
          expect(delay).toBeLessThanOrEqual(12_500);
        },
      ),
    );
  });
});
