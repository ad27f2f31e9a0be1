import type { EngineClient } from './client.ts';
import { systemTimeMs } from './raw/identity.ts';

/** Ages on screen are told by the engine's clock: this knows how far it is from ours. */
export class EngineClock {
  #offsetMs: number | null = null;

  /** The engine's time now, ms since the epoch; null while unknown. */
  now(): number | null {
    return this.#offsetMs === null ? null : Date.now() + this.#offsetMs;
  }

  /** The engine said `engineMs` somewhere between our `beforeMs` and `afterMs`. */
  set(engineMs: number, beforeMs: number, afterMs: number): void {
    this.#offsetMs = engineMs - (beforeMs + afterMs) / 2;
  }

  /** True when an HTTP date (whole seconds) does not fit what we believe: one of the clocks was set. */
  disagreesWith(date: string | undefined): boolean {
    const told = date === undefined ? Number.NaN : Date.parse(date);
    const believed = this.now();
    return !Number.isNaN(told) && believed !== null && Math.abs(told + 500 - believed) > 2500;
  }
}

/** Reads `/info` and sets the clock by its SystemTime; answers the info. */
export async function readClock(
  client: EngineClient,
  clock: EngineClock,
  signal?: AbortSignal,
): Promise<unknown> {
  const before = Date.now();
  const { body } = await client.json('/info', { deadlineMs: 10_000, ...(signal ? { signal } : {}) });
  const engineMs = systemTimeMs(body);
  if (engineMs !== null) clock.set(engineMs, before, Date.now());
  return body;
}
