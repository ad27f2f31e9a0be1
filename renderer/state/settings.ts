import { create } from 'zustand';
import type { Settings, SettingsAnswer } from '../../shared/contract/settings.ts';
import { setLanguage } from '../i18n/index.ts';
import { call, useLink } from './link.ts';
import { toast, toastError } from './toasts.ts';

interface SettingsState {
  /** null until they are read. */
  settings: Settings | null;
  /** Where they are kept. */
  file: string | null;
  /** What this host can do. */
  host: SettingsAnswer['host'];
}

export const useSettings = create<SettingsState>()(() => ({
  settings: null,
  file: null,
  host: { startAtLogin: false, reveal: false },
}));

type Look = Pick<Settings, 'theme' | 'language'>;

function applyLook({ theme, language }: Look): void {
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  setLanguage(language);
}

/** Reads the settings and applies theme and language. A failure is told; the defaults stand meanwhile. */
export async function loadSettings(): Promise<void> {
  const result = await call('settings.get', {});
  if (!result.ok) {
    // Read again once the link is back; the page already tells that it is not.
    if (result.error.reason === 'connection-closed') return;
    toast({
      key: 'settings',
      tone: 'problem',
      title: (words) => words.pages.settings,
      error: result.error,
      action: { label: (words) => words.tryAgain, run: () => void loadSettings() },
      anyEngine: true,
    });
    return;
  }
  const { settings, file, host, brokenFileKept } = result.value;
  useSettings.setState({ settings, file, host });
  applyLook(settings);
  if (brokenFileKept !== undefined) {
    toast({
      key: 'settings-broken',
      tone: 'warning',
      title: (words) => words.pages.settings,
      detail: (words) => words.settings.broken(brokenFileKept),
      sticky: true,
    });
  }
}

/** Reads the settings again whenever the link is back: another page may have changed them meanwhile. */
export function followSettings(): void {
  useLink.subscribe((now, before) => {
    if (now.link.status === 'open' && before.link.status === 'closed') void loadSettings();
  });
}

/** Changes some settings at once on screen, then keeps them; puts the old ones back when that fails. */
export async function changeSettings(changes: Partial<Settings>): Promise<void> {
  const before = useSettings.getState().settings;
  if (before === null) return;
  const next = { ...before, ...changes };
  useSettings.setState({ settings: next });
  applyLook(next);
  const result = await call('settings.set', changes);
  if (result.ok) {
    useSettings.setState({ settings: result.value.settings, file: result.value.file });
    return;
  }
  useSettings.setState({ settings: before });
  applyLook(before);
  toastError((words) => words.settings.notSaved, result.error, 'settings-not-saved');
}
