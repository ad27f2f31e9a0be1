/** The smallest: what the work costs when nothing else disturbs it. */
export function best(values: readonly number[]): number {
  if (values.length === 0) throw new Error('There is no best of nothing.');
  return Math.min(...values);
}

/** The value that `share` (0..1) of all do not exceed, by the nearest-rank method. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)];
  if (value === undefined) throw new Error('There is no percentile of nothing.');
  return value;
}

/**
 * Runs each of several kinds of work in turn, round after round, so that whatever else the machine does falls on all
 * alike. Answers the samples of each.
 */
export async function interleaved<K extends string>(
  rounds: number,
  work: Readonly<Record<K, () => Promise<number>>>,
): Promise<Record<K, number[]>> {
  const kinds = Object.keys(work) as K[];
  const samples = Object.fromEntries(kinds.map((kind) => [kind, [] as number[]])) as Record<K, number[]>;
  for (let round = 0; round < rounds; round += 1)
    for (const kind of kinds) samples[kind].push(await work[kind]());
  return samples;
}

/** Milliseconds some work takes. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

/** Wall-clock milliseconds with a fraction: comparable between processes of one machine, unlike performance.now(). */
export function wallNow(): number {
  return performance.timeOrigin + performance.now();
}
