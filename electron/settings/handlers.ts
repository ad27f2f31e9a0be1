import path from 'node:path';
import { fail, toApiError } from '../../shared/contract/failure.ts';
import type { SettingsAnswer } from '../../shared/contract/settings.ts';
import type { DomainHandlers } from '../rpc/handlers.ts';
import { measureStorage } from './storage.ts';
import type { SettingsStore } from './store.ts';

/** What only a desktop can do. */
export interface DesktopSeam {
  /** @throws whatever the system says */
  setStartAtLogin(on: boolean): Promise<void>;
  /** Shows a file or folder in the file manager. */
  reveal(path: string): void;
}

/** Serves `settings.*` from a store. `desktop` is null where there is none. */
export function settingsHandlers(
  store: SettingsStore,
  desktop: DesktopSeam | null,
): DomainHandlers<'settings'> {
  let startsAtLogin = store.get().startAtLogin;
  const home = path.dirname(store.file);

  async function setStartAtLogin(on: boolean): Promise<void> {
    if (desktop === null || on === startsAtLogin) return;
    try {
      await desktop.setStartAtLogin(on);
      startsAtLogin = on;
    } catch (thrown) {
      throw fail('internal', 'login-item-failed', {
        detail: thrown instanceof Error ? thrown.message : String(thrown),
      });
    }
  }
  // Also where they were set back as a whole, or by another Slipway.
  store.onChange(({ startAtLogin }) => {
    setStartAtLogin(startAtLogin).catch((thrown: unknown) => {
      process.emitWarning(toApiError(thrown).message);
    });
  });

  function answer(): SettingsAnswer {
    const broken = store.takeBrokenFile();
    return {
      settings: store.get(),
      host: { startAtLogin: desktop !== null, reveal: desktop !== null },
      file: store.file,
      ...(broken === undefined ? {} : { brokenFileKept: broken }),
    };
  }
  return {
    get: async () => {
      await store.refresh();
      return answer();
    },
    storage: (_input, { signal }) => measureStorage(home, signal),
    reveal: async ({ part }, { signal }) => {
      if (desktop === null) throw fail('unsupported', 'reveal-unavailable');
      const { folder, parts } = await measureStorage(home, signal);
      const shown = parts.find((one) => one.part === part)?.paths[0] ?? folder;
      desktop.reveal(shown);
      return { path: shown };
    },
    set: async (changes) => {
      if (changes.startAtLogin === true && desktop === null)
        throw fail('unsupported', 'login-item-unavailable');
      if (changes.startAtLogin !== undefined) await setStartAtLogin(changes.startAtLogin);
      await store.update(changes);
      return answer();
    },
  };
}
