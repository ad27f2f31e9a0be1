import { createHash } from 'node:crypto';
import { linkSync, readFileSync, renameSync } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm, rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { tlsFileNames } from '../../shared/contract/contexts.ts';
import { fail } from '../../shared/contract/failure.ts';
import { alone } from './lock.ts';
import { type ContextMeta, changedMeta, newMeta } from './meta.ts';
import {
  type ContextPlaces,
  checkName,
  codeOf,
  isAbsent,
  placesOf,
  tlsFileOf,
  unreadable,
  unwritable,
} from './places.ts';
import { storedTls, type TlsTexts } from './tls.ts';

/** As often a change is made again because somebody else wrote in between. */
const attempts = 5;
/** What Slipway puts beside the TLS files while it changes them. */
const besideName = 'docker.slipway-';

/** The context store of the docker CLI on disk, written as the CLI writes it: whole or not at all. */
export class ContextStore {
  readonly folder: string;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(folder: string) {
    this.folder = folder;
  }

  /** @throws conflict `context-exists`, invalid-input for its name, and `contexts-unwritable` */
  create(meta: ContextMeta, tls: TlsTexts): Promise<void> {
    checkName(meta.name);
    return this.#inTurn(async () => {
      const at = placesOf(this.folder, meta.name);
      if ((await metaText(at)) !== null) throw fail('conflict', 'context-exists', { context: meta.name });
      await this.#write(
        at,
        tls,
        (file) => {
          // Only one can put a file where none is.
          try {
            linkSync(file, at.metaFile);
          } catch (thrown) {
            if (codeOf(thrown) === 'EEXIST') throw fail('conflict', 'context-exists', { context: meta.name });
            throw thrown;
          }
        },
        newMeta(meta),
      );
    });
  }

  /**
   * @param tls asked with what is stored, since another may have changed it meanwhile; null leaves the files alone
   * @throws not-found `context-unknown`, conflict `context-damaged`, and `contexts-unwritable`
   */
  update(
    name: string,
    changes: Partial<Omit<ContextMeta, 'name'>>,
    tls: ((stored: TlsTexts) => Promise<TlsTexts>) | null,
  ): Promise<void> {
    checkName(name);
    return this.#inTurn(async () => {
      const at = placesOf(this.folder, name);
      for (let attempt = 0; attempt < attempts; attempt += 1) {
        const before = await metaText(at);
        if (before === null) throw fail('not-found', 'context-unknown', { context: name });
        const after = changedMeta(before, at.metaFile, changes);
        const files = tls === null ? null : await tls(await storedTls(at.tls));
        const replace = (file: string) => {
          // Nothing of ours runs between the last look and the rename.
          if (readFileSync(at.metaFile, 'utf8') !== before) throw changedMeanwhile;
          renameSync(file, at.metaFile);
        };
        try {
          await this.#write(at, files, replace, after);
          return;
        } catch (thrown) {
          if (thrown !== changedMeanwhile) throw thrown;
        }
      }
      throw fail('conflict', 'docker-config-busy', { path: at.metaFile });
    });
  }

  /**
   * Removes a context with all its TLS files: its meta.json first, so that no context is ever without them.
   * @returns false where it was gone
   * @throws `contexts-unwritable`; it is then as it was, unless the path named is one of its TLS files
   */
  remove(name: string): Promise<boolean> {
    return this.#inTurn(async () => {
      const at = placesOf(this.folder, name);
      try {
        const there = await removed(at.metaFile);
        await rm(at.metaFolder, { recursive: true, force: true });
        await rm(at.tlsFolder, { recursive: true, force: true });
        return there;
      } catch (thrown) {
        throw unwritable(thrown, at.metaFile);
      }
    });
  }

  /** Tells one state of a context from another; null where there is none. */
  async digest(name: string): Promise<string | null> {
    const at = placesOf(this.folder, name);
    const text = await metaText(at);
    if (text === null) return null;
    const hash = createHash('sha256').update(text);
    for (const [file, pem] of await storedTls(at.tls)) hash.update(`\0${file}\0${pem}`);
    return hash.digest('hex');
  }

  /** TLS files first: the context shows, or changes, with its meta.json, which is put in place at once. */
  async #write(
    at: ContextPlaces,
    tls: TlsTexts | null,
    place: (file: string) => void,
    text: string,
  ): Promise<void> {
    const beside = `${at.metaFile}.${process.pid}.${nextNumber()}`;
    let putBack: () => Promise<void> = async () => undefined;
    let madeFolder: string | undefined;
    try {
      madeFolder = await mkdir(at.metaFolder, { recursive: true, mode: 0o755 });
      await writeNew(beside, text, 0o644);
      const swap = tls === null ? null : await stageTls(at, tls);
      if (swap !== null) putBack = swap.putBack;
      place(beside);
      putBack = async () => undefined;
      await rm(beside, { force: true });
      await swap?.done();
    } catch (thrown) {
      await putBack();
      await rm(beside, { force: true });
      if (madeFolder !== undefined) await removeIfEmpty(at.metaFolder);
      throw unwritable(thrown, at.metaFile);
    }
  }

  /** One at a time, in this program and among several. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(async () => {
      const contexts = join(this.folder, 'contexts');
      try {
        await mkdir(this.folder, { recursive: true, mode: 0o700 });
        return await alone(join(contexts, '.slipway-lock'), work);
      } catch (thrown) {
        throw unwritable(thrown, contexts);
      }
    });
    this.#turn = turn.catch(() => undefined);
    return turn;
  }
}

const changedMeanwhile = new Error('the context changed meanwhile');

let number = 0;
function nextNumber(): number {
  number += 1;
  return number;
}

async function metaText({ metaFile }: ContextPlaces): Promise<string | null> {
  try {
    return await readFile(metaFile, 'utf8');
  } catch (thrown) {
    if (isAbsent(thrown)) return null;
    throw unreadable(thrown, metaFile);
  }
}

async function writeNew(path: string, text: string, mode: number): Promise<void> {
  const file = await open(path, 'wx', mode);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Puts new TLS files in place of the old, which are kept beside until `done`. */
