import { fail } from '../../shared/contract/failure.ts';
import type { FixOutcome, MachineFixId } from '../../shared/contract/machine.ts';
import { loadableModules } from './checks/kernel.ts';
import type { Finding } from './finding.ts';
import { type Argv, installPackages, updateLists } from './setup/apt.ts';
import type { System } from './setup/os-release.ts';
import { packageOf, type Tool } from './setup/packages.ts';
import type { RootRun, RootRunOptions } from './setup/root-run.ts';

export type RunAsRoot = (argv: Argv, options: RootRunOptions) => Promise<RootRun>;

const tools: Readonly<Record<Exclude<MachineFixId, 'load-modules'>, Tool>> = {
  'install-criu': 'criu',
  'install-buildx': 'buildx',
  'install-compose': 'compose',
};

/** What a fix runs, one command after the other. Nothing in it comes from a page. */
function commandsOf(id: MachineFixId, findings: readonly Finding[], system: System): Argv[] {
  if (id === 'load-modules') {
    const wanted = findings.filter(({ fix }) => fix?.run === id).map(({ of }) => of ?? '');
    const modules = loadableModules(wanted);
    return modules.length === 0 ? [] : [['modprobe', '-a', ...modules]];
  }
  const proposed = findings.find(({ fix }) => fix?.run === id);
  const name = proposed?.installs ?? packageOf(system, tools[id]);
  return name === null || !system.apt ? [] : [updateLists(null), installPackages(null, [name])];
}

/**
 * Does what a check proposes. It must propose it now: what is done already, or never was to be done, is refused.
 * @throws conflict `setup-not-proposed`; timeout `setup-late`; cancelled
 */
export async function applyFix(
  id: MachineFixId,
  { findings, system }: { findings: readonly Finding[]; system: System },
  run: RunAsRoot,
  options: RootRunOptions,
): Promise<FixOutcome> {
  if (!findings.some(({ fix }) => fix?.run === id)) throw fail('conflict', 'setup-not-proposed', { fix: id });
  let said = '';
  for (const argv of commandsOf(id, findings, system)) {
    // What dpkg has begun is not broken off.
    const ran = await run(argv, { ...options, whole: argv.includes('install') });
    if (ran.kind === 'by-hand') return ran;
    said = ran.said.trim().split('\n').at(-1) ?? '';
    if (ran.code !== 0) return { kind: 'failed', said };
  }
  return { kind: 'done', said };
}
