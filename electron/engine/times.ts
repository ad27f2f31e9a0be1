import { fail } from '../../shared/contract/failure.ts';

const units: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/**
 * A point in time as the engine takes it, `seconds.nanoseconds`, from ISO 8601, seconds since the epoch or an age.
 * @param nowMs by the engine's clock
 * @throws invalid-input `time-malformed`
 */
export function engineTime(value: string, nowMs: number): string {
  const written = value.trim();
  if (/^\d{1,11}(\.\d{1,9})?$/.test(written)) return written;
  const ages = [...written.matchAll(/(\d+)([smhd])/g)];
  if (ages.length > 0 && ages.map(([age]) => age).join('') === written) {
    const seconds = ages.reduce((sum, [, count, unit]) => sum + Number(count) * (units[unit ?? ''] ?? 0), 0);
    return Math.max(0, nowMs / 1000 - seconds).toFixed(3);
  }
  const iso = /^(\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?)?)(?:\.(\d{1,9}))?(Z|[+-]\d\d:?\d\d)?$/.exec(
    written,
  );
  const ms =
    iso === null ? Number.NaN : Date.parse(`${(iso[1] ?? '').replace(' ', 'T')}${iso[3] ?? zone(iso[1])}`);
  if (Number.isNaN(ms) || ms < 0) throw fail('invalid-input', 'time-malformed', { value });
  return `${ms / 1000}.${(iso?.[2] ?? '').padEnd(9, '0')}`;
}

/** A time of day without a zone is meant in UTC, as a bare date is. */
function zone(date: string | undefined): string {
  return date !== undefined && date.length > 10 ? 'Z' : '';
}
