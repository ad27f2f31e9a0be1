import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { inRoot } from './paths.mjs';

/**
 * @typedef {{ ok: true, path: string } | { ok: false, reason: string }} ElectronSupport
 */

/**
 * The Electron binary, or why a window cannot be opened here. Only looks: `require('electron')` would download it.
 * @param {{ asRoot?: boolean }} [allow] `asRoot`: the caller starts it without Chromium's sandbox (tests do)
 * @returns {ElectronSupport}
 */
export function findElectron({ asRoot = false } = {}) {
  const path = binaryPath();
  if (path === undefined)
    return { ok: false, reason: 'no Electron binary is installed (npx install-electron downloads it)' };
  if (process.platform === 'linux') {
    if (!process.env.DISPLAY && !process.env.WAYLAND_DISPLAY)
      return { ok: false, reason: 'there is no display' };
    if (process.getuid?.() === 0 && !asRoot)
      return { ok: false, reason: 'Electron keeps its sandbox and so does not run as root' };
  }
  return { ok: true, path };
}

function binaryPath() {
  const folder = inRoot('node_modules', 'electron');
  const named = join(folder, 'path.txt');
  const inside = existsSync(named) ? readFileSync(named, 'utf8').trim() : undefined;
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  const path = override
    ? join(override, inside ?? 'electron')
    : inside === undefined
      ? undefined
      : join(folder, 'dist', inside);
  return path !== undefined && existsSync(path) ? path : undefined;
}
