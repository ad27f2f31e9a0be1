import type { SettingsAnswer } from '../../shared/contract/settings.ts';
import type { DomainHandlers } from '../rpc/handlers.ts';
import type { SettingsStore } from './store.ts';

/** Serves `settings.*` from a store. */
export function settingsHandlers(store: SettingsStore): DomainHandlers<'settings'> {
  function answer(): SettingsAnswer {
    const broken = store.takeBrokenFile();
    return {
      settings: store.get(),
      file: store.file,
      ...(broken === undefined ? {} : { brokenFileKept: broken }),
    };
  }
  return {
    get: async () => {
      await store.refresh();
      return answer();
    },
    set: async (changes) => {
      await store.update(changes);
      return answer();
    },
  };
}
