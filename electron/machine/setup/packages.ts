import type { SetupSystem } from '../../../shared/contract/machine-setup.ts';
import type { System } from './os-release.ts';

export type Tool = 'criu' | 'buildx' | 'compose';

const packages: Readonly<Record<SetupSystem, Partial<Record<Tool, string>>>> = {
  debian: { criu: 'criu', buildx: 'docker-buildx', compose: 'docker-compose' },
  ubuntu: { criu: 'criu', buildx: 'docker-buildx', compose: 'docker-compose-v2' },
  fedora: { criu: 'criu', buildx: 'docker-buildx', compose: 'docker-compose' },
  arch: { criu: 'criu', buildx: 'docker-buildx', compose: 'docker-compose' },
  macos: { buildx: 'docker-buildx', compose: 'docker-compose' },
  windows: {},
  other: {},
};

/** The package of a tool on a system; null where none is known. */
export function packageOf({ system }: Pick<System, 'system'>, tool: Tool): string | null {
  return packages[system][tool] ?? null;
}

const installers: Readonly<Record<SetupSystem, string>> = {
  debian: 'sudo apt-get install',
  ubuntu: 'sudo apt-get install',
  fedora: 'sudo dnf install',
  arch: 'sudo pacman -S',
  macos: 'brew install',
  windows: '',
  other: '',
};

/** The line that installs a package on a system. */
export function installLine({ system }: Pick<System, 'system'>, name: string): string {
  return `${installers[system]} ${name}`;
}

/** Debian 12 and before: the client is in docker.io, there is no buildx, and docker-compose is the old program, no plugin. */
const withoutPlugins: ReadonlySet<string> = new Set(['buster', 'bullseye', 'bookworm']);
const notThere: ReadonlySet<string> = new Set(['docker-cli', 'docker-buildx', 'docker-compose']);

/** Whether a release is known to lack a package, or to have something else by its name. */
export function isKnownToLack(
  { system, codename }: Pick<System, 'system' | 'codename'>,
  name: string,
): boolean {
  return system === 'debian' && withoutPlugins.has(codename) && notThere.has(name);
}

/** What an engine takes: the first must be had, the others are taken where the distribution has them. */
export const enginePackages: Readonly<Record<'debian' | 'ubuntu', readonly [string, ...string[]]>> = {
  debian: ['docker.io', 'docker-cli', 'iptables', 'ca-certificates', 'docker-buildx', 'docker-compose'],
  ubuntu: ['docker.io', 'iptables', 'ca-certificates', 'docker-buildx', 'docker-compose-v2'],
};
