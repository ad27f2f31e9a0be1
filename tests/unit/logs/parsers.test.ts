import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FramedLog, type LogParser, RawLog } from '../../../electron/containers/logs/parsers.ts';
import { keptBytes, type LogRecord, pieceBytes } from '../../../electron/containers/logs/records.ts';
import { engineTime } from '../../../electron/engine/times.ts';

const stampOf = (n: number): string => `2026-11-21T04:45:58.${String(n).padStart(9, '0')}Z`;

interface Written {
  channel: 'stdout' | 'stderr';
  text: string;
}

function frame(channel: Written['channel'], payload: Buffer): Buffer {
  const header = Buffer.alloc(8);
  header[0] = channel === 'stdout' ? 1 : 2;
  header.writeUInt32BE(payload.length, 4);
  return Buffer.concat([header, payload]);
}

/** As dockerd writes it: 16 KiB to a message, all messages of a line with the line's time. */
function engineWrites(lines: readonly Written[], framed: boolean): Buffer {
  const out: Buffer[] = [];
  for (const [n, { channel, text }] of lines.entries()) {
    const bytes = Buffer.from(text);
    for (let at = 0; at === 0 || at < bytes.length; at += pieceBytes) {
      const last = at + pieceBytes >= bytes.length;
      const message = Buffer.concat([
        Buffer.from(`${stampOf(n)} `),
        bytes.subarray(at, at + pieceBytes),
        Buffer.from(last ? (framed ? '\n' : '\r\n') : ''),
      ]);
      out.push(framed ? frame(channel, message) : message);
    }
  }
  return Buffer.concat(out);
}

function read(parser: LogParser, whole: Buffer, cuts: readonly number[]): LogRecord[] {
  const at = [...new Set(cuts.map((cut) => cut % (whole.length + 1)))].sort((a, b) => a - b);
  const records = [...at, whole.length].flatMap((end, i) =>
    parser.push(whole.subarray(i === 0 ? 0 : at[i - 1], end)),
  );
  return [...records, ...parser.end()];
}

const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 30 }).map((line) => line.replaceAll(/[\r\n]/g, '')),
  fc.integer({ min: pieceBytes - 2, max: pieceBytes * 3 + 2 }).map((length) => 'x'.repeat(length)),
);

describe.each([
  ['framed', true],
  ['raw', false],
] as const)('a %s log', (_name, framed) => {
  it('is the lines that were written, under any chunking', () => {
    const channels = framed ? (['stdout', 'stderr'] as const) : (['stdout'] as const);
    const written = fc.array(fc.record({ channel: fc.constantFrom(...channels), text }), { maxLength: 8 });
    fc.assert(
      fc.property(written, fc.array(fc.nat(), { maxLength: 40 }), (lines, cuts) => {
        const records = read(framed ? new FramedLog() : new RawLog(), engineWrites(lines, framed), cuts);
        expect(records.map(({ channel, text: read, atNano }) => ({ channel, text: read, atNano }))).toEqual(
          lines.map((line, n) => ({ ...line, atNano: String(1_795_236_358_000_000_000n + BigInt(n)) })),
        );
      }),
      { numRuns: 60 },
    );
  });

  it('keeps the beginning of a line of 10 MB and counts the rest', () => {
    const bytes = 10 * 1024 * 1024;
    const lines: Written[] = [
      { channel: 'stdout', text: 'é'.repeat(bytes / 2) },
      { channel: 'stdout', text: 'after' },
    ];
    const [long, after] = read(
      framed ? new FramedLog() : new RawLog(),
      engineWrites(lines, framed),
      [77, 99_999],
    );
    expect(long).toMatchObject({ truncated: true, bytes: framed ? bytes : bytes + 1 });
    expect(Buffer.byteLength(long?.text ?? '')).toBeLessThanOrEqual(keptBytes);
    expect(long?.text.replaceAll('é', '')).toBe('');
    expect(after).toMatchObject({ text: 'after', truncated: false });
  });
});

describe('a framed log', () => {
  it('does not join a last line without its end to what comes after a restart', () => {
    const parser = new FramedLog();
    const whole = Buffer.concat([
      frame('stdout', Buffer.from(`${stampOf(1)} prompt>`)),
      frame('stdout', Buffer.from(`${stampOf(2)} next\n`)),
    ]);
    expect(parser.push(whole).map((record) => record.text)).toEqual(['prompt>', 'next']);
  });

  it('shows bytes that are no UTF-8 as such', () => {
    const parser = new FramedLog();
    const bytes = Buffer.concat([
      Buffer.from(`${stampOf(1)} a`),
      Buffer.from([0xff, 0xfe]),
      Buffer.from('b\n'),
    ]);
    expect(parser.push(frame('stderr', bytes))[0]?.text).toBe('a\ufffd\ufffdb');
  });

  it('tells a corrupt header and what the engine says of trouble', () => {
    const parser = new FramedLog();
    parser.push(Buffer.from('HTTP/1.1 and so on'));
    expect(parser.trouble).not.toBeNull();
    const header = Buffer.from([3, 0, 0, 0, 0, 0, 0, 4]);
    const other = new FramedLog();
    other.push(Buffer.concat([header, Buffer.from('oops')]));
    expect(other.trouble).toBe('oops');
  });
});

describe('engineTime', () => {
  const now = 1_795_000_000_000;
  it.each([
    ['2026-11-21T04:45:58Z', '1795236358.000000000'],
    ['2026-11-21T04:45:58.123456789Z', '1795236358.123456789'],
    ['2026-11-21T05:45:58+01:00', '1795236358.000000000'],
    ['1795236358.5', '1795236358.5'],
    ['10m', '1794999400.000'],
    ['1h30m', '1794994600.000'],
  ])('%s', (value, time) => {
    expect(engineTime(value, now)).toBe(time);
  });

  it.each(['yesterday', '10 minutes', '', '-5m', '2026-13-40T00:00:00Z'])('refuses %j', (value) => {
    expect(() => engineTime(value, now)).toThrow('is no time');
  });
});
