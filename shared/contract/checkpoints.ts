import { z } from 'zod';
import { answer, call } from './define.ts';
import type { Plan } from './plans.ts';

/** `unknown`: nobody could be asked. It then shows when it is tried. */
export type CheckVerdict = 'ok' | 'warning' | 'problem' | 'unknown';

export const preflightKeys = [
  'platform',
  'experimental',
  'criu',
  'runtime',
  'running',
  'tty',
  'connections',
  'listening',
  'mounts',
  'devices',
  'security',
  'cgroup',
  'auto-remove',
  'restart-policy',
  'network',
  'files',
] as const;
export type PreflightKey = (typeof preflightKeys)[number];

/** One thing that decides whether a checkpoint works. The page words it from `key`, `verdict` and `params`. */
export interface PreflightCheck {
  key: PreflightKey;
  /** What it stands in the way of. */
  concerns: 'create' | 'restore' | 'both';
  verdict: CheckVerdict;
  /** What was found, e.g. a version or a list of addresses. Hostile text. */
  params: Readonly<Record<string, string>>;
  /** What it means, in English. */
  meaning: string;
  /** What to do about it, in English; empty where there is nothing to do. */
  fix: string;
}

export interface Preflight {
  containerId: string;
  name: string;
  /** No problem stands in the way. */
  canCreate: boolean;
  canRestore: boolean;
  checks: PreflightCheck[];
}

/** A checkpoint as a list shows it. What only the engine's own disk tells is null where Slipway cannot read it. */
export interface Checkpoint {
  containerId: string;
  /** null where the container is gone: nothing can be restored into it. */
  containerName: string | null;
  image: string | null;
  name: string;
  /** A folder of the engine's machine, where it was put elsewhere than with its container. */
  directory: string | null;
  createdAt: string | null;
  sizeBytes: number | null;
  /** Memory of its processes, of that. */
  memoryBytes: number | null;
  processes: number | null;
  /** Everything CRIU writes is there; null where that cannot be seen. */
  whole: boolean | null;
  /** Made by Slipway, so that a restore can be proved. */
  provable: boolean;
  /** The restart policy its container had before, and has again once this is restored or deleted. */
  policyTakenOff: string | null;
}

export interface CheckpointList {
  checkpoints: Checkpoint[];
  /** Containers whose checkpoints could not be read, and why. */
  failed: { containerName: string; message: string }[];
  /** Whether sizes could be read from the engine's own disk. */
  measured: boolean;
}

/** What a restore came to. `unproved`: the engine says it restored, and nothing could be compared. */
export type RestoreOutcome = 'resumed' | 'fresh' | 'unproved';

export interface Restored {
  containerId: string;
  name: string;
  outcome: RestoreOutcome;
  /** How often the engine was asked. */
  attempts: number;
  /** What was compared, in English. */
  evidence: string;
  /** The restart policy it has again; null where none was taken off. */
  restartPolicy: string | null;
}

const container = z.string().min(1).describe('id or name of a container');
const name = z
  .string()
  .regex(
    /^[a-zA-Z0-9][a-zA-Z0-9_.-]{1,127}$/,
    'a name of 2 to 128 letters, digits, ".", "_" and "-", the first a letter or digit',
  );
const directory = z
  .string()
  .regex(/^\/[^\0]*$/, 'an absolute path on the machine of the engine')
  .optional();

export const checkpoints = {
  preflight: call(
    'What stands in the way of a checkpoint of a container, and of restoring one',
    z.strictObject({ id: container }),
    answer<Preflight>(),
  ),
  list: call(
    'Checkpoints of one container or of all',
    z.strictObject({ id: container.optional() }),
    answer<CheckpointList>(),
  ),
  create: call(
    'Freeze the processes of a running container into a checkpoint',
    z.strictObject({
      id: container,
      name,
      /** Goes on running afterwards. */
      leaveRunning: z.boolean().default(false),
      directory,
      /** Try in spite of what the preflight finds. */
      anyway: z.boolean().default(false),
    }),
    answer<Checkpoint>(),
  ),
  restore: call(
    'Start a stopped container from a checkpoint, and say whether it really went on',
    z.strictObject({ id: container, name, directory, anyway: z.boolean().default(false) }),
    answer<Restored>(),
  ),
  clone: call(
    'Restore a checkpoint into another container: a new one, or one of the same image',
    z.strictObject({
      id: container,
      name,
      directory,
      /** The name of the new container, or of one that is there. */
      into: z.string().regex(/^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/, 'a name of a container'),
      /** Only copy the checkpoint; it can be restored there later. */
      start: z.boolean().default(true),
    }),
    answer<Restored>(),
  ),
  remove: call(
    'Plan to delete checkpoints; plans.execute does it',
    z.strictObject({
      checkpoints: z
        .array(z.strictObject({ containerId: container, name, directory }))
        .min(1)
        .max(500),
    }),
    answer<Plan>(),
  ),
};
