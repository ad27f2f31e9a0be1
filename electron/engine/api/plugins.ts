import { SlipwayError } from '../../../shared/contract/failure.ts';
import type { EngineClient } from '../client.ts';
import { flag, list, record, text, texts } from '../raw/fields.ts';

export interface Plugin {
  id: string;
  /** With its tag, such as `vieux/sshfs:latest`. */
  name: string;
  enabled: boolean;
}

const workDeadlineMs = 60_000;

/** Installed plugins; null where the engine has none of that kind (Podman). */
export async function listPlugins(client: EngineClient, signal: AbortSignal): Promise<Plugin[] | null> {
  try {
    const { body } = await client.json('/plugins', { signal });
    return list(body).map((raw) => {
      const from = record(raw);
      return { id: text(from.Id), name: text(from.Name), enabled: flag(from.Enabled) };
    });
  } catch (thrown) {
    // Podman 4 has no such address.
    if (thrown instanceof SlipwayError && (thrown.error.status === 404 || thrown.error.status === 405))
      return null;
    throw thrown;
  }
}

/** Stops a plugin; the engine refuses while a volume, network or container uses it. */
export async function disablePlugin(client: EngineClient, name: string, signal: AbortSignal): Promise<void> {
  const path = `/plugins/${pathOf(name)}/disable`;
  await client.json(path, { method: 'POST', signal, deadlineMs: workDeadlineMs });
}

/** Removes a plugin that is disabled. */
export async function removePlugin(client: EngineClient, name: string, signal: AbortSignal): Promise<void> {
  await client.json(`/plugins/${pathOf(name)}`, { method: 'DELETE', signal, deadlineMs: workDeadlineMs });
}

/** Drivers that the engine itself is set up with: for logs, and those that are asked whether a request is allowed. */
export async function engineDrivers(client: EngineClient, signal: AbortSignal): Promise<string[]> {
  const { LoggingDriver, Plugins } = record((await client.json('/info', { signal })).body);
  return [text(LoggingDriver), ...texts(record(Plugins).Authorization)].filter((name) => name !== '');
}

const pathOf = (name: string): string => name.split('/').map(encodeURIComponent).join('/');

/** Whether a driver, as a volume or network names it, is this plugin: the tag `latest` may be left out. */
export function isDriverOf(plugin: Plugin, driver: string): boolean {
  return driver !== '' && (driver === plugin.name || `${driver}:latest` === plugin.name);
}
