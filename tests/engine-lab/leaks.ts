import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { commandLine, identify, listPids, type ProcessId, parentOf } from './processes.ts';
import { listStates } from './state.ts';
import type { LabEngine } from './types.ts';

export type LeakOptions = {
  /** Engines whose containers, volumes and networks are watched too. */
  readonly engines?: readonly LabEngine[];
  /** Milliseconds that closing sockets and ending processes may take before they count. Default 2 000. */
  readonly settle?: number;
  /** What matches is not counted, e.g. `/^resource Timeout/`. */
  readonly ignore?: RegExp;
};

export type LeakGuard = { before(): Promise<void>; after(): Promise<void> };

/** Processes below this one, and engines it started, as `pid start command`. Other programs' are not its business. */
export function snapshotProcesses(): string[] {
  const pids = listPids();
  const parents = new Map(pids.map((pid) => [pid, parentOf(pid)]));
  const isOurs = (pid: number): boolean => {
    for (let at = parents.get(pid); at !== undefined && at > 0; at = parents.get(at)) {
      if (at === process.pid) return true;
    }
    return false;
  };
  const engines = listStates()
    .filter((state) => state.owner?.pid === process.pid)
    .map((state) => `engine ${state.kind} in ${state.runDir}`);
  const ours = pids
    .filter(isOurs)
    .map(identify)
    .filter((id): id is ProcessId => id !== undefined);
  return [
    ...engines,
    ...ours.map((id) => `process ${id.pid}/${id.start} ${commandLine(id.pid).slice(0, 120)}`),
  ];
}

/** Open descriptors of this process by what they are: unix or tcp socket, pipe, file. */
export function snapshotDescriptors(): string[] {
  const unix = socketInodes('/proc/net/unix', 6);
  const tcp = new Map([...socketInodes('/proc/net/tcp', 9), ...socketInodes('/proc/net/tcp6', 9)]);
  let watches = 0;
  return readdirSync('/proc/self/fd').flatMap((fd) => {
    const target = linkOf(`/proc/self/fd/${fd}`);
    // The folder just read is itself among them.
    if (target === undefined || /^\/proc\/\d+\/fd$/.test(target)) return [];
    // libuv keeps one for as long as its loop lives, however many files were watched; watchers themselves are resources.
    if (target === 'anon_inode:inotify') watches += 1;
    if (target === 'anon_inode:inotify' && watches === 1) return [];
    const inode = /^socket:\[(\d+)\]$/.exec(target)?.[1];
    if (inode === undefined) return [`descriptor ${target.replace(/^(pipe):.*$/, '$1')}`];
    if (tcp.has(inode)) return ['descriptor tcp socket'];
    return [`descriptor unix socket ${unix.get(inode) ?? ''}`.trimEnd()];
  });
}

/** Timers, sockets, servers and requests that keep this process's event loop busy, as Node names them. */
function snapshotResources(): string[] {
  return process.getActiveResourcesInfo().map((name) => `resource ${name}`);
}

/** Containers, volumes and custom networks of an engine. */
async function snapshotEngine(engine: LabEngine): Promise<string[]> {
  const [containers, volumes, networks] = await Promise.all([
    engine.dockerOk(['ps', '-a', '--no-trunc', '--format', 'container {{.Names}} {{.ID}}']),
    engine.dockerOk(['volume', 'ls', '--format', 'volume {{.Name}}']),
    engine.dockerOk(['network', 'ls', '--no-trunc', '--format', 'network {{.Name}} {{.ID}}']),
  ]);
  const lines = [containers, volumes, networks]
    .flatMap((text) => text.split('\n'))
    .filter((line) => line !== '');
  return lines.map((line) => `${engine.kind} ${line}`);
}

/**
 * For a suite's hooks: `before()` remembers, `after()` throws with a readable list of what is there in addition:
 * processes, descriptors, timers and handles, and objects on the given engines.
 */
export function leakGuard(options: LeakOptions = {}): LeakGuard {
  const look = async (): Promise<string[]> => {
    const engines = await Promise.all((options.engines ?? []).map(snapshotEngine));
    // Engines are asked first: their docker CLI is a process with pipes, gone by the time the rest is looked at.
    await sleep(0);
    const all = [...engines.flat(), ...snapshotProcesses(), ...snapshotDescriptors(), ...snapshotResources()];
    return all.filter((line) => !(options.ignore?.test(line) ?? false));
  };
  let remembered: readonly string[] | undefined;
  return {
    before: async () => {
      remembered = await look();
    },
    after: async () => {
      if (remembered === undefined) throw new Error('leakGuard: after() without before()');
      const base = remembered;
      const fresh = await settled(async () => extra(base, await look()), options.settle ?? 2_000);
      if (fresh.length > 0) throw new Error(`Leaked:\n${summarise(fresh).join('\n')}`);
    },
  };
}

/** Lines of `now` that `before` does not have, or not as often. */
export function extra(before: readonly string[], now: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const line of before) left.set(line, (left.get(line) ?? 0) + 1);
  return now.filter((line) => {
    const count = left.get(line) ?? 0;
    left.set(line, count - 1);
    return count <= 0;
  });
}

function summarise(lines: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const line of lines) counts.set(line, (counts.get(line) ?? 0) + 1);
  return [...counts].map(([line, count]) => (count === 1 ? `  ${line}` : `  ${count} x ${line}`));
}

async function settled(look: () => string[] | Promise<string[]>, settle: number): Promise<string[]> {
  const deadline = Date.now() + settle;
  for (;;) {
    const fresh = await look();
    if (fresh.length === 0 || Date.now() > deadline) return fresh;
    await sleep(50);
  }
}

function socketInodes(table: string, column: number): Map<string, string> {
  const lines = readFileSync(table, 'utf8').split('\n').slice(1);
  return new Map(
    lines.flatMap((line) => {
      const fields = line.trim().split(/\s+/);
      const inode = fields[column];
      return inode === undefined ? [] : [[inode, fields[column + 1] ?? '']];
    }),
  );
}

function linkOf(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    // Closed between the listing and the look: then it is not open.
    return undefined;
  }
}
