import { address } from './address.ts';
import { emptyEngine, expect, test } from './fixtures.ts';
import { inspect, twoLooks } from './look.ts';

test.beforeEach(async ({ engine }) => {
  await emptyEngine(engine);
  await engine.docker(['network', 'rm', 'shop-back', 'left-over']);
  await engine.dockerOk(['network', 'create', 'shop-back']);
  await engine.dockerOk(['network', 'create', 'left-over']);
  await engine.dockerOk(['run', '-d', '--name', 'web', '--network', 'shop-back', 'lab/web:1']);
  const long = `a-container-with-a-name-of-sixty-characters-${'x'.repeat(16)}`;
  for (const name of ['job-1', 'job-2', 'job-3', 'importer', long])
    await engine.dockerOk([
      'run',
      '--name',
      name,
      'lab/busybox:1',
      'sh',
      '-c',
      'head -c 200000 /dev/zero > /f',
    ]);
  await engine.dockerOk(['create', '--name', 'waits', '--network', 'left-over', 'lab/busybox:1']);
  for (const tag of ['app:1', 'app:2', 'app:latest']) await engine.dockerOk(['tag', 'lab/layers:1', tag]);
  await engine.dockerOk(['volume', 'create', 'old-data']);
});
test.afterEach(async ({ engine }) => {
  await emptyEngine(engine);
  await engine.docker(['network', 'rm', 'shop-back', 'left-over']);
  await engine.docker(['volume', 'rm', 'old-data']);
  await engine.docker(['image', 'rm', 'app:1', 'app:2', 'app:latest']);
});

for (const { colorScheme, viewport } of twoLooks)
  test(`pruning in ${colorScheme} at ${viewport.width}`, async ({ open }) => {
    test.setTimeout(180_000);
    const { page } = await open({ colorScheme, viewport });
    const name = (what: string) => `web-${what}-${colorScheme}-${viewport.width}`;
    await address(page, '#/disk/prune');
    await page.getByRole('checkbox', { name: 'Stopped containers' }).check();
    await page.getByRole('checkbox', { name: 'Unused volumes' }).check();
    await page.getByRole('combobox', { name: 'Which volumes' }).selectOption('all');
    await expect(page.getByRole('cell', { name: 'old-data' })).toBeVisible({ timeout: 15_000 });
    await inspect(page, name('prune'));
    const sideways = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(sideways, 'no sideways scrolling').toBeLessThanOrEqual(0);
    await page.getByLabel('Older than').fill('yesterday');
    await expect(page.getByText('"yesterday" is no time Slipway understands.')).toBeVisible({
      timeout: 15_000,
    });
    await inspect(page, name('prune-wrong'));
    await page.getByLabel('Older than').fill('');
    await page.getByRole('checkbox', { name: 'Unused images' }).uncheck();
    await expect(page.getByRole('button', { name: 'Review plan' })).toBeEnabled();
    await page.getByRole('button', { name: 'Review plan' }).click();
    const dialog = page.getByRole('dialog', { name: /^Plan: free disk space/ });
    await expect(dialog.getByRole('cell', { name: 'job-1' })).toBeVisible({ timeout: 15_000 });
    await inspect(page, name('prune-plan'));
    await dialog.getByRole('button', { name: 'Execute plan' }).click();
    await expect(dialog.getByRole('button', { name: 'Close' })).toBeVisible({ timeout: 30_000 });
    await inspect(page, name('prune-report'));
    await dialog.getByRole('button', { name: 'Close' }).click();
    await page.getByRole('button', { name: 'Activity' }).click();
    const drawer = page.getByRole('complementary', { name: 'Activity' });
    await drawer.getByRole('button', { name: /^Log: Free disk space/ }).click();
    await expect(drawer.getByText('job-1')).toBeVisible();
    await inspect(page, name('activity'));
    await drawer.getByRole('button', { name: 'Close activity' }).click();
    await address(page, '#/disk/schedule');
    await expect(page.getByRole('heading', { name: 'No schedules' })).toBeVisible();
    await inspect(page, name('schedule-empty'));
    await page.getByRole('button', { name: 'New schedule' }).click();
    const form = page.getByRole('dialog', { name: 'New schedule' });
    await form.getByLabel('Name').fill('Weekly tidy-up');
    await inspect(page, name('schedule-form'));
    await form.getByRole('button', { name: 'Save schedule' }).click();
    await expect(page.getByRole('heading', { name: 'Weekly tidy-up' })).toBeVisible();
    await inspect(page, name('schedule'));
  });

test('pruning in Chinese', async ({ open }) => {
  const { page } = await open({ locale: 'zh-CN', viewport: { width: 1024, height: 700 } });
  await address(page, '#/disk/prune');
  await page.getByRole('checkbox', { name: '已停止的容器' }).check();
  await expect(page.getByRole('cell', { name: 'job-1' })).toBeVisible({ timeout: 15_000 });
  await inspect(page, 'web-prune-zh');
});
