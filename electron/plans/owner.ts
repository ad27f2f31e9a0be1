import { readFile } from 'node:fs/promises';

/** A process by its number and the moment it began: numbers are given again. */
export interface ProcessMark {
  pid: number;
  started: string;
}

/** Ticks since boot at which a process began; empty where the system does not tell. */
export async function startOf(pid: number): Promise<string> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    // The name before it is in parentheses and may hold anything.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown) return '';
    throw thrown;
  }
}

/** This process. */
export async function ownProcess(): Promise<ProcessMark> {
  return { pid: process.pid, started: await startOf(process.pid) };
}

/** Whether it still runs. */
export async function isProcessAlive(mark: ProcessMark): Promise<boolean> {
  try {
    process.kill(mark.pid, 0);
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'EPERM') return true;
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ESRCH') return false;
    throw thrown;
  }
  return mark.started === '' || (await startOf(mark.pid)) === mark.started;
}
