import { setTimeout as sleep } from 'node:timers/promises';

const everyMs = 25;

/**
 * Tries `check` again until it does not throw, and answers what it answered.
 * @param what named in the failure, with what `check` threw last
 * @param withinMs what is not true by then never will be
 */
export async function eventually<T>(
  what: string,
  check: () => T | Promise<T>,
  withinMs = 30_000,
): Promise<T> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    try {
      return await check();
    } catch (thrown) {
      if (performance.now() > deadline) {
        const last = thrown instanceof Error ? thrown.message : String(thrown);
        throw new Error(`${what}: not within ${withinMs} ms. Last: ${last}`, { cause: thrown });
      }
    }
    await sleep(everyMs);
  }
}

/** Asks `probe` again until it answers something; `undefined`, `null` and `false` mean not yet. */
export function waitFor<T>(
  what: string,
  probe: () => T | undefined | null | false | Promise<T | undefined | null | false>,
  withinMs = 30_000,
): Promise<T> {
  const check = async (): Promise<T> => {
    const found = await probe();
    if (found === undefined || found === null || found === false) throw new Error(`it is ${String(found)}`);
    return found;
  };
  return eventually(what, check, withinMs);
}
