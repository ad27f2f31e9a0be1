import { z } from 'zod';
import { answer, call } from './define.ts';

/** Systems the steps are known of. */
export type SetupSystem = 'debian' | 'ubuntu' | 'fedora' | 'arch' | 'macos' | 'windows' | 'other';

/** What a step is for; the page words it. */
export type SetupStep =
  | 'lists'
  | 'install'
  | 'plugins'
  | 'start'
  | 'group'
  | 'colima'
  | 'colima-start'
  | 'podman'
  | 'podman-start'
  | 'wsl';

export interface EngineSetup {
  system: SetupSystem;
  /** As the system names itself; hostile text. */
  name: string;
  /** Engines that are on this machine already, by program. */
  installed: string[];
  /** Slipway can install it after a yes. */
  canInstall: boolean;
  /** What is installed then, in the distribution's names. */
  packages: string[];
  /** Lines for a terminal that do the same by hand, one step each. Empty where there are none. */
  steps: { what: SetupStep; command: string }[];
}

/** The address of a package mirror: nothing in it can be read as anything else by apt. */
export const packageMirror = z
  .string()
  .trim()
  .max(300)
  .regex(
    /^https?:\/\/[a-z0-9.-]+(?::\d{1,5})?(?:\/[A-Za-z0-9._~-]+)*\/?$/i,
    'an address such as https://mirror.example/debian',
  )
  .refine((text) => !/\/\.{1,2}(?:\/|$)/.test(text), 'no . or .. in it');

export const setupMembers = {
  setup: call('How an engine gets onto this machine', z.strictObject({}), answer<EngineSetup>()),
  install: call(
    "Install the distribution's engine (Debian, Ubuntu), as an operation with a log",
    z.strictObject({
      /** The yes of a person. */
      agree: z.literal(true),
      /** A package mirror instead of the sources of this machine. */
      mirror: packageMirror.optional(),
    }),
    answer<{ installed: string[] }>(),
  ),
};
