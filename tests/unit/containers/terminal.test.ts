import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Scrollback } from '../../../electron/containers/scrollback.ts';
import { Viewer } from '../../../electron/containers/viewer.ts';
import { contract } from '../../../shared/contract/index.ts';
import { inputPieces, splitWords, terminalInputBytes } from '../../../shared/model/terminal.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (of: Uint8Array): string => new TextDecoder('utf-8', { fatal: true }).decode(of);

describe('the scrollback', () => {
  it('keeps a tail of what was pushed, never more than its limit', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 60 }), (pieces) => {
        const scrollback = new Scrollback(256);
        for (const piece of pieces) scrollback.push(piece);
        const all = Buffer.concat(pieces);
        const kept = Buffer.from(scrollback.bytes());
        expect(kept.length).toBeLessThanOrEqual(256);
        expect(all.subarray(all.length - kept.length).equals(kept)).toBe(true);
        if (all.length <= 256) expect(kept.length).toBe(all.length);
      }),
    );
  });

  it('begins at a line where one begins near, else at a whole character', () => {
    const lines = new Scrollback(100);
    for (let n = 0; n < 100; n += 1) lines.push(bytes(`line ${n}\n`));
    expect(text(lines.bytes())).toMatch(/^line \d+\n/);
    const signs = new Scrollback(100);
    signs.push(bytes('€'.repeat(200)));
    expect(text(signs.bytes())).toMatch(/^€+$/);
  });

  it('holds many small pieces', () => {
    const scrollback = new Scrollback(4096);
    for (let n = 0; n < 3000; n += 1) scrollback.push(bytes('x'));
    expect(scrollback.length).toBe(3000);
    expect(text(scrollback.bytes())).toBe('x'.repeat(3000));
  });
});

describe('a viewer', () => {
  it('hands out all bytes in order, channels apart, in items of a bounded size', () => {
    const piece = fc.tuple(fc.uint8Array({ maxLength: 50_000 }), fc.constantFrom('stdout', 'stderr'));
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const viewer = new Viewer();
        for (const [data, channel] of pieces) viewer.push(data, channel as 'stdout' | 'stderr');
        const out: { channel: string | undefined; data: Buffer }[] = [];
        for (let item = viewer.take(); item !== null; item = viewer.take()) {
          expect(item.data.length).toBeLessThanOrEqual(65_536);
          out.push({ channel: item.channel, data: Buffer.from(item.data) });
        }
        expect(viewer.behind).toBe(0);
        for (const channel of ['stdout', 'stderr']) {
          const want = Buffer.concat(pieces.filter(([, of]) => of === channel).map(([data]) => data));
          const got = Buffer.concat(out.filter((item) => item.channel === channel).map(({ data }) => data));
          expect(got.equals(want)).toBe(true);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('is woken by what came before it waited', async () => {
    const viewer = new Viewer();
    viewer.push(bytes('a'), undefined);
    await viewer.change();
    const waiting = viewer.change();
    viewer.poke();
    await waiting;
  });
});

describe('a command line', () => {
  it.each([
    ['', []],
    ['  ls   -l ', ['ls', '-l']],
    [`sh -c 'echo "hi  there"'`, ['sh', '-c', 'echo "hi  there"']],
    [`a "b \\" \\\\ \\n" c\\ d ''`, ['a', 'b " \\ \\n', 'c d', '']],
    [`pre'fix 'ed`, ['prefix ed']],
    [`open "quote`, null],
  ])('%s', (line, words) => {
    expect(splitWords(line)).toEqual(words);
  });

  it('gives back any words that were quoted', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { maxLength: 8 }), (words) => {
        const line = words.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ');
        expect(splitWords(line)).toEqual(words);
      }),
    );
  });
});

it('long input goes in pieces, and none is lost', () => {
  const typed = Uint8Array.from({ length: terminalInputBytes * 2 + 5 }, (_, at) => at % 251);
  const pieces = inputPieces(typed);
  expect(pieces.map(({ length }) => length)).toEqual([terminalInputBytes, terminalInputBytes, 5]);
  expect(Buffer.concat(pieces).equals(Buffer.from(typed))).toBe(true);
  expect(inputPieces(new Uint8Array())).toEqual([]);
});

describe('the contract', () => {
  const { input, message } = contract.containers.exec;
  it.each([
    [{ id: 'web' }, true],
    [{ id: 'web', command: ['ls', ''], user: 'lab:lab', workdir: '/', env: ['A='] }, true],
    [{ terminal: 'x', columns: 1, rows: 1000 }, true],
    [{}, false],
    [{ id: 'web', terminal: 'x' }, false],
    [{ terminal: 'x', command: ['sh'] }, false],
    [{ id: 'web', attach: true, env: ['A=b'] }, false],
    [{ id: 'web', command: [] }, false],
    [{ id: 'web', command: [''] }, false],
    [{ id: 'web', command: ['a\0b'] }, false],
    [{ id: 'web', workdir: 'tmp' }, false],
    [{ id: 'web', env: ['=b'] }, false],
    [{ id: 'web', columns: 0 }, false],
    [{ id: 'web', rows: 1001 }, false],
  ])('exec of %j: %s', (value, good) => {
    expect(input.safeParse(value).success).toBe(good);
  });

  it('takes bytes in bounded messages', () => {
    const fits = (data: unknown) => message.safeParse({ type: 'input', data }).success;
    expect(fits(new Uint8Array(terminalInputBytes))).toBe(true);
    expect(fits(new Uint8Array(terminalInputBytes + 1))).toBe(false);
    expect(fits('text')).toBe(false);
    expect(message.safeParse({ type: 'resize', columns: 80, rows: 24 }).success).toBe(true);
    expect(message.safeParse({ type: 'close' }).success).toBe(false);
  });
});
