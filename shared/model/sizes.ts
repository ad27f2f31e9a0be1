const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB', 'EB'] as const;

export interface ScaledSize {
  /** At most three significant digits, e.g. `1.23`. */
  value: number;
  unit: (typeof units)[number];
}

/**
 * Scales bytes by powers of 1000, as the docker CLI does (`units.HumanSize`).
 * Negative or non-finite input counts as 0.
 */
export function scaleBytes(bytes: number): ScaledSize {
  let value = Number.isFinite(bytes) && bytes > 0 ? bytes : 0;
  let step = 0;
  // 999.5 would round to 1000 of the smaller unit.
  while (value >= 999.5 && step < units.length - 1) {
    value /= 1000;
    step += 1;
  }
  return { value: Number(value.toPrecision(3)), unit: units[step] ?? 'B' };
}

/** Bytes as text, e.g. `12.3 MB`; `locale` chooses the decimal sign. */
export function formatBytes(bytes: number, locale = 'en'): string {
  const { value, unit } = scaleBytes(bytes);
  return `${new Intl.NumberFormat(locale, { maximumFractionDigits: 2 }).format(value)} ${unit}`;
}

/** Memory as text in powers of 1024, e.g. `7.65 GiB`, as `docker info` and `docker stats` show it. */
export function formatMemory(bytes: number, locale = 'en'): string {
  const names = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const;
  let value = Number.isFinite(bytes) && bytes > 0 ? bytes : 0;
  let step = 0;
  while (value >= 1023.5 && step < names.length - 1) {
    value /= 1024;
    step += 1;
  }
  const rounded = Number(value.toPrecision(value >= 1000 ? 4 : 3));
  return `${new Intl.NumberFormat(locale, { maximumFractionDigits: 2 }).format(rounded)} ${names[step] ?? 'B'}`;
}

const letters = ['', 'k', 'm', 'g', 't', 'p'];

/**
 * Bytes of a size as people write it: `500MB`, `10 GB`, `1.5g` (powers of 1000), `2GiB` (powers of 1024), or bytes.
 * null for what is no size.
 */
export function parseSize(written: string): number | null {
  const found = /^(\d{1,15}(?:\.\d{1,9})?)\s*([kmgtp]?)(i?)b?$/i.exec(written.trim());
  if (found === null) return null;
  const [, number = '', letter = '', binary = ''] = found;
  if (binary !== '' && letter === '') return null;
  const bytes = Math.round(
    Number(number) * (binary === '' ? 1000 : 1024) ** letters.indexOf(letter.toLowerCase()),
  );
  return Number.isSafeInteger(bytes) ? bytes : null;
}
