import { z } from 'zod';
import { answer, call, stream } from './define.ts';
import type { ApiError } from './errors.ts';
import type { EngineSwitchPlan, SwitchAction, SwitchOutcome, SwitchReason } from './managed-plan.ts';
import type { ObjectKind } from './object-kind.ts';
import type { ResetPlan, ResetReport } from './reset-data.ts';
import {
  type SettingsOutcome,
  type SettingsPlan,
  type SettingsPlanWarning,
  type SettingsReport,
  settingsSteps,
} from './settings-plan.ts';

export const planKinds = [
  'containers.remove',
  'containers.replace',
  'checkpoints.remove',
  'contexts.remove',
  'daemon.apply',
  'registries.remove-certificates',
  'registries.delete',
  'disk.prune',
  'images.remove',
  'managed.stop',
  'managed.restart',
  'reset',
  'reset.import',
  'trash.put',
  'trash.empty',
] as const;
export type PlanKind = (typeof planKinds)[number];

export type { ObjectKind } from './object-kind.ts';

/** Who used an object last, as far as the engine tells. Times are ISO 8601 by the engine's clock. */
export interface LastUse {
  /** The name of a container, which may be gone; empty where only the time is known. */
  by: string;
  at: string | null;
}

export interface PlanItem {
  kind: ObjectKind;
  id: string;
  name: string;
  /** Why it is listed, as an English sentence for the command line; the page words it from `reasonKey`. */
  reason: string;
  reasonKey: PlanReason;
  /** What doing it frees; null where that cannot be known. */
  bytes: number | null;
  /** `keep`: put into the trash, from where it can be put back. `untag`: one name is taken off, the image stays. */
  action:
    | 'remove'
    | 'untag'
    | 'stop-and-remove'
    | 'keep'
    | 'stop-and-keep'
    | 'replace'
    | 'leave'
    | 'apply'
    | 'create'
    | 'create-and-start'
    | SwitchAction;
  /** When it was made, where the engine tells. One of the same name made later is another. */
  createdAt?: string;
  /** Only in a prune; null where the engine remembers nobody. */
  lastUse?: LastUse | null;
  /** Only of what is emptied from the trash: its entry there. */
  entryId?: string;
  /** Every name that goes with an image. */
  tags?: string[];
}

export type PlanReason =
  | SwitchReason
  | 'settings-asked'
  | 'settings-backup'
  | 'pause-network'
  | 'in-export'
  | 'in-export-running'
  | 'asked-for'
  | 'asked-for-running'
  | 'anonymous-volume-of'
  | 'replace-running'
  | 'replace-stopped'
  | 'replaced-original'
  | 'container-stopped'
  | 'container-never-started'
  | 'container-dead'
  | 'network-unused'
  | 'volume-anonymous'
  | 'volume-unused'
  | 'image-dangling'
  | 'image-unused'
  /** Containers use it, all of which are listed too. */
  | 'used-by-listed'
  | 'cache-unused'
  /** Beyond what may stay. */
  | 'cache-over'
  /** It takes no room of its own: an image has the same layers. */
  | 'cache-shared'
  | 'in-trash'
  /** It was to be kept until then. */
  | 'trash-expired'
  /** All of its kind goes in a reset. */
  | 'reset'
  | 'reset-running'
  /** It goes with its service. */
  | 'reset-task'
  | 'reset-network-of-swarm'
  | 'reset-leave-last'
  | 'reset-leave-manager'
  | 'reset-leave-worker'
  /** What the swarm holds cannot be read, nor whether it goes on. */
  | 'reset-leave-unreadable';

