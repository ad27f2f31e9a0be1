import { readdir, readFile, readlink } from 'node:fs/promises';
import { basename } from 'node:path';
import { isProcessAlive, type ProcessMark, startOf } from '../plans/owner.ts';

/** What Linux tells of a process. */
export interface ProcessFacts extends ProcessMark {
  parent: number;
  /** The program file; the first argument where Slipway may not look. */
  binary: string;
  args: string[];
  uid: number;
}

/** null where there is none, or it ended and nobody took note yet. */
export async function processFacts(pid: number): Promise<ProcessFacts | null> {
  const [started, line, status, exe] = await Promise.all([
    startOf(pid),
    readFile(`/proc/${pid}/cmdline`, 'utf8').catch(gone),
    readFile(`/proc/${pid}/status`, 'utf8').catch(gone),
    readlink(`/proc/${pid}/exe`).catch(gone),
  ]);
  const state = /^State:\s+(\S)/m.exec(status)?.[1];
  if (started === '' || state === undefined || state === 'Z' || state === 'X') return null;
  const [first = '', ...args] = line.replace(/\0$/, '').split('\0');
  return {
    pid,
    started,
    parent: Number(/^PPid:\s+(\d+)/m.exec(status)?.[1] ?? 0),
    binary: exe === '' ? first : exe.replace(/ \(deleted\)$/, ''),
    args,
    uid: Number(/^Uid:\s+(\d+)/m.exec(status)?.[1] ?? -1),
  };
}

/** Every process there is that this one may see. */
export async function allProcesses(): Promise<ProcessFacts[]> {
  const names = await readdir('/proc').catch(() => []);
  const all = await Promise.all(
    names.filter((name) => /^\d+$/.test(name)).map((name) => processFacts(Number(name))),
  );
  return all.filter((one) => one !== null);
}

/** Those by this name: the kernel's own, of 15 letters at most, which costs one look each. */
export async function processesNamed(name: string): Promise<ProcessFacts[]> {
  const pids = (await readdir('/proc').catch(() => [])).filter((one) => /^\d+$/.test(one));
  const found = await Promise.all(
    pids.map(async (pid) =>
      (await readFile(`/proc/${pid}/comm`, 'utf8').catch(gone)).trim() === name
        ? processFacts(Number(pid))
        : null,
    ),
  );
  return found.filter((one) => one !== null);
}

/** Those with a text in their command line, which costs one look each. */
export async function processesGiven(words: string): Promise<ProcessFacts[]> {
  const pids = (await readdir('/proc').catch(() => [])).filter((one) => /^\d+$/.test(one));
  const found = await Promise.all(
    pids.map(async (pid) =>
      (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(gone)).includes(words)
        ? processFacts(Number(pid))
        : null,
    ),
  );
  return found.filter((one) => one !== null);
}

/** Whether one of them runs the program of this name. */
export function runs(one: Pick<ProcessFacts, 'binary'>, program: string): boolean {
  return basename(one.binary) === program;
}

/** Whether `pid` is `ancestor` or below it. */
export function isBelow(all: readonly ProcessFacts[], pid: number, ancestor: number): boolean {
  const parents = new Map(all.map((one) => [one.pid, one.parent]));
  const seen = new Set<number>();
  for (let at: number | undefined = pid; at !== undefined && !seen.has(at); at = parents.get(at)) {
    if (at === ancestor) return true;
    seen.add(at);
  }
  return false;
}

/** Signals exactly this process. False where it is gone. @throws what the system says, e.g. EPERM */
export async function signalProcess(mark: ProcessMark, signal: NodeJS.Signals): Promise<boolean> {
  if (!(await isProcessAlive(mark))) return false;
  try {
    process.kill(mark.pid, signal);
    return true;
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ESRCH') return false;
    throw thrown;
  }
}

/** A process may end, or be another's, while it is looked at. */
function gone(thrown: unknown): string {
  if (thrown instanceof Error && 'code' in thrown) return '';
  throw thrown;
}
