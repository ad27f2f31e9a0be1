import { setTimeout as delay } from 'node:timers/promises';
import { SlipwayError } from '../../../shared/contract/failure.ts';
import type { EngineClient, RequestOptions } from '../client.ts';

const pauseMs = 100;

/**
 * What `/system/df` answers. Engines before 23.0 measure for one at a time and refuse everyone else, another program or
 * another page of Slipway, with a 500: that is waited for until the deadline.
 * @throws the refusal once `deadlineMs` is over; timeout, unreachable, cancelled as any request
 */
export async function systemDf(
  client: EngineClient,
  options: RequestOptions & { signal: AbortSignal; deadlineMs: number },
): Promise<unknown> {
  const until = performance.now() + options.deadlineMs;
  for (;;) {
    try {
      const leftMs = Math.max(1, until - performance.now());
      return (await client.json('/system/df', { ...options, deadlineMs: leftMs })).body;
    } catch (thrown) {
      if (!isBusy(thrown) || performance.now() + pauseMs >= until) throw thrown;
    }
    // An abort shows in the next request, typed.
    await delay(pauseMs, undefined, { signal: options.signal }).catch(() => undefined);
  }
}

function isBusy(thrown: unknown): boolean {
  return (
    thrown instanceof SlipwayError &&
    /disk usage operation is already running/i.test(thrown.error.engine ?? '')
  );
}
