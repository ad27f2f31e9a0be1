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
