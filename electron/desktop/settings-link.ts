import type { Client } from '../../shared/contract/client.ts';
import type { ApiError } from '../../shared/contract/errors.ts';
import { type Settings, settingsSchema } from '../../shared/contract/settings.ts';

export interface SettingsLink {
  /** As last read. */
  current(): Settings;
  /** Reads them again; `changed` is called when they differ. */
  reload(): Promise<void>;
  set(changes: Partial<Settings>): Promise<void>;
}

/** The settings as the desktop's own parts see them. */
export function createSettingsLink(
  client: Pick<Client, 'call'>,
  told: {
    changed(settings: Settings): void;
    /** A broken file was put aside, and this is its name now. */
    brokenFileKept(file: string): void;
    failed(error: ApiError): void;
  },
): SettingsLink {
  let current = settingsSchema.parse({});
  let asText = JSON.stringify(current);

  function take(result: Awaited<ReturnType<typeof client.call<'settings.get'>>>): void {
    if (!result.ok) {
      told.failed(result.error);
      return;
    }
    const { settings, brokenFileKept } = result.value;
    if (brokenFileKept !== undefined) told.brokenFileKept(brokenFileKept);
    const text = JSON.stringify(settings);
    if (text === asText) return;
    current = settings;
    asText = text;
    told.changed(settings);
  }

  return {
    current: () => current,
    reload: async () => take(await client.call('settings.get', {})),
    set: async (changes) => take(await client.call('settings.set', changes)),
  };
}
