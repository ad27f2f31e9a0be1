import type { z } from 'zod';
import type { CallDef, ContractShape, SessionDef, StreamDef } from '../../shared/contract/define.ts';
import type { Contract } from '../../shared/contract/index.ts';

/** Which host asks. */
export type ClientKind = 'desktop' | 'web' | 'cli';

/** The reason of a call's signal when its caller went away; one that cancels gives none of ours. */
export const callerLeft = Symbol('the caller left');

export interface CallContext {
  /** Aborted when the caller cancels or goes away (`callerLeft`). A stream's is also aborted when it ends. */
  readonly signal: AbortSignal;
  readonly client: ClientKind;
}

export interface SessionContext<M> extends CallContext {
  /** What the caller sends, checked; ends when the caller ends or goes away. For one reader. */
  readonly messages: AsyncIterable<M>;
}

/** The function that serves one member of the contract. Failures are thrown: `throw fail(...)`. */
export type HandlerOf<Def> =
  Def extends CallDef<infer I extends z.ZodType, infer O>
    ? (input: z.output<I>, context: CallContext) => Promise<O>
    : Def extends SessionDef<infer I extends z.ZodType, infer M extends z.ZodType, infer T>
      ? (input: z.output<I>, context: SessionContext<z.output<M>>) => AsyncIterable<T>
      : Def extends StreamDef<infer I extends z.ZodType, infer T>
        ? (input: z.output<I>, context: CallContext) => AsyncIterable<T>
        : never;

/** Handlers for a whole contract: every member, no more. */
export type HandlersFor<C extends ContractShape> = {
  readonly [D in keyof C]: { readonly [M in keyof C[D]]: HandlerOf<C[D][M]> };
};
export type Handlers = HandlersFor<Contract>;
/** Handlers for one domain; each service builds its own. */
export type DomainHandlers<D extends keyof Contract> = Handlers[D];
