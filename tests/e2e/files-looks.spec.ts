import { file, runFiles, show } from './files-page.ts';
import { emptyEngine, expect, test } from './fixtures.ts';
import { inspect } from './look.ts';

test.beforeEach(async ({ engine }) => {
  await emptyEngine(engine);
  await runFiles(engine);
});
test.afterEach(({ engine }) => emptyEngine(engine));

for (const [colorScheme, viewport] of [
  ['light', { width: 1024, height: 700 }],
  ['dark', { width: 1600, height: 1000 }],
  ['dark', { width: 1024, height: 700 }],
  ['light', { width: 1600, height: 1000 }],
] as const)
  test(`files in ${colorScheme} at ${viewport.width}`, async ({ open }, info) => {
    // Six pictures, each looked over by axe.
    test.setTimeout(180_000);
    const { page } = await open({ colorScheme, viewport });
    const name = (what: string) => `${info.project.name}-${what}-${colorScheme}-${viewport.width}`;
    await show(page, '#/containers/web/files?path=%2Fdata');
    await expect(file(page, 'hello.txt')).toContainText('Added');
    await file(page, 'hello.txt').getByRole('checkbox').click();
    await inspect(page, name('files'));
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overflow, 'no sideways scrolling of the page').toBeLessThanOrEqual(0);
    await file(page, 'hello.txt').getByRole('button').click();
    await expect(page.getByRole('region', { name: 'Text of hello.txt' })).toBeVisible();
    await inspect(page, name('files-preview'));
    await page.keyboard.press('Escape');
    await page
      .locator('input[data-upload="files"]')
      .setInputFiles([{ name: 'hello.txt', mimeType: 'text/plain', buffer: Buffer.from('x') }]);
    await expect(page.getByRole('dialog', { name: 'Replace 1 file?' })).toBeVisible();
    await inspect(page, name('files-replace'));
    await page.keyboard.press('Escape');
    await page.getByLabel('Go to path').fill('nowhere');
    await page.getByLabel('Go to path').press('Enter');
    await inspect(page, name('files-wrong-path'));
    await show(page, '#/containers/web/files?path=%2Fdata%2Fnone');
    await expect(page.getByText('There is nothing at /data/none.')).toBeVisible();
    await inspect(page, name('files-none'));
    await show(page, '#/containers/web/files?view=changes');
    await expect(page.getByRole('row', { name: '/data/hello.txt, Added' })).toBeVisible();
    await inspect(page, name('files-changes'));
  });

test('files in Chinese', async ({ open }, info) => {
  const { page } = await open();
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByLabel('Language').selectOption({ label: '简体中文' });
  await show(page, '#/containers/web/files?path=%2Fdata');
  await expect(
    page.getByRole('grid', { name: 'web 的文件' }).getByRole('row', { name: /^hello.txt,/ }),
  ).toBeVisible();
  await inspect(page, `${info.project.name}-files-zh`);
});
