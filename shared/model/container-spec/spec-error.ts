import type { Reason, ReasonParams } from '../reasons.ts';

/** Something written that cannot be understood, with the sentence that says why. */
export class SpecError extends Error {
  readonly reason: Reason;
  readonly params: ReasonParams;

  constructor(reason: Reason, params: ReasonParams) {
    super(`${reason} ${Object.values(params).join(' ')}`);
    this.name = 'SpecError';
    this.reason = reason;
    this.params = params;
  }
}
