import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { paletteColour, parseAnsi, stripAnsi } from '../../../shared/model/ansi.ts';

const esc = '\u001b';
/** A control character other than the tab. */
const hasControl = (text: string): boolean => [...text].some((one) => one !== '\t' && /\p{Cc}/u.test(one));
const pieces = fc.oneof(
  fc.string(),
  fc.constantFrom(
    `${esc}[31m`,
    `${esc}[0m`,
    `${esc}[38;5;200m`,
    `${esc}[48;2;1;2;3m`,
    `${esc}]0;title`,
    `${esc}]8;;https://evil.example\u0007`,
    `${esc}P`,
    `${esc}\\`,
    '\u0007',
    '\u009b1;31m',
    '\u009d52;c;AAAA\u009c',
    `${esc}[?25l`,
    `${esc}(B`,
    esc,
    '\r',
    '\u0000',
    '\t',
  ),
);

describe('parseAnsi', () => {
  it('keeps looks and nothing else', () => {
    expect(parseAnsi(`${esc}[1;31mred${esc}[0m plain ${esc}[38;5;208mx${esc}[39m${esc}[4my`)).toEqual([
      { text: 'red', style: { bold: true, fg: 1 } },
      { text: ' plain ', style: {} },
      { text: 'x', style: { fg: 208 } },
      { text: 'y', style: { underline: true } },
    ]);
    expect(parseAnsi(`${esc}[48;2;255;0;16mz`)).toEqual([{ text: 'z', style: { bg: '#ff0010' } }]);
    expect(parseAnsi(`${esc}[94;101mz`)).toEqual([{ text: 'z', style: { fg: 12, bg: 9 } }]);
  });

  it.each([
    [`${esc}]0;title\u0007a`, 'a'],
    [`${esc}]8;;https://evil.example${esc}\\click${esc}]8;;${esc}\\`, 'click'],
    [`${esc}]52;c;c2VjcmV0\u0007b`, 'b'],
    [`${esc}Pdevice${esc}\\c`, 'c'],
    [`${esc}[2J${esc}[10;10Hd`, 'd'],
    [`${esc}]0;never ended`, ''],
    [`${esc}[`, ''],
    [esc, ''],
    ['a\rb\bc', 'abc'],
    ['a\tb', 'a\tb'],
    [`${esc}[31`, ''],
    [`${esc}[3\u00ffm`, '\u00ffm'],
  ])('leaves %j as %j', (line, text) => {
    expect(stripAnsi(line)).toBe(text);
  });

  it('never lets a control character through, and agrees with stripAnsi', () => {
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 30 }), (list) => {
        const line = list.join('');
        const text = parseAnsi(line)
          .map((span) => span.text)
          .join('');
        expect(text).toBe(stripAnsi(line));
        expect(hasControl(text)).toBe(false);
      }),
    );
  });

  it('gives text without controls back as it is', () => {
    fc.assert(
      fc.property(fc.string(), (line) => {
        fc.pre(!hasControl(line));
        expect(stripAnsi(line)).toBe(line);
      }),
    );
  });

  it('takes a megabyte of openings in linear time', () => {
    const began = performance.now();
    expect(stripAnsi(`${esc}]`.repeat(500_000))).toBe('');
    expect(stripAnsi(`${esc}[${'1;'.repeat(500_000)}m`)).toBe('');
    parseAnsi(`${esc}[31m${esc}[0m`.repeat(100_000));
    expect(performance.now() - began).toBeLessThan(3000);
  });

  it('knows the palette', () => {
    expect(paletteColour(3)).toBeUndefined();
    expect(paletteColour(16)).toBe('#000000');
    expect(paletteColour(231)).toBe('#ffffff');
    expect(paletteColour(208)).toBe('#ff8700');
    expect(paletteColour(244)).toBe('#808080');
  });
});
