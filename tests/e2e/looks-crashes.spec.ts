import type { Page } from '@playwright/test';
import { address } from './address.ts';
import { emptyEngine, expect, test } from './fixtures.ts';
import { inspect } from './look.ts';

const sizes = [
  { width: 1024, height: 700 },
  { width: 1600, height: 1000 },
] as const;
const script = (text: string) => ['lab/busybox:1', 'sh', '-c', text];

test.beforeEach(({ engine }) => emptyEngine(engine));
test.afterEach(({ engine }) => emptyEngine(engine));

async function noSideways(page: Page): Promise<void> {
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow, 'no sideways scrolling of the page').toBeLessThanOrEqual(0);
}

for (const [colorScheme, viewport, language] of [
  ['light', sizes[0], 'en-GB'],
  ['dark', sizes[1], 'en-GB'],
  ['dark', sizes[0], 'zh-CN'],
  ['light', sizes[1], 'zh-CN'],
] as const)
  test(`crashes in ${colorScheme} at ${viewport.width} in ${language}`, async ({ engine, open }, info) => {
    // Five pictures, each looked over by axe.
    test.setTimeout(180_000);
    const { page } = await open({ colorScheme, viewport });
    const name = (what: string) => `${info.project.name}-${what}-${colorScheme}-${viewport.width}`;
    const zh = language === 'zh-CN';
    if (zh) {
      await page.getByRole('link', { name: 'Settings' }).click();
      await page.getByLabel('Language').selectOption({ label: '简体中文' });
      await inspect(page, name('settings-crashes'));
      await address(page, '#/overview');
    }
    const check = ['--health-cmd', 'echo "connection refused" >&2; exit 1', '--health-interval', '1s'];
    const writes =
      'for i in 1 2 3 4 5 6 7 8; do echo "request $i served"; done; echo "panic: no database" >&2;';
    const flags = ['-d', '--label', 'com.docker.compose.project=shop'];
    await engine.dockerOk([
      'run',
      ...flags,
      '--name',
      'shop-api',
      ...check,
      ...script(`${writes} sleep 3; exit 1`),
    ]);
    await engine.dockerOk([
      ...['run', ...flags, '--name', 'a-worker-with-a-rather-long-name-that-a-tool-made-up-1'],
      ...['--restart', 'on-failure:2', ...script("sh -c 'kill -SEGV $$'; exit $?")],
    ]);
    await engine.docker(['run', '--rm', '--name', 'migrate', ...script('sleep 0.2; exit 127')]);
    const list = page.getByRole('list', { name: zh ? '最近的崩溃' : 'Crashed lately' });
    await expect(list.getByRole('listitem')).toHaveCount(3, { timeout: 20_000 });
    await list.getByRole('listitem').first().getByRole('button').first().click();
    // The tip of the button is not part of the picture.
    await page.mouse.move(0, 0);
    await expect(page.getByRole('tooltip')).toHaveCount(0);
    await inspect(page, name('crashed-lately'));
    await noSideways(page);
    await address(page, '#/containers/shop-api/overview');
    await expect(page.getByText('panic: no database', { exact: true })).toBeVisible();
    await inspect(page, name('crash-card'));
    await noSideways(page);
    await engine.dockerOk([
      'run',
      '-d',
      '--name',
      'checked',
      ...check,
      ...script('while :; do sleep 1; done'),
    ]);
    await address(page, '#/containers/checked/overview');
    await expect(page.getByRole('table')).toContainText('connection refused');
    await inspect(page, name('health'));
    await noSideways(page);
    await address(page, '#/containers/checked/processes');
    await page.getByRole('combobox', { name: zh ? 'ps 的选项' : 'Options of ps' }).fill('$wrong');
    await inspect(page, name('ps-options'));
    await noSideways(page);
    await address(page, '#/projects');
    await expect(page.getByRole('row', { name: /^shop/ })).toBeVisible();
    await inspect(page, name('projects-logs'));
    await noSideways(page);
  });
