import type { ProtectedMark } from '../../shared/contract/disk.ts';
import type { ApiError } from '../../shared/contract/errors.ts';
import { fail, failure, toApiError } from '../../shared/contract/failure.ts';
import type { EngineSwitchPlan } from '../../shared/contract/managed-plan.ts';
import type {
  Plan,
  PlanItem,
  PlanKind,
  PlanProgress,
  PlanReport,
  PlanStep,
  ReplacementPlan,
  ReportItem,
} from '../../shared/contract/plans.ts';
import type { ResetPlan } from '../../shared/contract/reset.ts';
import type { SettingsPlan } from '../../shared/contract/settings-plan.ts';
import { PlanProgressBook } from './plan-progress.ts';
import type { PlanStore, StoredPlan } from './plan-store.ts';
import type { Protection } from './protection.ts';
import { inRuns } from './runs.ts';
import { type StepResult, settled, settledAtOnce, type Whereabouts } from './settling.ts';

export type { StepResult, Whereabouts } from './settling.ts';

/** What a step may need beside its item. */
export interface StepContext {
  plan: Plan;
  /** Tells whoever watches what the item is at. */
  tell(step: PlanStep): void;
}

/** Does one kind of plan, one item at a time. `step` checks the item again before it touches it. */
export interface PlanExecutor {
  kind: PlanKind;
  step(
    item: PlanItem,
    params: StoredPlan['params'],
    signal: AbortSignal,
    context: StepContext,
  ): Promise<StepResult>;
  /** Throws where nothing of it may begin now; the plan can be executed later. */
  mayBegin?(plan: Plan): void;
  /** Its steps end early when they are cancelled, and leave nothing half done. Others are finished once begun. */
  cancellable?: boolean;
  /** No further item is tried once the engine went away under one. */
  stopsWhenLost?: boolean;
  /** About this machine and not about an engine, which may be another one by now, or none: its plans name none. */
  ofMachine?: boolean;
  /** Measured bytes of the whole run, where that is more exact than the sum of the steps; null where it is not known. */
  measure?(plan: Plan, items: readonly ReportItem[]): Promise<number | null>;
  /** Whether an item is worth another try once others of its kind were done; asked of what was left alone or failed. */
  again?(item: PlanItem, result: StepResult): boolean;
  /** What its report tells beside the items: read before the first of them, completed after the last. */
  proof?: PlanProof;
  /** Called once after the last item, whatever became of them. */
  finished?(report: PlanReport): Promise<void>;
  /** What became of an item of which it is not known, on the engine of its plan. */
  whereIs?(item: PlanItem, engineId: string, signal: AbortSignal): Promise<Whereabouts>;
}

/** A part of the report that is read before the first item and completed after the last, or once the engine answers again. */
export interface PlanProof {
  before(plan: Plan): Promise<ReportProof>;
  /** Never throws for an engine that is away: it then stays incomplete. */
  after(proof: ReportProof, items: readonly ReportItem[], engineId: string): Promise<ReportProof>;
  isComplete(proof: ReportProof): boolean;
}
export type ReportProof = Pick<PlanReport, 'reset'>;

/**
 * Keeps containers out of every plan but those of its own kind, while something else relies on them: ids, and names where
 * no id is known yet.
 */
export interface PlanGuard {
  kind: PlanKind;
  held(engineId: string): Promise<ReadonlySet<string>>;
}

/** Told how an execution goes. */
export interface PlanObserver {
  /** Waited for before the first item. */
  began(plan: Plan, proof: ReportProof): Promise<void>;
  working(item: PlanItem): void;
  /** `place`: of the item in the plan. They end in any order. */
  over(item: ReportItem, place: number): void;
}

