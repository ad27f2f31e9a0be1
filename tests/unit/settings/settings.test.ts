import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { settingsHandlers } from '../../../electron/settings/handlers.ts';
import { slipwayHome } from '../../../electron/settings/home.ts';
import { openSettings } from '../../../electron/settings/store.ts';
import { contract } from '../../../shared/contract/index.ts';
import { settingsSchema } from '../../../shared/contract/settings.ts';

const defaults = settingsSchema.parse({});
let home = '';
let file = '';

beforeEach(async () => {
  home = path.join(await mkdtemp(path.join(tmpdir(), 'slipway-settings-')), 'home');
  file = path.join(home, 'settings.json');
});
afterEach(async () => {
  await rm(path.dirname(home), { recursive: true });
});
async function put(text: string): Promise<void> {
  await mkdir(home, { recursive: true });
  await writeFile(file, text);
}
const stored = async () => JSON.parse(await readFile(file, 'utf8'));

describe('the settings store', () => {
  it('has the defaults before anything was saved, and writes nothing by itself', async () => {
    const store = await openSettings(home);
    expect(store.get()).toEqual(defaults);
    expect(store.takeBrokenFile()).toBeUndefined();
    await expect(stat(home)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('keeps what is saved, for the owner only', async () => {
    const store = await openSettings(home);
    await store.update({ theme: 'dark' });
    await store.update({ language: 'zh-CN', theme: undefined });
    expect((await openSettings(home)).get()).toEqual({ ...defaults, theme: 'dark', language: 'zh-CN' });
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await stat(home)).mode & 0o777).toBe(0o700);
    expect(await readdir(home)).toEqual(['settings.json']);
  });

  it('loses no change of many made at once', async () => {
    const store = await openSettings(home);
    await Promise.all([
      store.update({ theme: 'light' }),
      store.update({ closeToTray: false }),
      store.update({ recentContainers: ['a', 'b'] }),
    ]);
    expect(await stored()).toMatchObject({
      theme: 'light',
      closeToTray: false,
      recentContainers: ['a', 'b'],
    });
  });

  it('tells when all that was asked for is written', async () => {
    const store = await openSettings(home);
    void store.update({ theme: 'light' });
    void store.update({ theme: 'dark' });
    await store.idle();
    expect(await stored()).toMatchObject({ theme: 'dark' });
  });

  it('keeps what another process changed, key by key', async () => {
    const [one, other] = await Promise.all([openSettings(home), openSettings(home)]);
    await one.update({ theme: 'dark' });
    await other.update({ language: 'en' });
    expect(await stored()).toMatchObject({ theme: 'dark', language: 'en' });
    expect(other.get().theme).toBe('dark');
    expect((await one.refresh()).language).toBe('en');
  });

  it('tells listeners of changes, and only of changes, until they leave', async () => {
    const store = await openSettings(home);
    const listener = vi.fn();
    const dispose = store.onChange(listener);
    await store.update({ theme: 'dark' });
    await store.update({ theme: 'dark' });
    dispose();
    await store.update({ theme: 'light' });
    expect(listener).toHaveBeenCalledExactlyOnceWith({ ...defaults, theme: 'dark' });
  });

  it.each(['', '{"theme": "dark"', '[1, 2]', 'null', '"dark"', '\u0000\u0001'])(
    'puts a broken file aside and says so once: %j',
    async (text) => {
      await put(text);
      const handlers = settingsHandlers(await openSettings(home), null);
      const context = { signal: new AbortController().signal, client: 'cli' } as const;
      const first = await handlers.get({}, context);
      expect(first.settings).toEqual(defaults);
      expect(path.basename(first.brokenFileKept ?? '')).toMatch(/^settings\.broken-[\dTZ-]+\.json$/);
      expect(await readFile(first.brokenFileKept ?? '', 'utf8')).toBe(text);
      expect((await handlers.get({}, context)).brokenFileKept).toBeUndefined();
      expect((await openSettings(home)).takeBrokenFile()).toBeUndefined();
    },
  );

  it('lets one bad value cost only itself, and keeps the original', async () => {
    const text =
      '{"theme": "pink", "language": "en", "window": {"width": 1}, "closeToTray": false, "of old": 1}';
    await put(text);
    const store = await openSettings(home);
    const expected = { ...defaults, language: 'en', closeToTray: false };
    expect(store.get()).toEqual(expected);
    expect(await readFile(store.takeBrokenFile() ?? '', 'utf8')).toBe(text);
    expect(await stored()).toEqual(expected);
  });

  it('takes a file with a key it does not know as it is', async () => {
    await put('{"theme": "dark", "from the future": true}');
    const store = await openSettings(home);
    expect(store.get()).toEqual({ ...defaults, theme: 'dark' });
    expect(store.takeBrokenFile()).toBeUndefined();
  });

  it('survives a folder in place of the file', async () => {
    await mkdir(file, { recursive: true });
    const store = await openSettings(home);
    expect(store.get()).toEqual(defaults);
    await store.update({ theme: 'dark' });
    expect(await stored()).toMatchObject({ theme: 'dark' });
  });

  it('fails with what to do when it cannot write, and changes nothing then', async () => {
    await writeFile(home, 'a file where the folder should be');
    const store = await openSettings(home);
    await expect(store.update({ theme: 'dark' })).rejects.toMatchObject({
      error: { reason: 'settings-unwritable', params: { path: file } },
    });
    expect(store.get()).toEqual(defaults);
  });

  it('writes over a file that is read-only', async () => {
    await put('{}');
    await chmod(file, 0o400);
    const store = await openSettings(home);
    await store.update({ theme: 'dark' });
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });
});

describe('settings in the contract', () => {
  it('a change of one is a change of one', () => {
    expect(contract.settings.set.input.parse({ theme: 'dark' })).toEqual({ theme: 'dark' });
  });

  it('has a default for every setting, within its own bounds', () => {
    expect(contract.settings.set.input.parse(defaults)).toEqual(defaults);
  });
});

describe('the home folder', () => {
  it('is SLIPWAY_HOME, made absolute', () => {
    expect(slipwayHome({ SLIPWAY_HOME: '/some/where' })).toBe('/some/where');
    expect(slipwayHome({ SLIPWAY_HOME: 'here' })).toBe(path.resolve('here'));
  });
  it('is else the folder of the platform', () => {
    expect(path.basename(slipwayHome({ SLIPWAY_HOME: '' }))).toMatch(/^(Slipway|Config)$/);
  });
});
