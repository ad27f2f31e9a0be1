import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** A process that can be recognised later: pids are reused, a pid with its start time is not. */
export type ProcessId = { readonly pid: number; readonly start: string };

/** Start time of a process in clock ticks since boot, or undefined when it is gone (or a zombie). */
export function startTime(pid: number): string | undefined {
  const stat = readProc(`/proc/${pid}/stat`);
  if (stat === undefined) return undefined;
  // The command name may contain blanks and brackets: fields are counted behind its last bracket.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19];
}

/** The identity of a living process, or undefined. */
export function identify(pid: number): ProcessId | undefined {
  const start = startTime(pid);
  return start === undefined ? undefined : { pid, start };
}

/** Whether exactly this process still lives. */
export function isAlive(process: ProcessId | null | undefined): boolean {
  return process != null && process.pid > 0 && startTime(process.pid) === process.start;
}

/** Sends a signal to exactly this process; false when it was gone already. */
export function signalProcess(target: ProcessId | null | undefined, signal: NodeJS.Signals): boolean {
  if (target == null || !isAlive(target)) return false;
  try {
    process.kill(target.pid, signal);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
}

/** Waits until the process is gone; false when it still lives after `timeout` ms. */
export async function waitGone(target: ProcessId | null | undefined, timeout: number): Promise<boolean> {
  const deadline = Date.now() + timeout;
  while (isAlive(target)) {
    if (Date.now() > deadline) return false;
    await sleep(10);
  }
  return true;
}

/** Every pid visible here. */
export function listPids(): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => Number.isInteger(pid) && pid > 0);
}

/** Parent of a process, or undefined when it is gone. */
export function parentOf(pid: number): number | undefined {
  const stat = readProc(`/proc/${pid}/stat`);
  const field = stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[1];
  return field === undefined ? undefined : Number(field);
}

/** Command line with blanks between arguments; the bracketed name for kernel threads and zombies. */
export function commandLine(pid: number): string {
  const line = readProc(`/proc/${pid}/cmdline`)?.replaceAll('\0', ' ').trim();
  return line ? line : `[${readProc(`/proc/${pid}/comm`)?.trim() ?? 'gone'}]`;
}

/** Inode name of a namespace of a process, e.g. `pid:[4026532211]`; undefined when it is gone. */
function namespaceOf(pid: number, kind: 'pid' | 'mnt' | 'net'): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/ns/${kind}`);
  } catch {
    // The process ended between the listing and the look, or is a zombie: it has no namespace any more.
    return undefined;
  }
}

/** The host's pid for pid `inner` of the pid namespace that `init` is the first process of. */
export function hostPid(init: number, inner: number): number | undefined {
  const wanted = namespaceOf(init, 'pid');
  return listPids().find((pid) => {
    if (namespaceOf(pid, 'pid') !== wanted) return false;
    const line = readProc(`/proc/${pid}/status`)?.match(/^NSpid:\s*(.*)$/m)?.[1];
    return Number(line?.trim().split(/\s+/).at(-1)) === inner;
  });
}

function readProc(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // Processes end at any time; a file of one that is gone is the answer "gone", not an error.
    return undefined;
  }
}
