import { type FaultProxy, startFaultProxy } from '../engine-lab/fault-proxy.ts';
import { address } from './address.ts';
import { emptyEngine, expect, test } from './fixtures.ts';

const slow = { timeout: 20_000 };
const removal = /^\/containers\/[0-9a-f]{64}$/;
const names = Array.from({ length: 10 }, (_, n) => `job-${n}`);

let proxy: FaultProxy;
test.beforeEach(async ({ engine }) => {
  await emptyEngine(engine);
  for (const name of names) await engine.dockerOk(['create', '--name', name, 'lab/busybox:1']);
  proxy = await startFaultProxy(engine.socket);
});
test.afterEach(async ({ engine }) => {
  await proxy.close();
  await emptyEngine(engine);
});

test('a prune goes on while the page is loaded again, and can be stopped from there', async ({
  open,
  engine,
}) => {
  const { page } = await open({ engine: proxy.host });
  await address(page, '#/disk/prune');
  await page.getByRole('checkbox', { name: 'Stopped containers' }).check();
  await expect(page.getByRole('cell', { name: 'job-0', exact: true })).toBeVisible(slow);
  await page.getByRole('button', { name: 'Review plan' }).click();
  const dialog = page.getByRole('dialog', { name: /^Plan: free disk space/ });
  await expect(dialog.getByRole('button', { name: 'Execute plan' })).toBeEnabled(slow);
  await proxy.addMode({ type: 'delay', ms: 1200 }, removal);
  await dialog.getByRole('button', { name: 'Execute plan' }).click();
  await expect(dialog.getByText(/^[1-9] of 1\d done/)).toBeVisible(slow);
  await dialog.getByRole('button', { name: 'Go on in the background' }).click();
  await expect(dialog).toBeHidden();
  await page.reload();

  const foot = page.getByRole('button', { name: 'Activity: 1 running' });
  await expect(foot).toBeVisible(slow);
  await foot.click();
  const drawer = page.getByRole('complementary', { name: 'Activity' });
  await expect(drawer.getByRole('progressbar')).toBeVisible();
  await drawer.getByRole('button', { name: 'Log: Free disk space' }).click();
  await expect(drawer.getByText(/Container job-\d: Removed/).first()).toBeVisible(slow);
  await drawer.getByRole('button', { name: 'Cancel: Free disk space' }).click();
  await expect(drawer.getByText('Cancelled', { exact: true })).toBeVisible(slow);

  await drawer.getByRole('button', { name: 'Report: Free disk space' }).click();
  const report = page.getByRole('dialog', { name: 'Report: Free disk space' });
  await expect(report.getByText('Not reached: cancelled').first()).toBeVisible();
  const left = (await engine.dockerOk(['ps', '-a', '--format', '{{.Names}}'])).split('\n');
  expect(left.length).toBeGreaterThan(0);
  expect(left.length).toBeLessThan(names.length);
  await expect(
    report.getByRole('row', { name: /Not reached: cancelled/ }).filter({ hasText: 'job-' }),
  ).toHaveCount(left.length);
  await report.getByRole('button', { name: 'Close' }).click();
  await drawer.getByRole('button', { name: 'Dismiss: Free disk space' }).click();
  // Its report stays.
  await expect(drawer.getByRole('button', { name: /^Report: Free disk space, / })).toBeVisible(slow);
  await page.keyboard.press('Escape');
});