export type PlanWarning =
  /** The engine does not say what runs on it. */
  | { kind: 'engine-silent'; names: string[] }
  /** The docker CLI is back on its default context once they are gone. */
  | { kind: 'context-in-use'; names: string[] }
  | SettingsPlanWarning
  /** Of an import: names that are taken here, by objects that stay as they are. */
  | { kind: 'import-taken'; names: string[] }
  | { kind: 'import-image-missing'; names: string[] }
  /** Containers whose image has the same name here, and another content. */
  | { kind: 'import-image-other'; names: string[] }
  | { kind: 'import-no-data'; names: string[] }
  | { kind: 'import-needs'; names: string[] }
  | { kind: 'import-swarm'; names: string[] }
  | { kind: 'import-lacking'; names: string[] }
  /** Another import fills them, or left them half filled. */
  | { kind: 'import-unfinished'; names: string[] }
  /** Networks of a swarm, of which this engine is no manager. */
  | { kind: 'import-swarm-networks'; names: string[] }
  /** Containers that come near to root of the engine's machine, each with what it asks for. */
  | { kind: 'import-powers'; names: string[] }
  | { kind: 'running'; names: string[] }
  | { kind: 'protected'; names: string[] }
  /** A replacement that is not settled needs them. */
  | { kind: 'replacing'; names: string[] }
  | { kind: 'not-running-only'; names: string[] }
  | { kind: 'gone'; names: string[] }
  /** Tags nobody asked for, of what is deleted: they go along. */
  | { kind: 'tags-along'; names: string[] }
  /** Tags of what other tags, in brackets, are made of: they stay. */
  | { kind: 'part-of'; names: string[] }
  | { kind: 'compose'; names: string[] }
  | { kind: 'image-moved'; names: string[] }
  | { kind: 'shares-network'; names: string[] }
  /** It wrote so much outside of its volumes; removed with it, or kept with it. */
  | { kind: 'written-goes'; names: string[] }
  | { kind: 'written-kept'; names: string[] }
  /** How much that is could not be told. */
  | { kind: 'unmeasured-goes'; names: string[] }
  | { kind: 'unmeasured-kept'; names: string[] }
  /** Stopped containers would not start again without these networks. */
  | { kind: 'networks-needed'; names: string[] }
  /** Left out of a prune, whatever it names: no age, no label, or not on this engine. */
  | { kind: 'volumes-without-age'; names: string[] }
  | { kind: 'cache-without-labels'; names: string[] }
  | { kind: 'cache-unsupported'; names: string[] }
  /** Its networks belong to the swarm. */
  | { kind: 'swarm-networks'; names: string[] }
  | { kind: 'sizes-unknown'; names: string[] }
  /** Images that containers use. */
  | { kind: 'in-use'; names: string[] }
  /** Images that others, which stay, were built on. */
  | { kind: 'built-on'; names: string[] }
  /** Running with --rm: they would be gone as soon as they are stopped. */
  | { kind: 'not-keepable'; names: string[] }
  /** Stays in a reset, because what stays needs it. */
  | { kind: 'reset-needed'; names: string[] }
  /** The swarm starts these tasks again: its services stay. */
  | { kind: 'reset-tasks-stay'; names: string[] }
  /** Names: the number of nodes. All services, secrets and configs are lost. */
  | { kind: 'reset-last-manager'; names: string[] }
  /** Names: the numbers of nodes and of managers. It is demoted before it leaves. */
  | { kind: 'reset-manager-leaves'; names: string[] }
  | { kind: 'reset-worker-leaves'; names: string[] }
  /** What it holds cannot be listed. */
  | { kind: 'reset-swarm-locked'; names: string[] }
  /** Volumes of these plugins stay, and with them the plugins. */
  | { kind: 'reset-plugin-volumes'; names: string[] }
  /** Containers whose checkpoints go with them. */
  | { kind: 'reset-checkpoints'; names: string[] }
  | { kind: 'reset-trash'; names: string[] }
  /** Ticked, and not offered by this engine. */
  | { kind: 'reset-not-offered'; names: string[] };

/** One difference between a container and its replacement. Values that look secret are masked. */
export interface FieldChange {
  field: ChangedField;
  /** Which variable, port, target or label; empty for fields that are one value. */
  key: string;
  /** null where there is none. */
  before: string | null;
  after: string | null;
  /** `image`: nobody asked for it, the other image brings it. */
  because: 'asked-for' | 'image';
}

export type ChangedField =
  | 'network'
  | 'image'
  | 'command'
  | 'env'
  | 'ports'
  | 'mounts'
  | 'labels'
  | 'restart'
  | 'memory'
  | 'cpus'
  | 'user'
  | 'workdir'
  | 'health'
  | 'stop-signal';

/** What a plan of the kind `containers.replace` is about to do. */
export interface ReplacementPlan {
  container: string;
  /** The replacement is made under this name. */
  temporaryName: string;
  /** The original has this name once the replacement took its own. */
  asideName: string;
  changes: FieldChange[];
  /** It runs now: it is stopped, and the replacement started. */
  running: boolean;
  /** How long it may take to stop. */
  stopSeconds: number;
  hasHealthCheck: boolean;
  waitSeconds: number;
  healthSeconds: number;
  keepOld: boolean;
  /**
   * The restart policy that is taken off the original while it is aside, so that the engine does not start it beside its
   * replacement; null where it has none. It has it again when it is put back.
   */
  restartTakenOff: string | null;
}

export const planSteps = [
  'checking',
  'creating',
  'stopping',
  'starting',
  'waiting',
  'renaming',
  'removing',
  'putting-back',
  ...settingsSteps,
] as const;
/** What an item of a running plan is at. */
export type PlanStep = (typeof planSteps)[number];