export interface PlanDraft {
  kind: PlanKind;
  /** The engine it was read from; empty where it is about this machine. */
  engineId: string;
  items: PlanItem[];
  warnings: Plan['warnings'];
  params: StoredPlan['params'];
  replacement?: ReplacementPlan;
  keepDays?: number;
  /** The word to type before it is executed. */
  confirm?: string;
  reset?: ResetPlan;
  engine?: EngineSwitchPlan;
  settings?: SettingsPlan;
}

/** Plan, confirm, execute, report: the one way to do something destructive. */
export class Plans {
  readonly #store: PlanStore;
  readonly #protection: Protection;
  readonly #engineId: (signal?: AbortSignal) => Promise<string>;
  readonly #progress = new PlanProgressBook();
  readonly #executors = new Map<PlanKind, PlanExecutor>();
  readonly #guards: PlanGuard[] = [];

  constructor(store: PlanStore, protection: Protection, engineId: (signal?: AbortSignal) => Promise<string>) {
    this.#store = store;
    this.#protection = protection;
    this.#engineId = engineId;
  }

  register(executor: PlanExecutor): void {
    this.#executors.set(executor.kind, executor);
  }

  guard(guard: PlanGuard): void {
    this.#guards.push(guard);
  }

  /** What plans of this kind leave alone now: ids and names of containers. */
  async held(kind: PlanKind, engineId: string): Promise<ReadonlySet<string>> {
    const others = this.#guards.filter((guard) => guard.kind !== kind);
    const sets = await Promise.all(others.map((guard) => guard.held(engineId)));
    return new Set(sets.flatMap((set) => [...set]));
  }

  /**
   * Keeps a plan for an hour, without what a guard holds. Nothing is touched.
   * @throws conflict `replacement-unfinished` where none of the containers that were asked for is left
   */
  async make(draft: PlanDraft): Promise<Plan> {
    const { kind, engineId, params, replacement, keepDays, confirm, reset, engine, settings } = draft;
    const held = await this.held(kind, engineId);
    const kept = draft.items.filter((item) => isHeld(held, item));
    const items = draft.items.filter((item) => !kept.includes(item));
    const [first] = kept;
    if (first !== undefined && !items.some((item) => item.kind === 'container'))
      throw fail('conflict', 'replacement-unfinished', { name: first.name });
    const warnings: Plan['warnings'] =
      first === undefined
        ? draft.warnings
        : [{ kind: 'replacing', names: kept.map(({ name }) => name) }, ...draft.warnings];
    const plan: Plan = {
      id: this.#store.newId(),
      kind,
      createdAt: new Date().toISOString(),
      engineId,
      items,
      totalBytes: items.reduce((sum, item) => sum + (item.bytes ?? 0), 0),
      warnings,
      ...(replacement === undefined ? {} : { replacement }),
      ...(keepDays === undefined ? {} : { keepDays }),
      ...(confirm === undefined ? {} : { confirm }),
      ...(reset === undefined ? {} : { reset }),
      ...(engine === undefined ? {} : { engine }),
      ...(settings === undefined ? {} : { settings }),
    };
    await this.#store.save({ plan, params });
    return plan;
  }

