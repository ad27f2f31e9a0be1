import type { Page } from '@playwright/test';
import { address } from './address.ts';
import { emptyEngine, expect, test } from './fixtures.ts';
import { inspect, twoLooks } from './look.ts';

test.beforeEach(async ({ engine }) => {
  await emptyEngine(engine);
  await engine.dockerOk([
    ...['run', '-d', '--name', 'web', '-e', 'DB_PASSWORD=hunter2', '-p', '8090:80'],
    ...['--label', 'com.docker.compose.project=shop', 'lab/web:1'],
  ]);
  await engine.dockerOk([
    ...['create', '--name', 'blog-db', '--label', 'com.docker.compose.project=blog'],
    ...['--label', 'com.docker.compose.project.config_files=/srv/blog/compose.yaml', 'lab/busybox:1'],
  ]);
});
test.afterEach(({ engine }) => emptyEngine(engine));

async function noSideways(page: Page): Promise<void> {
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow, 'no sideways scrolling of the page').toBeLessThanOrEqual(0);
}

for (const { colorScheme, viewport } of twoLooks)
  test(`objects in ${colorScheme} at ${viewport.width}`, async ({ open }, info) => {
    // Eight pictures, each looked over by axe.
    test.setTimeout(180_000);
    const { page } = await open({ colorScheme, viewport });
    const name = (what: string) => `${info.project.name}-${what}-${colorScheme}-${viewport.width}`;
    await address(page, '#/containers/web/inspect');
    await page.getByRole('searchbox', { name: 'Search keys and values' }).fill('password');
    await expect(page.getByText(/^1 of /)).toBeVisible();
    await inspect(page, name('inspect-tree'));
    await noSideways(page);
    await page.getByRole('radio', { name: 'JSON' }).check({ force: true });
    await inspect(page, name('inspect-json'));
    await address(page, '#/containers/web/processes');
    await expect(page.getByRole('table')).toBeVisible();
    await inspect(page, name('processes'));
    await noSideways(page);
    await address(page, '#/inspect');
    await page.getByLabel('Id or name').fill('nothing-such');
    await page.getByRole('button', { name: 'Find', exact: true }).click();
    await expect(page.getByText('There is no object "nothing-such".')).toBeVisible();
    await inspect(page, name('inspect-find'));
    // A list keeps its order under a pointer, and the rows that came last out of sight.
    await page.mouse.move(0, 0);
    await address(page, '#/events');
    await expect(page.getByRole('row', { name: 'web, Container start' }).first()).toBeVisible();
    await page.getByRole('button', { name: 'Pause', exact: true }).click();
    await inspect(page, name('events'));
    await noSideways(page);
    await address(page, '#/events/system');
    await expect(page.getByRole('tree')).toBeVisible();
    await inspect(page, name('system'));
    await address(page, '#/projects');
    await page.getByRole('checkbox', { name: 'Select shop', exact: true }).click();
    await inspect(page, name('projects'));
    await noSideways(page);
  });

test('objects in Chinese', async ({ open }, info) => {
  const { page } = await open();
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByLabel('Language').selectOption({ label: '简体中文' });
  const name = (what: string) => `${info.project.name}-${what}-zh`;
  await address(page, '#/containers/web/inspect');
  await expect(page.getByRole('tree')).toBeVisible();
  await inspect(page, name('inspect'));
  await address(page, '#/events');
  await expect(page.getByRole('grid', { name: '事件' })).toBeVisible();
  await inspect(page, name('events'));
  await address(page, '#/projects');
  await expect(page.getByRole('grid', { name: '项目' })).toBeVisible();
  await inspect(page, name('projects'));
});
