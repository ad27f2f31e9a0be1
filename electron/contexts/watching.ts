import { type FSWatcher, watch } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** A change comes as several events, and with none of some file systems. */
const settleMs = 100;
const lookEveryMs = 15_000;

/**
 * Tells of changes to config.json and to the contexts beside it, whoever makes them. It watches while it has listeners.
 */
export class ContextFiles {
  readonly #folder: string;
  readonly #listeners = new Set<() => void>();
  readonly #watchers = new Map<string, FSWatcher>();
  #settling: NodeJS.Timeout | null = null;
  #looking: NodeJS.Timeout | null = null;
  #arming: Promise<void> = Promise.resolve();
  #print = '';

  /** @param folder the configuration folder of the docker CLI, which need not exist */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Calls `changed` after each change. Answers a function that ends it. */
  listen(changed: () => void): () => void {
    const listener = () => changed();
    this.#listeners.add(listener);
    if (this.#listeners.size === 1) this.#begin();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.#end();
    };
  }

  async close(): Promise<void> {
    this.#listeners.clear();
    this.#end();
    await this.#arming;
  }

  #begin(): void {
    this.#looking = setInterval(() => this.#arm(), lookEveryMs);
    this.#looking.unref();
    this.#arm();
  }

  #end(): void {
    if (this.#settling !== null) clearTimeout(this.#settling);
    if (this.#looking !== null) clearInterval(this.#looking);
    this.#settling = null;
    this.#looking = null;
    for (const watcher of this.#watchers.values()) watcher.close();
    this.#watchers.clear();
  }

  #event(): void {
    this.#settling ??= setTimeout(() => {
      this.#settling = null;
      this.#arm();
    }, settleMs);
  }

  /** Watches what is there by now, and tells where anything differs from the last look. */
  #arm(): void {
    this.#arming = this.#arming.then(async () => {
      if (this.#looking === null) return;
      const folders = await this.#folders();
      const print = await printOf(folders);
      // It may have ended meanwhile.
      if (this.#looking === null) return;
      for (const [path, watcher] of this.#watchers)
        if (!folders.includes(path)) {
          watcher.close();
          this.#watchers.delete(path);
        }
      for (const path of folders) this.#watch(path);
      const before = this.#print;
      this.#print = print;
      if (before !== print && before !== '') for (const listener of [...this.#listeners]) listener();
    });
  }

  #watch(path: string): void {
    if (this.#watchers.has(path)) return;
    try {
      const watcher = watch(path, { persistent: false }, () => this.#event());
      const forget = () => {
        watcher.close();
        if (this.#watchers.get(path) === watcher) this.#watchers.delete(path);
        this.#event();
      };
      watcher.on('error', forget);
      this.#watchers.set(path, watcher);
    } catch (thrown) {
      // Gone already, or no more can be watched: it is looked at now and then.
      if (!(thrown instanceof Error && 'code' in thrown)) throw thrown;
    }
  }

  /** Every folder in which a change may show, the config folder's parent included where that does not exist yet. */
  async #folders(): Promise<string[]> {
    const contexts = join(this.#folder, 'contexts');
    const [meta, tls] = [join(contexts, 'meta'), join(contexts, 'tls')];
    const found = [this.#folder, contexts, meta, tls];
    for (const name of await namesIn(meta)) found.push(join(meta, name));
    for (const name of await namesIn(tls)) found.push(join(tls, name), join(tls, name, 'docker'));
    // config.json may be a link to where a person keeps such files.
    const real = await realpath(join(this.#folder, 'config.json')).catch(() => null);
    if (real !== null && dirname(real) !== this.#folder) found.push(dirname(real));
    const there = await Promise.all(found.map(async (path) => ((await isThere(path)) ? [path] : [])));
    const folders = there.flat();
    return folders.includes(this.#folder) ? folders : [...folders, dirname(this.#folder)];
  }
}

async function printOf(folders: readonly string[]): Promise<string> {
  const parts = await Promise.all(
    folders.map(async (folder) => {
      const names = (await namesIn(folder)).filter((name) => /\.(json|pem)$/.test(name)).sort();
      return Promise.all(names.map((name) => filePrint(join(folder, name))));
    }),
  );
  return JSON.stringify([folders, parts]);
}

async function filePrint(path: string): Promise<string> {
  try {
    const { ino, size, mtimeMs } = await stat(path);
    return `${path} ${ino} ${size} ${mtimeMs}`;
  } catch {
    // Gone between the listing and the look.
    return '';
  }
}

async function namesIn(folder: string): Promise<string[]> {
  // What cannot be read cannot be watched either; it tells when it is used.
  return readdir(folder).catch(() => []);
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
