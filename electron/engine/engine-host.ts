import { execFile } from 'node:child_process';
import type { Stats } from 'node:fs';
import { readdir, readFile, readlink, realpath, stat } from 'node:fs/promises';
import { join, posix } from 'node:path';
import type { Address } from './address.ts';

/** The machine of an engine, where it is this one and Slipway may look into the engine's process. */
export interface EngineHost {
  pid: number;
  /** Where a path of the engine's is to be found from here: it may live in a mount namespace of its own. */
  path(enginePath: string): string;
  /** Runs a program as the engine would, in its namespaces. `code` is null where it could not be run. */
  run(
    program: string,
    args: readonly string[],
  ): Promise<{ code: number | null; stdout: string; stderr: string }>;
}

const programs: ReadonlySet<string> = new Set(['dockerd', 'podman']);
const runWithinMs = 20_000;
/** The kernel's table of sockets is read in pieces, and lacks one now and then while others come and go. */
const mostLooks = 5;

/**
 * Finds the process that listens on a unix socket. Null for any other address, on another system, and where Slipway may
 * not look into that process.
 */
export async function findEngineHost(address: Address): Promise<EngineHost | null> {
  if (address.kind !== 'unix' || process.platform !== 'linux') return null;
  const socket = await stat(address.path).catch(asNull);
  if (socket === null) return null;
  const paths = new Set([address.path, await realpath(address.path).catch(asNull)]);
  for (let look = 1; look <= mostLooks; look += 1) {
    const engines = await enginesThatSee(paths, socket);
    for (const pid of engines) if (await listensOn(pid, paths)) return hostOf(Number(pid));
    if (engines.length === 0) return null;
  }
  return null;
}

/** Processes by the name of an engine to which the very same file is the socket. */
async function enginesThatSee(paths: ReadonlySet<string | null>, socket: Stats): Promise<string[]> {
  const found: string[] = [];
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const program = await readFile(`/proc/${name}/comm`, 'utf8').catch(asNull);
    if (program === null || !programs.has(program.trim())) continue;
    if (await hasSocket(name, paths, socket)) found.push(name);
  }
  return found;
}

/** An engine inside of a container may listen at the same path: the file must be the same one. */
async function hasSocket(pid: string, paths: ReadonlySet<string | null>, socket: Stats): Promise<boolean> {
  for (const path of paths) {
    const seen = path === null ? null : await stat(`/proc/${pid}/root${path}`).catch(asNull);
    if (seen !== null && seen.dev === socket.dev && seen.ino === socket.ino) return true;
  }
  return false;
}

/** What goes away while it is looked at, or may not be looked at, is not the one. */
function asNull(thrown: unknown): null {
  if (thrown instanceof Error && 'code' in thrown) return null;
  throw thrown;
}

async function listensOn(pid: string, paths: ReadonlySet<string | null>): Promise<boolean> {
  const table = await readFile(`/proc/${pid}/net/unix`, 'utf8').catch(asNull);
  const inodes = new Set<string>();
  for (const line of (table ?? '').split('\n')) {
    const fields = line.trim().split(/\s+/);
    const [inode, path] = [fields[6], fields[7]];
    if (inode !== undefined && path !== undefined && paths.has(path)) inodes.add(`socket:[${inode}]`);
  }
  if (inodes.size === 0) return false;
  for (const descriptor of (await readdir(`/proc/${pid}/fd`).catch(asNull)) ?? []) {
    const target = await readlink(`/proc/${pid}/fd/${descriptor}`).catch(asNull);
    if (target !== null && inodes.has(target)) return true;
  }
  return false;
}

function hostOf(pid: number): EngineHost {
  return {
    pid,
    // Normalized first: `..` must not lead out of the engine's own root.
    path: (enginePath) => join(`/proc/${pid}/root`, posix.normalize(`/${enginePath}`)),
    run: (program, args) =>
      new Promise((resolve) => {
        const entered = ['-t', String(pid), '-m', '-p', '-n', '-u', '-i', '--', program, ...args];
        const env = { ...process.env, PATH: `${process.env.PATH ?? ''}:/usr/local/sbin:/usr/sbin:/sbin` };
        execFile('nsenter', entered, { timeout: runWithinMs, env }, (error, stdout, stderr) => {
          const code = error === null ? 0 : typeof error.code === 'number' ? error.code : null;
          resolve({ code, stdout, stderr });
        });
      }),
  };
}
