import { checkpoints } from './checkpoints.ts';
import { containers } from './containers.ts';
import { contexts } from './contexts.ts';
import { daemon } from './daemon.ts';
import type * as define from './define.ts';
import { disk } from './disk.ts';
import { engine } from './engine.ts';
import { images } from './images.ts';
import { inspect } from './inspect.ts';
import { machine } from './machine.ts';
import { managed } from './managed.ts';
import { operations } from './operations.ts';
import { plans } from './plans.ts';
import { projects } from './projects.ts';
import { registries } from './registries.ts';
import { reset } from './reset.ts';
import { settings } from './settings.ts';
import { stats } from './stats.ts';

/** Everything that can be asked of Slipway, whichever way in. */
export const contract = {
  checkpoints,
  containers,
  contexts,
  daemon,
  disk,
  engine,
  images,
  inspect,
  machine,
  managed,
  operations,
  plans,
  projects,
  registries,
  reset,
  settings,
  stats,
} as const;

export type Contract = typeof contract;
export type CallName = define.CallName<Contract>;
export type StreamName = define.StreamName<Contract>;
export type SessionName = define.SessionName<Contract>;
export type MessageOf<P extends string> = define.MessageOf<Contract, P>;
export type InputOf<P extends string> = define.InputOf<Contract, P>;
export type AnswerOf<P extends string> = define.AnswerOf<Contract, P>;
export type ItemOf<P extends string> = define.ItemOf<Contract, P>;
