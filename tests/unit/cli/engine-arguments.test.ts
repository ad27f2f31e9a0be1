import { describe, expect, it } from 'vitest';
import { parseCliArguments, parseWebArguments } from '../../../electron/cli/args.ts';

describe('slipway engine', () => {
  it.each([
    [['status'], { verb: 'status', execute: false }],
    [['start', '--of', 'own'], { verb: 'start', of: 'own', execute: false }],
    [['stop', '--yes'], { verb: 'stop', execute: true }],
    [['restart', '-y', '--of', 'user'], { verb: 'restart', of: 'user', execute: true }],
  ])('%j', (args, wanted) => {
    expect(parseCliArguments(['engine', ...args])).toEqual({
      ok: true,
      value: { kind: 'engine', ...wanted },
    });
  });

  it.each([[[]], [['pause']], [['start', '--yes']], [['stop', '--of', 'nobody']], [['stop', 'now']]])(
    'has no use for %j',
    (args) => {
      expect(parseCliArguments(['engine', ...args])).toMatchObject({ ok: false });
    },
  );

  it('is the only command with --of', () => {
    expect(parseCliArguments(['methods', '--of', 'own'])).toMatchObject({ ok: false });
  });
});

describe('the web host', () => {
  it('starts an engine only where it is told to', () => {
    expect(parseWebArguments([])).toEqual({ ok: true, value: { port: 0, open: true } });
    expect(parseWebArguments(['--start-engine'])).toMatchObject({ value: { startEngine: true } });
  });
});
