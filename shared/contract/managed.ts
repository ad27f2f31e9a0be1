import { z } from 'zod';
import { answer, call, stream } from './define.ts';
import type { ApiError } from './errors.ts';
import { type ManagedId, managedIds } from './managed-plan.ts';
import type { Plan } from './plans.ts';

export * from './managed-plan.ts';

export type ExitCause =
  /** Somebody asked for it. */
  | 'asked'
  | 'code'
  | 'signal'
  /** The system had no memory left. */
  | 'oom'
  /** It was not there any more when Slipway looked: another process had started it. */
  | 'unseen';

/** How an engine ended. */
export interface EngineExit {
  /** ISO 8601; null where nobody was told. */
  at: string | null;
  cause: ExitCause;
  code: number | null;
  signal: string | null;
  /** The last line in its log that tells of an error, in the engine's own words. Hostile text. */
  lastError: string;
}

export type ManagedState =
  /** `exit`: how it ended last, where that is known. */
  | { status: 'stopped'; exit: EngineExit | null }
  | {
      status: 'starting';
      since: string;
      /** It takes longer than engines usually do; it is waited for until `until`. */
      slow: boolean;
      until: string | null;
      /** What its log said last. */
      line: string;
    }
  | { status: 'running'; since: string | null }
  | { status: 'stopping'; since: string }
  /** It ended by itself and is started again at `nextAt`. */
  | { status: 'crashed'; exit: EngineExit; attempt: number; nextAt: string }
  /** `error`: the engine's own words, or why it could not be started. */
  | { status: 'failed'; exit: EngineExit | null; error: string };

/** An engine's process and where its things are, as far as that can be seen. Paths are as the engine names them. */
export interface Supervised {
  id: ManagedId;
  /** e.g. `docker.service`; null without systemd. */
  unit: string | null;
  pid: number | null;
  binary: string | null;
  /** Its command line without the program. */
  args: string[];
  configFile: string | null;
  dataRoot: string | null;
  /** `unix:///path` */
  address: string | null;
  logFile: string | null;
  /** Who it runs as. */
  user: string | null;
}

export interface ManagedEngine extends Supervised {
  state: ManagedState;
  /** Slipway's panels show this engine now. */
  inUse: boolean;
  /** Only of Slipway's own: `elsewhere`, another Slipway looks after it, and is asked to do what is asked of this one. */
  owner: 'here' | 'elsewhere' | null;
  /** Starts with the machine or the session; null where it cannot be told. */
  atLogin: boolean | null;
  /** What an action would be on a command line; null where Slipway does it itself, or nobody can. */
  commands: { start: string; stop: string; restart: string } | null;
  /** Why it cannot be started, or stopped, from here; null where it can. */
  cannot: { start: ApiError | null; stop: ApiError | null };
}

export interface ManagedStatus {
  engines: ManagedEngine[];
  /** What a start without a name starts; null where there is no engine to start. */
  preferred: ManagedId | null;
}

export interface EngineLogLine {
  /** ISO 8601; null where the line tells no time. */
  at: string | null;
  level: 'debug' | 'info' | 'warning' | 'error' | null;
  /** Hostile text. */
  text: string;
}

const engine = z
  .enum(managedIds)
  .optional()
  .describe('which engine of this machine; left out: the one in use, or the one that would be started');

export const managed = {
  status: call(
    'The engines of this machine and who looks after them',
    z.strictObject({}),
    answer<ManagedStatus>(),
  ),
  watch: stream('The same at once and at each change', z.strictObject({}), answer<ManagedStatus>()),
  start: call(
    'Start an engine of this machine and wait until it answers; null where one answered already',
    z.strictObject({
      engine,
      onlyIfNone: z.boolean().default(false).describe('nothing is started where an engine answers'),
      use: z.boolean().default(true).describe('switch to it where no other engine answers'),
    }),
    answer<ManagedEngine | null>(),
  ),
  stop: call('Plan to stop an engine; plans.execute does it', z.strictObject({ engine }), answer<Plan>()),
  restart: call(
    'Plan to restart an engine; plans.execute does it',
    z.strictObject({ engine }),
    answer<Plan>(),
  ),
  log: stream(
    'The log of an engine: its last lines, then those that come',
    z.strictObject({
      engine,
      tail: z.int().min(0).max(10_000).default(500).describe('lines from before'),
      follow: z.boolean().default(true),
    }),
    answer<EngineLogLine>(),
  ),
  atLogin: call(
    'Have an engine start with the machine, or the session, or no longer',
    z.strictObject({ engine, on: z.boolean() }),
    answer<ManagedEngine>(),
  ),
};
