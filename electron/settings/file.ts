import { mkdir, readFile, rename } from 'node:fs/promises';
import path from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { fail } from '../../shared/contract/failure.ts';
import { type Settings, settingsSchema } from '../../shared/contract/settings.ts';

/** What a settings file holds; `usable` is false when any of it had to be replaced by defaults. */
export interface ReadSettings {
  settings: Settings;
  usable: boolean;
}

/** Reads a settings file. A missing one gives the defaults; a broken one too, or those of its values that are good. */
export async function readSettings(file: string): Promise<ReadSettings> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (thrown) {
    return {
      settings: settingsSchema.parse({}),
      usable: (thrown as NodeJS.ErrnoException).code === 'ENOENT',
    };
  }
  return parseSettings(text);
}

/** Each value is judged by itself, so that one bad value costs only itself. */
function parseSettings(text: string): ReadSettings {
  const raw = parseObject(text);
  if (raw === null) return { settings: settingsSchema.parse({}), usable: false };
  const whole = settingsSchema.safeParse(raw);
  if (whole.success) return { settings: whole.data, usable: true };
  const bad = new Set(whole.error.issues.map((issue) => issue.path[0]));
  const good = Object.entries(raw).filter(([key]) => !bad.has(key));
  return { settings: settingsSchema.parse(Object.fromEntries(good)), usable: false };
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    // Broken JSON is an expected state here; the caller keeps the file aside and says so.
    return null;
  }
}

/** Writes the settings whole or not at all, readable by their owner only. Fails with `settings-unwritable`. */
export async function writeSettings(file: string, settings: Settings): Promise<void> {
  try {
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
    await writeFileAtomic(file, `${JSON.stringify(settings, null, 2)}\n`, { mode: 0o600 });
  } catch (thrown) {
    const { code, message } = thrown as NodeJS.ErrnoException;
    const denied = code === 'EACCES' || code === 'EPERM' || code === 'EROFS';
    throw fail(denied ? 'permission-denied' : 'internal', 'settings-unwritable', {
      path: file,
      detail: message,
    });
  }
}

/** Moves a file that cannot be used out of the way; the new path, or null when it cannot be moved. */
export async function putAside(file: string, now: Date): Promise<string | null> {
  const stamp = now.toISOString().replace(/[:.]/g, '-');
  const aside = path.join(path.dirname(file), `settings.broken-${stamp}.json`);
  try {
    await rename(file, aside);
    return aside;
  } catch {
    // Nothing is lost: the file stays where it is, and the next write tells why it cannot be replaced.
    return null;
  }
}
