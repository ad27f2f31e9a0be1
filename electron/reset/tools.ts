import type { Engine } from '../engine/engine.ts';
import type { Plans } from '../plans/plans.ts';
import type { Protection } from '../plans/protection.ts';
import type { TrashBook } from '../plans/trash/book.ts';
import type { RunningExports } from './export/running.ts';
import type { ManagedEngine } from './managed.ts';

/** What a reset works with. */
export interface ResetTools {
  engine: Engine;
  plans: Plans;
  protection: Protection;
  trash: TrashBook;
  /** Ids of the containers that have checkpoints, one for each; null where none can be listed. */
  frozen(signal: AbortSignal): Promise<string[] | null>;
  exporting: RunningExports;
  /** null: Slipway owns no engine yet. */
  managed: ManagedEngine | null;
  /** The folder of settings and state. */
  home: string;
  env: NodeJS.ProcessEnv;
  timing: ResetTiming;
}

export interface ResetTiming {
  /** A container that is not dead after so long does not die: the engine itself gives up on a process after 10 to 20 s. */
  deathMs: number;
}

export const resetTiming: ResetTiming = { deathMs: 60_000 };
