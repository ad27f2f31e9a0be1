import { create } from 'zustand';
import type { ApiError } from '../../shared/contract/errors.ts';
import type { Plan, PlanReport } from '../../shared/contract/plans.ts';
import { call } from './link.ts';

/** What a plan is asked for. Each kind of plan adds a member. */
export type PlanRequest = {
  kind: 'containers.remove';
  ids: readonly string[];
  volumes: boolean;
  force: boolean;
};

export type PlanDialogState =
  | { phase: 'closed' }
  | { phase: 'making'; request: PlanRequest }
  | { phase: 'failed'; request: PlanRequest; error: ApiError }
  | { phase: 'review'; request: PlanRequest; plan: Plan }
  | { phase: 'executing'; request: PlanRequest; plan: Plan }
  | { phase: 'report'; request: PlanRequest; plan: Plan; report: PlanReport }
  | { phase: 'not-executed'; request: PlanRequest; plan: Plan; error: ApiError };

export const usePlanDialog = create<PlanDialogState>()(() => ({ phase: 'closed' }));

let asked = 0;
let running: AbortController | null = null;

function show(state: PlanDialogState): void {
  usePlanDialog.setState(state, true);
}

function discardShown(): void {
  const shown = usePlanDialog.getState();
  // Nothing depends on the answer: a plan is forgotten by itself after an hour.
  if (shown.phase === 'review') void call('plans.discard', { id: shown.plan.id });
}

/** Asks for a plan and shows it in the one dialog. Nothing is touched until `executePlan`. */
export async function openPlan(request: PlanRequest): Promise<void> {
  discardShown();
  asked += 1;
  const mine = asked;
  show({ phase: 'making', request });
  const { ids, volumes, force } = request;
  const result = await call('containers.remove', { ids: [...ids], volumes, force });
  if (mine !== asked) {
    if (result.ok) void call('plans.discard', { id: result.value.id });
    return;
  }
  if (result.ok) show({ phase: 'review', request, plan: result.value });
  else show({ phase: 'failed', request, error: result.error });
}

/** Does what the shown plan lists, then shows the report. */
export async function executePlan(): Promise<void> {
  const shown = usePlanDialog.getState();
  if (shown.phase !== 'review') return;
  const { request, plan } = shown;
  show({ phase: 'executing', request, plan });
  running = new AbortController();
  const result = await call('plans.execute', { id: plan.id }, { signal: running.signal });
  running = null;
  if (result.ok) show({ phase: 'report', request, plan, report: result.value });
  else show({ phase: 'not-executed', request, plan, error: result.error });
}

/**
 * Closes the dialog; a plan that was not executed is discarded. One that is executing is stopped before its next
 * item instead, and the report then says what was left.
 */
export function closePlan(): void {
  if (usePlanDialog.getState().phase === 'executing') {
    running?.abort();
    return;
  }
  discardShown();
  asked += 1;
  show({ phase: 'closed' });
}
