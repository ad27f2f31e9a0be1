import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';
import { fail } from '../../shared/contract/failure.ts';
import { codeOf } from './settings-file.ts';

const keptAtMost = 20;

const schema = z.object({
  id: z.string().regex(/^[a-z0-9-]{4,64}$/),
  at: z.string(),
  /** As the engine names it. */
  path: z.string(),
  /** Of the engine: another may have its file at the same path. */
  address: z.string(),
  /** null: there was no file. */
  text: z.string().nullable(),
});
export type Backup = z.output<typeof schema>;

/** What was in the files that Slipway changed, in a folder of the person's own: it may hold passwords of proxies. */
export class Backups {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** @throws permission-denied `daemon-not-backed-up` */
  async keep(about: Pick<Backup, 'path' | 'address' | 'text'>): Promise<Backup> {
    const at = new Date().toISOString();
    const backup = { id: `${at.replace(/[^0-9]/g, '')}-${randomBytes(3).toString('hex')}`, at, ...about };
    try {
      await mkdir(this.#folder, { recursive: true, mode: 0o700 });
      await writeFileAtomic(this.#path(backup.id), JSON.stringify(backup), { mode: 0o600 });
    } catch (thrown) {
      if (codeOf(thrown) === '') throw thrown;
      throw fail('permission-denied', 'daemon-not-backed-up', { path: this.#folder, detail: codeOf(thrown) });
    }
    await this.#prune(about);
    return backup;
  }

  /** Of one file of one engine, newest first. */
  async list(path: string, address: string): Promise<Backup[]> {
    const all = await Promise.all((await this.#ids()).map((id) => this.#read(id)));
    return all
      .filter((one) => one !== null)
      .filter((one) => one.path === path && one.address === address)
      .sort((a, b) => (a.id < b.id ? 1 : -1));
  }

  /** @throws not-found `daemon-no-backup` */
  async get(id: string): Promise<Backup> {
    const found = await this.#read(id);
    if (found === null) throw fail('not-found', 'daemon-no-backup', { id });
    return found;
  }

  async remove(id: string): Promise<void> {
    await rm(this.#path(id), { force: true });
  }

  async #prune({ path, address }: Pick<Backup, 'path' | 'address'>): Promise<void> {
    for (const { id } of (await this.list(path, address)).slice(keptAtMost)) await this.remove(id);
  }

  async #ids(): Promise<string[]> {
    const names = await readdir(this.#folder).catch((thrown: unknown) => {
      if (codeOf(thrown) === 'ENOENT') return [];
      throw thrown;
    });
    return names.filter((name) => name.endsWith('.json')).map((name) => name.slice(0, -'.json'.length));
  }

  async #read(id: string): Promise<Backup | null> {
    try {
      return schema.parse(JSON.parse(await readFile(this.#path(id), 'utf8')));
    } catch (thrown) {
      if (codeOf(thrown) === 'ENOENT') return null;
      if (!(thrown instanceof SyntaxError) && !(thrown instanceof z.ZodError)) throw thrown;
      process.emitWarning(`${this.#path(id)} is no backup of settings. It is left as it is.`);
      return null;
    }
  }

  #path(id: string): string {
    return join(this.#folder, `${id}.json`);
  }
}
