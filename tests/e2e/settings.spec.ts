import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, go, test } from './fixtures.ts';

test('theme and language are switched live and kept', async ({ open }) => {
  const { page, home } = await open();
  await go(page, 'Settings');
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await background();
  await page.getByRole('radio', { name: 'Dark', exact: true }).click();
  await expect.poll(background).not.toBe(light);

  await page.getByLabel('Language').selectOption({ label: '简体中文' });
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('设置');
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
  await expect(async () => {
    const settings: unknown = JSON.parse(await readFile(join(home, 'settings.json'), 'utf8'));
    expect(settings).toMatchObject({ theme: 'dark', language: 'zh-CN' });
  }).toPass({ timeout: 10_000 });
  await page.reload();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('设置');
  await page.getByLabel('语言').selectOption({ label: 'English' });
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Settings');
});

test('a broken settings file is kept aside and told once', async ({ open }) => {
  const home = await mkdtemp(join(tmpdir(), 'slipway-broken-'));
  await writeFile(join(home, 'settings.json'), '{ "theme": "dark", ');
  const { page, control } = await open({ home });
  // The desktop reads the settings before there is a page, and tells it as a notification.
  const told = async () =>
    control === undefined
      ? page
          .getByText(/settings\.broken-/)
          .first()
          .isVisible()
      : (await control.records()).notifications.some(({ body }) => /settings\.broken-/.test(body));
  await expect.poll(told).toBe(true);
  const kept = (await readdir(home)).find((name) => name.startsWith('settings.broken-'));
  expect(await readFile(join(home, kept ?? ''), 'utf8')).toBe('{ "theme": "dark", ');
  await page.reload();
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible();
  await expect(page.getByText(/settings\.broken-/)).toHaveCount(0);
});
