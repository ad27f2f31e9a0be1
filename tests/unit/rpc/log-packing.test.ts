import fc from 'fast-check';
import { expect, it } from 'vitest';
import { logPacking } from '../../../shared/contract/log-packing.ts';
import type { LogBatch, LogLine } from '../../../shared/contract/logs.ts';

const line = fc
  .record({
    container: fc.constantFrom('web', 'db', '__proto__', ''),
    nano: fc.bigInt({ min: 0n, max: 4_000_000_000_000_000_000n }),
    channel: fc.constantFrom('stdout' as const, 'stderr' as const),
    text: fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('', '\n', 'a\nb', '\u0000', '\ud800', ' ')),
    truncatedBytes: fc.option(fc.nat(), { nil: undefined }),
  })
  .map(({ nano, truncatedBytes, ...rest }): LogLine => {
    const atNano = String(nano).padStart(10, '0');
    const at = new Date(Number(nano / 1_000_000n)).toISOString();
    return { ...rest, at, atNano, ...(truncatedBytes === undefined ? {} : { truncatedBytes }) };
  });

const travelled = (batch: LogBatch) => logPacking.unpack(JSON.parse(JSON.stringify(logPacking.pack(batch))));

it('gives back every batch, whatever is in its lines', () => {
  fc.assert(
    fc.property(fc.array(line, { maxLength: 40 }), (lines) => {
      expect(travelled({ lines })).toEqual({ lines });
    }),
  );
});

it('gives back gaps and marks', () => {
  const gap: LogBatch = { lines: [], gap: { container: 'web', count: 3, reason: 'slow' } };
  const mark: LogBatch = { lines: [], mark: { container: 'web', kind: 'stopped' } };
  expect([travelled(gap), travelled(mark)]).toEqual([gap, mark]);
});
