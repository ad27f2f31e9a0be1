import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changedKeys, sameValue, settingsIn } from '../../../shared/model/daemon/changes.ts';
import { checkSettings } from '../../../shared/model/daemon/check.ts';
import { setKey } from '../../../shared/model/daemon/edit.ts';
import { plainValue, readSpans } from '../../../shared/model/daemon/json-spans.ts';
import { daemonKeyNames, daemonKeys } from '../../../shared/model/daemon/keys.ts';
import { afterEngine } from '../../../shared/model/daemon/problems.ts';

const json = fc.jsonValue({ maxDepth: 3 }).map((value) => JSON.parse(JSON.stringify(value)) as unknown);
const key = fc.string({ maxLength: 12 }).filter((name) => name !== '__proto__');
const object = fc.dictionary(key, json, { maxKeys: 6 });
const layout = fc.constantFrom<string | number | undefined>(undefined, 1, 2, 4, '\t');

describe('settings as text', () => {
  it('reads what JSON.parse reads, and nothing else', () => {
    fc.assert(
      fc.property(json, layout, (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        const read = readSpans(text);
        expect(read.ok && sameValue(plainValue(read.root), value)).toBe(true);
      }),
    );
    fc.assert(
      fc.property(
        object,
        layout,
        fc.nat(),
        fc.constantFrom('', ',', '{', '"', ':', ']', 'x', '\\', '\n'),
        (value, indent, at, put) => {
          const whole = JSON.stringify(value, null, indent);
          const cut = at % (whole.length + 1);
          const text = whole.slice(0, cut) + put + whole.slice(cut + (at % 3));
          const read = readSpans(text);
          if (text.trim() === '') return;
          const valid = isJson(text);
          expect(read.ok).toBe(valid);
          if (!read.ok) expect(read.at).toBeLessThanOrEqual(text.length);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('changes one key and leaves every other character', () => {
    fc.assert(
      fc.property(
        object,
        layout,
        key,
        json,
        fc.constantFrom('', '\n', '\r\n', ' \n\n'),
        (value, indent, name, put, tail) => {
          const text = JSON.stringify(value, null, indent) + tail;
          const after = setKey(text, name, put) ?? '';
          expect(settingsIn(after)).toEqual({ ...value, [name]: put });
          expect(after.endsWith(tail)).toBe(true);
          // Keys that were there keep their order, new ones come last.
          const keys = Object.keys(value);
          expect(keysIn(after)).toEqual(keys.includes(name) ? keys : [...keys, name].sort(byPlaceIn(after)));
          expect(changedKeys(text, after).map((change) => change.key)).toEqual(
            Object.hasOwn(value, name) && sameValue(value[name], put) ? [] : [name],
          );
          // Back again, it is the text of before to the letter where it is one's own layout.
          if (Object.hasOwn(value, name))
            expect(settingsIn(setKey(after, name, value[name]) ?? '')).toEqual(value);
          expect(settingsIn(setKey(after, name, undefined) ?? '')).toEqual(without(value, name));
        },
      ),
    );
  });

  it('keeps the layout of a person, numbers as they wrote them, and keys nobody knows', () => {
    const text = '{\r\n   "x-mine": 1.0e3,\r\n\r\n   "debug":false ,\r\n   "labels" : ["a=b"]\r\n}';
    expect(setKey(text, 'debug', true)).toBe(text.replace('false', 'true'));
    expect(setKey(text, 'labels', undefined)).toBe('{\r\n   "x-mine": 1.0e3,\r\n\r\n   "debug":false\r\n}');
    expect(setKey(text, 'init', true)).toBe(text.replace('["a=b"]', '["a=b"],\r\n   "init": true'));
    expect(setKey('', 'debug', true)).toBe('{\n\t"debug": true\n}\n');
    expect(setKey('[]', 'debug', true)).toBeNull();
  });
});

describe('the rules', () => {
  const kinds = (text: string, engine?: Parameters<typeof checkSettings>[1]) =>
    checkSettings(text, engine).map(({ kind, key: name, level }) => `${level} ${kind} ${name}`.trim());

  it.each([
    ['{"debug": true,}', 'error syntax-key'],
    ['{"debug" true}', 'error syntax-colon'],
    ['{"debug": tru}', 'error syntax-value'],
    ['{"a": 1 "b": 2}', 'error syntax-comma-or-brace'],
    ['{"dns": ["a" "b"]}', 'error syntax-comma-or-bracket'],
    ['{} {}', 'error syntax-end'],
    ['{"a": "b', 'error syntax-string'],
    ['[]', 'error not-object'],
    ['{"debug": "yes"}', 'error type-flag debug'],
    ['{"log-opts": {"max-file": 3}}', 'error type-pairs log-opts'],
    ['{"default-address-pools": [{"base": "10.0.0.0/8"}]}', 'error type-pools default-address-pools'],
    ['{"registry-mirrors": ["mirror"]}', 'error mirror-form registry-mirrors'],
    ['{"insecure-registries": ["http://reg:5000"]}', 'warning insecure-form insecure-registries'],
    ['{"insecure-registries": ["http://reg/path"]}', 'error insecure-form insecure-registries'],
    ['{"registry-mirrors": ["https://me:pw@mirror"]}', 'error mirror-form registry-mirrors'],
    ['{"containerd-plugin-namespace": "x"}', 'warning unknown-key containerd-plugin-namespace'],
    ['{"labels": ["x"]}', 'error label-form labels'],
    ['{"Debug": true}', 'warning unknown-key-case Debug'],
    ['{"no-such": 1}', 'warning unknown-key no-such'],
    ['{"log-driver": "mine"}', 'warning not-an-option log-driver'],
    ['{"debug": true, "debug": false}', 'warning twice debug'],
  ])('%s: %s', (text, expected) => {
    expect(kinds(text)).toEqual([expected]);
  });

  it('says where it is wrong', () => {
    const text = '{\n  "debug": true,\n  "mtu": "x"\n}\n';
    const [found] = checkSettings(text);
    expect(text.slice(found?.from, found?.to)).toBe('"x"');
    expect(checkSettings('{\n  "a": 1,\n}')[0]).toMatchObject({ params: { line: '3' } });
  });

  it('knows the version, the command line and the swarm', () => {
    const engine = {
      version: '20.10.24+dfsg1',
      flags: [{ key: 'data-root', flag: '--data-root' }],
      inSwarm: true,
    };
    expect(kinds('{"proxies": {}}', engine)).toEqual(['error too-new proxies']);
    expect(kinds('{"api-cors-header": "x"}', { ...engine, version: '28.5.2' })).toEqual([
      'error no-longer api-cors-header',
    ]);
    expect(kinds('{"data-root": "/x"}', engine)).toEqual(['error command-line data-root']);
    expect(kinds('{"live-restore": true}', engine)).toEqual(['error swarm-live-restore live-restore']);
    const proxied = { version: '26.1', flags: [{ key: 'http-proxy', flag: '--http-proxy' }], inSwarm: false };
    expect(kinds('{"proxies": {"http-proxy": "http://p"}}', proxied)).toEqual([
      'error command-line http-proxy',
    ]);
  });

  it('knows what engines take, as dockerd --validate tells of 26.1 and 28.5', () => {
    const at = (version: string, flags: { key: string; flag: string }[] = []) => ({
      ...{ version, flags, inSwarm: false },
    });
    const newest = at('28.5.2+dfsg4');
    expect(kinds('{"host-gateway-ip": "1.2.3.4"}', newest)).toEqual([]);
    expect(kinds('{"allow-nondistributable-artifacts": ["a.b"]}', newest)).toEqual([]);
    expect(kinds('{"containerd-plugins-namespace": "x"}', at('26.1.5'))).toEqual([]);
    expect(kinds('{"bridge-accept-fwmark": "1"}', newest)).toEqual(['error too-new bridge-accept-fwmark']);
    expect(kinds('{"registry-mirrors": ["https://h/path"]}', newest)).toEqual([]);
    expect(kinds('{"registry-mirrors": ["https://h/path"]}', at('26.1.5'))).toEqual([
      'error mirror-form registry-mirrors',
    ]);
    const flags = [{ key: 'runtimes', flag: '--add-runtime' }];
    expect(kinds('{"runtimes": {"x": {"path": "/x"}}}', at('28.5.2', flags))).toEqual([]);
  });

  it('leaves the last word to an engine that checked it, but for what it looks at later', () => {
    const text = '{"no-such": 1, "proxies": {}, "insecure-registries": ["a b"]}';
    const own = checkSettings(text, { version: '20.10', flags: [], inSwarm: false });
    expect(own.map(({ level }) => level)).toEqual(['warning', 'error', 'error']);
    expect(afterEngine(own).map(({ kind, level }) => `${level} ${kind}`)).toEqual([
      ...['warning too-new', 'error insecure-form'],
    ]);
  });

  it('takes the default of each key for valid', () => {
    for (const name of daemonKeyNames) {
      const { initial, until } = daemonKeys[name];
      if (initial === null || until !== undefined) continue;
      expect(kinds(JSON.stringify({ [name]: initial })), name).toEqual([]);
    }
  });
});

describe('what changes', () => {
  const effects = (before: string, after: string) =>
    changedKeys(before, after).map(({ key: name, effect, sticks, moves }) =>
      [name, effect, ...(sticks ? ['sticks'] : []), ...(moves ? ['moves'] : [])].join(' '),
    );

  it('tells live keys from others, what sticks and what moves', () => {
    expect(effects('{"debug": true}', '{}')).toEqual(['debug live sticks']);
    expect(effects('{"debug": true}', '{"debug": false}')).toEqual(['debug live']);
    expect(effects('{"max-concurrent-downloads": 1}', '{}')).toEqual(['max-concurrent-downloads live']);
    expect(effects('{}', '{"data-root": "/x", "log-driver": "local", "mine": 1}')).toEqual([
      ...['data-root restart moves', 'log-driver restart', 'mine restart'],
    ]);
    expect(effects('{}', '{"features": {"buildkit": true}}')).toEqual(['features live']);
    expect(effects('{}', '{"features": {"containerd-snapshotter": true}}')).toEqual([
      'features restart moves',
    ]);
    expect(effects('{"labels":["a=b"],"debug":true}', '{ "debug": true, "labels": ["a=b"] }\n')).toEqual([]);
  });
});

const keysIn = (text: string): string[] => {
  const read = readSpans(text);
  return read.ok && read.root.kind === 'object' ? read.root.members.map((member) => member.key) : [];
};
const byPlaceIn = (text: string) => (a: string, b: string) =>
  keysIn(text).indexOf(a) - keysIn(text).indexOf(b);

function without(value: Record<string, unknown>, name: string): Record<string, unknown> {
  const { [name]: _, ...rest } = value;
  return rest;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    // What JSON.parse refuses is what this asks for.
    return false;
  }
}
