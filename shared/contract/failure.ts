import { type Reason, type ReasonParams, reasonsInEnglish } from '../model/reasons.ts';
import type { ApiError, ErrorCode, HintAction } from './errors.ts';

/** Builds the plain failure that crosses the contract, worded in English from its reason. */
export function failure(
  code: ErrorCode,
  reason: Reason,
  params: ReasonParams = {},
  extra: { status?: number; engine?: string; action?: HintAction } = {},
): ApiError {
  const { message, hint } = reasonsInEnglish[reason](params);
  return {
    code,
    message,
    reason,
    params,
    ...(extra.status === undefined ? {} : { status: extra.status }),
    ...(extra.engine === undefined ? {} : { engine: extra.engine }),
    ...(hint === undefined
      ? {}
      : { hint: extra.action ? { text: hint, action: extra.action } : { text: hint } }),
  };
}

/** The exception used inside `electron/`; the router turns it into its `error`. */
export class SlipwayError extends Error {
  readonly error: ApiError;

  constructor(error: ApiError, options?: ErrorOptions) {
    super(error.message, options);
    this.name = 'SlipwayError';
    this.error = error;
  }
}

/** Shorthand: `throw fail('not-found', 'object-unknown', { kind, id })`. */
export function fail(...args: Parameters<typeof failure>): SlipwayError {
  return new SlipwayError(failure(...args));
}

/** Any thrown value as an ApiError; what is not ours is `internal`. */
export function toApiError(thrown: unknown): ApiError {
  if (thrown instanceof SlipwayError) return thrown.error;
  if (thrown instanceof Error && thrown.name === 'AbortError') return failure('cancelled', 'cancelled');
  return failure('internal', 'internal', {
    detail: thrown instanceof Error ? thrown.message : String(thrown),
  });
}
