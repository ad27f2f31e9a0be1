import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';
import { SlipwayError, toApiError } from '../../../shared/contract/failure.ts';
import { inspectObject } from '../../engine/api/objects.ts';
import { removeVolume } from '../../engine/api/resources.ts';
import type { EngineClient } from '../../engine/client.ts';
import type { Engine } from '../../engine/engine.ts';
import { record, text } from '../../engine/raw/fields.ts';
import { isProcessAlive, ownProcess } from '../../plans/owner.ts';
import { sweepHelpers } from '../volumes/helper.ts';

const noteSchema = z.object({
  engineId: z.string(),
  volume: z.string(),
  /** In its label: one of the same name without it is somebody else's. Times are no mark, engines before 23.0 change them. */
  nonce: z.string(),
  owner: z.object({ pid: z.number(), started: z.string() }),
});

/** On each volume that an import made, for good: no engine changes the labels of a volume. No export has it. */
export const importLabel = 'io.slipway.import';

/** What a volume is being filled under. */
export interface Begun {
  note: string;
  /** The value of its label. */
  nonce: string;
}

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

  /** Notes that it is about to be made with the nonce in its label; for `done` or `failed`. */
  async begin(engineId: string, volume: string): Promise<Begun> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const nonce = randomBytes(12).toString('hex');
    const note = join(this.#folder, `${nonce}.json`);
    await write(note, { engineId, volume, nonce, owner: await ownProcess() });
    return { note, nonce };
  }

  done(note: string): Promise<void> {
    return rm(note, { force: true });
  }

  /**
   * Removes the volume now, or where that fails, when the engine answers again. `unsure`: the engine may still make it, so
   * that one that is not there is looked for again.
   */
  async failed(note: string, client: EngineClient, unsure = false): Promise<boolean> {
    const noted = await read(note);
    try {
      if (noted !== null) await removeOurs(client, noted, AbortSignal.timeout(30_000));
    } catch (thrown) {
      if (!(thrown instanceof SlipwayError)) throw thrown;
      if (thrown.error.code !== 'not-found' || unsure) {
        this.#failed.add(note);
        return false;
      }
    }
    await this.done(note);
    return true;
  }

  /** Tells of a volume, by its labels, whether it is being filled or was never filled. */
  async unfinished(engineId: string): Promise<(labels: unknown) => boolean> {
    const open = new Set<string>();
    for (const name of await this.#notes()) {
      const note = await read(join(this.#folder, name));
      if (note?.engineId === engineId) open.add(note.nonce);
    }
    return (labels) => open.has(text(record(labels)[importLabel]));
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

  /** Removes what nobody fills any more. */
  async sweep(engine: Engine, signal: AbortSignal): Promise<void> {
    const notes = await this.#notes();
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

  async #notes(): Promise<string[]> {
    return readdir(this.#folder).catch((thrown: unknown) => {
      if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return [];
      throw thrown;
    });
  }
}

async function removeOurs(client: EngineClient, { volume, nonce }: Note, signal: AbortSignal): Promise<void> {
  const found = await inspectObject(client, 'volume', volume, signal);
  if (text(record(found.Labels)[importLabel]) === nonce) await removeVolume(client, volume, signal);
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
