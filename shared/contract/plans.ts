import { z } from 'zod';
import { answer, call } from './define.ts';

export const planKinds = ['containers.remove'] as const;
export type PlanKind = (typeof planKinds)[number];

/** Kinds of object a plan can touch. */
export type ObjectKind = 'container' | 'image' | 'volume' | 'network';

export interface PlanItem {
  kind: ObjectKind;
  id: string;
  name: string;
  /** Why it is listed, as an English sentence for the command line; the page words it from `reasonKey`. */
  reason: string;
  reasonKey: PlanReason;
  /** What doing it frees; null where that cannot be known. */
  bytes: number | null;
  action: 'remove' | 'stop-and-remove';
}

export type PlanReason = 'asked-for' | 'asked-for-running' | 'anonymous-volume-of';

export type PlanWarning =
  | { kind: 'running'; names: string[] }
  | { kind: 'protected'; names: string[] }
  | { kind: 'not-running-only'; names: string[] }
  | { kind: 'gone'; names: string[] };

/** Everything a destructive piece of work will touch. Nothing that is not listed is ever touched. */
export interface Plan {
  id: string;
  kind: PlanKind;
  createdAt: string;
  /** The engine it was made for; it is refused on any other. */
  engineId: string;
  items: PlanItem[];
  totalBytes: number;
  warnings: PlanWarning[];
}

export type ItemOutcome = 'done' | 'skipped' | 'failed';
/** Why an item was not done, in a form the page can word; `engine` text stands in `detail`. */
export type OutcomeKey =
  | 'removed'
  | 'already-gone'
  | 'now-running'
  | 'now-protected'
  | 'now-in-use'
  | 'replaced'
  | 'cancelled'
  | 'unknown'
  | 'failed';

export interface ReportItem extends PlanItem {
  outcome: ItemOutcome;
  outcomeKey: OutcomeKey;
  detail: string;
}

export interface PlanReport {
  planId: string;
  kind: PlanKind;
  startedAt: string;
  finishedAt: string;
  items: ReportItem[];
  /** Measured, where the engine tells; null otherwise. */
  freedBytes: number | null;
  cancelled: boolean;
}

const id = z.strictObject({ id: z.string().regex(/^[a-z0-9-]{4,64}$/, 'the id of a plan') });

export const plans = {
  show: call('A plan as it was made', id, answer<Plan>()),
  execute: call('Do what the plan lists, checking each item again first', id, answer<PlanReport>()),
  discard: call('Forget a plan', id, answer<{ discarded: boolean }>()),
};
