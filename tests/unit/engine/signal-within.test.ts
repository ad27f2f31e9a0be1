import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { signalWithin } from '../../../electron/engine/signal-within.ts';
import { waitFor } from '../../rig/wait-for.ts';

describe('a signal with a deadline', () => {
  it('ends with the other one, and for its reason', () => {
    const other = new AbortController();
    const signal = signalWithin(60_000, other.signal);
    const reason = new Error('enough');
    other.abort(reason);
    expect(signal.reason).toBe(reason);
    expect(signalWithin(60_000, other.signal).reason).toBe(reason);
  });

  it('ends by itself, also when memory is cleared before', async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const other = new AbortController();
    let ended = 0;
    const many = 50;
    for (let n = 0; n < many; n += 1)
      signalWithin(200, other.signal).addEventListener('abort', () => {
        ended += 1;
      });
    for (let n = 0; n < 5; n += 1) {
      collect();
      await sleep(5);
    }
    await waitFor('all to end', () => ended === many, 10_000);
  });
});
