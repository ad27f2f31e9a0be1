import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Channel, Demuxer } from '../../../electron/engine/demux.ts';
import { FeedPosition } from '../../../electron/engine/event-feed.ts';
import { LineSplitter } from '../../../electron/engine/line-splitter.ts';
import { parseEvent, sinceFromNano } from '../../../electron/engine/raw/events.ts';

const channelNames: Channel[] = ['stdin', 'stdout', 'stderr', 'system'];

function frame(channel: number, payload: Buffer): Buffer {
  const header = Buffer.alloc(8);
  header[0] = channel;
  header.writeUInt32BE(payload.length, 4);
  return Buffer.concat([header, payload]);
}

/** The payloads put together again, a frame each. */
function collect(chunks: Buffer[]): { channel: Channel; text: string }[] {
  const demuxer = new Demuxer();
  const out: { channel: Channel; text: string }[] = [];
  let open: Buffer[] = [];
  for (const chunk of chunks)
    for (const piece of demuxer.push(chunk)) {
      if (piece.type === 'corrupt') throw new Error(piece.detail);
      open.push(piece.bytes);
      if (!piece.last) continue;
      out.push({ channel: piece.channel, text: Buffer.concat(open).toString('latin1') });
      open = [];
    }
  return out;
}

function cut(whole: Buffer, cuts: number[]): Buffer[] {
  const at = [...new Set(cuts.map((n) => n % (whole.length + 1)))].sort((a, b) => a - b);
  return [...at, whole.length].map((end, i) => whole.subarray(i === 0 ? 0 : at[i - 1], end));
}

describe('Demuxer', () => {
  it('gives the same frames under any chunking', () => {
    const frames = fc.array(fc.tuple(fc.nat(3), fc.uint8Array({ maxLength: 40 })), { maxLength: 20 });
    fc.assert(
      fc.property(frames, fc.array(fc.nat(), { maxLength: 60 }), (list, cuts) => {
        const whole = Buffer.concat(list.map(([channel, bytes]) => frame(channel, Buffer.from(bytes))));
        expect(collect(cut(whole, cuts))).toEqual(
          list.map(([channel, bytes]) => ({
            channel: channelNames[channel],
            text: Buffer.from(bytes).toString('latin1'),
          })),
        );
      }),
    );
  });

  it('takes 100,000 tiny frames in one chunk without recursion', () => {
    const whole = Buffer.concat(Array.from({ length: 100_000 }, () => frame(1, Buffer.from('x'))));
    expect(new Demuxer().push(whole)).toHaveLength(100_000);
  });

  it('holds no memory for a declared 4 GiB frame', () => {
    const header = Buffer.from([1, 0, 0, 0, 0xff, 0xff, 0xff, 0xff]);
    const demuxer = new Demuxer();
    const before = process.memoryUsage().arrayBuffers;
    expect(demuxer.push(Buffer.concat([header, Buffer.from('abc')]))).toMatchObject([
      { type: 'data', channel: 'stdout', last: false },
    ]);
    expect(demuxer.partial).toBe(true);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1e6);
  });

  it('stops at a header that is none', () => {
    const demuxer = new Demuxer();
    expect(demuxer.push(Buffer.from('plain text from a TTY'))).toMatchObject([{ type: 'corrupt' }]);
    expect(demuxer.push(frame(1, Buffer.from('x')))).toEqual([]);
  });
});

describe('LineSplitter', () => {
  it('gives the same lines under any chunking, also inside a character', () => {
    const line = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 30 })
      .filter((s) => /^[^\r\n]*\S[^\r\n]*$/.test(s));
    fc.assert(
      fc.property(fc.array(line, { maxLength: 20 }), fc.array(fc.nat(), { maxLength: 40 }), (lines, cuts) => {
        const splitter = new LineSplitter();
        const whole = Buffer.from(lines.map((text) => `${text}\n`).join(''));
        expect(cut(whole, cuts).flatMap((chunk) => splitter.push(chunk))).toEqual(lines);
        expect(splitter.partial).toBe(false);
      }),
    );
  });

  it('drops and counts a line over the limit, and goes on after it', () => {
    const splitter = new LineSplitter(10);
    const chunks = ['ok\nthis is far', ' too long to keep', ' at all\nfine\n'];
    expect(chunks.flatMap((chunk) => splitter.push(Buffer.from(chunk)))).toEqual(['ok', 'fine']);
    expect(splitter.dropped).toBe(1);
  });
});

const eventLine = (nano: string, action = 'start') =>
  `{"Type":"container","Action":"${action}","Actor":{"ID":"c1","Attributes":{"name":"web","n":1}},"scope":"local","time":1795231194,"timeNano":${nano}}`;

describe('parseEvent', () => {
  it('reads the fields and keeps every digit of timeNano', () => {
    expect(parseEvent(eventLine('1795231194123456789'))).toEqual({
      at: '2026-11-21T03:19:54.123Z',
      atNano: '1795231194123456789',
      type: 'container',
      action: 'start',
      id: 'c1',
      name: 'web',
      scope: 'local',
      attributes: { name: 'web' },
    });
  });

  it('reads the legacy form', () => {
    expect(parseEvent('{"status":"die","id":"c2","from":"x","time":1795231194}')).toMatchObject({
      type: 'container',
      action: 'die',
      id: 'c2',
      atNano: '1795231194000000000',
    });
  });

  it.each(['', '{', 'null', '[]', '42', '"x"', '{"Type":"container"}', '{"Action":7}'])(
    'is null for %s',
    (line) => {
      expect(parseEvent(line)).toBeNull();
    },
  );

  it('never throws', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (line) => void parseEvent(line)));
  });

  it('gives times as the engine takes them', () => {
    expect(sinceFromNano('1795231194123456789')).toBe('1795231194.123456789');
    expect(sinceFromNano('5')).toBe('0.000000005');
  });
});

describe('FeedPosition', () => {
  const event = (nano: string, action = 'start') => {
    const parsed = parseEvent(eventLine(nano, action));
    if (parsed === null) throw new Error('no event');
    return parsed;
  };

  it('admits each event once, however often and in which order it is told', () => {
    const nanos = fc.array(fc.integer({ min: 1_000_000_000, max: 1_000_000_100 }).map(String), {
      maxLength: 100,
    });
    fc.assert(
      fc.property(nanos, (told) => {
        const position = new FeedPosition();
        const admitted = told.filter((nano) => position.admit(event(nano)));
        expect(admitted).toEqual([...new Set(told)]);
      }),
    );
  });

  it('goes on from the latest, not from the last', () => {
    const position = new FeedPosition();
    expect(position.since).toBeUndefined();
    position.admit(event('1795231194000000009'));
    position.admit(event('1795231194000000005'));
    expect(position.since).toBe('1795231194.000000009');
  });
});
