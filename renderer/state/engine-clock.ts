/** What the engine's clock showed at a moment of the page's monotonic clock. */
export interface ClockReading {
  engineMs: number;
  /** `performance.now()` at receipt: unlike `Date.now()` it does not jump when somebody sets the clock. */
  takenAtMs: number;
}

/** The engine's time at `nowMs` of the monotonic clock; the page's own time while the engine's is not known. */
export function engineTimeAt(reading: ClockReading | null, nowMs: number, wallMs: number): number {
  return reading === null ? wallMs : reading.engineMs + (nowMs - reading.takenAtMs);
}

/**
 * Whether wall clock and monotonic clock have parted by more than `limitMs` between two ticks: the machine slept,
 * or its clock was set. Either way the engine's time is to be asked again.
 */
export function clocksParted(
  before: { wallMs: number; monotonicMs: number },
  now: { wallMs: number; monotonicMs: number },
  limitMs = 3_000,
): boolean {
  const drift = now.wallMs - before.wallMs - (now.monotonicMs - before.monotonicMs);
  return Math.abs(drift) > limitMs;
}
