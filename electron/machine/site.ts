import { execFile } from 'node:child_process';
import { readdir, readFile, stat, statfs } from 'node:fs/promises';
import { release } from 'node:os';
import type { EngineKind, ProbedEndpoint } from '../../shared/contract/engine.ts';
import { SlipwayError } from '../../shared/contract/failure.ts';
import type { Address } from '../engine/address.ts';
import type { Engine } from '../engine/engine.ts';
import { findEngineHost } from '../engine/engine-host.ts';
import { isOnThisMachine } from '../engine/on-this-machine.ts';
import { type RawRecord, record } from '../engine/raw/fields.ts';

/** What a program said and how it ended; `code` is null where it could not be run. */
export interface Ran {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** What the checks look at: the engine in use and the machine it is on. Tests give a made-up one. */
export interface Site {
  env: NodeJS.ProcessEnv;
  platform: NodeJS.Platform;
  endpoints: readonly ProbedEndpoint[];
  /** Of the endpoint in use. */
  address: Address | null;
  kind: EngineKind | null;
  /** What the engine says of itself; null where none answers. */
  info: RawRecord | null;
  /** When that was asked and answered, ms since the epoch. */
  asked: { at: number; answered: number };
  /** `here`: the engine is on this machine. `elsewhere`: on another, or in a virtual one. `nowhere`: there is none. */
  where: 'here' | 'elsewhere' | 'nowhere';
  kernel: string;
  /** The process of the engine, where Slipway may look into it. */
  enginePid: number | null;
  /** A file of the machine of the engine; null where it is not there or may not be read. */
  read(path: string): Promise<Buffer | null>;
  exists(path: string): Promise<boolean>;
  /** Programs of engines that run on this machine. */
  engineProcesses(): Promise<string[]>;
  /** A program in the namespaces of the engine, or of this machine. */
  run(program: string, args: readonly string[]): Promise<Ran>;
  /** Free and all bytes of the file system of a path of the engine; null where it cannot be told. */
  space(path: string): Promise<{ free: number; total: number } | null>;
}

const runWithinMs = 20_000;

/** Looks who answers and where that is. */
export async function openSite(engine: Engine, env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<Site> {
  const endpoints = await engine.endpoints();
  const at = Date.now();
  let info: RawRecord | null = null;
  let address = engine.connection.endpoint?.address ?? null;
  try {
    const client = await engine.client(signal);
    address = client.address;
    info = record((await client.json('/info', { signal, deadlineMs: 10_000 })).body);
  } catch (thrown) {
    if (!(thrown instanceof SlipwayError) || thrown.error.code === 'cancelled') throw thrown;
  }
  const answered = Date.now();
  const host = address === null || info === null ? null : await findEngineHost(address);
  const current = endpoints.find((one) => one.current);
  return {
    env,
    platform: process.platform,
    endpoints,
    address,
    kind: current?.probe.status === 'usable' ? current.probe.kind : null,
    info,
    asked: { at, answered },
    where:
      info === null || address === null
        ? 'nowhere'
        : isOnThisMachine(host, address, info)
          ? 'here'
          : 'elsewhere',
    kernel: release(),
    enginePid: host?.pid ?? null,
    read: (path) => readFile(host === null ? path : host.path(path)).catch(asNull),
    exists: async (path) => (await stat(host === null ? path : host.path(path)).catch(asNull)) !== null,
    engineProcesses,
    run: (program, args) => (host === null ? runHere(program, args, env) : host.run(program, args)),
    space: async (path) => {
      const found = await statfs(host === null ? path : host.path(path)).catch(asNull);
      return found === null ? null : { free: found.bavail * found.bsize, total: found.blocks * found.bsize };
    },
  };
}

const enginePrograms: ReadonlySet<string> = new Set(['dockerd', 'podman']);

async function engineProcesses(): Promise<string[]> {
  if (process.platform !== 'linux') return [];
  const found = new Set<string>();
  for (const pid of await readdir('/proc')) {
    if (!/^\d+$/.test(pid)) continue;
    const program = (await readFile(`/proc/${pid}/comm`, 'utf8').catch(asNull))?.trim() ?? '';
    if (enginePrograms.has(program)) found.add(program);
  }
  return [...found].sort();
}

/** Runs a program of this machine; what is for administrators is often not on the PATH of others. */
export function runHere(program: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<Ran> {
  const wide = { ...env, PATH: `${env.PATH ?? ''}:/usr/local/sbin:/usr/sbin:/sbin`, LC_ALL: 'C' };
  return new Promise((resolve) => {
    execFile(program, [...args], { timeout: runWithinMs, env: wide }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : null;
      resolve({ code, stdout, stderr });
    });
  });
}

/** What is not there, or may not be looked at, tells nothing. */
export function asNull(thrown: unknown): null {
  if (thrown instanceof Error && 'code' in thrown) return null;
  throw thrown;
}
