import { z } from 'zod';
import type { SettingsProblem } from '../model/daemon/problems.ts';
import { answer, call } from './define.ts';
import type { ApiError } from './errors.ts';
import type { Plan } from './plans.ts';

/** Who starts and stops the engine: see electron/supervision. `none`: it is out of Slipway's reach. */
export type SettingsSupervision = 'systemd' | 'own' | 'process' | 'none';

/** The file the engine reads its settings from. */
export interface SettingsFile {
  /** As the engine names it. */
  path: string;
  exists: boolean;
  /** Empty where there is none. */
  text: string;
  /** Of the text; a plan is refused once the file has another. */
  revision: string;
  /** `elevate`: with the rights of an administrator, which are asked for. */
  access: 'write' | 'elevate' | 'none';
}

/** A setting as the running engine tells it. */
export interface EffectiveSetting {
  key: string;
  value: unknown;
}

/** What became of settings whose application was cut off. */
export interface UnfinishedSettings {
  id: string;
  at: string;
  path: string;
  /** `stuck`: neither the new nor the old settings could be settled. */
  status: 'pending' | 'applied' | 'put-back' | 'stuck';
  error?: ApiError;
  /** The engine's own words, where it refused. */
  said: string;
}

export interface DaemonSettings {
  /** null where the engine does not answer. */
  engine: { id: string; name: string; version: string } | null;
  /** The version of the program, also where the engine is down; empty where that is not known. */
  version: string;
  address: string;
  supervision: SettingsSupervision;
  /** The unit, for `systemd`. */
  unit: string;
  /** SIGHUP reaches it. */
  canReload: boolean;
  canRestart: boolean;
  /** null where it is out of reach. */
  file: SettingsFile | null;
  /** Given on its command line: a key may not be in the file as well. */
  flags: { key: string; flag: string; value: string }[];
  problems: SettingsProblem[];
  /** Of `/info`. */
  effective: EffectiveSetting[];
  inSwarm: boolean;
  /** Newest first. */
  backups: SettingsBackup[];
  unfinished: UnfinishedSettings[];
  /** What to do by hand, line by line, where Slipway cannot. */
  steps: string[];
  /** The last lines of its log that tell of an error, where it does not run. */
  said: string;
}

/** The settings as they were before Slipway changed them. */
export interface SettingsBackup {
  id: string;
  at: string;
  path: string;
  /** There was no file. */
  absent: boolean;
  /** Keys that it has otherwise than the file has now. */
  keys: string[];
}

export interface SettingsVerdict {
  /** No errors; there may be warnings. */
  valid: boolean;
  problems: SettingsProblem[];
  /** `engine`: by dockerd --validate of the very binary. `rules`: by Slipway's own rules, as this one has no --validate. */
  checkedBy: 'engine' | 'rules';
}

const text = z
  .string()
  .max(1024 * 1024, 'at most 1 MiB')
  .describe('the whole text of daemon.json');

export const daemon = {
  get: call(
    'The settings of the engine: file, flags, what is in force, backups',
    z.strictObject({}),
    answer<DaemonSettings>(),
  ),
  validate: call(
    'Check a text against the rules of the engine that is to read it',
    z.strictObject({ text }),
    answer<SettingsVerdict>(),
  ),
  plan: call(
    'Plan to write new settings and let the engine take them over',
    z
      .strictObject({
        text: text.optional(),
        set: z.record(z.string().min(1).max(200), z.json()).optional().describe('values by key'),
        unset: z.array(z.string().min(1).max(200)).max(200).optional().describe('keys to take out'),
        revision: z.string().max(64).optional().describe('of daemon.get; refused where the file has another'),
      })
      .refine(
        ({ text: whole, set, unset }) => (whole === undefined) !== (set === undefined && unset === undefined),
        {
          error: 'either text, or set and unset',
        },
      ),
    answer<Plan>(),
  ),
  rollback: call(
    'Plan to put back settings that were backed up; the newest unless one is named',
    z.strictObject({
      backup: z
        .string()
        .regex(/^[a-z0-9-]{4,64}$/, 'the id of a backup')
        .optional(),
    }),
    answer<Plan>(),
  ),
};
