import type { Page } from '@playwright/test';
import { address } from './address.ts';
import { emptyEngine, expect, test } from './fixtures.ts';
import { inspect as look, twoLooks } from './look.ts';

async function inspect(page: Page, name: string): Promise<void> {
  await look(page, name);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow, 'no sideways scrolling of the page').toBeLessThanOrEqual(0);
}

// The engine reads the two channels side by side: a pause keeps them in order.
const colourful = [
  `i=0; while [ $i -lt 60 ]; do i=$((i+1)); printf '\\033[32mINFO\\033[0m \\033[36m%s\\033[0m request handled in %s ms\\n' "GET /items/$i" "$((i * 7 % 90))"; done`,
  `for c in 30 31 32 33 34 35 36 37 90 91 92 93 94 95 96 97; do printf "\\033[\${c}m colour $c \\033[0m"; done; echo`,
  `printf '\\033[1mbold\\033[0m \\033[4munderlined\\033[0m \\033[7minverse\\033[0m \\033[2mdim\\033[0m\\n'`,
  `sleep 0.4; echo '{"level":"error","message":"the upstream did not answer within 30 s","upstream":"http://payments.internal:8080/v2/charges","attempt":3,"request":"5f2b8f0c-75c1-4a39-a57e-5a3c1d8e6a11"}' >&2`,
  `echo 'warning: retrying' >&2; sleep 100000`,
].join('; ');

test.describe('logs', () => {
  test.beforeAll(async ({ engine }) => {
    await emptyEngine(engine);
    for (const name of ['storefront-web', 'worker'])
      await engine.dockerOk(['run', '-d', '--name', name, 'lab/busybox:1', 'sh', '-c', colourful]);
  });
  test.afterAll(({ engine }) => emptyEngine(engine));

  for (const { colorScheme, viewport } of twoLooks)
    test(`in ${colorScheme} at ${viewport.width}x${viewport.height}`, async ({ open }, info) => {
      // Four pictures, each looked over by axe.
      test.setTimeout(120_000);
      const { page } = await open({ colorScheme, viewport });
      const name = (what: string) => `${info.project.name}-${what}-${colorScheme}-${viewport.width}`;
      await address(page, '#/containers/storefront-web/logs');
      await expect(page.getByText('warning: retrying')).toBeVisible();
      await page.keyboard.press('/');
      await page.keyboard.type('items/5');
      await page.keyboard.press('Enter');
      await inspect(page, name('logs'));
      await page.getByRole('button', { name: 'View', exact: true }).click();
      await page.getByRole('menuitemcheckbox', { name: 'Wrap long lines', exact: true }).click();
      await page.keyboard.press('Escape');
      await address(page, '#/logs?c=storefront-web,worker');
      await expect(page.getByText('128 lines')).toBeVisible();
      await expect(page.getByText('warning: retrying').last()).toBeInViewport();
      await inspect(page, name('logs-several'));
      await address(page, '#/containers/storefront-web/overview');
      await expect(page.getByRole('tab', { name: 'Overview', exact: true })).toHaveAttribute(
        'aria-selected',
        'true',
      );
      await inspect(page, name('container-overview'));
      await address(page, '#/containers/nobody/logs');
      await expect(page.getByText('This container is not here')).toBeVisible();
      await inspect(page, name('container-unknown'));
    });

  test('in Chinese', async ({ open }, info) => {
    const { page } = await open({ locale: 'zh-CN' });
    if (info.project.name !== 'web') {
      await page.getByRole('link', { name: 'Settings' }).click();
      await page.getByLabel('Language').selectOption({ label: '简体中文' });
    }
    await address(page, '#/containers/storefront-web/logs');
    await expect(page.getByText('warning: retrying')).toBeVisible();
    await expect(page.getByRole('tab', { name: '日志', exact: true })).toBeVisible();
    await inspect(page, `${info.project.name}-logs-zh`);
  });

  test('by keyboard alone', async ({ open }) => {
    const { page } = await open();
    await address(page, '#/containers/storefront-web/logs');
    await expect(page.getByText('warning: retrying')).toBeVisible();
    await page.getByRole('tab', { name: 'Logs', exact: true }).focus();
    await page.keyboard.press('ArrowLeft');
    await expect(page.getByRole('tab', { name: 'Overview', exact: true })).toBeFocused();
    await page.keyboard.press('ArrowRight');
    await expect(page.getByRole('tab', { name: 'Logs', exact: true })).toBeFocused();
    await expect(page.getByText('warning: retrying')).toBeVisible();
    const view = page.getByRole('log');
    await view.focus();
    await page.keyboard.press('Shift+ArrowUp');
    await page.keyboard.press('Shift+ArrowUp');
    await expect(page.getByRole('button', { name: 'Copy 2 lines', exact: true })).toBeVisible();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+a');
    await expect(page.getByRole('button', { name: 'Copy 64 lines', exact: true })).toBeVisible();
    await page.keyboard.press('Home');
    await expect(page.getByText('Paused')).toBeVisible();
    await page.keyboard.press('End');
    await expect(page.getByText('Following')).toBeVisible();
  });
});
