import { readFile, realpath, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Address } from '../../engine/address.ts';
import type { EngineHost } from '../../engine/engine-host.ts';

/** Where the person an engine belongs to keeps things. */
export interface EngineHome {
  home: string;
  /** For settings. */
  configs: string;
}

/** Of whoever runs Slipway. */
export function ownHome(env: NodeJS.ProcessEnv): EngineHome {
  const home = env.HOME || homedir();
  return { home, configs: env.XDG_CONFIG_HOME || join(home, '.config') };
}

/**
 * Of whoever runs the engine: told by its process where Slipway may look into that, else by who owns its socket. null where
 * neither can be told.
 */
export async function engineHome(
  address: Address,
  host: EngineHost | null,
  env: NodeJS.ProcessEnv,
): Promise<EngineHome | null> {
  if (address.kind === 'npipe') return ownHome(env);
  if (address.kind !== 'unix') return null;
  const told = host === null ? null : homeInEnvironment(await textOf(`/proc/${host.pid}/environ`));
  if (told !== null) return told;
  const owner = await stat(address.path).catch(asNull);
  if (owner === null) return null;
  if (process.getuid === undefined || owner.uid === process.getuid()) return ownHome(env);
  const home = homeInAccounts(await textOf('/etc/passwd'), owner.uid);
  return home === null ? null : { home, configs: join(home, '.config') };
}

/** Of a process, by its variables as `/proc/PID/environ` has them. */
export function homeInEnvironment(environ: string): EngineHome | null {
  const value = (name: string): string =>
    environ
      .split('\0')
      .find((one) => one.startsWith(`${name}=`))
      ?.slice(name.length + 1) ?? '';
  const home = value('HOME');
  return home === '' ? null : { home, configs: value('XDG_CONFIG_HOME') || join(home, '.config') };
}

/** Of an account, by a list such as `/etc/passwd`. */
export function homeInAccounts(accounts: string, uid: number): string | null {
  const fields = accounts.split('\n').map((line) => line.split(':'));
  return fields.find(([, , id]) => id === String(uid))?.[5] || null;
}

/** Whether a Docker Desktop that listens there is one of this machine and person: its socket is in their home. */
export async function isOwnDesktop(address: Address, env: NodeJS.ProcessEnv): Promise<boolean> {
  if (address.kind === 'npipe') return true;
  if (address.kind !== 'unix') return false;
  const path = (await realpath(address.path).catch(asNull)) ?? address.path;
  return path.startsWith(join(ownHome(env).home, '.docker', '/'));
}

async function textOf(path: string): Promise<string> {
  return (await readFile(path, 'utf8').catch(asNull)) ?? '';
}

/** What is not there, or not to be looked at, tells nothing. */
function asNull(thrown: unknown): null {
  if (thrown instanceof Error && 'code' in thrown) return null;
  throw thrown;
}
