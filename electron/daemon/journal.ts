import { createHash, randomBytes } from 'node:crypto';
import { link, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';
import { type ApiError, errorCodes } from '../../shared/contract/errors.ts';
import { fail, toApiError } from '../../shared/contract/failure.ts';
import { isProcessAlive, ownProcess } from '../plans/owner.ts';
import { codeOf } from './settings-file.ts';

const schema = z.object({
  /** Of the plan. */
  id: z.string(),
  at: z.string(),
  address: z.string(),
  /** As the engine names it. */
  path: z.string(),
  apply: z.enum(['start', 'reload', 'restart']),
  /** Of what was there before. */
  backup: z.string(),
  before: z.string(),
  after: z.string(),
  /** Each is written before what it names is begun. */
  phase: z.enum(['writing', 'applying', 'putting-back']),
  /** Of the engine, before anything was done. */
  pid: z.number().nullable(),
  owner: z.object({ pid: z.number(), started: z.string() }),
  /** What became of it, once nobody is working on it any more. */
  told: z.enum(['applied', 'put-back', 'stuck']).optional(),
  said: z.string(),
  error: z
    .object({ code: z.enum(errorCodes), message: z.string() })
    .loose()
    .optional(),
});
export type Entry = Omit<z.output<typeof schema>, 'error'> & { error?: ApiError | undefined };

/**
 * Settings that are being applied at this moment, one file for each daemon.json: whoever finds one whose process is gone
 * finishes it or puts back what was there. It holds no settings, only where they are backed up.
 */
export class Journal {
  readonly #folder: string;
  /** What could not be written any more, by path; null: the end of it. It holds while this process lives. */
  readonly #unwritten = new Map<string, Entry | null>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** False where there is one for this file that is not settled. @throws permission-denied `daemon-not-backed-up` */
  async begin(entry: Entry): Promise<boolean> {
    const path = this.#path(entry);
    // Whole when it appears, and only where nothing is.
    const beside = `${path}.new-${randomBytes(6).toString('hex')}`;
    await mkdir(this.#folder, { recursive: true, mode: 0o700 }).catch((thrown: unknown) => {
      throw this.#failed(thrown);
    });
    try {
      const there = await this.#read(path);
      if (there?.told !== undefined || (there === null && this.#unwritten.has(path)))
        await rm(path, { force: true });
      await writeFile(beside, JSON.stringify(entry), { mode: 0o600, flush: true });
      await link(beside, path);
      this.#unwritten.delete(path);
      return true;
    } catch (thrown) {
      if (codeOf(thrown) === 'EEXIST') return false;
      throw this.#failed(thrown);
    } finally {
      await rm(beside, { force: true }).catch(warn);
    }
  }

  /** @throws permission-denied `daemon-not-backed-up` */
  async save(entry: Entry): Promise<void> {
    const path = this.#path(entry);
    try {
      await writeFileAtomic(path, JSON.stringify(entry), { mode: 0o600 });
      this.#unwritten.delete(path);
    } catch (thrown) {
      throw this.#failed(thrown);
    }
  }

  /** The same where there is no way back: kept in mind where it cannot be written. */
  async note(entry: Entry): Promise<void> {
    try {
      await this.save(entry);
    } catch (thrown) {
      this.#unwritten.set(this.#path(entry), entry);
      warn(thrown);
    }
  }

  /** Kept in mind as well where its file cannot be removed. */
  async end(entry: Entry): Promise<void> {
    const path = this.#path(entry);
    try {
      await rm(path, { force: true });
      this.#unwritten.delete(path);
    } catch (thrown) {
      this.#unwritten.set(path, null);
      warn(thrown);
    }
  }

  #failed(thrown: unknown): unknown {
    const detail = codeOf(thrown);
    if (detail === '') return thrown;
    return fail('permission-denied', 'daemon-not-backed-up', { path: this.#folder, detail });
  }

  async list(): Promise<Entry[]> {
    const names = await readdir(this.#folder).catch((thrown: unknown) => {
      if (codeOf(thrown) === 'ENOENT') return [];
      throw thrown;
    });
    for (const name of names) await this.#giveBack(name, names);
    const read = await Promise.all(
      [...new Set(names.map((name) => name.replace(/\.json\.\d+$/, '.json')))]
        .filter((name) => name.endsWith('.json'))
        .map((name) => this.#read(join(this.#folder, name))),
    );
    return read.filter((entry) => entry !== null);
  }

  /** Takes over what a dead process left: only one can. null where another did. */
  async take(entry: Entry): Promise<Entry | null> {
    const path = this.#path(entry);
    const aside = `${path}.${process.pid}`;
    try {
      await rename(path, aside);
    } catch (thrown) {
      if (codeOf(thrown) === 'ENOENT') return null;
      throw thrown;
    }
    const own = { ...entry, owner: await ownProcess() };
    await this.save(own);
    await rm(aside, { force: true });
    return own;
  }

  /** Who died between the two halves of `take` left it under another name. */
  async #giveBack(name: string, names: readonly string[]): Promise<void> {
    const [, plain, pid] = /^(.*\.json)\.(\d+)$/.exec(name) ?? [];
    if (plain === undefined || names.includes(plain)) return;
    if (await isProcessAlive({ pid: Number(pid), started: '' })) return;
    await rename(join(this.#folder, name), join(this.#folder, plain));
  }

  async #read(path: string): Promise<Entry | null> {
    const unwritten = this.#unwritten.get(path);
    if (unwritten !== undefined) return unwritten;
    try {
      const { error, ...entry } = schema.parse(JSON.parse(await readFile(path, 'utf8')));
      // Only this class writes these files: a failure in one is one that crossed the contract.
      return error === undefined ? entry : { ...entry, error: error as ApiError };
    } catch (thrown) {
      if (codeOf(thrown) === 'ENOENT') return null;
      if (!(thrown instanceof SyntaxError) && !(thrown instanceof z.ZodError)) throw thrown;
      process.emitWarning(`${path} is no record of settings that are applied. It is left as it is.`);
      return null;
    }
  }

  #path({ path, address }: Pick<Entry, 'path' | 'address'>): string {
    const name = createHash('sha256').update(`${address}\n${path}`).digest('hex').slice(0, 24);
    return join(this.#folder, `${name}.json`);
  }
}

/** Whether a process that lives is at it. */
export async function isWorkedOn(entry: Entry): Promise<boolean> {
  return entry.told === undefined && isProcessAlive(entry.owner);
}

function warn(thrown: unknown): void {
  process.emitWarning(
    `What is done to settings of the engine could not be noted: ${toApiError(thrown).message}`,
  );
}
