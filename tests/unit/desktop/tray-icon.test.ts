import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { trayIcon, trayIconFile } from '../../../electron/desktop/tray-icon.ts';
import { container, engineState, rows, trayState } from './samples.ts';

describe('trayIcon', () => {
  it.each([
    ['ready', 'running'],
    ['connecting', 'stopped'],
    ['unreachable', 'stopped'],
    ['reconnecting', 'warning'],
    ['refused', 'warning'],
    ['unsupported', 'warning'],
  ] as const)('%s is shown as %s', (status, name) => {
    const state = trayState({ engine: engineState(status) });
    expect(trayIcon(state, false)).toEqual({ name, dark: false });
    expect(trayIcon(state, true)).toEqual({ name, dark: true });
  });

  it('is "stopped" before anything is known', () => {
    expect(trayIcon(trayState({ engine: null, containers: null }), false).name).toBe('stopped');
  });

  it('warns of a sick container, not of one that ended long ago', () => {
    const sick = rows(container('sick', { health: 'unhealthy' }));
    const ended = rows(container('ended', { state: 'exited', exitCode: 1 }));
    expect(trayIcon(trayState({ containers: sick }), false).name).toBe('warning');
    expect(trayIcon(trayState({ containers: ended }), false).name).toBe('running');
  });
});

describe('trayIconFile', () => {
  const names = ['running', 'stopped', 'warning'] as const;
  const platforms = ['linux', 'win32', 'darwin'] as const;
  const cases = names.flatMap((name) =>
    [true, false].flatMap((dark) => platforms.map((platform) => [name, dark, platform] as const)),
  );

  it.each(cases)(
    '%s, dark %s, on %s is there, and twice as large for dense displays',
    (name, dark, platform) => {
      const file = trayIconFile({ name, dark }, platform);
      const width = pngWidth(`assets/tray/${file}`);
      expect([16, 22]).toContain(width);
      expect(pngWidth(`assets/tray/${file.replace('.png', '@2x.png')}`)).toBe(2 * width);
    },
  );

  it('leaves the colours to macOS', () => {
    expect(trayIconFile({ name: 'running', dark: true }, 'darwin')).toBe('runningTemplate.png');
  });
});

function pngWidth(path: string): number {
  expect(existsSync(path), path).toBe(true);
  return readFileSync(path).readUInt32BE(16);
}
