import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Settings } from '../../shared/contract/settings.ts';
import { putAside, readSettings, writeSettings } from './file.ts';

/** Undefined means: leave it. */
export type SettingsChanges = { [K in keyof Settings]?: Settings[K] | undefined };

export interface SettingsStore {
  /** Where they are kept. */
  readonly file: string;
  /** As last read or written; not to be changed in place. */
  get(): Readonly<Settings>;
  /** Reads the file again: another Slipway may have written it. */
  refresh(): Promise<Readonly<Settings>>;
  /** Changes the named settings and keeps the others, also those another Slipway changed meanwhile. */
  update(changes: SettingsChanges): Promise<Readonly<Settings>>;
  /**
   * Replaces all of them by what `make` answers. It is given what is stored, and nothing is changed when it fails, or
   * when the file cannot be written.
   */
  replace(make: (stored: Readonly<Settings>) => Promise<Settings>): Promise<Readonly<Settings>>;
  /** Resolves once every update asked for so far is written or has failed. */
  idle(): Promise<void>;
  /** Told of every change, from here or the file. Answers a function that ends it. */
  onChange(listener: (settings: Readonly<Settings>) => void): () => void;
  /** Where a broken file was put aside, the first time it is asked for; then undefined. */
  takeBrokenFile(): string | undefined;
}

/** Opens the settings in a folder. Never fails: what cannot be read is put aside and defaults are used. */
export async function openSettings(home: string): Promise<SettingsStore> {
  const file = path.join(home, 'settings.json');
  const listeners = new Set<(settings: Readonly<Settings>) => void>();
  let broken: string | undefined;
  let current = await load();
  let queue: Promise<unknown> = Promise.resolve();

  /** Reads, and where the file was not good, keeps the original aside and what is good of it in its place. */
  async function load(): Promise<Settings> {
    const { settings, usable } = await readSettings(file);
    if (usable) return settings;
    const aside = await putAside(file, new Date());
    if (aside === null) return settings;
    broken = aside;
    // Not being able to write is told when somebody changes something; the original is safe aside.
    await writeSettings(file, settings).catch(() => undefined);
    return settings;
  }

  function adopt(settings: Settings): Readonly<Settings> {
    if (isDeepStrictEqual(settings, current)) return current;
    current = Object.freeze(settings);
    for (const listener of [...listeners]) listener(current);
    return current;
  }

  /** One after another, so that no read falls between another's read and write. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = queue.then(work);
    queue = result.catch(() => undefined);
    return result;
  }

  return {
    file,
    get: () => current,
    refresh: () => inTurn(async () => adopt(await load())),
    update: (changes) =>
      inTurn(async () => {
        const stored = await load();
        const given = Object.entries(changes).filter(([, value]) => value !== undefined);
        const merged: Settings = { ...stored, ...Object.fromEntries(given) };
        if (!isDeepStrictEqual(merged, stored)) await writeSettings(file, merged);
        return adopt(merged);
      }),
    replace: (make) =>
      inTurn(async () => {
        const wanted = await make(await load());
        await writeSettings(file, wanted);
        return adopt(wanted);
      }),
    idle: async () => {
      await queue;
    },
    onChange: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    takeBrokenFile: () => {
      const told = broken;
      broken = undefined;
      return told;
    },
  };
}
