import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { fail } from '../../shared/contract/failure.ts';
import { ownMark, whoseMark } from '../plans/place.ts';
import { codeOf, isAbsent } from './places.ts';

const everyMs = 25;
/** Of a lock whose owner nobody here can tell to be alive, e.g. in another container: none takes this long. */
const silentMs = 60_000;
const heldSchema = z.object({ mark: z.string(), nonce: z.string() });
type Held = z.infer<typeof heldSchema>;

/** Those held in this process: two Slipways of one process have the same mark. */
const heldHere = new Set<string>();

/**
 * Does work while no other Slipway does the same under this lock, a file that names its owner. What one that was killed left
 * is cleared.
 * @throws conflict `docker-config-busy` where another one stays at it for longer than `patienceMs`
 */
export async function alone<T>(file: string, work: () => Promise<T>, patienceMs = 10_000): Promise<T> {
  const deadline = performance.now() + patienceMs;
  const nonce = randomBytes(8).toString('hex');
  const own = `${file}.${nonce}`;
  await mkdir(dirname(file), { recursive: true, mode: 0o755 });
  try {
    // Whole before it counts: a lock is never seen half written.
    await writeFile(own, JSON.stringify({ mark: await ownMark(), nonce } satisfies Held), { mode: 0o600 });
    heldHere.add(nonce);
    while (!(await take(file, own))) {
      if (performance.now() > deadline) throw fail('conflict', 'docker-config-busy', { path: file });
      await sleep(everyMs);
    }
    try {
      return await work();
    } finally {
      const held = await read(file);
      if (held !== 'no-lock' && held?.nonce === nonce) await rm(file, { force: true });
    }
  } finally {
    heldHere.delete(nonce);
    await rm(own, { force: true });
  }
}

async function take(file: string, own: string): Promise<boolean> {
  try {
    await link(own, file);
    return true;
  } catch (thrown) {
    if (codeOf(thrown) !== 'EEXIST') throw thrown;
  }
  if (await isLeft(file)) await clear(file, `${own}.left`);
  return false;
}

/** Moved away and looked at once more: another may have taken it since. */
async function clear(file: string, away: string): Promise<void> {
  try {
    await rename(file, away);
    if (!(await isLeft(away))) await link(away, file);
  } catch (thrown) {
    // Gone, or taken, by now.
    if (!isAbsent(thrown) && codeOf(thrown) !== 'EEXIST') throw thrown;
  } finally {
    await rm(away, { force: true });
  }
}

/** Whether it is there, and its owner is dead. What is no lock is nobody's. */
async function isLeft(file: string): Promise<boolean> {
  const held = await read(file);
  if (held === null) return false;
  if (held === 'no-lock') return true;
  switch (await whoseMark(held.mark)) {
    case 'own':
      return !heldHere.has(held.nonce);
    case 'alive':
      return false;
    case 'dead':
      return true;
    case 'elsewhere':
      return isOld(file);
  }
}

async function isOld(file: string): Promise<boolean> {
  try {
    return Date.now() - (await stat(file)).mtimeMs > silentMs;
  } catch (thrown) {
    if (isAbsent(thrown)) return false;
    throw thrown;
  }
}

async function read(file: string): Promise<Held | 'no-lock' | null> {
  try {
    const held = heldSchema.safeParse(JSON.parse(await readFile(file, 'utf8')));
    return held.success ? held.data : 'no-lock';
  } catch (thrown) {
    if (isAbsent(thrown)) return null;
    if (thrown instanceof SyntaxError) return 'no-lock';
    throw thrown;
  }
}
