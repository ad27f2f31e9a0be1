/** A value of a line; null where it is broken, undefined where only another line of the chart has a point. */
export type Value = number | null | undefined;

/** What a line of a chart says in a few figures; null where no point of it is known. */
export interface Summary {
  /** The last point that is known. */
  last: number | null;
  least: number | null;
  most: number | null;
  mean: number | null;
}

/** Lowest, highest and mean of the points that are known, and the last of them. */
export function summarise(values: readonly Value[]): Summary {
  let last: number | null = null;
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  let sum = 0;
  let count = 0;
  for (const value of values) {
    if (typeof value !== 'number') continue;
    last = value;
    least = Math.min(least, value);
    most = Math.max(most, value);
    sum += value;
    count += 1;
  }
  if (count === 0) return { last, least: null, most: null, mean: null };
  return { last, least, most, mean: sum / count };
}

/** The value of a line at a place: its own, or the one before it where only other lines have a point there. */
export function valueAt(values: readonly Value[], place: number): number | null {
  for (let at = place; at >= 0; at -= 1) if (values[at] !== undefined) return values[at] ?? null;
  return null;
}

/** Points with nothing known on either side: a line through them has no length, so each is drawn as a dot. */
export function lonePoints(values: ArrayLike<Value>): number[] {
  const lone: number[] = [];
  let before: number | null = null;
  let held: number | null = null;
  for (let at = 0; at < values.length; at += 1) {
    const value = values[at];
    if (value === undefined) continue;
    if (value === null) {
      if (held !== null) lone.push(held);
      held = null;
    } else {
      held = before === null ? at : null;
    }
    before = value;
  }
  if (held !== null) lone.push(held);
  return lone;
}

const steps = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512];

/** Distances between the lines of an axis of memory: powers of two, so that they read as whole KiB, MiB and GiB. */
export const binarySteps: readonly number[] = [0, 1, 2, 3, 4].flatMap((power) =>
  steps.map((step) => step * 1024 ** power),
);

/** A point of a small line: when, in ms, and how much. */
export type SparkPoint = readonly [at: number, value: number | null];

export interface SparkBox {
  /** The times at its edges. */
  from: number;
  to: number;
  /** The value at its upper edge; 0 is at the lower one. */
  top: number;
  width: number;
  height: number;
  /** Points further apart than this are not joined. */
  gapMs: number;
}

/** The path of a small line in a box. */
export function sparkPath(points: readonly SparkPoint[], box: SparkBox): string {
  const { from, to, top, width, height, gapMs } = box;
  let path = '';
  let last: number | null = null;
  for (const [at, value] of points) {
    if (at < from || at > to) continue;
    if (value === null) {
      last = null;
      continue;
    }
    const x = ((at - from) / (to - from)) * width;
    const y = height - (Math.min(Math.max(value, 0), top) / (top > 0 ? top : 1)) * height;
    const joined: boolean = last !== null && at - last <= gapMs;
    // A line of no length shows as a dot, by its round ends.
    path += `${joined ? 'L' : 'M'}${x.toFixed(1)} ${y.toFixed(1)}${joined ? '' : 'h0'}`;
    last = at;
  }
  return path;
}
