import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fail } from '../../../shared/contract/failure.ts';
import type { OperationLine } from '../../../shared/contract/operations.ts';
import type { ErrandTools } from '../../operations/operations.ts';
import { installedEngines } from '../checks/installed.ts';
import { runHere } from '../site.ts';
import {
  type Argv,
  askForPackages,
  candidates,
  engineFrom,
  installPackages,
  keyringOf,
  sourcesFor,
  updateLists,
} from './apt.ts';
import type { System } from './os-release.ts';
import { enginePackages } from './packages.ts';
import { type RootRunOptions, runAsRoot } from './root-run.ts';

export interface InstallTools {
  env: NodeJS.ProcessEnv;
  system: System;
  exists(path: string): Promise<boolean>;
}

/** A line of what a program said, for the log of an operation. */
export function spoken(said: string): OperationLine {
  const at = new Date().toISOString();
  return { at, kind: 'program', name: said, outcome: 'done', outcomeKey: 'made', detail: '' };
}

/**
 * Installs the engine of a distribution that has apt: reads the lists, takes what there is, tells each line.
 * @throws unsupported `setup-no-apt`; conflict `setup-installed` where one is; engine-error `setup-failed` with what apt said; permission-denied `setup-by-hand`
 * with the command; timeout `setup-late`; cancelled between steps, never within dpkg
 */
export async function installEngine(
  { env, system, exists }: InstallTools,
  mirror: string | undefined,
  { change, signal }: Pick<ErrandTools, 'change' | 'signal'>,
): Promise<string[]> {
  if (!system.apt || (system.system !== 'debian' && system.system !== 'ubuntu'))
    throw fail('unsupported', 'setup-no-apt', { system: system.name });
  const [engine] = await installedEngines({ env, exists, platform: process.platform });
  if (engine !== undefined) throw fail('conflict', 'setup-installed', { engine });
  const own = system.system;
  const tell = (line: string) => change({}, spoken(line));
  const folder = mirror === undefined ? null : await mkdtemp(join(tmpdir(), 'slipway-apt-'));
  try {
    let sources: string | null = null;
    if (folder !== null && mirror !== undefined) {
      const keyring = keyringOf(own);
      sources = join(folder, 'mirror.list');
      await writeFile(sources, sourcesFor(system, mirror, (await exists(keyring)) ? keyring : null));
      // apt reads it as another user.
      await chmod(folder, 0o755);
    }
    const step = (argv: Argv, at: number, whole: boolean): Promise<string> => {
      signal.throwIfAborted();
      change({ total: 3, done: at, current: argv.at(-1) ?? '' });
      return must(argv, { env, signal, line: tell, whole });
    };
    await step(updateLists(sources), 0, false);
    change({ done: 1 });
    const [program, ...args] = askForPackages(sources, enginePackages[own]);
    const there = candidates((await runHere(program, args, env)).stdout);
    const wanted = engineFrom(own, there);
    if (wanted === null) throw fail('not-found', 'setup-no-package', { package: enginePackages[own][0] });
    tell(`packages: ${wanted.join(' ')}`);
    // What dpkg has begun is not broken off: it would leave packages half installed.
    await step(installPackages(sources, wanted), 2, true);
    change({ done: 3 });
    return wanted;
  } finally {
    if (folder !== null) await rm(folder, { recursive: true, force: true });
  }
}

/** Runs a step as an administrator. @throws as `installEngine` */
async function must(argv: Argv, options: RootRunOptions): Promise<string> {
  const ran = await runAsRoot(argv, options);
  if (ran.kind === 'by-hand') {
    const { command } = ran;
    throw fail(
      'permission-denied',
      'setup-by-hand',
      { command },
      { action: { kind: 'copy', text: command } },
    );
  }
  if (ran.code !== 0)
    throw fail('engine-error', 'setup-failed', { command: argv.join(' '), detail: lastLine(ran.said) });
  return ran.said;
}

/** apt says what went wrong in a line that begins with E:, or last of all. */
function lastLine(said: string): string {
  const lines = said.split('\n').filter((line) => line.trim() !== '');
  return (lines.findLast((line) => line.startsWith('E: ')) ?? lines.at(-1) ?? '').slice(0, 500);
}
