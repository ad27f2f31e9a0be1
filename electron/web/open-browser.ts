import { spawn } from 'node:child_process';
import process from 'node:process';

/** The command that opens an address on this machine; null where there is no display to open it on. */
export function browserCommand(
  platform: NodeJS.Platform,
  env: NodeJS.ProcessEnv,
): { command: string; args: string[] } | null {
  switch (platform) {
    case 'darwin':
      return { command: 'open', args: [] };
    case 'win32':
      return { command: 'rundll32', args: ['url.dll,FileProtocolHandler'] };
    default:
      return env.DISPLAY || env.WAYLAND_DISPLAY ? { command: 'xdg-open', args: [] } : null;
  }
}

/** Opens the browser if there is one. When there is not, the printed link is there to be used. */
export function openBrowser(link: string): void {
  const found = browserCommand(process.platform, process.env);
  if (found === null) return;
  const child = spawn(found.command, [...found.args, link], { stdio: 'ignore', detached: true });
  child.once('error', () => process.stderr.write('No browser could be opened: open the link above.\n'));
  child.unref();
}
