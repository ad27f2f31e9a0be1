import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
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
  error: ApiError | null;
}

const againMs = 100;
const keptMs = 3_600_000;
const wishEnd = '.wish.json';
const answerEnd = '.answer.json';

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
  const id = `${Date.now()}-${randomBytes(8).toString('hex')}`;
  const [wish, answer] = [wishFile(places, id), answerFile(places, id)];
  await mkdir(places.wishes, { recursive: true, mode: 0o700 });
  await writeFileAtomic(wish, JSON.stringify({ want }), { mode: 0o600 });
  const began = performance.now();
  try {
    for (;;) {
      if (signal.aborted) throw fail('cancelled', 'cancelled');
      const answered = await readJson<WishAnswer>(answer);
      if (answered !== null) {
        if (answered.error !== null) throw new SlipwayError(answered.error);
        return;
      }
      const passed = performance.now() - began;
      const unseen = passed > withinMs.begun && (await readJson(wish)) !== null;
      if (unseen || passed > withinMs.over)
        throw fail('conflict', 'engine-owner-silent', { pid: String(owner) });
      await wait(againMs);
    }
  } finally {
    // Nobody waits for it any more: it is not to be done later.
    await rm(wish, { force: true });
    await rm(answer, { force: true });
  }
}

/** What others asked for since, each taken once, in the order it was asked. */
export async function takeWishes(places: OwnPlaces): Promise<Wish[]> {
  const names = await readdir(places.wishes).catch(none);
  const taken: Wish[] = [];
  for (const name of names.filter((one) => one.endsWith(wishEnd)).sort()) {
    const id = name.slice(0, -wishEnd.length);
    const found = await readJson<{ want: Wanted }>(wishFile(places, id));
    await rm(wishFile(places, id), { force: true });
    if (found !== null && wanted.includes(found.want)) taken.push({ id, want: found.want });
  }
  return taken;
}

/** Tells who asked. What nobody came for within an hour is cleared: they were ended meanwhile. */
export async function answerWish(places: OwnPlaces, id: string, error: ApiError | null): Promise<void> {
  await writeFileAtomic(answerFile(places, id), JSON.stringify({ error } satisfies WishAnswer), {
    mode: 0o600,
  });
  for (const name of await readdir(places.wishes))
    if (name.endsWith(answerEnd) && Date.now() - Number(name.split('-')[0]) > keptMs)
      await rm(join(places.wishes, name), { force: true });
}

function wishFile(places: OwnPlaces, id: string): string {
  return join(places.wishes, `${id}${wishEnd}`);
}

function answerFile(places: OwnPlaces, id: string): string {
  return join(places.wishes, `${id}${answerEnd}`);
}

function none(thrown: unknown): string[] {
  if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return [];
  throw thrown;
}

async function readJson<T>(path: string): Promise<T | null> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as T;
  } catch (thrown) {
    if (thrown instanceof SyntaxError || (thrown instanceof Error && 'code' in thrown)) return null;
    throw thrown;
  }
}
