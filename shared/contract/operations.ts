import { z } from 'zod';
import type { LayerProgress } from '../model/image-progress.ts';
import { answer, call, stream } from './define.ts';
import type { ApiError } from './errors.ts';
import type { ItemOutcome, ObjectKind, OutcomeKey, PlanKind, PlanReport } from './plans.ts';

export type OperationState = 'running' | 'stopping' | 'done' | 'failed' | 'cancelled';

/** Who began it. */
export type OperationOrigin = 'person' | 'command-line' | 'schedule';

export type OutcomeCounts = Record<ItemOutcome, number>;

/** Long work that is no plan. */
export type ErrandKind = 'reset.export' | 'images.pull' | 'images.push' | 'images.load' | 'machine.install';

/** How far an image is on its way, and what was asked for. */
export interface ImageOnItsWay {
  layers: readonly LayerProgress[];
  /** The last line that was about the whole. */
  line: string;
  platform: string;
  allTags: boolean;
}

/** Long work, running or over. It goes on when the page that began it is closed or loaded again. */
export interface Operation {
  id: string;
  kind: PlanKind | ErrandKind;
  /** Empty where it is no plan. */
  planId: string;
  /** In English, for the command line; the page words it from `kind`, `total` and `subject`. */
  title: string;
  /** The name of a schedule, or of the one object it is about; empty where there is none. */
  subject: string;
  origin: OperationOrigin;
  state: OperationState;
  startedAt: string;
  finishedAt: string | null;
  /** Items that are over, and how many there are. */
  done: number;
  total: number;
  counts: OutcomeCounts;
  /** Written so far, where it writes. */
  bytes?: number;
  /** Only of a pull, push or load. */
  image?: ImageOnItsWay;
  /** The name of the item that is worked on. */
  current: string | null;
  reportId: string | null;
  error: ApiError | null;
}

/** What was done, a line an item. */
export interface OperationLine {
  at: string;
  /** `program`: the name is a line that a program wrote. */
  kind: ObjectKind | 'program';
  name: string;
  outcomeKey: OutcomeKey;
  outcome: ItemOutcome;
  detail: string;
}

/** The report of one run, as it is kept in the folder `reports`. */
export interface StoredReport {
  id: string;
  origin: OperationOrigin;
  subject: string;
  engineId: string;
  report: PlanReport;
  /** The process that is at it; absent once it is over. */
  owner?: { pid: number; started: string };
}

/** A kept report without its items. */
export interface ReportSummary {
  id: string;
  kind: PlanKind;
  origin: OperationOrigin;
  subject: string;
  startedAt: string;
  finishedAt: string;
  counts: OutcomeCounts;
  /** Items of which it is not known whether they were removed. */
  unknown: number;
  /** A reset that was not verified against its engine yet. */
  unverified: boolean;
  estimatedBytes: number;
  freedBytes: number | null;
  cancelled: boolean;
}

const id = z.strictObject({ id: z.string().regex(/^[a-z0-9-]{4,64}$/, 'an id') });

export const operations = {
  list: call('Long work, running and over, newest first', z.strictObject({}), answer<Operation[]>()),
  cancel: call(
    'Stop an operation before its next item',
    id,
    /** False when it was over already. */
    answer<{ cancelled: boolean }>(),
  ),
  forget: call(
    'Take an operation that is over off the list; its report stays',
    id,
    answer<{ forgotten: boolean }>(),
  ),
  watch: stream('The list at once and at each change', z.strictObject({}), answer<Operation[]>()),
  log: stream(
    'What an operation did so far and does from now on, until it ends',
    id,
    answer<OperationLine>(),
  ),
  reports: call('The reports that are kept, newest first', z.strictObject({}), answer<ReportSummary[]>()),
  report: call(
    'One report; what was unknown in it is settled first, if its engine answers',
    id,
    answer<StoredReport>(),
  ),
};
