import { SpecError } from './spec-error.ts';

const sizeUnits = ['', 'k', 'm', 'g', 't', 'p'] as const;

/**
 * Bytes from a size as the docker CLI takes it: `512m`, `1.5g`, `64MiB`, `1024`. Powers of 1024 whatever the spelling
 * (`units.RAMInBytes`).
 * @throws SpecError `size-malformed`
 */
export function parseSize(value: string): number {
  const match = /^(\d+(?:\.\d+)?)\s?([kmgtp]?)(?:i?b)?$/i.exec(value.trim());
  const unit = sizeUnits.indexOf((match?.[2] ?? '').toLowerCase() as (typeof sizeUnits)[number]);
  const bytes = Math.trunc(Number(match?.[1] ?? Number.NaN) * 1024 ** unit);
  if (match === null || !Number.isSafeInteger(bytes)) throw new SpecError('size-malformed', { value });
  return bytes;
}

/** The shortest writing that means exactly so many bytes. */
export function printSize(bytes: number): string {
  let count = bytes;
  let step = 0;
  while (count !== 0 && count % 1024 === 0 && step < sizeUnits.length - 1) {
    count /= 1024;
    step += 1;
  }
  return `${count}${sizeUnits[step] ?? ''}`;
}

const durationUnits: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  μs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
};

/**
 * Milliseconds from a length of time as Go writes it: `30s`, `1m30s`, `500ms`; parts of a millisecond are rounded.
 * @throws SpecError `duration-malformed`
 */
export function parseDuration(value: string): number {
  const written = value.trim();
  if (written === '0') return 0;
  if (!/^(?:\d+(?:\.\d*)?(?:ns|us|µs|μs|ms|s|m|h))+$/.test(written))
    throw new SpecError('duration-malformed', { value });
  let total = 0;
  for (const [, count, unit] of written.matchAll(/(\d+(?:\.\d*)?)(ns|us|µs|μs|ms|s|m|h)/g))
    total += Number(count) * (durationUnits[unit ?? ''] ?? 0);
  const rounded = Math.round(total);
  if (!Number.isSafeInteger(rounded)) throw new SpecError('duration-malformed', { value });
  return rounded;
}

/** The shortest writing of whole milliseconds: `90s` is `1m30s`, as the engine would write it. */
export function printDuration(ms: number): string {
  if (ms === 0) return '0s';
  const hours = Math.floor(ms / 3_600_000);
  const minutes = Math.floor((ms % 3_600_000) / 60_000);
  const seconds = Math.floor((ms % 60_000) / 1000);
  const rest = ms % 1000;
  return [[hours, 'h'] as const, [minutes, 'm'] as const, [seconds, 's'] as const, [rest, 'ms'] as const]
    .filter(([count]) => count !== 0)
    .map(([count, unit]) => `${count}${unit}`)
    .join('');
}
