import fc from 'fast-check';
import { type Headers, pack } from 'tar-stream';
import { describe, expect, it } from 'vitest';
import { TarError, type TarHeader, TarWalker } from '../../../shared/model/tar-walk.ts';

interface Walked {
  headers: TarHeader[];
  bodies: Buffer[];
}

/** Walks over an archive handed over in pieces that end at these places. */
function walk(archive: Uint8Array, cuts: readonly number[]): Walked {
  const headers: TarHeader[] = [];
  const bodies: Buffer[] = [];
  const walker = new TarWalker({
    header: (header) => {
      headers.push(header);
      bodies.push(Buffer.alloc(0));
    },
    body: (piece) => {
      bodies[bodies.length - 1] = Buffer.concat([bodies.at(-1) ?? Buffer.alloc(0), piece]);
    },
  });
  const places = [...cuts.map((cut) => cut % (archive.length + 1)).sort((a, b) => a - b), archive.length];
  let at = 0;
  for (const place of places) {
    walker.push(archive.subarray(at, place));
    at = place;
  }
  walker.end();
  return { headers, bodies };
}

async function packed(entries: readonly { header: Headers; body: Buffer }[]): Promise<Buffer> {
  const archive = pack();
  for (const { header, body } of entries) archive.entry(header, body);
  archive.finalize();
  const pieces: Uint8Array[] = [];
  for await (const piece of archive) pieces.push(piece as Uint8Array);
  return Buffer.concat(pieces);
}

const name = fc
  .array(
    fc.string({ unit: 'binary', minLength: 1, maxLength: 60 }).filter((part) => !/[/\0]/.test(part)),
    { minLength: 1, maxLength: 6 },
  )
  .map((parts) => parts.join('/'));
const entry = fc.oneof(
  fc.record({ name, type: fc.constant('file' as const), body: fc.uint8Array({ maxLength: 1500 }) }),
  fc.record({ name, type: fc.constant('directory' as const), body: fc.constant(new Uint8Array()) }),
  fc.record({
    name,
    type: fc.constant('symlink' as const),
    linkname: name,
    body: fc.constant(new Uint8Array()),
  }),
);

describe('TarWalker', () => {
  it('reads what tar-stream packs, in whatever pieces it comes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(entry, { maxLength: 12 }),
        fc.array(fc.nat(), { maxLength: 30 }),
        async (entries, cuts) => {
          const mtime = new Date(1_700_000_000_000);
          const archive = await packed(
            entries.map(({ body, ...rest }) => ({
              header: {
                ...rest,
                mtime,
                mode: 0o640,
                uid: 7,
                gid: 8,
                ...(rest.type === 'file' ? { size: body.length } : {}),
              },
              body: Buffer.from(body),
            })),
          );
          const { headers, bodies } = walk(archive, cuts);
          expect(headers).toHaveLength(entries.length);
          for (const [at, given] of entries.entries()) {
            expect(headers[at]).toMatchObject({
              type: given.type,
              size: given.body.length,
              uid: 7,
              gid: 8,
              modifiedMs: mtime.getTime(),
              linkName: 'linkname' in given ? given.linkname : '',
            });
            expect(headers[at]?.name.replace(/\/$/, '')).toBe(given.name);
            expect(bodies[at]).toEqual(Buffer.from(given.body));
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  it('reads byte by byte', async () => {
    const archive = await packed([
      { header: { name: `${'long/'.repeat(60)}ü\nname`, size: 3 }, body: Buffer.from('abc') },
    ]);
    const { headers, bodies } = walk(archive, [...archive.keys()]);
    expect(headers[0]?.name).toBe(`${'long/'.repeat(60)}ü\nname`);
    expect(bodies[0]?.toString()).toBe('abc');
  });

  it('never hangs, and throws nothing but its own, whatever it is given', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 2000 }), { maxLength: 5 }), (pieces) => {
        const walker = new TarWalker({ header: () => undefined });
        try {
          for (const piece of pieces) walker.push(piece);
          walker.end();
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(TarError);
        }
      }),
    );
  });

  it('refuses an archive that is cut, damaged, or boasts of huge attributes', async () => {
    const archive = await packed([{ header: { name: 'file', size: 600 }, body: Buffer.alloc(600, 7) }]);
    for (const length of [100, 512, 700, 1111, 1200])
      expect(() => walk(archive.subarray(0, length), [])).toThrow(TarError);
    const damaged = Buffer.from(archive);
    damaged[0] = 0x41;
    expect(() => walk(damaged, [])).toThrow('damaged');
    const huge = Buffer.from(archive);
    huge.write('x', 156);
    huge.write('77777777777', 124);
    huge.write('        ', 148);
    let sum = 0;
    for (const byte of huge.subarray(0, 512)) sum += byte;
    huge.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    expect(() => walk(huge, [])).toThrow('too many attributes');
  });
});

interface Raw {
  flag: string;
  name?: string;
  body?: string;
  /** Bytes put over those of the header: place and text. */
  over?: readonly (readonly [number, string])[];
}