  async show(id: string): Promise<Plan> {
    return (await this.#store.load(id)).plan;
  }

  async discard(id: string): Promise<boolean> {
    return this.#store.discard(id);
  }

  /** What an executing plan is at; waits for one that was not executed yet. */
  progress(id: string, signal: AbortSignal): AsyncGenerator<PlanProgress> {
    return this.#progress.watch(id, signal);
  }

  /**
   * Does what is listed and nothing else. Cancelling stops between items; the report then says what was left.
   * @param confirm the word of a plan that has one
   * @throws invalid-input `confirm-needed` for any other word, and `proof-unreadable` where what is to stay cannot be read
   * before; nothing is touched then, and the plan can be executed still
   */
  async execute(
    id: string,
    signal: AbortSignal,
    observer?: PlanObserver,
    confirm?: string,
  ): Promise<PlanReport> {
    const stored = await this.#store.claim(id);
    const { plan } = stored;
    const executor = this.#executors.get(plan.kind);
    if (executor === undefined)
      throw fail('internal', 'internal', { detail: `no executor for ${plan.kind}` });
    const { proof } = executor;
    let before: ReportProof;
    try {
      if (plan.confirm !== undefined && plan.confirm !== confirm)
        throw fail('invalid-input', 'confirm-needed', { word: plan.confirm });
      if (executor.ofMachine !== true && (await this.#engineId(signal)) !== plan.engineId)
        throw fail('conflict', 'plan-other-engine');
      executor.mayBegin?.(plan);
      await this.#protection.load();
      // Without it nothing could be proved afterwards.
      before = (await proof?.before(plan).catch(unproven)) ?? {};
      await this.#store.empty(id);
    } catch (thrown) {
      await this.#store.unclaim(id);
      throw thrown;
    }
    const startedAt = new Date().toISOString();
    let freed: number | null = null;
    let lost = false;
    await observer?.began(plan, before);
    const items = await inRuns(plan.items, {
      step: async (item, place) => {
        const tell = (step: PlanStep) => this.#progress.tell(id, place, step);
        observer?.working(item);
        const tried: StepResult = lost ? notReached : await this.#step(executor, stored, item, signal, tell);
        const result = await settledAtOnce(executor, item, plan.engineId, tried);
        lost ||= isLost(result, executor);
        return result;
      },
      again: (item, result) => !lost && executor.again?.(item, result) === true,
      over: (item, { freedBytes, ...told }, place) => {
        if (freedBytes !== undefined) freed = (freed ?? 0) + freedBytes;
        const over: ReportItem = { ...item, ...told };
        observer?.over(over, place);
        return over;
      },
    });
    this.#progress.end(id);
    if (executor.measure !== undefined)
      freed = await unlessItFails(executor.measure(plan, items), 'What was freed could not be measured');
    const report: PlanReport = {
      planId: id,
      kind: plan.kind,
      startedAt,
      finishedAt: new Date().toISOString(),
      items,
      estimatedBytes: estimated(items),
      freedBytes: freed,
      cancelled: signal.aborted,
      ...(await unlessItFails(proof?.after(before, items, plan.engineId), 'What stays could not be read')),
    };
    await unlessItFails(this.#store.finish(id), `${id} could not be closed`);
    await unlessItFails(executor.finished?.(report), `What was to follow ${id} failed`);
    return report;
  }

  /**
   * The report with what was unknown in it looked up, or null where there is nothing new to tell.
   * @throws what the engine says when it cannot be asked; nothing is settled then
   */
  async settle(report: PlanReport, engineId: string, signal: AbortSignal): Promise<PlanReport | null> {
    const executor = this.#executors.get(report.kind);
    const unknown = report.items.some(({ outcomeKey }) => outcomeKey === 'unknown');
    const proof = executor?.proof?.isComplete(report) === false ? executor.proof : null;
    const whereIs = unknown ? executor?.whereIs : undefined;
    if ((whereIs === undefined && proof === null) || (await this.#engineId(signal)) !== engineId) return null;
    const items: ReportItem[] = [];
    for (const item of report.items) {
      if (item.outcomeKey !== 'unknown' || whereIs === undefined) items.push(item);
      else items.push({ ...item, ...settled(await whereIs(item, engineId, signal)) });
    }
    const told = proof === null ? {} : await proof.after(report, items, engineId);
    return { ...report, items, estimatedBytes: estimated(items), ...told };
  }

  async #step(
    executor: PlanExecutor,
    stored: StoredPlan,
    item: PlanItem,
    signal: AbortSignal,
    tell: StepContext['tell'],
  ): Promise<StepResult> {
    if (signal.aborted) return cancelled;
    try {
      // Another may have been chosen since the last item, on which the same ids are other objects.
      if (executor.ofMachine !== true && (await this.#engineId(signal)) !== stored.plan.engineId)
        return unreached(failure('conflict', 'plan-other-engine'));
    } catch (thrown) {
      const error = toApiError(thrown);
      return error.code === 'cancelled' ? cancelled : unreached(error);
    }
    try {
      // Another process may have marked it a moment ago.
      await this.#protection.load();
      if (protectsItem(this.#protection, stored.plan.engineId, item))
        return { outcome: 'skipped', outcomeKey: 'now-protected', detail: `${item.name} is protected.` };
      if (isHeld(await this.held(stored.plan.kind, stored.plan.engineId), item))
        return { outcome: 'skipped', outcomeKey: 'now-replacing', detail: `${item.name} is being replaced.` };
      // An item that has begun is finished: cancelling takes effect between items, unless the step can undo itself.
      const own = executor.cancellable ? signal : new AbortController().signal;
      return await executor.step(item, stored.params, own, { plan: stored.plan, tell });
    } catch (thrown) {
      return failedStep(thrown);
    }
  }
}

function unproven(thrown: unknown): never {
  const { code, message } = toApiError(thrown);
  throw fail(code, 'proof-unreadable', { detail: message });
}

/** What comes after the last item does not take the report along: a failure is told beside it, and the answer is null. */
async function unlessItFails<T>(work: Promise<T> | undefined, what: string): Promise<T | null> {
  try {
    return (await work) ?? null;
  } catch (thrown) {
    process.emitWarning(`${what}: ${toApiError(thrown).message}`);
    return null;
  }
}

const cancelled: StepResult = {
  outcome: 'skipped',
  outcomeKey: 'cancelled',
  detail: 'Cancelled before this item.',
};

/** What a step comes to that threw: unknown where the engine may have done it all the same. */
export function failedStep(thrown: unknown): StepResult {
  const error = toApiError(thrown);
  // No step goes on once it was refused a client of the engine it is for.
  if (error.reason === 'plan-other-engine') return unreached(error);
  const unknown = error.code === 'unreachable' || error.code === 'timeout';
  return { outcome: 'failed', outcomeKey: unknown ? 'unknown' : 'failed', detail: error.message, error };
}

/** Only what has an id of its own that lasts can be protected. */
function isMarkable(kind: PlanItem['kind']): kind is ProtectedMark['kind'] {
  return kind === 'container' || kind === 'image' || kind === 'volume' || kind === 'network';
}

const notReached: StepResult = {
  outcome: 'skipped',
  outcomeKey: 'not-reached',
  detail: 'The engine went away before this item.',
};

/** Whether an item was marked to stay, as far as the marks were loaded. */
export function protectsItem(protection: Protection, engineId: string, { kind, id }: PlanItem): boolean {
  return isMarkable(kind) && protection.has(engineId, kind, id);
}

/** Whether something else relies on an item, by what `Plans.held` told. */
export function isHeld(held: ReadonlySet<string>, { kind, id, name }: PlanItem): boolean {
  return kind === 'container' && (held.has(id) || held.has(name));
}

/** Another engine is in use: whatever the executor, what is left is not for that one. */
function isLost({ outcomeKey, error }: StepResult, { stopsWhenLost }: PlanExecutor): boolean {
  if (outcomeKey === 'not-reached' && error?.reason === 'plan-other-engine') return true;
  if (stopsWhenLost !== true) return false;
  return outcomeKey === 'unknown' || outcomeKey === 'not-reached' || error?.code === 'unreachable';
}

/** Nothing was touched: the engine of the plan was not to be had. */
function unreached(error: ApiError): StepResult {
  return { outcome: 'skipped', outcomeKey: 'not-reached', detail: error.message, error };
}

/** Bytes that the plan said of what is done. */
export function estimated(items: readonly ReportItem[]): number {
  return items.reduce((sum, { outcome, bytes }) => sum + (outcome === 'done' ? (bytes ?? 0) : 0), 0);
}
