import { readFileSync, renameSync } from 'node:fs';
import { chown, lstat, mkdir, open, readFile, readlink, realpath, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fail } from '../../shared/contract/failure.ts';
import { type DockerConfig, parseConfig } from './config.ts';

/** A config.json of this size is no config.json. */
const limitBytes = 4 * 1024 * 1024;
/** How often a change is tried again because somebody else wrote in between. */
const attempts = 50;
/** A docker CLI that had read the file before a change may write it back without: looked for so often, so far apart. */
const looks = 4;
const defaultLookMs = 150;

/** What a change makes of the file; it is asked again where somebody else wrote meanwhile. */
export type ConfigChange = (config: DockerConfig) => string;

/**
 * config.json of the docker CLI. Read anew each time, as other programs write it, and written as the CLI does: beside it and
 * renamed, through a symlink, for its owner's eyes only.
 */
export class ConfigFile {
  readonly path: string;
  readonly #lookMs: number;
  #last: Promise<unknown> = Promise.resolve();

  constructor(folder: string, lookMs = defaultLookMs) {
    this.#lookMs = lookMs;
    this.path = join(folder, 'config.json');
  }

  /** @throws invalid-input `docker-config-damaged`, permission-denied `docker-config-unreadable` */
  async read(): Promise<DockerConfig> {
    return parseConfig(await this.#text(), this.path);
  }

  /**
   * Applies a change, and again if another program wrote the file back without it a moment later. A damaged file is left as
   * it is. Changes are made in turn.
   * @throws as `read`, permission-denied `docker-config-unwritable`, conflict `docker-config-busy`
   */
  change(change: ConfigChange): Promise<void> {
    const turn = this.#last.then(async () => {
      await this.#apply(change);
      for (let look = 0; look < looks; look += 1) {
        await sleep(this.#lookMs);
        await this.#apply(change);
      }
    });
    // Its own caller is told of a failure; the next change goes ahead.
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  async #apply(change: ConfigChange): Promise<void> {
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      const before = await this.#text();
      const config = parseConfig(before, this.path);
      const after = change(config);
      if (after === config.text || (await this.#replace(before, after))) return;
    }
    throw fail('conflict', 'docker-config-busy', { path: this.path });
  }

  /** False where the file is no longer what the change was made from. */
  async #replace(before: string | null, after: string): Promise<boolean> {
    try {
      const target = await this.#target();
      const folder = dirname(target);
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const beside = join(folder, `${basename(target)}.${process.pid}.${nextNumber()}`);
      try {
        const file = await open(beside, 'wx', 0o600);
        try {
          await file.writeFile(after);
          await file.sync();
        } finally {
          await file.close();
        }
        await keepOwner(target, beside);
        // Nothing of ours runs between the last look and the rename.
        if (readNow(target) !== before) return false;
        renameSync(beside, target);
        return true;
      } finally {
        await rm(beside, { force: true });
      }
    } catch (thrown) {
      throw fail('permission-denied', 'docker-config-unwritable', {
        path: this.path,
        detail: codeOf(thrown),
      });
    }
  }

  /** The file itself where the path is a symlink, even one to a file that is not there yet. */
  async #target(): Promise<string> {
    let path = this.path;
    for (let links = 0; links < 40; links += 1) {
      try {
        return await realpath(path);
      } catch (thrown) {
        if (codeOf(thrown) !== 'ENOENT') throw thrown;
      }
      try {
        if (!(await lstat(path)).isSymbolicLink()) return path;
      } catch (thrown) {
        if (codeOf(thrown) !== 'ENOENT') throw thrown;
        return path;
      }
      path = resolve(dirname(path), await readlink(path));
    }
    return path;
  }

  async #text(): Promise<string | null> {
    try {
      const { size } = await stat(this.path);
      if (size > limitBytes)
        throw fail('invalid-input', 'docker-config-damaged', { path: this.path, detail: 'it is too large' });
      return await readFile(this.path, 'utf8');
    } catch (thrown) {
      const code = codeOf(thrown);
      if (code === 'ENOENT' || code === 'ENOTDIR') return null;
      if (code === '') throw thrown;
      throw fail('permission-denied', 'docker-config-unreadable', { path: this.path, detail: code });
    }
  }
}

let number = 0;
function nextNumber(): number {
  number += 1;
  return number;
}

function readNow(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (thrown) {
    if (codeOf(thrown) === 'ENOENT') return null;
    throw thrown;
  }
}

/** Root must not take the file from the person it belongs to. */
async function keepOwner(from: string, to: string): Promise<void> {
  if (process.getuid?.() !== 0) return;
  try {
    const { uid, gid } = await stat(from);
    await chown(to, uid, gid);
  } catch (thrown) {
    if (codeOf(thrown) !== 'ENOENT') throw thrown;
  }
}

function codeOf(thrown: unknown): string {
  return thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
}
