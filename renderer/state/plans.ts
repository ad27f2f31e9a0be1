import { create } from 'zustand';
import type { ApiError, Result } from '../../shared/contract/errors.ts';
import type { InputOf } from '../../shared/contract/index.ts';
import type { ManagedId } from '../../shared/contract/managed.ts';
import type { ExecutedPlan, Plan, PlanReport, PlanStep } from '../../shared/contract/plans.ts';
import { call, openStream } from './link.ts';
import { currentRoute, navigate, routeHash } from './route.ts';

export interface RemovalRequest {
  kind: 'containers.remove';
  ids: readonly string[];
  volumes: boolean;
  force: boolean;
  /** Into the trash instead, for so many days. */
  keepDays?: number | undefined;
}

export interface TrashPutRequest {
  kind: 'trash.put';
  /** Of images. */
  ids: readonly string[];
}

export interface ImageRemovalRequest {
  kind: 'images.remove';
  /** Ids: the whole image; names: only that one. */
  images: readonly string[];
  /** Into the trash instead, for so many days. */
  keepDays?: number | undefined;
}

export interface TrashEmptyRequest {
  kind: 'trash.empty';
  /** Of entries; all where it is left out. */
  ids?: readonly string[];
}

export interface ReplacementRequest {
  kind: 'containers.replace';
  /** What the container is called. */
  name: string;
  input: InputOf<'containers.replace'>;
}

export interface CheckpointRemovalRequest {
  kind: 'checkpoints.remove';
  checkpoints: InputOf<'checkpoints.remove'>['checkpoints'];
}

export interface ContextRemovalRequest {
  kind: 'contexts.remove';
  input: InputOf<'contexts.remove'>;
}

export interface CertificateRemovalRequest {
  kind: 'registries.remove-certificates';
  input: InputOf<'registries.removeCertificate'>;
}

export interface RegistryDeletionRequest {
  kind: 'registries.delete';
  input: InputOf<'registries.deleteTags'>;
}

export interface ImportRequest {
  kind: 'reset.import';
  folder: string;
  checksum?: string;
  start: boolean;
}

export interface PruneRequest {
  kind: 'disk.prune';
  rules: InputOf<'disk.plan'>;
}

export interface ResetRequest {
  kind: 'reset';
  input: InputOf<'reset.plan'>;
}

export interface EngineSwitchRequest {
  kind: 'managed.stop' | 'managed.restart';
  engine?: ManagedId;
}

export interface SettingsRequest {
  kind: 'daemon.apply';
  ask: { input: InputOf<'daemon.plan'> } | { backup: string };
}

/** What a plan is asked for. Each kind of plan adds a member. */
export type PlanRequest =
  | RemovalRequest
  | EngineSwitchRequest
  | ReplacementRequest
  | CheckpointRemovalRequest
  | ContextRemovalRequest
  | CertificateRemovalRequest
  | RegistryDeletionRequest
  | PruneRequest
  | ResetRequest
  | SettingsRequest
  | ImportRequest
  | TrashPutRequest
  | ImageRemovalRequest
  | TrashEmptyRequest;

export type PlanDialogState =
  | { phase: 'closed' }
  | { phase: 'making'; request: PlanRequest }
  | { phase: 'failed'; request: PlanRequest; error: ApiError }
  | { phase: 'review'; request: PlanRequest; plan: Plan }
  | { phase: 'executing'; request: PlanRequest; plan: Plan; steps: readonly PlanStep[] }
  | { phase: 'report'; request: PlanRequest; plan: Plan; report: ExecutedPlan }
  | { phase: 'not-executed'; request: PlanRequest; plan: Plan; error: ApiError }
  /** There is no report, and some of it may have been done. */
  | { phase: 'unknown'; request: PlanRequest; plan: Plan; error: ApiError };

export const usePlanDialog = create<PlanDialogState>()(() => ({ phase: 'closed' }));

/** The plan that goes on without the dialog. */
let left: string | null = null;
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
  const result = await ask(request);
  if (mine !== asked) {
    if (result.ok) void call('plans.discard', { id: result.value.id });
    return;
  }
  if (result.ok) show({ phase: 'review', request, plan: result.value });
  else show({ phase: 'failed', request, error: result.error });
}