async function stageTls(
  at: ContextPlaces,
  tls: TlsTexts,
): Promise<{ putBack(): Promise<void>; done(): Promise<void> }> {
  await tidy(at);
  const [fresh, old] = ['new', 'old'].map((what) => join(at.tlsFolder, `${besideName}${what}`));
  if (fresh === undefined || old === undefined) throw new TypeError('two names');
  const made = tls.size > 0;
  let kept = false;
  let placed = false;
  const putBack = async () => {
    if (placed) await rm(at.tls, { recursive: true, force: true });
    if (kept) await rename(old, at.tls);
    await rm(fresh, { recursive: true, force: true });
    await removeIfEmpty(at.tlsFolder);
  };
  try {
    if (made) {
      await mkdir(dirname(at.tlsFolder), { recursive: true, mode: 0o700 });
      await mkdir(fresh, { recursive: true, mode: 0o700 });
      for (const name of tlsFileNames) {
        const text = tls.get(name);
        if (text !== undefined) await writeNew(join(fresh, tlsFileOf(name)), text, 0o600);
      }
    }
    kept = await renamed(at.tls, old);
    if (made) {
      await rename(fresh, at.tls);
      placed = true;
    }
  } catch (thrown) {
    await putBack();
    throw thrown;
  }
  return {
    putBack,
    done: async () => {
      await rm(old, { recursive: true, force: true });
      await removeIfEmpty(at.tlsFolder);
    },
  };
}

/** Clears what a Slipway that was killed left; where it had put the files aside only, they come back. */
async function tidy(at: ContextPlaces): Promise<void> {
  const names = await readdir(at.tlsFolder).catch((thrown: unknown): string[] => {
    if (isAbsent(thrown)) return [];
    throw thrown;
  });
  const old = `${besideName}old`;
  if (names.includes(old) && !names.includes('docker')) await rename(join(at.tlsFolder, old), at.tls);
  for (const name of names)
    if (name.startsWith(besideName)) await rm(join(at.tlsFolder, name), { recursive: true, force: true });
}

/** False where there was nothing to rename. */
async function renamed(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to);
    return true;
  } catch (thrown) {
    if (isAbsent(thrown)) return false;
    throw thrown;
  }
}

/** False where it was gone. */
async function removed(file: string): Promise<boolean> {
  try {
    await rm(file);
    return true;
  } catch (thrown) {
    if (isAbsent(thrown)) return false;
    throw thrown;
  }
}

async function removeIfEmpty(folder: string): Promise<void> {
  try {
    await rmdir(folder);
  } catch (thrown) {
    // Something else is in it, or it is gone.
    if (!/^(ENOTEMPTY|EEXIST|ENOENT|ENOTDIR)$/.test(codeOf(thrown))) throw thrown;
  }
}
