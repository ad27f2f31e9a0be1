import { link, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fail } from '../../../shared/contract/failure.ts';

/** In a place while somebody changes it; it holds the number of the process that does. */
export const lockName = '.slipway-lock';
/** A change takes well under a second: what is older was left by a crash. */
const staleMs = 120_000;
/** Between the making of the file and its writing. */
const emptyMs = 10_000;
const waitMs = 30_000;
const againMs = 50;

const held = new Set<string>();

/** Works while no other process changes this place. @throws conflict `certificate-busy` */
export async function locked<T>(base: string, work: () => Promise<T>): Promise<T> {
  const until = performance.now() + waitMs;
  while (!(await take(base))) {
    if (performance.now() > until) throw fail('conflict', 'certificate-busy', { path: base });
    await wait(againMs);
  }
  return holding(base, work);
}

/** The same where nobody does; undefined without work where somebody does. */
export async function lockedNow<T>(base: string, work: () => Promise<T>): Promise<T | undefined> {
  return (await take(base)) ? holding(base, work) : undefined;
}

async function holding<T>(base: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } finally {
    held.delete(base);
    await rm(join(base, lockName), { force: true });
  }
}

async function take(base: string): Promise<boolean> {
  if (held.has(base)) return false;
  // Before anything is waited for: two of one process must not pass here.
  held.add(base);
  const path = join(base, lockName);
  try {
    if (!(await isHeld(path))) await clearStale(path);
    await writeFile(path, String(process.pid), { flag: 'wx', mode: 0o644 });
    return true;
  } catch (thrown) {
    held.delete(base);
    if (codeOf(thrown) === 'EEXIST') return false;
    throw thrown;
  }
}

/** Moved away and looked at once more: another may have cleared it and made its own since. */
async function clearStale(path: string): Promise<void> {
  const away = `${path}-${process.pid}`;
  try {
    await rename(path, away);
    if (await isHeld(away)) await link(away, path);
  } catch (thrown) {
    if (codeOf(thrown) !== 'ENOENT' && codeOf(thrown) !== 'EEXIST') throw thrown;
  } finally {
    await rm(away, { force: true });
  }
}

/** Whether somebody, here or in another process, changes this place now. */
export async function isLocked(base: string): Promise<boolean> {
  return held.has(base) || isHeld(join(base, lockName));
}

async function isHeld(path: string): Promise<boolean> {
  try {
    const ageMs = Date.now() - (await stat(path)).mtimeMs;
    const owner = Number(await readFile(path, 'utf8'));
    if (ageMs > staleMs) return false;
    return owner === 0 ? ageMs < emptyMs : owner !== process.pid && isAlive(owner);
  } catch (thrown) {
    if (codeOf(thrown) === 'ENOENT') return false;
    throw thrown;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    // One of another user's is one as well.
    return codeOf(thrown) === 'EPERM';
  }
}

function codeOf(thrown: unknown): unknown {
  return thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
}
