import type { EngineEvent } from '../../../shared/contract/engine.ts';
import { num, record, text, textMap } from './fields.ts';

/**
 * One line of `/events`. API 1.52 dropped the legacy status/id/from fields; older engines have both, so the new
 * ones are read first. Null where the line is no event.
 */
export function parseEvent(line: string): EngineEvent | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(line);
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return null;
    throw thrown;
  }
  const raw = record(parsed);
  const actor = record(raw.Actor);
  const attributes = textMap(actor.Attributes);
  const type = text(raw.Type) || (text(raw.status) ? 'container' : '');
  const action = text(raw.Action) || text(raw.status);
  if (type === '' || action === '') return null;
  const atNano = nanoText(line) ?? (num(raw.time) > 0 ? `${num(raw.time)}000000000` : '0');
  const name = attributes.name;
  const scope = text(raw.scope);
  return {
    at: new Date(Number(BigInt(atNano) / 1_000_000n)).toISOString(),
    atNano,
    type,
    action,
    id: text(actor.ID) || text(raw.id),
    attributes,
    ...(name === undefined ? {} : { name }),
    ...(scope === '' ? {} : { scope }),
  };
}

/** timeNano is beyond 2^53: read as text, since JSON.parse would round it. */
function nanoText(line: string): string | undefined {
  const found = /"timeNano":\s*(\d{10,20})\b/.exec(line)?.[1];
  // A Date holds up to 8.64e15 ms.
  return found !== undefined && BigInt(found) / 1_000_000n <= 8_640_000_000_000_000n ? found : undefined;
}

/** Nanoseconds as `/events?since=` takes them: `seconds.nanoseconds`. */
export function sinceFromNano(atNano: string): string {
  const padded = atNano.padStart(10, '0');
  return `${padded.slice(0, -9)}.${padded.slice(-9)}`;
}
