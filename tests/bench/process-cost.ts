import { readdirSync, readFileSync } from 'node:fs';
import { listPids, parentOf } from '../engine-lab/processes.ts';

/** CPU time in ms that a process and all below it have used so far, by the scheduler's own count (nanoseconds). */
export function cpuMs(pid: number): number {
  return tree(pid).reduce((sum, each) => sum + threadsMs(each), 0);
}

/** Resident memory in bytes of a process and all below it; pages they share count more than once. */
export function residentBytes(pid: number): number {
  return tree(pid).reduce((sum, each) => {
    const kib = /^VmRSS:\s+(\d+) kB/m.exec(read(`/proc/${each}/status`))?.[1];
    return sum + Number(kib ?? 0) * 1024;
  }, 0);
}

function tree(root: number): number[] {
  const found = [root];
  const parents = listPids().map((pid) => [pid, parentOf(pid)] as const);
  // Grows while it is walked: children of children are found behind their parents.
  for (const parent of found) for (const [pid, of] of parents) if (of === parent) found.push(pid);
  return found;
}

/** /proc/PID/stat counts in ticks of 10 ms, too coarse for a process that is idle. */
function threadsMs(pid: number): number {
  return threads(pid).reduce((sum, thread) => {
    const [running] = read(`/proc/${pid}/task/${thread}/schedstat`).split(' ');
    return sum + Number(running || 0) / 1e6;
  }, 0);
}

function threads(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch (thrown) {
    return gone(thrown, []);
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (thrown) {
    return gone(thrown, '');
  }
}

/** A process may end between the listing and the look. */
function gone<T>(thrown: unknown, instead: T): T {
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : '';
  if (code === 'ENOENT' || code === 'ESRCH') return instead;
  throw thrown;
}