export interface PlanProgress {
  /** Place of the item in the plan. */
  item: number;
  step: PlanStep;
  at: string;
}

/** Everything a destructive piece of work will touch. Nothing that is not listed is ever touched. */
export interface Plan {
  id: string;
  kind: PlanKind;
  createdAt: string;
  /** The engine it was made for; it is refused on any other. Empty where it is about this machine, whichever engine is used. */
  engineId: string;
  items: PlanItem[];
  totalBytes: number;
  warnings: PlanWarning[];
  /** Days for which what it puts into the trash is kept. */
  keepDays?: number;
  /** The word that has to be typed before it is executed. */
  confirm?: string;
  /** Only with the kind `reset`. */
  reset?: ResetPlan;
  /** Only with the kind `containers.replace`. */
  replacement?: ReplacementPlan;
  /** Only with the kinds `managed.stop` and `managed.restart`. */
  engine?: EngineSwitchPlan;
  /** Only with the kind `daemon.apply`. */
  settings?: SettingsPlan;
}

export type ItemOutcome = 'done' | 'skipped' | 'failed';
/** Why an item was not done, in a form the page can word; `engine` text stands in `detail`. */
export type OutcomeKey =
  | SwitchOutcome
  | SettingsOutcome
  /** Written to a folder. */
  | 'exported'
  | 'made'
  | 'made-started'
  | 'made-not-started'
  /** Its name was taken meanwhile. */
  | 'now-taken'
  /** What it needs could not be made. */
  | 'lacks'
  /** There after the engine went away in the middle; whether it is whole cannot be told. */
  | 'made-unsure'
  | 'not-made'
  | 'removed'
  | 'already-gone'
  | 'now-running'
  | 'now-protected'
  /** A replacement that is not settled needs it. */
  | 'now-replacing'
  | 'now-in-use'
  | 'replaced'
  | 'swapped'
  | 'swapped-restarts'
  | 'changed-since'
  | 'left'
  /** It went with its service, or with the swarm. */
  | 'gone-with'
  /** It does not die. */
  | 'will-not-die'
  | 'put-back'
  | 'put-back-pending'
  | 'put-back-failed'
  | 'not-replaced'
  | 'cancelled'
  /** The engine went away before this item. */
  | 'not-reached'
  /** It has a name by now. */
  | 'now-tagged'
  /** It has lost this name, and others are left. */
  | 'untagged'
  /** Settled: the engine was lost, and it is there all the same. */
  | 'still-there'
  /** In the trash; with the second the engine would not take its restart policy off. */
  | 'kept'
  | 'kept-restarts'
  /** It is removed by the engine as soon as it stops (--rm). */
  | 'not-keepable'
  | 'unknown'
  | 'failed';

export interface ReportItem extends PlanItem {
  outcome: ItemOutcome;
  outcomeKey: OutcomeKey;
  detail: string;
  /** Why it failed or was refused, for the page to word. */
  error?: ApiError;
  /** Names of the containers that it was left alone for. */
  users?: string[];
  /** Names of an image that were taken off and could not be put back. */
  lostNames?: string[];
  /** Tasks that were not listed and went with a node that left its swarm, which may begin them elsewhere. */
  taskNames?: string[];
  /** When an outcome that was unknown was settled by looking at the engine. */
  settledAt?: string;
  /** Only of settings that were applied. */
  settings?: SettingsReport;
}

export interface PlanReport {
  planId: string;
  kind: PlanKind;
  startedAt: string;
  finishedAt: string;
  items: ReportItem[];
  /** What the plan said of the items that are done. */
  estimatedBytes: number;
  /** Measured, where the engine tells; null otherwise. */
  freedBytes: number | null;
  cancelled: boolean;
  /** Only of a reset: what the engine has afterwards, and the settings that stayed. */
  reset?: ResetReport;
}

/** The report as the caller is told it. */
export interface ExecutedPlan extends PlanReport {
  /** Why the report could not be kept; absent where it was. */
  unkept?: ApiError;
}

const id = z.strictObject({ id: z.string().regex(/^[a-z0-9-]{4,64}$/, 'the id of a plan') });

export const plans = {
  show: call('A plan as it was made', id, answer<Plan>()),
  execute: call(
    'Do what the plan lists, checking each item again first',
    id.extend({ confirm: z.string().max(200).optional().describe('the word, where the plan has one') }),
    answer<ExecutedPlan>(),
  ),
  progress: stream(
    'What an executing plan is at: so far and from now on, until it ends',
    id,
    answer<PlanProgress>(),
  ),
  discard: call('Forget a plan', id, answer<{ discarded: boolean }>()),
};
