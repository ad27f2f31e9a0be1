import { distance } from 'fastest-levenshtein';
import type { ContractShape, MemberDef } from '../../shared/contract/define.ts';
import type { ApiError, Result } from '../../shared/contract/errors.ts';
import { failure } from '../../shared/contract/failure.ts';
import type { CallContext, HandlersFor, SessionContext } from './handlers.ts';

type RunCall = (input: unknown, context: CallContext) => Promise<unknown>;
type RunStream = (input: unknown, context: CallContext) => AsyncIterable<unknown>;
type RunSession = (input: unknown, context: SessionContext<unknown>) => AsyncIterable<unknown>;

/** A member with its handler; inputs are checked by `def.input` before `run` sees them. */
export type Method = { readonly name: string } & (
  | { readonly kind: 'call'; readonly def: Extract<MemberDef, { kind: 'call' }>; readonly run: RunCall }
  | { readonly kind: 'stream'; readonly def: Extract<MemberDef, { kind: 'stream' }>; readonly run: RunStream }
  | {
      readonly kind: 'session';
      readonly def: Extract<MemberDef, { kind: 'session' }>;
      readonly run: RunSession;
    }
);
export type MethodOf<K extends Method['kind']> = Extract<Method, { kind: K }>;

export interface MethodTable {
  /** The method, or why there is none of that name and kind. */
  find<K extends Method['kind']>(name: string, kinds: readonly K[]): Result<MethodOf<K>>;
}

/** Joins a contract and its handlers. Throws when a handler is missing: a fault of the program, found at start. */
export function createMethodTable<C extends ContractShape>(
  contract: C,
  handlers: HandlersFor<C>,
): MethodTable {
  // A Map, so that `__proto__` or `constructor.name` is an unknown method and nothing else.
  const methods = new Map<string, Method>();
  for (const [domain, members] of Object.entries(contract)) {
    for (const [member, def] of Object.entries(members)) {
      const name = `${domain}.${member}`;
      const run: unknown = handlers[domain]?.[member];
      if (typeof run !== 'function') throw new Error(`No handler for ${name}.`);
      // HandlersFor<C> has paired each handler with its declaration; here both are only known by kind.
      methods.set(name, { name, kind: def.kind, def, run } as Method);
    }
  }
  return {
    find: <K extends Method['kind']>(name: string, kinds: readonly K[]): Result<MethodOf<K>> => {
      const method = methods.get(name);
      if (method === undefined) return { ok: false, error: unknownMethod(name, [...methods.keys()]) };
      if (!(kinds as readonly string[]).includes(method.kind)) {
        return { ok: false, error: wrongKind(method) };
      }
      return { ok: true, value: method as MethodOf<K> };
    },
  };
}

/** The failure for a name that is not in the contract, with the names that come near it. */
export function unknownMethod(name: string, known: readonly string[]): ApiError {
  const asked = name.slice(0, 80);
  return failure('invalid-input', 'method-unknown', {
    method: asked,
    nearest: nearestNames(asked, known).join(', '),
  });
}

/** The failure for a call opened as a stream, or the other way round. */
export function wrongKind(method: { name: string; kind: Method['kind'] }): ApiError {
  const how = { call: 'a call', stream: 'a stream', session: 'a session' }[method.kind];
  return failure('invalid-input', 'input-invalid', { detail: `${method.name} is ${how}.` });
}

/** At most three names within about a third of a name's length and about as near as the nearest, in that order. */
function nearestNames(name: string, known: readonly string[]): string[] {
  const asked = name.toLowerCase();
  const scored = known.map((candidate) => {
    const lower = candidate.toLowerCase();
    const member = lower.slice(lower.indexOf('.') + 1);
    // "list" alone should find containers.list.
    return { candidate, score: asked === member ? 0 : distance(asked, lower) };
  });
  const best = Math.min(...scored.map(({ score }) => score));
  return scored
    .filter(({ candidate, score }) => score <= Math.max(2, candidate.length / 3) && score <= best + 1)
    .sort((a, b) => a.score - b.score || a.candidate.localeCompare(b.candidate))
    .slice(0, 3)
    .map(({ candidate }) => candidate);
}
