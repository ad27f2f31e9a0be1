import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { setInJson } from '../../../shared/model/json-edit.ts';

/** Keys that trip up objects and text: numbers, twins by escape, prototypes, quotes, brackets. */
const key = fc.oneof(
  fc.constantFrom(
    'auths',
    'credHelpers',
    '443',
    '__proto__',
    'a"b',
    'c\\',
    '}',
    'host:5000',
    'constructor',
    '',
  ),
  fc.string({ maxLength: 8 }),
);
const object = fc.dictionary(key, fc.jsonValue({ maxDepth: 3 }), { maxKeys: 6, noNullPrototype: true });
const indent = fc.constantFrom('\t', '  ', '    ', undefined);

/** Keys and values in the order in which they stand in the text. */
function entries(text: string): [string, unknown][] {
  const found: [string, unknown][] = [];
  const read = setInJson(text, ['\u0000 not there'], undefined);
  expect(read).toBe(text);
  for (const [name, value] of Object.entries(JSON.parse(text))) found.push([name, value]);
  return found;
}

describe('an edit of JSON text', () => {
  it('changes one member and nothing else, not even white space', () => {
    fc.assert(
      fc.property(object, indent, key, fc.jsonValue({ maxDepth: 2 }), (before, style, name, value) => {
        const text = JSON.stringify(before, null, style);
        const after = setInJson(text, [name], value);
        const expected = Object.fromEntries([
          ...entries(text).map(([one, held]) => [one, one === name ? value : held]),
          ...(Object.hasOwn(before, name) ? [] : [[name, value]]),
        ]);
        expect(JSON.parse(after)).toEqual(JSON.parse(JSON.stringify(expected)));
        // Setting what is there again changes nothing at all.
        expect(setInJson(after, [name], value)).toBe(after);
        // What was added leaves no trace when it is taken out.
        if (!Object.hasOwn(before, name)) expect(setInJson(after, [name], undefined)).toBe(text);
      }),
    );
  });

  it('reaches into members and makes them', () => {
    fc.assert(
      fc.property(object, indent, key, object, (before, style, name, entry) => {
        const text = JSON.stringify({ HttpHeaders: { 'User-Agent': 'x' }, ...before }, null, style);
        const after: unknown = JSON.parse(setInJson(text, ['auths', name], entry));
        const auths: unknown = Object.hasOwn(before, 'auths') ? before.auths : {};
        const whole = typeof auths === 'object' && auths !== null && !Array.isArray(auths) ? auths : {};
        const wanted = {
          ...JSON.parse(text),
          auths: Object.fromEntries([...Object.entries(whole), [name, entry]]),
        };
        expect(after).toEqual(JSON.parse(JSON.stringify(wanted)));
      }),
    );
  });

  it('takes out a member from any place', () => {
    fc.assert(
      fc.property(object, indent, fc.nat(), (before, style, at) => {
        const names = Object.keys(before);
        const name = names[at % Math.max(1, names.length)];
        if (name === undefined) return;
        const text = JSON.stringify(before, null, style);
        const { [name]: _, ...rest } = before;
        const after = setInJson(text, [name], undefined);
        expect(JSON.parse(after)).toEqual(JSON.parse(JSON.stringify(rest)));
        expect(after).toBe(JSON.stringify(rest, null, style));
      }),
    );
  });

  it('keeps numbers, order, twins and line ends as they were written', () => {
    const text =
      '{\r\n  "b": 1.0e2,\r\n  "10": 12345678901234567890,\r\n  "auths": {},\r\n  "a": "\\u00e9"\r\n}\r\n';
    expect(setInJson(text, ['auths', 'h:1'], { auth: 'x' })).toBe(
      text.replace('{},', '{\r\n    "h:1": {\r\n      "auth": "x"\r\n    }\r\n  },'),
    );
    expect(setInJson('{"a":1, "k":1, "k":2,"z":{"k":[1]}}', ['k'], undefined)).toBe('{"a":1,"z":{"k":[1]}}');
    expect(setInJson('{"k":1,"k":2, "z":3}', ['k'], undefined)).toBe('{"z":3}');
    expect(setInJson('{"k":{"x":1},"k":{"y":2}}', ['k', 'y'], 3)).toBe('{"k":{"x":1},"k":{"y":3}}');
    expect(setInJson('{}', ['auths', 'h'], {})).toBe('{\n\t"auths": {\n\t\t"h": {}\n\t}\n}');
  });

  it('is not stopped by deep nesting', () => {
    const deep = `{"x":${'['.repeat(5000)}${']'.repeat(5000)},"y":1}`;
    expect(setInJson(deep, ['y'], undefined)).toBe(`{"x":${'['.repeat(5000)}${']'.repeat(5000)}}`);
  });
});
