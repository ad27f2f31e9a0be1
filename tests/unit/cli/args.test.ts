import { describe, expect, it } from 'vitest';
import { parseCliArguments, parseWebArguments } from '../../../electron/cli/args.ts';

const E = 'unix:///run/x.sock';
const forever = Number.POSITIVE_INFINITY;

describe('the arguments of the command line', () => {
  it.each([
    [['call', 'a.b'], { kind: 'call', method: 'a.b', input: '{}' }],
    [['call', 'a.b', '{"x":1}', '--engine', E], { kind: 'call', method: 'a.b', input: '{"x":1}', engine: E }],
    [[`--engine=${E}`, 'call', 'a.b', '-'], { kind: 'call', method: 'a.b', input: null, engine: E }],
    [['watch', 'a.b'], { kind: 'watch', method: 'a.b', input: '{}', count: forever }],
    [
      ['watch', 'a.b', '{}', '-o', 'file'],
      { kind: 'watch', method: 'a.b', input: '{}', count: forever, output: 'file' },
    ],
    [
      ['watch', 'a.b', '{}', '--file', 'a.tar'],
      { kind: 'watch', method: 'a.b', input: '{}', count: forever, file: 'a.tar' },
    ],
    [['watch', 'a.b', '{}', '--count', '3'], { kind: 'watch', method: 'a.b', input: '{}', count: 3 }],
    [['methods'], { kind: 'methods' }],
    [['doctor'], { kind: 'doctor', json: false }],
    [['install'], { kind: 'install', agreed: false }],
    [['install', '--yes', '--mirror', 'https://m'], { kind: 'install', agreed: true, mirror: 'https://m' }],
    [['doctor', '--json', '--engine', E], { kind: 'doctor', json: true, engine: E }],
    [['prune', '--plan-file', 'f'], { kind: 'prune', planFile: 'f', execute: false }],
    [['prune', '--plan-file', 'f', '--plan'], { kind: 'prune', planFile: 'f', execute: false }],
    [
      ['prune', '--plan-file=f', '--yes', '--engine', E],
      { kind: 'prune', planFile: 'f', execute: true, engine: E },
    ],
    [['--version'], { kind: 'version' }],
    [['--help'], { kind: 'help' }],
    [['-h'], { kind: 'help' }],
    [['help'], { kind: 'help' }],
    [['call', '--help'], { kind: 'help' }],
  ])('%j', (args, command) => {
    expect(parseCliArguments(args)).toEqual({ ok: true, value: command });
  });

  it.each([
    [[], /Name a command/],
    [['dance'], /no command "dance"/],
    [['call'], /Name what to call/],
    [['watch'], /Name what to watch/],
    [['call', 'a.b', '{"x":', '1}'], /no use for "1}"/],
    [['methods', 'all'], /no use for "all"/],
    [['doctor', 'who'], /no use for "who"/],
    [['install', 'docker'], /no use for "docker"/],
    [['doctor', '--mirror', 'x'], /--mirror belongs to install/],
    [['call', 'a.b', '--output', 'x'], /--output belongs to watch/],
    [['watch', 'a.b', '--output', ''], /--output takes/],
    [['call', 'a.b', '--file', 'x'], /--file belongs to watch/],
    [['watch', 'a.b', '--file', ''], /--file takes/],
    [['call', 'a.b', '--count', '1'], /--count belongs to watch/],
    [['call', 'a.b', '--json'], /--json belongs to doctor/],
    [['prune'], /needs --plan-file/],
    [['prune', '--plan-file', ''], /needs --plan-file/],
    [['prune', 'all', '--plan-file', 'f'], /no use for "all"/],
    [['prune', '--plan-file', 'f', '--plan', '--yes'], /give one of them/],
    [['call', 'a.b', '--yes'], /--yes belongs to prune/],
    [['watch', 'a.b', '--plan-file', 'f'], /--plan-file belongs to prune/],
    [['watch', 'a.b', '--count', '0'], /--count takes a number from 1/],
    [['watch', 'a.b', '--count', '1e3'], /--count takes a number from 1/],
    [['watch', 'a.b', '--count'], /--count/],
    [['call', 'a.b', '--nonsense'], /--nonsense/],
    [['call', 'a.b', '--engine', ''], /--engine takes an address/],
    [['call', 'a.b', '--engine'], /--engine/],
  ])('%j is unusable', (args, why) => {
    expect(parseCliArguments(args)).toMatchObject({
      ok: false,
      error: { code: 'invalid-input', reason: 'input-invalid', message: expect.stringMatching(why) },
    });
  });
});

describe('the arguments of the web host', () => {
  it.each([
    [[], { port: 0, open: true }],
    [['--host', 'web', '--port', '0', '--no-open', '--engine', E], { port: 0, open: false, engine: E }],
    [['--port', '65535'], { port: 65535, open: true }],
  ])('%j', (args, value) => {
    expect(parseWebArguments(args)).toEqual({ ok: true, value });
  });

  it.each([
    [['--host', 'desktop']],
    [['--port', '65536']],
    [['--port', '-1']],
    [['--port', 'x']],
    [['--open']],
    [['web']],
  ])('%j is unusable', (args) => {
    expect(parseWebArguments(args)).toMatchObject({ ok: false, error: { code: 'invalid-input' } });
  });
});
