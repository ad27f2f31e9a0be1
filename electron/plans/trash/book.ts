import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';
import { type ApiError, errorCodes } from '../../../shared/contract/errors.ts';
import { trashKinds } from '../../../shared/contract/trash.ts';
import { isProcessAlive, ownProcess } from '../owner.ts';

const networkSchema = z.object({
  id: z.string(),
  /** How the container was attached, as a connection takes it. */
  endpoint: z.record(z.string(), z.unknown()),
  /** What makes the network again; null for the engine's own. */
  body: z.record(z.string(), z.unknown()).nullable(),
});

const pageSchema = z.object({
  id: z.string().regex(/^trash-[0-9a-f]{12}$/),
  engineId: z.string(),
  kind: z.enum(trashKinds),
  objectId: z.string(),
  /** What it was called. */
  name: z.string(),
  /** What it is called here: a container's name, an image's one tag. */
  hidden: z.string(),
  tags: z.array(z.string()),
  networks: z.record(z.string(), networkSchema),
  restart: z.object({ name: z.string(), maximumRetryCount: z.number() }).nullable(),
  wasRunning: z.boolean(),
  putAt: z.string(),
  expiresAt: z.string(),
  /** When it was last to be emptied because its time was over. */
  triedAt: z.string().optional(),
  /** Written before the engine is asked for what it names. */
  phase: z.enum(['putting', 'kept', 'restoring']),
  restoring: z.object({ name: z.string(), start: z.boolean() }).optional(),
  owner: z.object({ pid: z.number(), started: z.string() }),
  error: z
    .object({ code: z.enum(errorCodes), message: z.string() })
    .loose()
    .optional(),
});

/** One thing in the trash, as it is written down: all that is needed to put it back, and no settings of it. */
export type TrashPage = Omit<z.output<typeof pageSchema>, 'error'> & { error?: ApiError | undefined };

/** What is in the trash, a file each: written before the engine is touched, deleted when it is back or gone. */
export class TrashBook {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  newId(): string {
    return `trash-${randomBytes(6).toString('hex')}`;
  }

  async save(page: TrashPage): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    await writeFileAtomic(this.#path(page.id), `${JSON.stringify(page, null, 2)}\n`, { mode: 0o600 });
  }

  async remove(id: string): Promise<void> {
    await rm(this.#path(id), { force: true });
  }

  /** Everything of one engine, oldest first. What cannot be read stays where it is, and is named in a warning. */
  async list(engineId: string): Promise<TrashPage[]> {
    let names: string[];
    try {
      names = await readdir(this.#folder);
    } catch (thrown) {
      if (isMissing(thrown)) return [];
      throw thrown;
    }
    const pages: TrashPage[] = [];
    for (const name of names.filter((file) => file.endsWith('.json'))) {
      const page = await this.#read(join(this.#folder, name));
      if (page?.engineId === engineId) pages.push(page);
    }
    return pages.sort((a, b) => Date.parse(a.putAt) - Date.parse(b.putAt));
  }

  async #read(path: string): Promise<TrashPage | null> {
    try {
      const { error, ...page } = pageSchema.parse(JSON.parse(await readFile(path, 'utf8')));
      // Only this class writes these files: a failure in one is one that crossed the contract.
      return error === undefined ? page : { ...page, error: error as ApiError };
    } catch (thrown) {
      if (isMissing(thrown)) return null;
      if (!(thrown instanceof SyntaxError) && !(thrown instanceof z.ZodError)) throw thrown;
      process.emitWarning(`${path} is no record of the trash. It is left as it is.`);
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

/** Whether a process other than this one is still putting it away or back. */
export async function isHandledElsewhere(page: TrashPage): Promise<boolean> {
  const own = await ownProcess();
  if (page.owner.pid === own.pid && page.owner.started === own.started) return false;
  return isProcessAlive(page.owner);
}
