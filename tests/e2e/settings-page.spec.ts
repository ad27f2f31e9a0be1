import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, go, test } from './fixtures.ts';
import { inspect, twoLooks } from './look.ts';

test('each setting of the page is kept, and says where it has no effect', async ({ open }) => {
  const { page, home, control } = await open();
  const requests: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  await go(page, 'Settings');
  const stored = async (): Promise<Record<string, unknown>> =>
    JSON.parse(await readFile(join(home, 'settings.json'), 'utf8'));
  await page.getByLabel('Keep what is put into the trash for').selectOption('30 days');
  await page.getByLabel('Keep reports of plans').selectOption('the last 50');
  await page.getByRole('checkbox', { name: 'Keep figures on disk' }).uncheck();
  await page.getByRole('checkbox', { name: 'Record also while nobody looks' }).check();
  await page.getByRole('checkbox', { name: 'Keep running in the tray' }).uncheck();
  await expect(async () => {
    expect(await stored()).toMatchObject({
      trashDays: 30,
      keptReports: 50,
      statsHistory: false,
      statsInBackground: true,
      closeToTray: false,
    });
  }).toPass({ timeout: 20_000 });
  const login = page.getByRole('checkbox', { name: 'Start when I log in' });
  if (control === undefined) {
    await expect(login).toBeDisabled();
    await expect(page.getByText('Not available in a browser')).toBeVisible();
  } else await expect(login).toBeEnabled();
  // The other places that show a setting show the same.
  await page.evaluate(() => {
    location.hash = '#/disk/trash';
  });
  await expect(page.getByLabel('Keep removed things for')).toHaveValue('30');
  // Nothing leaves the machine: everything the page asks for it asks of Slipway.
  const own = new URL(page.url()).origin;
  expect(requests.filter((url) => !url.startsWith(own) && !/^(data|blob):/.test(url))).toEqual([]);
});

for (const look of twoLooks)
  test(`the settings look finished, ${look.colorScheme}`, async ({ open }) => {
    const { page, home } = await open({ ...look, locale: look.colorScheme === 'dark' ? 'zh-CN' : 'en-GB' });
    await mkdir(join(home, 'reports'), { recursive: true });
    await writeFile(join(home, 'reports', 'x.txt'), 'x'.repeat(1_500_000));
    await page.evaluate(() => {
      location.hash = '#/settings';
    });
    await expect(page.locator('#where')).toBeVisible();
    await expect(page.getByText('1.5 MB').first()).toBeVisible();
    await inspect(page, `settings-${look.colorScheme}`);
    await page.locator('#where').scrollIntoViewIfNeeded();
    await inspect(page, `settings-${look.colorScheme}-where`);
  });
