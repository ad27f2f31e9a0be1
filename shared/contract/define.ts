import type { z } from 'zod';

/** A question and one answer. `answer` exists only in the type: answers are built by mappers, not parsed. */
export interface CallDef<I extends z.ZodType, O> {
  readonly kind: 'call';
  readonly input: I;
  readonly summary: string;
  readonly answer?: O;
}

/** Many items until it ends, fails or is cancelled. The consumer grants credit, the producer waits for it. */
export interface StreamDef<I extends z.ZodType, T> {
  readonly kind: 'stream';
  readonly input: I;
  readonly summary: string;
  readonly item?: T;
}

/** Both ways: items `T` towards the consumer, messages `M` from it. */
export interface SessionDef<I extends z.ZodType, M extends z.ZodType, T> {
  readonly kind: 'session';
  readonly input: I;
  readonly message: M;
  readonly summary: string;
  readonly item?: T;
}

/** How the items of a stream travel where they go in great numbers. Both ends of a connection apply it, nobody else sees it. */
export interface Packing<T> {
  pack(item: T): unknown;
  /** The item `pack` was given. What it is given comes from the other end of the connection. */
  unpack(packed: unknown): T;
}

export type MemberDef =
  | CallDef<z.ZodType, unknown>
  | StreamDef<z.ZodType, unknown>
  | SessionDef<z.ZodType, z.ZodType, unknown>;

export type ContractShape = Readonly<Record<string, Readonly<Record<string, MemberDef>>>>;

/** Declares a call; the answer type is given with `answer<T>()`. */
export function call<I extends z.ZodType, O>(summary: string, input: I, _answer: Answer<O>): CallDef<I, O> {
  return { kind: 'call', input, summary };
}

/** Declares a stream of items of type `T`. */
export function stream<I extends z.ZodType, T>(summary: string, input: I, _item: Answer<T>): StreamDef<I, T> {
  return { kind: 'stream', input, summary };
}

/** Declares a session: items of type `T` one way, messages checked by `message` the other way. */
export function session<I extends z.ZodType, M extends z.ZodType, T>(
  summary: string,
  input: I,
  message: M,
  _item: Answer<T>,
): SessionDef<I, M, T> {
  return { kind: 'session', input, message, summary };
}

export interface Answer<T> {
  readonly type?: T;
}

/** A type-only marker: names an answer or item type where a value is expected. */
export function answer<T>(): Answer<T> {
  return {};
}

type Path<C extends ContractShape, Kind extends MemberDef['kind']> = {
  [D in keyof C & string]: {
    [M in keyof C[D] & string]: C[D][M] extends { kind: Kind } ? `${D}.${M}` : never;
  }[keyof C[D] & string];
}[keyof C & string];

export type CallName<C extends ContractShape> = Path<C, 'call'>;
export type StreamName<C extends ContractShape> = Path<C, 'stream'>;
export type SessionName<C extends ContractShape> = Path<C, 'session'>;

/** The declaration behind a path such as `containers.list`. */
export type Member<C extends ContractShape, P extends string> = P extends `${infer D}.${infer M}`
  ? D extends keyof C
    ? M extends keyof C[D]
      ? C[D][M]
      : never
    : never
  : never;

/** What a caller passes (defaults may be left out). */
export type InputOf<C extends ContractShape, P extends string> =
  Member<C, P> extends { input: infer I extends z.ZodType } ? z.input<I> : never;
export type AnswerOf<C extends ContractShape, P extends string> =
  Member<C, P> extends CallDef<z.ZodType, infer O> ? O : never;
export type ItemOf<C extends ContractShape, P extends string> =
  Member<C, P> extends StreamDef<z.ZodType, infer T>
    ? T
    : Member<C, P> extends SessionDef<z.ZodType, z.ZodType, infer T>
      ? T
      : never;
export type MessageOf<C extends ContractShape, P extends string> =
  Member<C, P> extends { message: infer M extends z.ZodType } ? z.output<M> : never;
