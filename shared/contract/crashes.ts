import { z } from 'zod';
import { answer, call, stream } from './define.ts';
import type { ApiError } from './errors.ts';
import type { LogLine } from './logs.ts';

/** One run of a health check. */
export interface HealthProbe {
  startedAt: string;
  endedAt?: string;
  /** 0: healthy. */
  exitCode: number;
  /** What it printed; the engine keeps its first 4 KiB. */
  output: string;
}

export interface HealthLog {
  status: 'starting' | 'healthy' | 'unhealthy';
  /** Failures in a row. */
  failingStreak: number;
  /** The last ones (dockerd keeps five), newest first. */
  probes: HealthProbe[];
}

/** A container that ended with an error, unasked; crashes of one container that follow each other are one with a count. */
export interface Crash {
  id: string;
  containerId: string;
  name: string;
  image: string;
  project?: string;
  /** Of a task of a swarm: its service. The tasks that replace each other are one crash. */
  service?: string;
  /** When it happened last and, of several, first; by the engine's clock. */
  at: string;
  firstAt: string;
  count: number;
  exitCode: number;
  oomKilled: boolean;
  /** What the engine itself says went wrong. */
  engineError?: string;
  /** How long it ran, in ms. */
  ranMs?: number;
  /** By the engine, since the container was made. */
  restartCount?: number;
  /** The engine starts it again by itself. */
  restarts: boolean;
  /** It was removed with its end (`--rm`), or since. */
  removed: boolean;
  /** Nobody saw it happen: found when the connection was back. */
  missed: boolean;
  /** The last lines it wrote, at most 50. */
  lines: LogLine[];
  /** Why there are no lines. */
  linesError?: ApiError;
  health?: HealthLog;
}

export type CrashItem =
  | { type: 'snapshot'; crashes: Crash[] }
  /** New or changed. `tell`: worth a message to somebody who does not look. */
  | { type: 'crash'; crash: Crash; tell: boolean }
  | { type: 'gone'; ids: string[] };

const id = z.string().min(1).max(200);

/** Containers that end unasked; part of the domain `containers`. */
export const containerCrashes = {
  crashes: stream(
    'Containers that crashed while Slipway ran: those known, then each as it happens',
    z.strictObject({}),
    answer<CrashItem>(),
  ),
  dismissCrash: call(
    'Forget a crash, or all of them',
    z.strictObject({ id: id.optional().describe('of the crash; left out: all') }),
    answer<{ dismissed: number }>(),
  ),
  health: call(
    'The state of the health check of a container and its last probes; null without a health check',
    z.strictObject({ id: id.describe('id or name') }),
    answer<HealthLog | null>(),
  ),
};
