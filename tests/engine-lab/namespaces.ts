import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { hostPid, identify, isAlive, listPids, type ProcessId, parentOf } from './processes.ts';
import { runCommand, runOk } from './run-command.ts';
import type { CommandOptions, CommandResult } from './types.ts';

const script = fileURLToPath(new URL('enter-root.sh', import.meta.url));
const separate = ['-m', '-n', '-u', '-p', '--fork', '--kill-child'];

/**
 * First process inside: reaps orphans. Owned engines end when stdin closes, which the kernel does when the owner
 * dies in whatever way; detached ones run until they are killed. The trailing `exit` keeps the shell from
 * replacing itself with the command, which would not reap.
 */
const initScript = {
  owned: 'cat >/dev/null; exit 0',
  detached: 'while :; do sleep 3600; done; exit 0',
};

export type Namespaces = { readonly holder: ProcessId; readonly init: ProcessId };

/** Opens mount, network, host name and pid namespaces with `rootDir` pivoted in, held by a first process. */
export async function openNamespaces(
  rootDir: string,
  runDir: string,
  name: string,
  detached: boolean,
): Promise<Namespaces> {
  const logPath = join(runDir, 'init.log');
  const log = openSync(logPath, 'a');
  const init = ['/bin/busybox', 'sh', '-c', `echo entered; ${initScript[detached ? 'detached' : 'owned']}`];
  const child = spawn('unshare', [...separate, '--', '/bin/sh', script, rootDir, runDir, name, ...init], {
    stdio: [detached ? 'ignore' : 'pipe', log, log],
    detached: true,
    cwd: '/',
  });
  closeSync(log);
  let failure: Error | undefined;
  child.on('error', (error) => {
    failure = error;
  });
  child.unref();
  if (child.stdin && 'unref' in child.stdin && typeof child.stdin.unref === 'function') child.stdin.unref();
  // The engine may be gone before the pipe is closed: that is what closing it is for.
  child.stdin?.on('error', () => undefined);

  const deadline = Date.now() + 20_000;
  while (Date.now() < deadline && failure === undefined) {
    await sleep(10);
    const holder = child.pid === undefined ? undefined : identify(child.pid);
    if (holder === undefined) break;
    if (!readFileSync(logPath, 'utf8').includes('entered')) continue;
    const inner = listPids().find((pid) => parentOf(pid) === holder.pid);
    const first = inner === undefined ? undefined : identify(inner);
    if (first !== undefined) return { holder, init: first };
  }
  child.kill('SIGKILL');
  throw new Error(
    `Cannot enter the lab root ${rootDir}: ${failure?.message ?? readFileSync(logPath, 'utf8').trim()}`,
  );
}

/** Runs a command inside the namespaces and root of `init`. */
export function execInside(
  init: number,
  command: readonly string[],
  options?: CommandOptions,
): Promise<CommandResult> {
  return runCommand('nsenter', [...enter(init), ...command], { cwd: '/', ...options });
}

/** Starts a daemon inside, appending its output to `logPath`; answers its host identity. */
export async function startInside(
  init: number,
  command: readonly string[],
  logPath: string,
): Promise<ProcessId> {
  // The shell ends at once, so the daemon becomes a child of the namespace's init, which reaps it.
  const start = 'log=$1; shift; "$@" </dev/null >>"$log" 2>&1 & echo $!';
  const inner = await runOk('nsenter', [...enter(init), '/bin/sh', '-c', start, 'sh', logPath, ...command], {
    cwd: '/',
  });
  const pid = hostPid(init, Number(inner));
  const identity = pid === undefined ? undefined : identify(pid);
  if (identity !== undefined && isAlive(identity)) return identity;
  throw new Error(`${command[0]} ended at once:\n${readFileSync(logPath, 'utf8').slice(-2000)}`);
}

function enter(init: number): string[] {
  const environment = [
    '-i',
    'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    'HOME=/root',
  ];
  return ['-t', String(init), '-m', '-n', '-u', '-p', '--', '/usr/bin/env', ...environment];
}
