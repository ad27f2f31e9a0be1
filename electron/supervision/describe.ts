import { homedir } from 'node:os';
import { join } from 'node:path';
import type { ManagedId, Supervised } from '../../shared/contract/managed.ts';
import { parseDaemonFlags } from './daemon-flags.ts';
import type { ProcessFacts } from './processes.ts';

/** Where a dockerd has its things that says nothing of them. */
function usualPlaces(rootless: boolean, env: NodeJS.ProcessEnv) {
  const home = env.HOME || homedir();
  if (!rootless)
    return {
      configFile: '/etc/docker/daemon.json',
      dataRoot: '/var/lib/docker',
      address: 'unix:///var/run/docker.sock',
    };
  const runtime = env.XDG_RUNTIME_DIR || `/run/user/${process.getuid?.() ?? 0}`;
  return {
    configFile: join(env.XDG_CONFIG_HOME || join(home, '.config'), 'docker/daemon.json'),
    dataRoot: join(env.XDG_DATA_HOME || join(home, '.local/share'), 'docker'),
    address: `unix://${join(runtime, 'docker.sock')}`,
  };
}

/** What the process of an engine, or where it does not run the command line it would have, tells of it. */
export function describeDaemon(
  about: { id: ManagedId; unit: string | null; rootless: boolean; env: NodeJS.ProcessEnv },
  daemon: Pick<ProcessFacts, 'args' | 'binary'> | null,
  running: { pid: number; user: string } | null,
): Supervised {
  const usual = usualPlaces(about.rootless, about.env);
  const flags = parseDaemonFlags(daemon?.args ?? []);
  const socket = flags.hosts.find((host) => host.startsWith('unix://'));
  return {
    id: about.id,
    unit: about.unit,
    pid: running?.pid ?? null,
    binary: daemon?.binary ?? null,
    args: daemon?.args ?? [],
    configFile: flags.configFile ?? usual.configFile,
    dataRoot: flags.dataRoot ?? usual.dataRoot,
    address: socket ?? usual.address,
    logFile: null,
    user: running?.user ?? null,
  };
}
