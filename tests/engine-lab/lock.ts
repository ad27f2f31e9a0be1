import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { identify, isAlive, type ProcessId } from './processes.ts';

/**
 * Runs `work` while holding a lock file, so that two runs do not build the same thing.
 * A lock whose holder is dead is taken over. Waits as long as the holder lives; `onWait` is called once.
 */
export async function withLock<T>(path: string, work: () => Promise<T>, onWait?: () => void): Promise<T> {
  mkdirSync(dirname(path), { recursive: true });
  let told = false;
  while (!tryLock(path)) {
    if (!told) onWait?.();
    told = true;
    await sleep(200);
  }
  try {
    return await work();
  } finally {
    rmSync(path, { force: true });
  }
}

let attempts = 0;

function tryLock(path: string): boolean {
  // Written aside and linked into place: a lock file is never seen empty.
  attempts += 1;
  const mine = `${path}.${process.pid}.${attempts}`;
  writeFileSync(mine, JSON.stringify(identify(process.pid)));
  try {
    linkSync(mine, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(mine, { force: true });
  }
  if (!isAlive(holderOf(path))) setAside(path, `${mine}.dead`);
  return false;
}

/** Removes a dead holder's lock; should another taker have been faster, its fresh lock is put back. */
function setAside(path: string, aside: string): void {
  try {
    renameSync(path, aside);
    if (isAlive(holderOf(aside))) linkSync(aside, path);
    rmSync(aside, { force: true });
  } catch (error) {
    // Another taker removed it first: the next attempt sees what is there now.
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

function holderOf(path: string): ProcessId | null {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return value as ProcessId | null;
  } catch (error) {
    // Released this very moment: nobody holds it.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
