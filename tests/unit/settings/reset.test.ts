import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { appResetHandlers } from '../../../electron/settings/reset.ts';
import { openSettings } from '../../../electron/settings/store.ts';

const context = { signal: new AbortController().signal, client: 'cli' } as const;
let home = '';

beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'slipway-app-reset-'));
});
afterEach(() => rm(home, { recursive: true }));

const open = async () => {
  const store = await openSettings(home);
  const handlers = appResetHandlers(store);
  return {
    store,
    state: () => handlers.appState({}, context),
    reset: () => handlers.app({}, context),
    undo: () => handlers.undoApp({}, context),
  };
};
const stored = async () => JSON.parse(await readFile(path.join(home, 'settings.json'), 'utf8'));
const backups = async () => (await readdir(home)).filter((name) => name.includes('before-reset'));

describe('the reset of the app', () => {
  it('puts settings back to what a new one has, keeps them, and undoes it after a restart', async () => {
    const before = await open();
    await before.store.update({ theme: 'dark', trashDays: 30, recentContainers: ['web'] });
    expect((await before.state()).changed).toEqual(['theme', 'recentContainers', 'trashDays'].sort(inOrder));
    const after = await before.reset();
    expect(after.changed).toEqual([]);
    expect(after.stays).toContain('protected');
    expect(await stored()).toMatchObject({ theme: 'system', trashDays: 7 });
    expect(JSON.parse(await readFile(after.backup?.file ?? '', 'utf8'))).toMatchObject({ theme: 'dark' });
    const restarted = await open();
    expect((await restarted.state()).backup).toMatchObject({ file: after.backup?.file });
    const undone = await restarted.undo();
    expect(undone.backup).toBeNull();
    expect(await stored()).toMatchObject({ theme: 'dark', trashDays: 30, recentContainers: ['web'] });
    expect(restarted.store.get().theme).toBe('dark');
    await expect(restarted.undo()).rejects.toMatchObject({ error: { reason: 'no-settings-backup' } });
  });

  const order = ['theme', 'language', 'recentContainers', 'trashDays'];
  function inOrder(a: string, b: string): number {
    return order.indexOf(a) - order.indexOf(b);
  }

  it('undoes nothing from a backup that is broken, and keeps it', async () => {
    const { store, reset, undo } = await open();
    await store.update({ theme: 'dark' });
    const { backup } = await reset();
    await store.update({ trashDays: 9 });
    for (const broken of ['{', '{ "theme": "dark", "trashDays": -3 }']) {
      await writeFile(backup?.file ?? '', broken);
      await expect(undo()).rejects.toMatchObject({ error: { reason: 'settings-backup-broken' } });
      expect(await stored()).toMatchObject({ theme: 'system', trashDays: 9 });
      expect(await readFile(backup?.file ?? '', 'utf8')).toBe(broken);
    }
  });

  it('keeps a damaged file aside, and what was good of it for undoing', async () => {
    await writeFile(path.join(home, 'settings.json'), '{ "theme": "dark", "trashDays": -3 }');
    const { reset, undo } = await open();
    await reset();
    const aside = (await readdir(home)).find((name) => name.startsWith('settings.broken-'));
    expect(await readFile(path.join(home, aside ?? ''), 'utf8')).toContain('-3');
    await undo();
    expect(await stored()).toMatchObject({ theme: 'dark', trashDays: 7 });
  });

  it('keeps five backups', async () => {
    const { store, reset } = await open();
    for (let days = 1; days <= 7; days += 1) {
      await store.update({ trashDays: days });
      await reset();
    }
    expect(await backups()).toHaveLength(5);
  });
});
