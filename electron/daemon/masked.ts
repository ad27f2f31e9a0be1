import { isRecord } from '../../shared/model/daemon/check.ts';
import { maskSecret } from '../../shared/model/secrets.ts';

/** A value of a setting as JSON in one line, with passwords in it masked; null where there is none. */
export function maskedJson(key: string, value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(masked(key, value));
}

function masked(name: string, value: unknown): unknown {
  if (typeof value === 'string') return maskSecret(value, name) ?? value;
  if (Array.isArray(value)) return value.map((one) => masked(name, one));
  if (isRecord(value))
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, masked(key, one)]));
  return value;
}
