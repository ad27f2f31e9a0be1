import { type ChildProcess, spawn } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmdirSync,
  writeFileSync,
} from 'node:fs';
import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from '../../build/lib/paths.mjs';
import { execInside, type Namespaces, openNamespaces } from '../engine-lab/namespaces.ts';
import { signalProcess, waitGone } from '../engine-lab/processes.ts';
import { runOk } from '../engine-lab/run-command.ts';
import type { CommandResult } from '../engine-lab/types.ts';
import { freshRoot, keepDownloads, lendDownloads } from './fresh-root.ts';
import { openWayOut } from './way-out.ts';

const bridge = fileURLToPath(new URL('bridge.mjs', import.meta.url));
const proxyPort = 3128;
const bundles = ['/etc/ssl/certs/ca-certificates.crt', '/etc/ssl/cert.pem'];

/** A Debian that was installed a minute ago, in namespaces of its own, with this project in it and no engine. */
export interface FreshMachine {
  /** Where the project is, inside as well as outside. */
  project: string;
  env: Readonly<Record<string, string>>;
  run(command: readonly string[]): Promise<CommandResult>;
  /** Starts a program inside; whoever starts it ends it. */
  start(command: readonly string[], cwd: string): ChildProcess;
  /** Makes a port inside one of the host, by the same number. */
  reach(port: number): Promise<void>;
  /** Path, from outside, of a file inside. */
  outside(path: string): string;
  close(): Promise<void>;
}

export async function openFreshMachine(): Promise<FreshMachine> {
  const base = await freshRoot();
  const runDir = mkdtempSync('/tmp/slipway-fresh-');
  const project = join(runDir, 'slipway');
  await copyProject(project);
  const downloads = {
    npm: join(runDir, 'npm-cache'),
    // The upper layer of the root's overlay: there before it is mounted.
    apt: join(runDir, 'root-upper/var/cache/apt/archives'),
  };
  lendDownloads(downloads);
  const closers: (() => Promise<void>)[] = [];
  const before = engineCgroups();
  const way = await openWayOut(join(runDir, 'out.sock'));
  closers.push(() => way.close());
  const namespaces = await openNamespaces(base, runDir, 'fresh', false);
  const { pid } = namespaces.init;
  closers.push(await openBridge(pid, `tcp:${proxyPort}`, `unix:${runDir}/out.sock`));
  const env = await environment(runDir, downloads.npm);
  const enter = ['-t', String(pid), '-m', '-n', '-u', '-p', '--', '/usr/bin/env', '-i'];
  const pairs = Object.entries(env).map(([name, value]) => `${name}=${value}`);
  return {
    project,
    env,
    run: (command) => execInside(pid, ['env', ...pairs, ...command], { timeout: 600_000 }),
    start: (command, cwd) => {
      const shell = ['sh', '-c', 'cd "$1"; shift; exec "$@"', 'sh', cwd, ...command];
      return spawn('nsenter', [...enter, ...pairs, ...shell], {
        cwd: '/',
        stdio: ['ignore', 'pipe', 'pipe'],
      });
    },
    reach: async (port) => {
      const socket = join(runDir, `port-${port}.sock`);
      closers.push(await openBridge(pid, `unix:${socket}`, `tcp:${port}`));
      closers.push(await openBridge(null, `tcp:${port}`, `unix:${socket}`));
    },
    outside: (path) => `/proc/${pid}/root${path}`,
    close: async () => {
      for (const close of closers.reverse()) await close();
      await end(namespaces);
      for (const group of engineCgroups()) if (!before.includes(group)) removeEmpty(group);
      keepDownloads(downloads);
      await rm(runDir, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    },
  };
}

/** The project as it is in this work tree, without what was installed or built. */
async function copyProject(to: string): Promise<void> {
  const listed = await runOk('git', [
    '-C',
    root,
    'ls-files',
    '-z',
    '--cached',
    '--others',
    '--exclude-standard',
  ]);
  await runOk('git', ['clone', '-q', '--no-hardlinks', root, to]);
  for (const path of listed.split('\0')) {
    // One that was deleted and not committed yet is still listed.
    if (path === '' || !existsSync(join(root, path))) continue;
    mkdirSync(dirname(join(to, path)), { recursive: true });
    copyFileSync(join(root, path), join(to, path));
  }
}

/** The way out, the registry and the certificates this machine trusts; nothing else of it. */
async function environment(runDir: string, cache: string): Promise<Record<string, string>> {
  const registry = await runOk('npm', ['config', 'get', 'registry'], { cwd: root });
  const bundle = [process.env.NODE_EXTRA_CA_CERTS ?? '', ...bundles].find((path) => existsSync(path));
  const trusted = join(runDir, 'trusted.pem');
  if (bundle !== undefined) copyFileSync(bundle, trusted);
  else writeFileSync(trusted, '');
  const proxy = `http://127.0.0.1:${proxyPort}`;
  return {
    PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    HOME: '/root',
    LANG: 'C.UTF-8',
    ...{ http_proxy: proxy, https_proxy: proxy, no_proxy: 'localhost,127.0.0.1' },
    ...{ npm_config_registry: registry, npm_config_cache: cache, npm_config_update_notifier: 'false' },
    // What was downloaded before is not asked for again: the lockfile tells whether it is the right thing.
    npm_config_prefer_offline: 'true',
    ...(bundle === undefined ? {} : { npm_config_cafile: trusted, NODE_EXTRA_CA_CERTS: trusted }),
    // Data of an engine of Slipway's own: overlay does not lie on overlay, and the root is one.
    SLIPWAY_HOME: join(runDir, 'home'),
  };
}

/** Runs a bridge, in the network of a process or in ours, and waits until it listens. */
async function openBridge(init: number | null, from: string, to: string): Promise<() => Promise<void>> {
  const [program, ...before] =
    init === null ? [process.execPath] : ['nsenter', '-t', String(init), '-n', '--', process.execPath];
  const child = spawn(program ?? '', [...before, bridge, from, to], { stdio: ['pipe', 'pipe', 'inherit'] });
  const gone = new Promise<void>((resolve) => child.once('close', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`The bridge from ${from} to ${to} ended at once.`)));
    child.stdout.once('data', () => resolve());
  });
  return async () => {
    child.stdin.end();
    await gone;
  };
}

