import type { Packing } from './define.ts';
import { logPacking } from './log-packing.ts';

const packings: ReadonlyMap<string, Packing<unknown>> = new Map([
  ['containers.logs', logPacking as Packing<unknown>],
]);

/** Of a stream's items; undefined where they travel as they are. Apart from the contract: the page carries no schemas. */
export function packingOf(method: string): Packing<unknown> | undefined {
  return packings.get(method);
}
