import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';
import { SlipwayError, toApiError } from '../../../shared/contract/failure.ts';
import { volumeCreatedAt } from '../../engine/api/prune.ts';
import { removeVolume } from '../../engine/api/resources.ts';
import type { EngineClient } from '../../engine/client.ts';
import type { Engine } from '../../engine/engine.ts';
import { isProcessAlive, ownProcess } from '../../plans/owner.ts';
import { sweepHelpers } from '../volumes/helper.ts';

const noteSchema = z.object({
  engineId: z.string(),
  volume: z.string(),
  /** As the engine tells of it; empty until it was made. One of the same name made at another time is somebody else's. */
  createdAt: z.string(),
  owner: z.object({ pid: z.number(), started: z.string() }),
});

/**
 * Volumes that are being filled, each noted in a file before it is made. What an import leaves that was killed, or whose
 * engine went away, is removed when the engine answers again: a volume is there with all of its data, or not at all.
 */
export class Filling {
  readonly #folder: string;
  /** Given up in this process. */
  readonly #failed = new Set<string>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Answers the note, for `done` or `failed`. */
  async begin(engineId: string, volume: string): Promise<string> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const note = join(this.#folder, `${randomBytes(6).toString('hex')}.json`);
    await write(note, { engineId, volume, createdAt: '', owner: await ownProcess() });
    return note;
  }

  /** The volume is there, and empty. */
  async made(note: string, createdAt: string): Promise<void> {
    const noted = await read(note);
    if (noted !== null) await write(note, { ...noted, createdAt });
  }

  done(note: string): Promise<void> {
    return rm(note, { force: true });
  }

  /** Removes the volume now, or where that fails, when the engine answers again. */
  async failed(note: string, client: EngineClient): Promise<boolean> {
    const noted = await read(note);
    try {
      const signal = AbortSignal.timeout(30_000);
      if (noted !== null && noted.createdAt !== '')
        if ((await volumeCreatedAt(client, noted.volume, signal)) === noted.createdAt)
          await removeVolume(client, noted.volume, signal);
    } catch (thrown) {
      if (!(thrown instanceof SlipwayError)) throw thrown;
      if (thrown.error.code !== 'not-found') {
        this.#failed.add(note);
        return false;
      }
    }
    await this.done(note);
    return true;
  }

  /** Watches the engine and removes what is half filled. The answer ends it. */
  keep(engine: Engine): () => Promise<void> {
    const stop = new AbortController();
    let last = Promise.resolve();
    const stopListening = engine.connection.listen({
      ready: () => {
        last = last
          .then(() => this.sweep(engine, stop.signal))
          .catch((thrown: unknown) => {
            const { code, message } = toApiError(thrown);
            if (code === 'cancelled' || code === 'unreachable' || code === 'timeout') return;
            process.emitWarning(`What an import left half done could not be removed: ${message}`);
          });
      },
      event: () => undefined,
      gap: () => undefined,
      lost: () => undefined,
      switched: () => undefined,
    });
    return () => {
      stopListening();
      stop.abort();
      return last;
    };
  }

  async sweep(engine: Engine, signal: AbortSignal): Promise<void> {
    const notes = await readdir(this.#folder).catch((thrown: unknown) => {
      if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return [];
      throw thrown;
    });
    if (notes.length === 0) return;
    const engineId = await engine.engineId(signal);
    const client = await engine.clientOf(engineId, signal);
    await sweepHelpers(client, signal);
    for (const name of notes) {
      const file = join(this.#folder, name);
      const note = await read(file);
      if (note === null || note.engineId !== engineId) continue;
      if (!this.#failed.has(file) && (await isProcessAlive(note.owner))) continue;
      if (await this.failed(file, client)) this.#failed.delete(file);
    }
  }
}

type Note = z.output<typeof noteSchema>;

const write = (file: string, note: Note): Promise<void> =>
  writeFileAtomic(file, JSON.stringify(note), { mode: 0o600 });

async function read(file: string): Promise<Note | null> {
  try {
    return noteSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (thrown) {
    // Another process was done with it meanwhile, or it is none of ours.
    if (thrown instanceof SyntaxError || thrown instanceof z.ZodError) return null;
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return null;
    throw thrown;
  }
}