/** An archive made by hand, of headers no sane writer makes. */
function raw(...entries: readonly Raw[]): Buffer {
  const blocks = entries.map(({ flag, name = 'entry', body = '', over = [] }) => {
    const content = Buffer.from(body);
    const block = Buffer.alloc(512 + Math.ceil(content.length / 512) * 512);
    block.write(name, 0);
    block.write('0000644\0', 100);
    block.write(`${content.length.toString(8).padStart(11, '0')}\0`, 124);
    block.write(flag, 156, 'latin1');
    block.write('ustar\x0000', 257);
    for (const [at, text] of over) block.write(text, at, 'latin1');
    block.write('        ', 148);
    let sum = 0;
    for (const byte of block.subarray(0, 512)) sum += byte;
    block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    content.copy(block, 512);
    return block;
  });
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}

function record(key: string, value: string): string {
  const rest = Buffer.byteLength(` ${key}=${value}\n`);
  let length = rest;
  while (String(length).length + rest !== length) length = String(length).length + rest;
  return `${length} ${key}=${value}\n`;
}

describe('TarWalker, strict', () => {
  const strictly = (archive: Buffer): TarHeader[] => {
    const headers: TarHeader[] = [];
    const walker = new TarWalker({ header: (header) => headers.push(header) }, { strict: true });
    walker.push(archive);
    walker.end();
    return headers;
  };
  const file: Raw = { flag: '0', name: 'file', body: 'x' };
  const gnu = [257, 'ustar  \0'] as const;

  it.each<[string, Raw[]]>([
    ['a global path', [{ flag: 'g', body: record('path', '../out') }, file]],
    ['a global linkpath', [{ flag: 'g', body: record('linkpath', '/etc') }, file]],
    ['a global size', [{ flag: 'g', body: record('size', '1024') }, file]],
    ['a sparse name', [{ flag: 'x', body: record('GNU.sparse.name', '../out') }, file]],
    ['a global sparse map', [{ flag: 'g', body: record('GNU.sparse.major', '1') }, file]],
    ['an old sparse file', [{ flag: 'S', name: 'file', over: [gnu] }]],
    ['a GNU and a pax name', [{ flag: 'L', body: 'a\0' }, { flag: 'x', body: record('path', 'b') }, file]],
    [
      'a pax and a GNU target',
      [
        { flag: 'x', body: record('linkpath', 'b') },
        { flag: 'K', body: 'a\0' },
        { flag: '2', name: 'link' },
      ],
    ],
    [
      'two pax headers',
      [{ flag: 'x', body: record('path', 'a') }, { flag: 'x', body: record('uid', '1') }, file],
    ],
    [
      'a global header in between',
      [{ flag: 'L', body: 'a\0' }, { flag: 'g', body: record('comment', 'c') }, file],
    ],
    ['an empty path', [{ flag: 'x', body: record('path', '') }, file]],
    ['a size that is no figure', [{ flag: 'x', body: record('size', '1e3') }, file]],
    ['an empty long name', [{ flag: 'L', body: '\0a' }, file]],
    ['a file named as a folder', [{ flag: '0', name: 'file/', body: 'x' }]],
    ['an old folder with content', [{ flag: '\0', name: 'file/', body: 'x' }]],
    ['a size behind NULs', [{ flag: '0', name: 'file', over: [[124, '\0\0\0\x000001000']] }]],
    ['a name in place of the times', [{ flag: '0', over: [gnu, [345, '../../out']] }]],
    [
      'a name that runs into the times',
      [
        {
          flag: '0',
          over: [
            [345, 'a'.repeat(140)],
            [508, 'tar\0'],
          ],
        },
      ],
    ],
  ])('refuses %s', (_, entries) => {
    expect(() => strictly(raw(...entries))).toThrow(TarError);
    // Where nothing is written it is read as ever.
    expect(() => walk(raw(...entries), [])).not.toThrow(/ambiguous|no number/);
  });

  it('takes what git archive, GNU tar and pax write', () => {
    const archive = raw(
      { flag: 'g', name: 'pax_global_header', body: record('comment', 'a'.repeat(40)) },
      { flag: 'x', body: record('path', 'long/name') + record('size', '1') },
      file,
      { flag: 'K', body: 'target\0' },
      { flag: 'L', body: 'link\0' },
      { flag: '2', name: 'l', over: [gnu, [345, '14000000000\0'], [357, '14000000000\0']] },
      { flag: '\0', name: 'old/' },
      { flag: '5', name: 'folder/' },
    );
    expect(strictly(archive).map(({ name, type, size, linkName }) => [name, type, size, linkName])).toEqual([
      ['long/name', 'file', 1, ''],
      ['link', 'symlink', 0, 'target'],
      ['old/', 'directory', 0, ''],
      ['folder/', 'directory', 0, ''],
    ]);
  });

  it('tells an empty file named as a folder as the file Go makes of it', () => {
    expect(strictly(raw({ flag: '0', name: 'passwd/' }))).toMatchObject([{ name: 'passwd/', type: 'file' }]);
  });
});
