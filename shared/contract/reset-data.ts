import type { ApiError } from './errors.ts';
import type { ObjectKind } from './object-kind.ts';

/** What can be ticked, in the order it goes. */
export const resetTicks = [
  'swarm',
  'containers',
  'images',
  'volumes',
  'networks',
  'build-cache',
  'plugins',
] as const;
export type ResetTick = (typeof resetTicks)[number];

/** Kinds of object that a keep-list can name. */
export const keepableKinds = [
  'container',
  'image',
  'volume',
  'network',
  'plugin',
  'service',
  'secret',
  'config',
] as const satisfies readonly ObjectKind[];
export type KeepableKind = (typeof keepableKinds)[number];

/** Why an engine does not offer what a tick is for. */
export type NotOffered = 'podman-has-none' | 'cache-not-listed' | 'not-in-swarm' | 'plugins-not-served';

/** What a tick would remove. */
export interface ResetCount {
  tick: ResetTick;
  /** Objects there are. Predefined networks are not counted: they cannot go. */
  total: number;
  /** null where the engine does not tell, or not in time. */
  bytes: number | null;
  /** null where it is offered. */
  notOffered: NotOffered | null;
}

/** This engine's place in a swarm. What a worker or a locked manager cannot see is null. */
export interface ResetSwarm {
  /** `member`: it does not tell which of the two it is. */
  role: 'manager' | 'worker' | 'member';
  /** As the engine says it: `active`, `pending`, `error`, `locked`; `no-leader`: too few managers can be reached. */
  state: string;
  clusterId: string;
  nodeId: string;
  nodes: number | null;
  managers: number | null;
  /** No other manager is left when it leaves: all that the swarm holds is lost. */
  lastManager: boolean;
  services: number | null;
  stacks: number | null;
  secrets: number | null;
  configs: number | null;
  /** Overlay networks. They belong to the swarm. */
  networks: number | null;
}

/** One object, for picking what to keep. */
export interface ResetObject {
  kind: KeepableKind;
  /** It goes with that one: tasks and overlay networks with the swarm. */
  tick: ResetTick;
  id: string;
  name: string;
  bytes: number | null;
  /** It is marked, and kept whatever is ticked. */
  protected: boolean;
  running: boolean;
  /** It lies in Slipway's trash. */
  trashed: boolean;
}

/** A file or group of files that a reset leaves as it is. */
export type SettingsGroup =
  | 'slipway'
  | 'daemon'
  | 'contexts'
  | 'client-config'
  | 'certificates'
  | 'credentials'
  | 'podman';

/** What stays, as it is now. */
export interface SettingsPlace {
  group: SettingsGroup;
  /** Where it lies, as the machine it lies on names it. */
  path: string;
  /** Files below it that can be read. */
  files: number;
  state: 'readable' | 'absent' | 'unreadable' | 'elsewhere' | 'not-a-file';
  /** Why it cannot be read, or who keeps it. */
  detail: string;
}

export interface ResetInventory {
  engineId: string;
  /** What the engine calls itself. */
  engineName: string;
  engineKind: 'docker' | 'podman';
  engineVersion: string;
  at: string;
  counts: ResetCount[];
  swarm: ResetSwarm | null;
  running: number;
  /** Objects in Slipway's trash; they are among the containers and images. */
  trashed: number;
  /** Checkpoints that go with their containers; null where they could not be listed. */
  checkpoints: number | null;
  objects: ResetObject[];
  stays: SettingsPlace[];
  /** Where Slipway owns the engine and can wipe its data root as a whole; null for any other. */
  managed: { dataRoot: string } | null;
}

export type KeptWhy =
  | 'protected'
  | 'asked'
  /** What stays needs it. */
  | 'needed'
  /** A replacement of a container is not settled. */
  | 'replacing'
  /** A task of a service that stays: the swarm would only start it again. */
  | 'task'
  /** The swarm goes on without this engine, and has it. */
  | 'of-the-swarm'
  /** A build uses it. */
  | 'in-use';

/** Something of a ticked kind that stays. */
export interface KeptObject {
  kind: ObjectKind;
  id: string;
  name: string;
  why: KeptWhy;
  /** Names of what needs it. */
  for: string[];
}

/** What a plan of the kind `reset` is about, beside its items. */
export interface ResetPlan {
  ticks: ResetTick[];
  kept: KeptObject[];
  swarm: ResetSwarm | null;
  engineName: string;
}

/** Why something of a ticked kind is there after a reset. */
export type LeftWhy = 'kept' | 'came-since' | 'failed' | 'not-reached' | 'skipped';

export interface LeftObject {
  kind: ObjectKind;
  id: string;
  name: string;
  why: LeftWhy;
}

/** What the engine has of a ticked kind after the run. */
export interface ResetVerified {
  tick: ResetTick;
  /** Objects the plan listed. */
  listed: number;
  /** Empty but for what was to be kept. */
  empty: boolean;
  left: LeftObject[];
}

export interface SettingsFile {
  group: SettingsGroup;
  path: string;
  /** sha256 in hex; null where it was not there. */
  before: string | null;
  after: string | null;
}

/** What a reset proves beside the report of its items. */
export interface ResetReport extends ResetPlan {
  /** null until the engine could be asked after the run. */
  verified: ResetVerified[] | null;
  /** Why it is not verified. */
  unverified: ApiError | null;
  /** Every settings file that was there before or after. */
  settings: SettingsFile[];
  /** They were read again afterwards; until then `after` says nothing. */
  settingsRead: boolean;
  /** Places, also those that could not be read. */
  places: SettingsPlace[];
}
