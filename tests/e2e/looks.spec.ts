import { emptyEngine, expect, go, row, test } from './fixtures.ts';
import { inspect } from './look.ts';
import { longName, populate } from './populate.ts';

const sizes = [
  { width: 1024, height: 700 },
  { width: 1600, height: 1000 },
];
test.describe('with containers in every state', () => {
  test.beforeAll(async ({ engine }) => {
    await emptyEngine(engine);
    await populate(engine);
  });
  test.afterAll(async ({ engine }) => {
    await emptyEngine(engine);
    await engine.docker(['volume', 'rm', 'lab-data']);
  });

  for (const colorScheme of ['light', 'dark'] as const)
    for (const viewport of sizes)
      test(`pages in ${colorScheme} at ${viewport.width}x${viewport.height}`, async ({ open }, info) => {
        const { page } = await open({ colorScheme, viewport });
        const name = (what: string) => `${info.project.name}-${what}-${colorScheme}-${viewport.width}`;
        await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible();
        await expect(page.getByText('Fails its health check').first()).toBeVisible();
        await inspect(page, name('overview'));

        await go(page, 'Containers');
        await expect(row(page, 'payments')).toContainText('unhealthy');
        await expect(row(page, longName)).toBeVisible();
        await inspect(page, name('containers'));
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect(overflow, 'no sideways scrolling of the page').toBeLessThanOrEqual(0);

        await row(page, 'crashed').getByRole('checkbox').click();
        await row(page, 'fresh').getByRole('checkbox').click();
        const bar = page.getByRole('toolbar', { name: 'Actions on selected containers' });
        await bar.getByRole('button', { name: 'Remove…', exact: true }).click();
        const plan = page.getByRole('dialog', { name: /^Plan: / });
        await expect(plan.getByRole('row', { name: /crashed/ })).toBeVisible();
        await inspect(page, name('plan'));
        await plan.getByRole('button', { name: 'Cancel', exact: true }).click();

        await row(page, 'web').getByRole('button', { name: 'More actions for web', exact: true }).click();
        await expect(page.getByRole('menu')).toBeVisible();
        await inspect(page, name('menu'));
        await page.keyboard.press('Escape');

        await go(page, 'Settings');
        await inspect(page, name('settings'));
      });

  test('in Chinese', async ({ open }, info) => {
    const { page } = await open({ locale: 'zh-CN' });
    if (info.project.name !== 'web') {
      await page.getByRole('link', { name: 'Settings' }).click();
      await page.getByLabel('Language').selectOption({ label: '简体中文' });
      await page.getByRole('link', { name: '概览' }).click();
    }
    await expect(page.getByRole('heading', { level: 1, name: '概览' })).toBeVisible();
    await inspect(page, `${info.project.name}-overview-zh`);
    await page.getByRole('link', { name: '容器' }).first().click();
    await expect(row(page, 'web')).toBeVisible();
    await inspect(page, `${info.project.name}-containers-zh`);
  });
});

test('the empty page, and no engine at all', async ({ engine, open }, info) => {
  await emptyEngine(engine);
  const { page } = await open();
  await go(page, 'Containers');
  await expect(page.getByText('No containers yet')).toBeVisible();
  await inspect(page, `${info.project.name}-empty`);
  const other = await open({ engine: 'unix:///nowhere/engine.sock', colorScheme: 'dark' });
  await expect(other.page.getByText('What was looked for')).toBeVisible();
  await inspect(other.page, `${info.project.name}-no-engine-dark`);
});