function ask(request: PlanRequest): Promise<Result<Plan>> {
  switch (request.kind) {
    case 'containers.remove': {
      const { ids, volumes, force, keepDays } = request;
      return call('containers.remove', {
        ...{ ids: [...ids], volumes, force },
        ...(keepDays === undefined ? {} : { keepDays }),
      });
    }
    case 'checkpoints.remove':
      return call('checkpoints.remove', { checkpoints: request.checkpoints });
    case 'contexts.remove':
      return call('contexts.remove', request.input);
    case 'registries.remove-certificates':
      return call('registries.removeCertificate', request.input);
    case 'registries.delete':
      return call('registries.deleteTags', request.input);
    case 'reset.import': {
      const { kind: _, ...input } = request;
      return call('reset.import', input);
    }
    case 'trash.put':
      return call('disk.putInTrash', { kind: 'image', ids: [...request.ids] });
    case 'images.remove': {
      const { images, keepDays } = request;
      return call('images.plan', { images: [...images], ...(keepDays === undefined ? {} : { keepDays }) });
    }
    case 'trash.empty':
      return call('disk.emptyTrash', request.ids === undefined ? {} : { ids: [...request.ids] });
    case 'containers.replace':
      return call('containers.replace', request.input);
    case 'disk.prune':
      return call('disk.plan', request.rules);
    case 'daemon.apply':
      return 'input' in request.ask
        ? call('daemon.plan', request.ask.input)
        : call('daemon.rollback', { backup: request.ask.backup });
    case 'reset':
      return call('reset.plan', request.input);
    case 'managed.stop':
    case 'managed.restart':
      return call(request.kind, request.engine === undefined ? {} : { engine: request.engine });
  }
}

/** Shows a plan only once it could be made; otherwise answers why not, for the form it was asked from. */
export async function openPlanFrom(request: PlanRequest): Promise<ApiError | null> {
  const result = await ask(request);
  if (!result.ok) return result.error;
  discardShown();
  asked += 1;
  show({ phase: 'review', request, plan: result.value });
  return null;
}

/** Shows what the plan is at, as far as it tells. */
function followSteps(id: string): () => void {
  const stream = openStream(
    'plans.progress',
    { id },
    {
      item: ({ step }) => {
        const shown = usePlanDialog.getState();
        if (shown.phase === 'executing' && shown.plan.id === id)
          show({ ...shown, steps: [...shown.steps, step] });
      },
      // The report tells how it ended.
      done: () => undefined,
    },
  );
  return () => stream?.cancel();
}

/** What Slipway refuses it refuses before the first item; a cut link or a fault says nothing of how far it came. */
function mayHaveBegun({ code, reason }: ApiError): boolean {
  return reason === 'connection-closed' || code === 'internal';
}

/** Does what the shown plan lists, then shows the report. `confirm`: what was typed, where the plan has a word. */
export async function executePlan(confirm?: string): Promise<void> {
  const shown = usePlanDialog.getState();
  if (shown.phase !== 'review') return;
  const { request, plan } = shown;
  show({ phase: 'executing', request, plan, steps: [] });
  const stopFollowing =
    plan.kind === 'containers.replace' || plan.kind === 'daemon.apply'
      ? followSteps(plan.id)
      : () => undefined;
  running = new AbortController();
  const word = plan.confirm === undefined || confirm === undefined ? {} : { confirm };
  const result = await call('plans.execute', { id: plan.id, ...word }, { signal: running.signal });
  running = null;
  stopFollowing();
  if (left === plan.id) {
    left = null;
    return;
  }
  if (result.ok) moveOn(request, plan, result.value);
  if (result.ok) show({ phase: 'report', request, plan, report: result.value });
  else
    show({
      phase: mayHaveBegun(result.error) ? 'unknown' : 'not-executed',
      request,
      plan,
      error: result.error,
    });
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

/** Closes the dialog of a plan that executes, which goes on: the list of operations has it. */
export function leavePlan(): void {
  const shown = usePlanDialog.getState();
  if (shown.phase !== 'executing') return;
  left = shown.plan.id;
  asked += 1;
  show({ phase: 'closed' });
}

/** The page of a replaced container goes on with its replacement, which has another id. */
function moveOn(request: PlanRequest, plan: Plan, report: PlanReport): void {
  if (request.kind !== 'containers.replace' || report.items[0]?.outcome !== 'done') return;
  const { page, object, tab } = currentRoute();
  const old = plan.items[0]?.id ?? '';
  if (page === 'containers' && object !== null && old.startsWith(object))
    navigate(routeHash('containers', request.name, {}, tab), { replace: true });
}
