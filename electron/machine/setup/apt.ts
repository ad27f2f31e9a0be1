import type { System } from './os-release.ts';
import { enginePackages, isKnownToLack, packageOf } from './packages.ts';

/** A mirror instead of the sources of the machine: the file that names it. Signatures are checked as ever. */
export function sourcesFor(
  { system, codename }: Pick<System, 'system' | 'codename'>,
  mirror: string,
  keyring: string | null,
): string {
  const components = system === 'ubuntu' ? 'main universe' : 'main';
  const signed = keyring === null ? '' : `[signed-by=${keyring}] `;
  return `deb ${signed}${mirror.replace(/\/+$/, '')} ${codename} ${components}\n`;
}

/** The keyring of a distribution's archive. */
export function keyringOf(system: 'debian' | 'ubuntu'): string {
  return `/usr/share/keyrings/${system}-archive-keyring.gpg`;
}

const unattended = ['env', 'DEBIAN_FRONTEND=noninteractive', 'LC_ALL=C', 'apt-get'] as const;
/** Another apt (a daily upgrade) may hold the lock for a while. */
const patient = ['-o', 'DPkg::Lock::Timeout=300'];

/** Options that make apt read nothing but `sources`, and leave the lists of other sources alone. */
function onlyFrom(sources: string | null): string[] {
  return sources === null
    ? []
    : [
        ...['-o', `Dir::Etc::SourceList=${sources}`, '-o', 'Dir::Etc::SourceParts=-'],
        ...['-o', 'APT::Get::List-Cleanup=0'],
      ];
}

export type Argv = readonly [string, ...string[]];

/** Reads the lists of packages; fails where one cannot be had. */
export const updateLists = (sources: string | null): Argv => [
  ...unattended,
  ...onlyFrom(sources),
  ...['-o', 'APT::Update::Error-Mode=any', 'update', '-q'],
];

/** Installs packages and what they cannot do without. Where another would have to go for them, apt refuses. */
export const installPackages = (sources: string | null, packages: readonly string[]): Argv => [
  ...unattended,
  ...onlyFrom(sources),
  ...patient,
  ...['install', '-y', '-q', '--no-remove', '--no-install-recommends', ...packages],
];

/** Asks which of some packages there are. */
export const askForPackages = (sources: string | null, packages: readonly string[]): Argv => [
  'env',
  'LC_ALL=C',
  'apt-cache',
  ...onlyFrom(sources),
  'policy',
  ...packages,
];

/** Packages of `apt-cache policy` that can be installed. */
export function candidates(policy: string): string[] {
  return valuesOf(policy, 'Candidate').flatMap(([name, version]) =>
    // Before its second version it was a program of its own.
    name === 'docker-compose' && /^(?:\d+:)?[01]\./.test(version) ? [] : [name],
  );
}

/** Packages of `apt-cache policy` that are installed. */
function installed(policy: string): string[] {
  return valuesOf(policy, 'Installed').map(([name]) => name);
}

function valuesOf(policy: string, key: 'Candidate' | 'Installed'): [name: string, version: string][] {
  const found: [string, string][] = [];
  let current = '';
  for (const line of policy.split('\n')) {
    current = /^(\S+):$/.exec(line)?.[1] ?? current;
    const [, named, version] = /^\s+(\w+):\s+(\S+)/.exec(line) ?? [];
    if (named === key && version !== undefined && version !== '(none)' && current !== '')
      found.push([current, version]);
  }
  return found;
}

/** The packages of an engine that a distribution has; null where it lacks the engine itself. */
export function engineFrom(system: 'debian' | 'ubuntu', there: readonly string[]): string[] | null {
  const [engine, ...others] = enginePackages[system];
  if (!there.includes(engine)) return null;
  return [engine, ...others.filter((one) => there.includes(one))];
}

/** What is asked of apt to tell which package has a plugin. */
export const pluginNames = [
  ...['docker.io', 'docker-ce-cli', 'docker-buildx-plugin', 'docker-compose-plugin'],
  ...['docker-buildx', 'docker-compose', 'docker-compose-v2'],
];

/** The package of a plugin that apt has; null where it has none. */
export function pluginFrom(system: System, tool: 'buildx' | 'compose', policy: string): string | null {
  const own = packageOf(system, tool);
  const there = candidates(policy);
  const names = [own, `docker-${tool}-plugin`];
  // Docker's own packages and those of the distribution are not mixed.
  if (installed(policy).includes('docker-ce-cli')) names.reverse();
  const found = names.find((name) => name !== null && there.includes(name));
  // Lists that have no engine either were never read: what apt does not know yet may be there.
  if (found !== undefined || there.includes('docker.io') || own === null) return found ?? null;
  return isKnownToLack(system, own) ? null : own;
}

/** The packages of an engine on a machine, as far as its lists tell. */
export function engineHere(
  system: System & { system: 'debian' | 'ubuntu' },
  policy: string,
): readonly string[] {
  const all = enginePackages[system.system];
  return engineFrom(system.system, candidates(policy)) ?? all.filter((name) => !isKnownToLack(system, name));
}
