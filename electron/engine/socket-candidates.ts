import { readdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

export interface SocketCandidate {
  name: string;
  address: string;
}

/** The well-known places where engines listen, in the order they are preferred. Nothing is opened. */
export async function socketCandidates(
  env: NodeJS.ProcessEnv,
  platform: NodeJS.Platform,
): Promise<SocketCandidate[]> {
  if (platform === 'win32')
    return [
      { name: 'Docker', address: 'npipe:////./pipe/docker_engine' },
      { name: 'Docker Desktop', address: 'npipe:////./pipe/dockerDesktopLinuxEngine' },
      { name: 'Podman machine', address: 'npipe:////./pipe/podman-machine-default' },
    ];
  const home = env.HOME || homedir();
  const at = (name: string, path: string): SocketCandidate => ({ name, address: `unix://${path}` });
  const everywhere = [
    at('Docker', '/var/run/docker.sock'),
    at('Docker Desktop', join(home, '.docker/run/docker.sock')),
    at('Docker Desktop', join(home, '.docker/desktop/docker.sock')),
    at('Rancher Desktop', join(home, '.rd/docker.sock')),
    ...(await profiles('Colima', env.COLIMA_HOME || join(home, '.colima'), 'docker.sock')),
    ...(await profiles('Lima', env.LIMA_HOME || join(home, '.lima'), 'sock/docker.sock')),
  ];
  if (platform === 'darwin') return [...everywhere, at('OrbStack', join(home, '.orbstack/run/docker.sock'))];
  const runtime = env.XDG_RUNTIME_DIR || `/run/user/${process.getuid?.() ?? 0}`;
  return [
    ...everywhere,
    at('Docker (rootless)', join(runtime, 'docker.sock')),
    at('Podman', '/run/podman/podman.sock'),
    at('Podman (rootless)', join(runtime, 'podman/podman.sock')),
  ];
}

/** One candidate for each folder of a virtual-machine manager. */
async function profiles(product: string, folder: string, socket: string): Promise<SocketCandidate[]> {
  let names: string[];
  try {
    names = (await readdir(folder, { withFileTypes: true }))
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith('_'))
      .map((entry) => entry.name)
      .sort();
  } catch (thrown) {
    const code = thrown instanceof Error && 'code' in thrown ? thrown.code : '';
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EACCES') return [];
    throw thrown;
  }
  return names.map((name) => ({
    name: name === 'default' ? product : `${product} (${name})`,
    address: `unix://${join(folder, name, socket)}`,
  }));
}
