import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import writeFileAtomic from 'write-file-atomic';
import type { ApiError } from '../../../shared/contract/errors.ts';
import { fail, SlipwayError } from '../../../shared/contract/failure.ts';
import type { OwnPlaces } from './places.ts';

export const wanted = ['start', 'stop', 'restart', 'reload'] as const;
export type Wanted = (typeof wanted)[number];

interface Wish {
  id: string;
  want: Wanted;
}

interface WishAnswer {
  id: string;
  error: ApiError | null;
}

const againMs = 100;

/**
 * Asks the Slipway that looks after the engine to do something, and waits until it has.
 * @throws what stopped it there; conflict `engine-owner-silent` where it takes no note of it
 */
export async function askOwner(
  places: OwnPlaces,
  want: Wanted,
  owner: number,
  withinMs: { begun: number; over: number },
  signal: AbortSignal,
): Promise<void> {
  const id = randomBytes(8).toString('hex');
  await mkdir(places.folder, { recursive: true, mode: 0o700 });
  await writeFileAtomic(places.wish, JSON.stringify({ id, want } satisfies Wish), { mode: 0o600 });
  const began = performance.now();
  for (;;) {
    if (signal.aborted) throw fail('cancelled', 'cancelled');
    const answer = await readJson<WishAnswer>(places.answer);
    if (answer?.id === id) {
      if (answer.error !== null) throw new SlipwayError(answer.error);
      return;
    }
    const unseen = (await readJson<Wish>(places.wish))?.id === id;
    const passed = performance.now() - began;
    if ((unseen && passed > withinMs.begun) || passed > withinMs.over) {
      if (unseen) await rm(places.wish, { force: true });
      throw fail('conflict', 'engine-owner-silent', { pid: String(owner) });
    }
    await wait(againMs);
  }
}

/** What others asked for since, taken once; null where nobody did. */
export async function takeWish(places: OwnPlaces): Promise<Wish | null> {
  const wish = await readJson<Wish>(places.wish);
  if (wish === null) return null;
  await rm(places.wish, { force: true });
  return wanted.includes(wish.want) ? wish : null;
}

export async function answerWish(places: OwnPlaces, id: string, error: ApiError | null): Promise<void> {
  await writeFileAtomic(places.answer, JSON.stringify({ id, error } satisfies WishAnswer), { mode: 0o600 });
}

async function readJson<T>(path: string): Promise<T | null> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as T;
  } catch (thrown) {
    if (thrown instanceof SyntaxError || (thrown instanceof Error && 'code' in thrown)) return null;
    throw thrown;
  }
}
