import { homedir } from 'node:os';
import { join } from 'node:path';
import type { MachineFixId } from '../../../shared/contract/machine.ts';
import { nothingSeen, path, seen } from '../evidence.ts';
import type { Finding } from '../finding.ts';
import { pluginFrom, pluginNames } from '../setup/apt.ts';
import type { System } from '../setup/os-release.ts';
import { installLine, packageOf } from '../setup/packages.ts';
import type { Site } from '../site.ts';

const shared = ['/usr/local/lib', '/usr/local/libexec', '/usr/lib', '/usr/libexec'].map(
  (folder) => `${folder}/docker/cli-plugins`,
);

/** Where the docker CLI looks for its plugins, in its order. */
function pluginFolders(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string[] {
  const own = join(env.DOCKER_CONFIG || join(env.HOME || homedir(), '.docker'), 'cli-plugins');
  if (platform !== 'win32') return [own, ...shared];
  const folders = [env.ProgramData ?? 'C:\\ProgramData', env.ProgramFiles ?? 'C:\\Program Files'];
  return [own, ...folders.map((folder) => join(folder, 'Docker', 'cli-plugins'))];
}

type Plugin = 'buildx' | 'compose';

/** Of this machine. */
interface PluginTools {
  system: System;
  exists(path: string): Promise<boolean>;
  /** What `apt-cache policy` says of packages. */
  policy(names: readonly string[]): Promise<string>;
}

/** The plugins of the docker CLI of this machine, wherever the engine is. */
export function checkPlugins(
  { env, platform }: Pick<Site, 'env' | 'platform'>,
  { system, exists, policy }: PluginTools,
): Promise<Finding[]> {
  const asked = system.apt ? policyOnce(policy) : null;
  const look = async (plugin: Plugin): Promise<Finding> => {
    const file = `docker-${plugin}${platform === 'win32' ? '.exe' : ''}`;
    for (const folder of pluginFolders(env, platform)) {
      const place = join(folder, file);
      if (await exists(place))
        return { topic: plugin, finding: `${plugin}/found`, status: 'ok', evidence: seen`${path(place)}` };
    }
    const name = asked === null ? packageOf(system, plugin) : pluginFrom(system, plugin, await asked());
    if (name === null)
      return { topic: plugin, finding: `${plugin}/unpackaged`, status: 'warning', evidence: nothingSeen };
    const command = installLine(system, name);
    const run: MachineFixId = `install-${plugin}`;
    return {
      ...{ topic: plugin, finding: `${plugin}/missing`, status: 'warning', evidence: nothingSeen },
      ...(system.apt ? { installs: name } : {}),
      fix: { command, ...(system.apt ? { run } : {}) },
    };
  };
  return Promise.all([look('buildx'), look('compose')]);
}

/** Asked once, and only where something is missing. */
function policyOnce(policy: PluginTools['policy']): () => Promise<string> {
  let answer: Promise<string> | null = null;
  return () => {
    answer ??= policy(pluginNames);
    return answer;
  };
}
