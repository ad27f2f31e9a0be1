import type { ClientMessage } from '../../shared/contract/wire.ts';

/** A message as the router may trust it, or what is wrong with it. */
export type ParsedMessage = { ok: true; message: ClientMessage } | { ok: false; why: string };

const bad = (why: string): ParsedMessage => ({ ok: false, why });
const good = (message: ClientMessage): ParsedMessage => ({ ok: true, message });

/** Checks the envelope of whatever a transport delivered; inputs and session data are checked by their schemas. */
export function parseClientMessage(raw: unknown, maxCredit: number): ParsedMessage {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return bad('a message is not an object');
  const { t, id, method, input, credit, n, data } = raw as Record<string, unknown>;
  if (typeof id !== 'number' || !Number.isSafeInteger(id) || id < 0)
    return bad('an id is not a safe integer');
  const isCredit = (value: unknown): value is number =>
    typeof value === 'number' && Number.isSafeInteger(value) && value > 0 && value <= maxCredit;
  switch (t) {
    case 'call':
      return typeof method === 'string' ? good({ t, id, method, input }) : bad('a call names no method');
    case 'open':
      if (typeof method !== 'string') return bad('an open names no method');
      return isCredit(credit) ? good({ t, id, method, input, credit }) : bad('the credit is out of bounds');
    case 'credit':
      return isCredit(n) ? good({ t, id, n }) : bad('the credit is out of bounds');
    case 'send':
      return good({ t, id, data });
    case 'end':
    case 'cancel':
      return good({ t, id });
    default:
      return bad('a message is of no known type');
  }
}
