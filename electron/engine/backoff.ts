/** Delays between attempts: doubling from `firstMs` to `maxMs`, each spread by +-25 % so that clients do not march in step. */
export interface BackoffShape {
  firstMs: number;
  maxMs: number;
}

/**
 * The delay before attempt `attempt` (1 is the first retry), in ms.
 * @param random 0..1
 */
export function backoffMs(shape: BackoffShape, attempt: number, random: number): number {
  const exponent = Math.min(Math.max(attempt, 1) - 1, 30);
  const base = Math.min(shape.firstMs * 2 ** exponent, shape.maxMs);
  return Math.round(base * (0.75 + random * 0.5));
}
