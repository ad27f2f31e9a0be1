import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeFrame, encodeFrame } from '../../../shared/contract/codec.ts';

/** What JSON can say, plus bytes anywhere. */
const message = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.string(),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.uint8Array().map((bytes) => new Uint8Array(bytes)),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.string(), tie('value'), { maxKeys: 4, noNullPrototype: true }),
  ),
})).value;

describe('frames', () => {
  it('bring back what was sent, bytes included', () => {
    fc.assert(
      fc.property(fc.record({ item: message }), (sent) => {
        expect(decodeFrame(encodeFrame(sent))).toEqual(sent);
      }),
    );
  });

  it('are plain JSON where there are no bytes', () => {
    const plain = { t: 'item', id: 1, item: { bytes: null, $bytes: 'AAAA' } };
    expect(encodeFrame(plain)).toBe(JSON.stringify(plain));
  });

  it('never run wild on bytes that are no frame', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        try {
          decodeFrame(bytes);
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(Error);
        }
      }),
    );
  });

  it.each([
    [['__proto__', 'x']],
    [['constructor', 'prototype', 'x']],
    [['a', '__proto__', 'x']],
    [[]],
    [['b']],
    [[{}]],
  ])('put bytes nowhere but where the sender left room: %j', (path) => {
    const header = new TextEncoder().encode(JSON.stringify({ message: { a: {}, b: 1 }, bytes: [[path, 1]] }));
    const frame = new Uint8Array(4 + header.length + 1);
    new DataView(frame.buffer).setUint32(0, header.length);
    frame.set(header, 4);
    expect(() => decodeFrame(frame)).toThrow('wrong place');
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });
});
