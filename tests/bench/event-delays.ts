import { bareClientName } from './bare-client.ts';
import type { Row } from './report.ts';
import { percentile } from './statistics.ts';

/** Milliseconds from the time the engine gave each event, to our row and to a bare client. */
export interface Delays {
  ours: number[];
  floor: number[];
}

/** Median and worst-but-one-percent of many delays. */
export function delayRows(what: string, { ours, floor }: Delays): Row[] {
  return [0.5, 0.99].map((share) => ({
    what: `${what}, p${share * 100} of ${ours.length}`,
    unit: 'ms' as const,
    ours: percentile(ours, share),
    peer: { what: bareClientName, value: percentile(floor, share) },
    target: { of: 'ours' as const, atMost: share === 0.5 ? 50 : 150 },
  }));
}
