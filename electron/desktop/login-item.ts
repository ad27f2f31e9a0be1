import { mkdir, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

export interface LoginItemOptions {
  platform: NodeJS.Platform;
  env: NodeJS.ProcessEnv;
  /** What starts this program: the executable, and its arguments. */
  command: readonly string[];
  /** Electron's own, which knows macOS and Windows. */
  setLoginItemSettings(settings: { openAtLogin: boolean }): void;
}

/** Has this program started when the person logs in, or not. Linux has a file for that, which Electron does not write. */
export async function setStartAtLogin(on: boolean, options: LoginItemOptions): Promise<void> {
  const { platform, env, command } = options;
  if (platform !== 'linux') {
    options.setLoginItemSettings({ openAtLogin: on });
    return;
  }
  const folder = join(env.XDG_CONFIG_HOME || join(env.HOME || homedir(), '.config'), 'autostart');
  const file = join(folder, 'slipway.desktop');
  if (!on) {
    await rm(file, { force: true });
    return;
  }
  await mkdir(folder, { recursive: true });
  const lines = [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Slipway',
    `Exec=${command.map(quoted).join(' ')}`,
    'X-GNOME-Autostart-enabled=true',
    '',
  ];
  await writeFile(file, lines.join('\n'), { mode: 0o644 });
}

/**
 * An argument as the desktop entry format quotes it: quoted for the command line, then its backslashes for the file; a percent
 * sign begins a field code there.
 */
function quoted(word: string): string {
  const escaped = word.replace(/["`$\\]/g, '\\$&');
  return `"${escaped.replaceAll('\\', '\\\\').replaceAll('%', '%%')}"`;
}
