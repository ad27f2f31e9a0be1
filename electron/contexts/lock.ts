import { mkdir, open, readFile, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { fail } from '../../shared/contract/failure.ts';
import { isProcessAlive, ownProcess } from '../plans/owner.ts';
import { codeOf, isAbsent } from './places.ts';

const everyMs = 25;
const patienceMs = 10_000;
const markSchema = z.object({ pid: z.int(), started: z.string() });

/**
 * Does work while no other Slipway does the same under this lock, a file that names its owner. What one that was killed left
 * is cleared.
 * @throws conflict `docker-config-busy` where another one stays at it
 */
export async function alone<T>(file: string, work: () => Promise<T>): Promise<T> {
  const deadline = performance.now() + patienceMs;
  await mkdir(dirname(file), { recursive: true, mode: 0o755 });
  while (!(await take(file))) {
    if (performance.now() > deadline) throw fail('conflict', 'docker-config-busy', { path: file });
    await sleep(everyMs);
  }
  try {
    return await work();
  } finally {
    await rm(file, { force: true });
  }
}

async function take(file: string): Promise<boolean> {
  try {
    const lock = await open(file, 'wx', 0o600);
    try {
      await lock.writeFile(JSON.stringify(await ownProcess()));
    } finally {
      await lock.close();
    }
    return true;
  } catch (thrown) {
    if (codeOf(thrown) !== 'EEXIST') throw thrown;
  }
  if (await isLeft(file)) await rm(file, { force: true });
  return false;
}

/** Whether its owner is dead. One that is being written, or went this moment, is not. */
async function isLeft(file: string): Promise<boolean> {
  try {
    const text = await readFile(file, 'utf8');
    // Killed between making and writing it.
    if (text === '') return Date.now() - (await stat(file)).mtimeMs > patienceMs;
    const mark = markSchema.safeParse(JSON.parse(text));
    return mark.success && !(await isProcessAlive(mark.data));
  } catch (thrown) {
    if (isAbsent(thrown) || thrown instanceof SyntaxError) return false;
    throw thrown;
  }
}