async function end({ holder, init }: Namespaces): Promise<void> {
  // The kernel ends all that is in its pid namespace with it: the engine, its containers, the page.
  signalProcess(init, 'SIGKILL');
  const ended = await waitGone(init, 20_000);
  signalProcess(holder, 'SIGKILL');
  if (!ended || !(await waitGone(holder, 5_000))) throw new Error('The fresh machine does not end.');
}

const hierarchyRoot = '/sys/fs/cgroup';

/** Groups that an engine makes for its containers, at the top of each hierarchy. */
function engineCgroups(): string[] {
  const folders = (path: string) =>
    existsSync(path)
      ? readdirSync(path, { withFileTypes: true }).flatMap((one) => (one.isDirectory() ? [one.name] : []))
      : [];
  const hierarchies = [hierarchyRoot, ...folders(hierarchyRoot).map((name) => join(hierarchyRoot, name))];
  return hierarchies.flatMap((one) =>
    folders(one).flatMap((name) => (/^(docker|slipway)/.test(name) ? [join(one, name)] : [])),
  );
}

/** Removes a group and those below it, all of them empty by now. */
function removeEmpty(group: string): void {
  for (const one of readdirSync(group, { withFileTypes: true }))
    if (one.isDirectory()) removeEmpty(join(group, one.name));
  try {
    rmdirSync(group);
  } catch (error) {
    // Somebody else's by now, or the kernel is not done with it: it holds nothing.
    if ((error as NodeJS.ErrnoException).code !== 'EBUSY') throw error;
  }
}
