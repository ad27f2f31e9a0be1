import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { setStartAtLogin } from '../../../electron/desktop/login-item.ts';
import { type DesktopSeam, settingsHandlers } from '../../../electron/settings/handlers.ts';
import { openSettings } from '../../../electron/settings/store.ts';

const context = { signal: new AbortController().signal, client: 'cli' } as const;
let home = '';
beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'slipway-settings-'));
});
afterEach(() => rm(home, { recursive: true }));

describe('starting at login', () => {
  const seam = (set: (on: boolean) => Promise<void>): DesktopSeam => ({
    setStartAtLogin: set,
    reveal: () => undefined,
  });

  it('is refused, and said to be unavailable, where there is no desktop', async () => {
    const handlers = settingsHandlers(await openSettings(home), null);
    expect((await handlers.get({}, context)).host).toEqual({ startAtLogin: false, reveal: false });
    await expect(handlers.set({ startAtLogin: true }, context)).rejects.toMatchObject({
      error: { code: 'unsupported', reason: 'login-item-unavailable' },
    });
    expect((await handlers.get({}, context)).settings.startAtLogin).toBe(false);
    await expect(handlers.reveal({}, context)).rejects.toMatchObject({
      error: { reason: 'reveal-unavailable' },
    });
  });

  it('is asked of the system before it is kept, and undone with the settings', async () => {
    const asked: boolean[] = [];
    const store = await openSettings(home);
    const handlers = settingsHandlers(
      store,
      seam(async (on) => void asked.push(on)),
    );
    await handlers.set({ startAtLogin: true }, context);
    await handlers.set({ theme: 'dark' }, context);
    expect(asked).toEqual([true]);
    await store.update({ startAtLogin: false });
    expect(asked).toEqual([true, false]);
    const failing = settingsHandlers(
      await openSettings(home),
      seam(async () => {
        throw new Error('no room');
      }),
    );
    await expect(failing.set({ startAtLogin: true }, context)).rejects.toMatchObject({
      error: { reason: 'login-item-failed', params: { detail: 'no room' } },
    });
    expect((await openSettings(home)).get().startAtLogin).toBe(false);
  });

  it('is a file of the session on Linux, which starts what it says', async () => {
    const program = path.join(home, `a "b" $c 'd' 100%.sh`);
    await writeFile(program, `#!/bin/sh\necho "$1" > '${home}/told'\n`, { mode: 0o755 });
    const options = {
      platform: 'linux',
      env: { HOME: home },
      command: [program, 'x\\y'],
      setLoginItemSettings: () => {
        throw new Error('Electron does not know Linux');
      },
    } as const;
    await setStartAtLogin(true, options);
    const file = path.join(home, '.config/autostart/slipway.desktop');
    const exec = /^Exec=(.*)$/m.exec(await readFile(file, 'utf8'))?.[1] ?? '';
    // As a session reads it: the file's own backslashes, then the field codes, then the quotes.
    const line = exec.replaceAll('\\\\', '\\').replaceAll('%%', '%');
    await promisify(execFile)('sh', ['-c', line]);
    expect(await readFile(path.join(home, 'told'), 'utf8')).toBe('x\\y\n');
    await setStartAtLogin(false, options);
    await expect(stat(file)).rejects.toMatchObject({ code: 'ENOENT' });
    await setStartAtLogin(false, options);
  });

  it.each(['darwin', 'win32'] as const)('is left to Electron on %s', async (platform) => {
    const told: unknown[] = [];
    const setLoginItemSettings = (settings: unknown) => void told.push(settings);
    await setStartAtLogin(true, { platform, env: { HOME: home }, command: ['x'], setLoginItemSettings });
    expect(told).toEqual([{ openAtLogin: true }]);
  });
});

describe("Slipway's own folder", () => {
  it('is measured by part, without following links out of it', async () => {
    await mkdir(path.join(home, 'reports'));
    await mkdir(path.join(home, 'stats/engine'), { recursive: true });
    await writeFile(path.join(home, 'reports/a.json'), 'x'.repeat(1000));
    await writeFile(path.join(home, 'stats/engine/b.day'), 'x'.repeat(20));
    await writeFile(path.join(home, 'settings.json'), '{}');
    await writeFile(path.join(home, 'strange'), 'x'.repeat(7));
    await symlink('/usr', path.join(home, 'reports/out'));
    const handlers = settingsHandlers(await openSettings(home), null);
    const { folder, parts, totalBytes } = await handlers.storage({}, context);
    expect(folder).toBe(home);
    const link = '/usr'.length;
    expect(parts.map(({ part, bytes, files, complete }) => [part, bytes, files, complete])).toEqual([
      ['settings', 2, 1, true],
      ['reports', 1000 + link, 2, true],
      ['history', 20, 1, true],
      ['other', 7, 1, true],
    ]);
    expect(totalBytes).toBe(1029 + link);
  });

  it('is shown by part on the desktop, and nothing else is', async () => {
    await mkdir(path.join(home, 'reports'));
    const shown: string[] = [];
    const handlers = settingsHandlers(await openSettings(home), {
      setStartAtLogin: async () => undefined,
      reveal: (at) => void shown.push(at),
    });
    await handlers.reveal({}, context);
    await handlers.reveal({ part: 'reports' }, context);
    expect(shown).toEqual([home, path.join(home, 'reports')]);
  });
});
