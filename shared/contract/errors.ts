import type { Reason, ReasonParams } from '../model/reasons.ts';

/** The closed set of failure codes; the page switches on it exhaustively. */
export const errorCodes = [
  'invalid-input',
  'not-found',
  'conflict',
  'in-use',
  'protected',
  'permission-denied',
  'unauthorized',
  'unreachable',
  'unsupported',
  'timeout',
  'cancelled',
  'engine-error',
  'internal',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** Something the person can do about it with one press. */
export type HintAction = { kind: 'copy'; text: string } | { kind: 'retry' } | { kind: 'open'; route: string };

/** A failure as it crosses the contract: plain data, so that no field is lost on the way. */
export interface ApiError {
  code: ErrorCode;
  /** One English sentence; the page prefers its own words for `reason`. */
  message: string;
  /** HTTP status of the engine's answer, where there was one. */
  status?: number;
  /** The engine's own words, as text. */
  engine?: string;
  hint?: { text: string; action?: HintAction };
  /** Names the sentence in `shared/model/reasons.ts`, so that it can be told in another language. */
  reason?: Reason;
  params?: ReasonParams;
}

export type Result<T> = { ok: true; value: T } | { ok: false; error: ApiError };
