import { chmodSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { findMirror } from './apt-sources.ts';
import { withLock } from './lock.ts';
import { cacheDir, rootsDir } from './paths.ts';
import { isProvisioned, packagesOf, rootKey, rootPath, type Suite, suiteFor } from './roots.ts';
import { runCommand, runOk } from './run-command.ts';
import type { EngineKind } from './types.ts';

const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';
const unwanted = ['usr/share/man', 'usr/share/doc', 'usr/share/locale', 'usr/share/info'];

export type Progress = (line: string) => void;

/**
 * Makes the roots of the given engine kinds, at most two at a time, and leaves complete ones alone.
 * Needs root on Debian with the network its apt uses; throws when a root cannot be made.
 */
export async function provision(
  kinds: readonly EngineKind[],
  say: Progress = () => undefined,
): Promise<void> {
  const missing = [...new Set(kinds.map(suiteFor))].filter((suite) => !isProvisioned(suite));
  if (missing.length === 0) return;
  const mirror = findMirror();
  if (mirror === undefined)
    throw new Error("No Debian mirror in the machine's apt sources: cannot make lab roots.");
  const tool = await withLock(join(cacheDir(), 'tools.lock'), () => findTool(say));
  const queue = [...missing];
  const worker = async (): Promise<void> => {
    for (let suite = queue.shift(); suite !== undefined; suite = queue.shift()) {
      await provisionSuite(suite, mirror, tool, say);
    }
  };
  await Promise.all([worker(), worker()]);
}

type Tool = 'mmdebstrap' | 'debootstrap';

async function findTool(say: Progress): Promise<Tool> {
  if (!existsSync(keyring)) await aptInstall('debian-archive-keyring', say);
  if (await isCommand('mmdebstrap')) return 'mmdebstrap';
  try {
    await aptInstall('mmdebstrap', say);
    return 'mmdebstrap';
  } catch (error) {
    say(`mmdebstrap cannot be installed, taking debootstrap: ${String(error).split('\n')[0]}`);
  }
  if (!(await isCommand('debootstrap'))) await aptInstall('debootstrap', say);
  return 'debootstrap';
}

async function isCommand(name: string): Promise<boolean> {
  return (await runCommand('sh', ['-c', `command -v ${name}`])).code === 0;
}

async function aptInstall(name: string, say: Progress): Promise<void> {
  say(`installing ${name}`);
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  const args = ['install', '-y', '-q', '--no-install-recommends', name];
  if ((await runCommand('apt-get', args, { env, timeout: 300_000 })).code === 0) return;
  await runOk('apt-get', ['update', '-q'], { env, timeout: 300_000 });
  await runOk('apt-get', args, { env, timeout: 300_000 });
}

async function provisionSuite(suite: Suite, mirror: string, tool: Tool, say: Progress): Promise<void> {
  const target = rootPath(suite);
  const since = Date.now();
  const seconds = (): string => `${((Date.now() - since) / 1000).toFixed(0)} s`;
  const build = async (): Promise<void> => {
    if (isProvisioned(suite)) return;
    const temporary = `${target}.partial`;
    rmSync(temporary, { recursive: true, force: true });
    mkdirSync(rootsDir(), { recursive: true });
    say(`${suite}: building with ${tool}`);
    const timer = setInterval(() => say(`${suite}: still building, ${seconds()}`), 15_000);
    try {
      await buildRoot(suite, mirror, tool, temporary);
    } catch (error) {
      rmSync(temporary, { recursive: true, force: true });
      throw error;
    } finally {
      clearInterval(timer);
    }
    chmodSync(temporary, 0o755);
    renameSync(temporary, target);
    say(`${suite}: ready after ${seconds()}`);
  };
  await withLock(join(rootsDir(), `${rootKey(suite)}.lock`), build, () =>
    say(`${suite}: another run is building it, waiting`),
  );
}

async function buildRoot(suite: Suite, mirror: string, tool: Tool, target: string): Promise<void> {
  const include = `--include=${packagesOf[suite].join(',')}`;
  const env = { DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' };
  const options = { env, timeout: 900_000 };
  if (tool === 'mmdebstrap') {
    // Mirrors behind a dated snapshot carry expired Release files; signatures are still checked.
    const apt = ['Apt::Install-Recommends "false"', 'Acquire::Check-Valid-Until "false"'];
    const dpkg = ['force-unsafe-io', ...unwanted.map((path) => `path-exclude=/${path}/*`)];
    await runOk(
      'mmdebstrap',
      [
        '--quiet',
        '--mode=root',
        '--variant=apt',
        '--components=main',
        `--keyring=${keyring}`,
        ...apt.map((option) => `--aptopt=${option}`),
        ...dpkg.map((option) => `--dpkgopt=${option}`),
        include,
        suite,
        target,
        mirror,
      ],
      options,
    );
    return;
  }
  await runOk(
    'debootstrap',
    ['--variant=minbase', `--keyring=${keyring}`, include, suite, target, mirror],
    options,
  );
  for (const path of [...unwanted, 'var/cache/apt', 'var/lib/apt/lists']) {
    rmSync(join(target, path), { recursive: true, force: true });
  }
}
