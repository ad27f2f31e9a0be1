/** The newest API this Slipway was tested with, and the oldest it speaks. */
export const ourNewest = '1.51';
export const ourOldest = '1.24';

/** Orders two API versions numerically: negative, zero or positive. Anything unreadable counts as 0.0. */
export function compareVersions(a: string, b: string): number {
  const parts = (v: string) => v.split('.').map((n) => (/^\d+$/.test(n) ? Number(n) : 0));
  const [left, right] = [parts(a), parts(b)];
  return (left[0] ?? 0) - (right[0] ?? 0) || (left[1] ?? 0) - (right[1] ?? 0);
}

export type Negotiation =
  | { ok: true; version: string }
  | { ok: false; problem: 'too-old'; api: string }
  | { ok: false; problem: 'too-new'; needs: string };

/**
 * min(ours, the engine's), as `docker` negotiates.
 * @param newest the engine's ApiVersion
 * @param oldest its MinAPIVersion; engines before 1.25 tell none and take anything below theirs
 */
export function negotiate(newest: string, oldest: string): Negotiation {
  if (compareVersions(newest, ourOldest) < 0) return { ok: false, problem: 'too-old', api: newest };
  if (compareVersions(oldest, ourNewest) > 0) return { ok: false, problem: 'too-new', needs: oldest };
  return { ok: true, version: compareVersions(newest, ourNewest) < 0 ? newest : ourNewest };
}
