import { setTimeout as sleep } from 'node:timers/promises';

const everyMs = 200;

/** Asks again and again until it is so; false when it is not after `withinMs`. A failure of the question is thrown. */
export async function until(
  isSo: () => Promise<boolean>,
  withinMs: number,
  signal: AbortSignal,
): Promise<boolean> {
  const end = performance.now() + withinMs;
  for (;;) {
    if (await isSo()) return true;
    if (performance.now() >= end) return false;
    await sleep(everyMs, undefined, { signal });
  }
}
