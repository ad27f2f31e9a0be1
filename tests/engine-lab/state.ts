import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { runDirPrefix } from './paths.ts';
import type { ProcessId } from './processes.ts';
import type { EngineKind } from './types.ts';

/** What is known of an engine, in `state.json` of its run folder: enough to use, restart or sweep it. */
export type LabState = {
  /** Proof that the lab made this folder. */
  readonly slipwayEngineLab: 1;
  readonly kind: EngineKind;
  readonly runDir: string;
  readonly rootDir: string;
  readonly socket: string;
  readonly version: string;
  readonly apiVersion: string;
  /** Full command line of the daemon inside its root. */
  readonly command: readonly string[];
  /** Parent of all cgroups of this engine's containers. */
  readonly cgroup: string;
  /** The process that started the engine; null when the engine is to outlive it. */
  readonly owner: ProcessId | null;
  /** The `unshare` process on the host, parent of `init`. */
  readonly holder: ProcessId | null;
  /** First process of the engine's pid namespace: when it ends the kernel ends everything inside. */
  readonly init: ProcessId | null;
  readonly daemon: ProcessId | null;
};

const fileName = 'state.json';

/** Writes the state whole: readers never see a half-written file. */
export function writeState(state: LabState): void {
  const path = join(state.runDir, fileName);
  writeFileSync(`${path}.new`, JSON.stringify(state, null, 2));
  renameSync(`${path}.new`, path);
}

/** State of the engine in `runDir`; undefined when there is none or it is not the lab's. */
export function readState(runDir: string): LabState | undefined {
  const text = readIfThere(join(runDir, fileName));
  if (text === undefined) return undefined;
  const value: unknown = JSON.parse(text);
  if (typeof value !== 'object' || value === null) return undefined;
  const state = value as LabState;
  return state.slipwayEngineLab === 1 && state.runDir === runDir ? state : undefined;
}

/** States of all run folders on this machine, of this run and of others. */
export function listStates(): LabState[] {
  const folder = dirname(runDirPrefix);
  const prefix = basename(runDirPrefix);
  return readdirSync(folder)
    .filter((name) => name.startsWith(prefix))
    .flatMap((name) => readState(join(folder, name)) ?? []);
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw error;
  }
}
