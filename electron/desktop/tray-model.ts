import type { Client } from '../../shared/contract/client.ts';
import type { ApiError } from '../../shared/contract/errors.ts';
import type { ManagedStatus } from '../../shared/contract/managed.ts';
import type { Settings } from '../../shared/contract/settings.ts';
import { chooseLanguage } from '../../shared/model/desktop-words.ts';
import { followEngine } from './engine-link.ts';
import { keepStream } from './kept-stream.ts';
import { applyWatchItem, type TrayState } from './tray-state.ts';

export interface TrayModel {
  state(): TrayState;
  applySettings(settings: Settings): void;
  /** The engines of this machine as they are now. */
  applyManaged(managed: ManagedStatus): void;
  close(): void;
}

/** Gathers what the tray tells from the mirror and the settings; `changed` is called with each new state. */
export function createTrayModel(options: {
  client: Client;
  settings: Settings;
  /** Whether the page can show logs. */
  logs: boolean;
  systemLanguages(): readonly string[];
  changed(state: TrayState): void;
  failed(error: ApiError): void;
}): TrayModel {
  let state: TrayState = {
    engine: null,
    containers: null,
    contexts: null,
    managed: null,
    logs: options.logs,
    ...told(options.settings),
  };

  function told(settings: Settings) {
    return {
      recent: settings.recentContainers,
      notificationsPaused: settings.notificationsPaused,
      language: chooseLanguage(settings.language, options.systemLanguages()),
    };
  }
  function change(part: Partial<TrayState>): void {
    state = { ...state, ...part };
    options.changed(state);
  }

  const stopContexts = keepStream(
    options.client,
    'contexts.watch',
    {},
    {
      item: ({ contexts }) =>
        change({ contexts: contexts.map(({ name, inUse, broken }) => ({ name, inUse, broken })) }),
      failed: options.failed,
    },
  );
  const stop = followEngine(options.client, {
    state: (engine) => {
      // The rows of another engine say nothing of this one.
      const moved = engine.endpoint?.id !== state.engine?.endpoint?.id;
      change(moved ? { engine, containers: null } : { engine });
    },
    item: (item) => change({ containers: applyWatchItem(state.containers, item) }),
    failed: options.failed,
  });

  return {
    state: () => state,
    applySettings: (settings) => change(told(settings)),
    close: () => {
      stop();
      stopContexts();
    },
    applyManaged: (managed) => change({ managed }),
  };
}
