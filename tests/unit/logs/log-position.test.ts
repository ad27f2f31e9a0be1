import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  compareNano,
  type LogPlace,
  LogPosition,
  nanoToSeconds,
  secondsToNano,
} from '../../../shared/model/log-position.ts';

interface Line extends LogPlace {
  n: number;
}

const base = 1_795_000_000_000_000_000n;

/** A log as the engine keeps it: times of one channel never go back, those of the two may cross by a moment. */
const logs = fc
  .array(
    fc.record({
      channel: fc.constantFrom('stdout' as const, 'stderr' as const),
      step: fc.constantFrom(0n, 0n, 1n, 5_000_000n, 900_000_000n),
    }),
    { minLength: 1, maxLength: 60 },
  )
  .map((steps) => {
    let now = base;
    return steps.map(({ channel, step }, n): Line => {
      now += step;
      return { n, channel, atNano: String(now) };
    });
  });

const from = (log: readonly Line[], since: string | undefined): Line[] =>
  since === undefined ? [...log] : log.filter((line) => nano(since) <= BigInt(line.atNano));

function nano(since: string): bigint {
  const [seconds = '0', fraction = ''] = since.split('.');
  return BigInt(seconds) * 1_000_000_000n + BigInt(fraction.padEnd(9, '0'));
}

describe('LogPosition', () => {
  it('tells every line once however often it is cut', () => {
    fc.assert(
      fc.property(logs, fc.array(fc.nat(60), { maxLength: 6 }), (log, cuts) => {
        const position = new LogPosition();
        const told: number[] = [];
        for (const length of [...cuts, Number.POSITIVE_INFINITY]) {
          const reading = from(log, position.since);
          position.resume();
          for (const line of reading.slice(0, length)) {
            const verdict = position.admit(line);
            expect(verdict).not.toBe('after-gap');
            if (verdict === 'new') told.push(line.n);
          }
        }
        expect(told).toEqual(log.map(({ n }) => n));
      }),
    );
  });

  it('finds that the lines it knew are gone', () => {
    const position = new LogPosition();
    const line = (n: number): LogPlace => ({
      channel: 'stdout',
      atNano: String(base + BigInt(n) * 1_000_000n),
    });
    for (let n = 0; n < 5; n += 1) expect(position.admit(line(n))).toBe('new');
    position.resume();
    expect(position.admit(line(9))).toBe('after-gap');
    expect(position.admit(line(10))).toBe('new');
    position.resume();
    expect(position.admit(line(10))).toBe('known');
    expect(position.admit(line(11))).toBe('new');
  });

  it('knows what is newer', () => {
    const position = new LogPosition();
    expect(position.isNewer({ channel: 'stdout', atNano: '5' })).toBe(true);
    position.admit({ channel: 'stdout', atNano: '5' });
    expect(position.isNewer({ channel: 'stdout', atNano: '5' })).toBe(false);
    expect(position.isNewer({ channel: 'stdout', atNano: '10' })).toBe(true);
  });

  it('writes nanoseconds as seconds', () => {
    expect(nanoToSeconds('1795000000123456789')).toBe('1795000000.123456789');
    expect(nanoToSeconds('5')).toBe('0.000000005');
    expect(secondsToNano('1795000000.123456789')).toBe('1795000000123456789');
    expect(secondsToNano('1795000000.5')).toBe('1795000000500000000');
    expect(secondsToNano('1795000000')).toBe('1795000000000000000');
    expect(compareNano('9', '10')).toBeLessThan(0);
  });
});
