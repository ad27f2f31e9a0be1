import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';
import { type ApiError, errorCodes } from '../../../shared/contract/errors.ts';
import { isProcessAlive, ownProcess } from '../../plans/owner.ts';

/** How far a replacement came: each is written before the engine is asked for what it names. */
const phases = ['creating', 'created', 'stopping', 'starting', 'waiting', 'renaming', 'done'] as const;

const entrySchema = z.object({
  /** The plan's id. */
  id: z.string().regex(/^[a-z0-9-]{4,64}$/),
  engineId: z.string(),
  oldId: z.string(),
  name: z.string(),
  temporaryName: z.string(),
  asideName: z.string(),
  /** It ran when the replacement began. */
  wasRunning: z.boolean(),
  /** Of the run that was replaced. */
  startedAt: z.string(),
  stopSeconds: z.number(),
  /** Of the original, where the engine may start it by itself: taken off while it is aside. */
  restart: z.object({ name: z.string(), maximumRetryCount: z.number() }).optional(),
  phase: z.enum(phases),
  newId: z.string().optional(),
  /** Of the pause container that is made for its network; known before it is. */
  ownerName: z.string().optional(),
  ownerId: z.string().optional(),
  /** Volumes that were there before: any other that the replacement mounts was made for it. */
  volumesBefore: z.array(z.string()),
  at: z.string(),
  owner: z.object({ pid: z.number(), started: z.string() }),
  /** What became of it, once nobody is working on it any more. */
  told: z.enum(['stuck', 'put-back', 'old-left']).optional(),
  error: z
    .object({ code: z.enum(errorCodes), message: z.string() })
    .loose()
    .optional(),
});

export type JournalEntry = Omit<z.output<typeof entrySchema>, 'error'> & { error?: ApiError | undefined };

/**
 * What is being replaced at this moment, as files: whoever finds one whose process is gone puts the original back.
 * Names and ids only, no settings of any container.
 */
export class Journal {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async save(entry: JournalEntry): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    await writeFileAtomic(this.#path(entry.id), `${JSON.stringify(entry, null, 2)}\n`, { mode: 0o600 });
  }

  /** True when there was such an entry. */
  async remove(id: string): Promise<boolean> {
    try {
      await rm(this.#path(id));
      return true;
    } catch (thrown) {
      if (isMissing(thrown)) return false;
      throw thrown;
    }
  }

  /** Everything that is written down. What cannot be read is left where it is, and named in a warning. */
  async list(): Promise<JournalEntry[]> {
    let names: string[];
    try {
      names = await readdir(this.#folder);
    } catch (thrown) {
      if (isMissing(thrown)) return [];
      throw thrown;
    }
    const entries: JournalEntry[] = [];
    for (const name of names.filter((file) => file.endsWith('.json')).sort()) {
      const entry = await this.#read(join(this.#folder, name));
      if (entry !== null) entries.push(entry);
    }
    return entries;
  }

  /** Both containers of every replacement that is not settled: ids, and the name under which the new one is made. */
  async held(engineId: string): Promise<ReadonlySet<string>> {
    const open = (await this.list()).filter((entry) => entry.engineId === engineId && isOpen(entry));
    return new Set(open.flatMap(({ oldId, newId, temporaryName }) => [oldId, newId ?? oldId, temporaryName]));
  }

  async #read(path: string): Promise<JournalEntry | null> {
    try {
      const { error, ...entry } = entrySchema.parse(JSON.parse(await readFile(path, 'utf8')));
      // Only this class writes these files: a failure in one is one that crossed the contract.
      return error === undefined ? entry : { ...entry, error: error as ApiError };
    } catch (thrown) {
      if (isMissing(thrown)) return null;
      if (!(thrown instanceof SyntaxError) && !(thrown instanceof z.ZodError)) throw thrown;
      process.emitWarning(`${path} is no record of a replacement. It is left as it is.`);
      return null;
    }
  }

  #path(id: string): string {
    return join(this.#folder, `${id}.json`);
  }
}

function isMissing(thrown: unknown): boolean {
  return thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT';
}

/** Whether it still needs its original, and the replacement as it was left. */
export function isOpen({ told }: JournalEntry): boolean {
  return told === undefined || told === 'stuck';
}

/** Whether another process is still at it. */
export async function isWorkedOn(entry: JournalEntry): Promise<boolean> {
  if (entry.told !== undefined) return false;
  const own = await ownProcess();
  if (entry.owner.pid === own.pid && entry.owner.started === own.started) return false;
  return isProcessAlive(entry.owner);
}
