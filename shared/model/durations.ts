export type DurationUnit = 'second' | 'minute' | 'hour' | 'day' | 'week' | 'month' | 'year';

export interface Duration {
  count: number;
  unit: DurationUnit;
}

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** Upper bounds in ms, and what one of the unit lasts. Months and years are mean Gregorian ones. */
const scale: readonly (readonly [limit: number, unit: DurationUnit, length: number])[] = [
  [minute, 'second', second],
  [hour, 'minute', minute],
  [day, 'hour', hour],
  [14 * day, 'day', day],
  [60 * day, 'week', 7 * day],
  [730 * day, 'month', 30.436875 * day],
  [Number.POSITIVE_INFINITY, 'year', 365.2425 * day],
];

/** A length of time in its one fitting unit, rounded down; less than nothing (clock skew) counts as 0 s. */
export function roughDuration(ms: number): Duration {
  const length = Number.isFinite(ms) && ms > 0 ? ms : 0;
  for (const [limit, unit, one] of scale) {
    if (length < limit) return { count: Math.floor(length / one), unit };
  }
  return { count: 0, unit: 'second' };
}

/**
 * An ISO 8601 time as ms since the epoch, or null when there is none.
 * The engine writes year 1 (`0001-01-01T00:00:00Z`) for "never".
 */
export function parseTime(iso: string | undefined | null): number | null {
  if (!iso) return null;
  const ms = Date.parse(iso);
  return Number.isNaN(ms) || ms <= 0 ? null : ms;
}
