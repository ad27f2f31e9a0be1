import type { SpecProblem } from '../../contract/container-spec.ts';
import { type Reason, type ReasonParams, reasonsInEnglish } from '../reasons.ts';

/** A problem of one field, worded in English. */
export function problem(
  severity: SpecProblem['severity'],
  field: string,
  code: Reason,
  params: ReasonParams = {},
): SpecProblem {
  return { field, severity, code, params, ...reasonsInEnglish[code](params) };
}
