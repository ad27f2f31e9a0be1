/** A key that a plan of settings changes. What looks secret is masked. */
export interface SettingChange {
  key: string;
  /** As JSON; null where the key is not there. */
  before: string | null;
  after: string | null;
  effect: 'live' | 'restart';
}

/** What a plan of the kind `daemon.apply` is about to do. */
export interface SettingsPlan {
  path: string;
  changes: SettingChange[];
  /** How the engine is told: `start`, it does not run; `reload`, by SIGHUP; `restart`; `write`, only the file. */
  apply: 'start' | 'reload' | 'restart' | 'write';
  /** Containers that stop with the engine. */
  stops: string[];
  /** Containers that go on, because of live-restore. */
  stays: string[];
  /** Seconds that the engine has to come back. */
  waitSeconds: number;
  checkedBy: 'engine' | 'rules';
}

/** What came of it, beside the outcome of its item. */
export interface SettingsReport {
  /** The engine's own words, where it refused. */
  said: string;
  /** Keys whose new value the engine tells, and those that it tells otherwise or not at all. */
  seen: string[];
  different: string[];
  untold: string[];
  /** Containers that ran before and do not run now. */
  stopped: string[];
}

/** Warnings of such a plan. */
export type SettingsPlanWarning =
  /** Taken out of the file, and in force until the engine restarts. */
  | { kind: 'settings-sticky'; names: string[] }
  /** What is stored elsewhere is not seen afterwards. */
  | { kind: 'settings-moves'; names: string[] }
  /** They do not answer as a registry does; each with why. */
  | { kind: 'settings-mirror'; names: string[] }
  | { kind: 'settings-insecure'; names: string[] }
  /** Sentences of the check that are no errors. */
  | { kind: 'settings-doubts'; names: string[] }
  /** The engine has no --validate; its version. */
  | { kind: 'settings-by-rules'; names: string[] };

export type SettingsOutcome =
  | 'settings-applied'
  | 'settings-written'
  | 'settings-put-back'
  | 'settings-put-back-failed';

export const settingsSteps = [
  'settings-checking',
  'settings-writing',
  'settings-reloading',
  'settings-restarting',
  'settings-waiting',
  'settings-back',
] as const;
