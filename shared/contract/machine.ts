import { z } from 'zod';
import type { MachineFinding, MachineTopic } from '../model/machine-words.ts';
import { answer, call } from './define.ts';
import type { ApiError } from './errors.ts';
import { portMembers } from './machine-ports.ts';
import { setupMembers } from './machine-setup.ts';

export type MachineStatus = 'ok' | 'warning' | 'problem' | 'unknown';

/** What Slipway does itself when it is asked to: each is harmless, and is named by its id alone. */
export const machineFixIds = ['load-modules', 'install-criu', 'install-buildx', 'install-compose'] as const;
export type MachineFixId = (typeof machineFixIds)[number];

export interface MachineFix {
  /** What to do. */
  text: string;
  /** The same as one line for a terminal. */
  command?: string;
  /** What Slipway does itself, by `machine.fix`. */
  run?: MachineFixId;
  /** Where it is done in Slipway: an address such as `#/disk`. */
  route?: string;
}

export interface MachineCheck {
  id: string;
  /** What is looked at. The page words a check from it, its finding and its params. */
  key: MachineTopic;
  finding: MachineFinding;
  status: MachineStatus;
  title: string;
  /** What was seen. Hostile text. */
  evidence: string;
  /** What that means. */
  meaning: string;
  params: Readonly<Record<string, string>>;
  /** Why an endpoint cannot be used. */
  error?: ApiError;
  /** What to do, with a command where one line does it. */
  fix?: MachineFix;
}

export type FixOutcome =
  | { kind: 'done'; said: string }
  /** It takes rights Slipway has not: what to run in a terminal. */
  | { kind: 'by-hand'; command: string }
  | { kind: 'failed'; said: string };

export interface MachineReport {
  createdAt: string;
  /** Markdown, without names, paths, addresses or secrets of this machine. */
  text: string;
}

export const machine = {
  checks: call(
    'Check this machine and its engines, each with a fix',
    z.strictObject({}),
    answer<MachineCheck[]>(),
  ),
  fix: call(
    'Do what a check proposes; it must still propose it',
    z.strictObject({ id: z.enum(machineFixIds) }),
    answer<FixOutcome>(),
  ),
  report: call(
    'The checks as a text to share: names, paths, addresses and secrets are left out',
    z.strictObject({}),
    answer<MachineReport>(),
  ),
  ...setupMembers,
  ...portMembers,
};
