import type { Engine } from '../engine/engine.ts';
import type { Plans } from '../plans/plans.ts';
import type { Supervision } from '../supervision/supervision.ts';

/** What starting and stopping engines works with. */
export interface ManagedTools {
  engine: Engine;
  plans: Plans;
  supervision: Supervision;
  env: NodeJS.ProcessEnv;
}
