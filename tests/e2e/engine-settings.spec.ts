import { readFile, writeFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import type { LabEngine } from '../engine-lab/types.ts';
import { expect, test } from './fixtures.ts';
import { inspect, twoLooks } from './look.ts';

const fileOf = (engine: LabEngine) => `/proc/${engine.pid}/root/etc/docker/daemon.json`;
const info = (engine: LabEngine, format: string) => engine.dockerOk(['info', '--format', format]);

async function openTab(page: Page): Promise<void> {
  await page.evaluate(() => {
    window.location.hash = '#/machine/engine-settings';
  });
  await expect(page.getByRole('tab', { name: 'Engine settings', exact: true })).toHaveAttribute(
    'aria-selected',
    'true',
  );
  await expect(page.getByText('/etc/docker/daemon.json').first()).toBeVisible();
}

async function apply(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Review plan', exact: true }).click();
  const plan = page.getByRole('dialog', { name: 'Plan: apply engine settings' });
  await plan.getByRole('button', { name: 'Execute plan' }).click();
  await expect(plan.getByText('1 done, 0 skipped, 0 failed')).toBeVisible({ timeout: 40_000 });
  await plan.getByRole('button', { name: 'Close', exact: true }).click();
}

let before = '';
test.beforeEach(async ({ engine }) => {
  before = await readFile(fileOf(engine), 'utf8');
});
test.afterEach(async ({ engine }) => {
  const reset = JSON.stringify({ ...JSON.parse(before), debug: false, labels: [] });
  for (const text of [reset, before]) {
    await writeFile(fileOf(engine), text);
    await engine.kill('SIGHUP');
    await expect.poll(() => info(engine, '{{.Debug}} {{json .Labels}}')).toBe('false []');
  }
});

test('settings are changed in the form and in the text, and put back', async ({ engine, open }) => {
  test.setTimeout(120_000);
  const { page } = await open();
  await openTab(page);
  await page.getByRole('combobox', { name: 'debug', exact: true }).selectOption('Yes');
  await page.getByRole('button', { name: 'Add to labels' }).click();
  await page.getByRole('textbox', { name: 'labels 1', exact: true }).fill('from');
  await expect(page.getByText('from is no label: name=value.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Review plan' })).toHaveAttribute('aria-disabled', 'true');
  await page.getByRole('textbox', { name: 'labels 1', exact: true }).fill('from=page');
  await expect(page.getByText('2 settings changed · No restart needed')).toBeVisible();
  expect(await info(engine, '{{.Debug}}')).toBe('false');
  await apply(page);
  expect(await info(engine, '{{.Debug}} {{json .Labels}}')).toBe('true ["from=page"]');
  await expect(page.getByText('Nothing changed')).toBeVisible();

  await page.getByRole('radio', { name: 'Text', exact: true }).check();
  const editor = page.getByRole('textbox', { name: 'Text of daemon.json' });
  await expect(editor).toContainText('from=page');
  await editor.fill('{"experimental": true, "debug": false, "labels": ["by=hand"] "x": 1}');
  await expect(page.getByText('Line 1: a comma or a closing brace is missing before this.')).toBeVisible();
  await expect(page.locator('.cm-lintRange-error')).toBeVisible();
  const mine = '{"experimental": true, "debug": false, "labels": ["by=hand"]}';
  await editor.fill(mine);
  await apply(page);
  expect(await info(engine, '{{.Debug}} {{json .Labels}}')).toBe('false ["by=hand"]');
  expect(await readFile(fileOf(engine), 'utf8')).toBe(mine);

  // What another tool writes is seen, and a backup put back by a plan.
  const backups = page.getByRole('button', { name: /^Put back / });
  await expect(backups).toHaveCount(2);
  await backups.first().click();
  const plan = page.getByRole('dialog', { name: 'Plan: apply engine settings' });
  await expect(plan.getByText('["from=page"]')).toBeVisible();
  await plan.getByRole('button', { name: 'Execute plan' }).click();
  await expect(plan.getByText('1 done, 0 skipped, 0 failed')).toBeVisible({ timeout: 40_000 });
  await plan.getByRole('button', { name: 'Close', exact: true }).click();
  expect(await info(engine, '{{.Debug}} {{json .Labels}}')).toBe('true ["from=page"]');
});

for (const look of twoLooks) {
  const { width } = look.viewport;
  const zh = look.colorScheme === 'dark';
  test(`engine settings look right at ${width} in ${look.colorScheme}`, async ({ open }) => {
    test.setTimeout(120_000);
    const { page } = await open(zh ? { ...look, locale: 'zh-CN' } : look);
    await page.evaluate(() => {
      window.location.hash = '#/machine/engine-settings';
    });
    await expect(page.getByText('/etc/docker/daemon.json').first()).toBeVisible();
    await page.getByRole('combobox', { name: 'debug', exact: true }).selectOption(zh ? '是' : 'Yes');
    await inspect(page, `engine-settings-form-${look.colorScheme}`);
    await page.getByRole('radio', { name: zh ? '文本' : 'Text', exact: true }).check();
    await expect(page.locator('.cm-content')).toBeVisible();
    await page.locator('.cm-content').fill('{\n  "debug": true,\n  "mtu": "x",\n  "mine": 1\n}\n');
    await expect(page.locator('.cm-lintRange-error').first()).toBeVisible();
    await inspect(page, `engine-settings-text-${look.colorScheme}`);
    await page.locator('.cm-content').fill('{\n  "experimental": true,\n  "debug": true\n}\n');
    await page.getByRole('button', { name: zh ? '查看计划' : 'Review plan' }).click();
    await expect(page.getByRole('dialog').getByText('SIGHUP')).toBeVisible();
    await inspect(page, `engine-settings-plan-${look.colorScheme}`);
  });
}
