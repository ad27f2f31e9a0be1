/**
 * Readers for engine JSON. Every field is optional at the edge: a missing, null or mistyped one becomes the
 * empty value of its kind, so that one odd object can not blank a list.
 */
export type RawRecord = Readonly<Record<string, unknown>>;

export function record(value: unknown): RawRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as RawRecord) : {};
}

export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** A finite number, else 0. */
export function num(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : 0;
}

export function flag(value: unknown): boolean {
  return value === true;
}

export function texts(value: unknown): string[] {
  return list(value).filter((item): item is string => typeof item === 'string');
}

/** Only the entries whose value is text. */
export function textMap(value: unknown): Record<string, string> {
  const out: Record<string, string> = {};
  for (const [key, item] of Object.entries(record(value))) if (typeof item === 'string') out[key] = item;
  return out;
}

/** ISO 8601 from unix seconds; empty for 0 and nonsense. */
export function isoFromSeconds(value: unknown): string {
  const seconds = num(value);
  return seconds > 0 && seconds < 8.64e12 ? new Date(seconds * 1000).toISOString() : '';
}

/** ISO 8601 with ms from the engine's RFC 3339 with ns; undefined for Go's zero time and nonsense. */
export function isoFromText(value: unknown): string | undefined {
  const written = text(value);
  if (written === '' || written.startsWith('0001-01-01')) return undefined;
  const ms = Date.parse(written);
  return Number.isNaN(ms) ? undefined : new Date(ms).toISOString();
}

/** Order of code units: the same on every machine, unlike localeCompare. */
export function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
