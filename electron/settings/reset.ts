import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { fail, toApiError } from '../../shared/contract/failure.ts';
import { type AppSettingsState, appStays } from '../../shared/contract/reset-export.ts';
import { type Settings, settingsSchema } from '../../shared/contract/settings.ts';
import type { DomainHandlers } from '../rpc/handlers.ts';
import { readSettings, writeSettings } from './file.ts';
import type { SettingsStore } from './store.ts';

const backupName = /^settings\.before-reset-(\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d-\d{3}Z)\.json$/;
const keptBackups = 5;

/** Serves the reset of Slipway's own settings, apart from that of an engine's data. */
export function appResetHandlers(
  store: SettingsStore,
): Pick<DomainHandlers<'reset'>, 'appState' | 'app' | 'undoApp'> {
  return {
    appState: async () => {
      await store.refresh();
      return stateOf(store);
    },
    app: async () => {
      let backup: string | null = null;
      try {
        await store.replace(async (stored) => {
          const stamp = new Date().toISOString().replace(/[:.]/g, '-');
          backup = path.join(path.dirname(store.file), `settings.before-reset-${stamp}.json`);
          await writeSettings(backup, stored);
          return settingsSchema.parse({});
        });
      } catch (thrown) {
        // They are as they were: what was kept for undoing it would undo something else.
        if (backup !== null) await quietly(rm(backup, { force: true }));
        throw thrown;
      }
      const older = (await backupsOf(store)).slice(keptBackups);
      for (const { file } of older) await quietly(rm(file, { force: true }));
      return stateOf(store);
    },
    undoApp: async () => {
      const [newest] = await backupsOf(store);
      if (newest === undefined) throw fail('not-found', 'no-settings-backup');
      await store.replace(async () => {
        const { settings, usable } = await readSettings(newest.file);
        if (!usable) throw fail('conflict', 'settings-backup-broken', { path: newest.file });
        return settings;
      });
      await quietly(rm(newest.file, { force: true }));
      return stateOf(store);
    },
  };
}

async function stateOf(store: SettingsStore): Promise<AppSettingsState> {
  const [newest] = await backupsOf(store);
  return {
    file: store.file,
    changed: changedIn(store.get()),
    backup:
      newest === undefined
        ? null
        : { ...newest, changed: changedIn((await readSettings(newest.file)).settings) },
    stays: [...appStays],
  };
}

function changedIn(settings: Readonly<Settings>): string[] {
  const fresh: Readonly<Record<string, unknown>> = settingsSchema.parse({});
  return Object.entries(settings)
    .filter(([name, value]) => !isDeepStrictEqual(value, fresh[name]))
    .map(([name]) => name);
}

/** Newest first. */
async function backupsOf(store: SettingsStore): Promise<{ file: string; at: string }[]> {
  const folder = path.dirname(store.file);
  const names = await readdir(folder).catch((thrown: unknown) => {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return [];
    throw thrown;
  });
  return names
    .sort()
    .reverse()
    .flatMap((name) => {
      const stamp = backupName.exec(name)?.[1];
      if (stamp === undefined) return [];
      const at = stamp.replace(/T(\d\d)-(\d\d)-(\d\d)-(\d{3})Z$/, 'T$1:$2:$3.$4Z');
      return [{ file: path.join(folder, name), at }];
    });
}

/** A file too many is no reason to say that what was done was not. */
async function quietly(work: Promise<void>): Promise<void> {
  await work.catch((thrown: unknown) => {
    process.emitWarning(`A backup of the settings could not be deleted: ${toApiError(thrown).message}`);
  });
}
