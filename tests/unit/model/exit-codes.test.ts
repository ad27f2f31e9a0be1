import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exitMeaning, signalName } from '../../../shared/model/exit-codes.ts';

describe('exitMeaning', () => {
  it.each([
    [0, { kind: 'done' }],
    [1, { kind: 'failed' }],
    [125, { kind: 'engine-failed' }],
    [126, { kind: 'not-executable' }],
    [127, { kind: 'not-found' }],
    [128, { kind: 'failed' }],
    [129, { kind: 'signal', signal: 'SIGHUP', number: 1, fault: false }],
    [134, { kind: 'signal', signal: 'SIGABRT', number: 6, fault: true }],
    [137, { kind: 'signal', signal: 'SIGKILL', number: 9, fault: false }],
    [139, { kind: 'signal', signal: 'SIGSEGV', number: 11, fault: true }],
    [143, { kind: 'signal', signal: 'SIGTERM', number: 15, fault: false }],
    [159, { kind: 'signal', signal: 'SIGSYS', number: 31, fault: true }],
    [165, { kind: 'signal', signal: 'SIGRTMIN+3', number: 37, fault: false }],
    [255, { kind: 'out-of-range' }],
  ])('%d', (code, meaning) => expect(exitMeaning(code)).toEqual(meaning));

  it('tells memory that ran out from a kill, and not from a good end', () => {
    expect(exitMeaning(137, true)).toEqual({ kind: 'out-of-memory' });
    expect(exitMeaning(1, true)).toEqual({ kind: 'out-of-memory' });
    expect(exitMeaning(0, true)).toEqual({ kind: 'done' });
  });

  it('names a signal for what is above 128, and for nothing else', () => {
    fc.assert(
      fc.property(fc.integer({ min: -10, max: 300 }), (code) => {
        const meaning = exitMeaning(code);
        const name = code === 255 ? null : signalName(code - 128);
        expect(meaning.kind === 'signal').toBe(name !== null);
        if (meaning.kind === 'signal') expect(meaning).toMatchObject({ signal: name, number: code - 128 });
      }),
    );
  });
});

it('signals have the names of Linux', () => {
  expect([1, 2, 9, 10, 12, 17, 30, 34, 64].map(signalName)).toEqual([
    ...['SIGHUP', 'SIGINT', 'SIGKILL', 'SIGUSR1', 'SIGUSR2', 'SIGCHLD', 'SIGPWR', 'SIGRTMIN', 'SIGRTMIN+30'],
  ]);
  expect([0, -1, 32, 33, 65, 1.5, Number.NaN].map(signalName)).toEqual(Array(7).fill(null));
});
