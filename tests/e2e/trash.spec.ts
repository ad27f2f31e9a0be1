import { address } from './address.ts';
import { emptyEngine, expect, go, row, test } from './fixtures.ts';

test.beforeEach(({ engine }) => emptyEngine(engine));
test.afterEach(async ({ engine }) => {
  await emptyEngine(engine);
  await engine.docker(['network', 'rm', 'trash-net']);
});

test('a removed container can be put back, running and in its network', async ({ engine, open }) => {
  await engine.dockerOk(['network', 'create', 'trash-net']);
  const flags = ['--restart', 'always', '--network', 'trash-net', '--network-alias', 'api'];
  await engine.dockerOk(['run', '-d', '--name', 'trash-web', ...flags, 'lab/counter:1']);
  const { page } = await open();
  await go(page, 'Containers');
  await row(page, 'trash-web').click();
  await page.keyboard.press('Delete');
  const dialog = page.getByRole('dialog', { name: /^Plan: / });
  await dialog.getByRole('checkbox', { name: 'Also running ones' }).check();
  await dialog.getByRole('checkbox', { name: 'Into the trash instead, for 7 days' }).check();
  await expect(page.getByRole('dialog', { name: 'Plan: put 1 object into the trash' })).toBeVisible();
  await expect(dialog.getByRole('table')).toContainText('Stop, then into the trash');
  await dialog.getByRole('button', { name: 'Execute plan' }).click();
  await expect(dialog).toContainText('1 done, 0 skipped, 0 failed', { timeout: 20_000 });
  await dialog.getByRole('button', { name: 'Close' }).click();

  // It is in no list, and stopped under another name on the engine.
  await expect(row(page, 'trash-web')).toHaveCount(0);
  await expect(row(page, 'slipway-trash')).toHaveCount(0);
  const hidden = await engine.dockerOk(['ps', '-a', '--format', '{{.Names}} {{.State}}']);
  expect(hidden).toMatch(/^slipway-trash-\d{8}T\d{6}Z-trash-web exited$/);
  await engine.dockerOk(['network', 'rm', 'trash-net']);

  await go(page, 'Disk');
  await expect(page.getByRole('link', { name: '1 object in the trash' })).toBeVisible({ timeout: 20_000 });
  await page.getByRole('tab', { name: 'Trash' }).click();
  const entry = page.getByRole('table', { name: 'Trash' }).getByRole('row', { name: 'trash-web' });
  await expect(entry).toContainText('Networks: trash-net');
  await expect(entry).toContainText('Can be put back');
  await page.getByRole('button', { name: 'Put back trash-web' }).click();
  await expect(page.getByText('trash-web is back')).toBeVisible({ timeout: 20_000 });
  await expect(page.getByText('Networks made again: trash-net')).toBeVisible();
  await expect(page.getByText('The trash is empty', { exact: true })).toBeVisible();
  expect(
    await engine.dockerOk([
      ...['inspect', '-f'],
      '{{.State.Running}} {{.HostConfig.RestartPolicy.Name}} {{range $n, $_ := .NetworkSettings.Networks}}{{$n}}{{end}}',
      'trash-web',
    ]),
  ).toBe('true always trash-net');
  await go(page, 'Containers');
  await expect(row(page, 'trash-web')).toBeVisible();
});

test('asks for another name where it is taken, and empties by a plan', async ({ engine, open }) => {
  await engine.dockerOk(['create', '--name', 'trash-old', 'lab/busybox:1']);
  const { page } = await open();
  await address(page, '#/disk/usage/containers');
  await page.getByRole('button', { name: 'Into the trash… trash-old' }).click({ timeout: 20_000 });
  const dialog = page.getByRole('dialog', { name: /^Plan: / });
  await dialog.getByRole('button', { name: 'Execute plan' }).click();
  await expect(dialog).toContainText('1 done');
  await dialog.getByRole('button', { name: 'Close' }).click();
  await engine.dockerOk(['create', '--name', 'trash-old', 'lab/busybox:1']);
  await page.getByRole('tab', { name: 'Trash' }).click();
  await page.getByRole('button', { name: 'Put back trash-old' }).click();
  const ask = page.getByRole('dialog', { name: 'Put trash-old back under another name' });
  await ask.getByRole('textbox', { name: 'New name' }).fill('trash-older');
  await ask.getByRole('button', { name: 'Put back' }).click();
  await expect(page.getByText('trash-older is back')).toBeVisible({ timeout: 20_000 });
  const names = await engine.dockerOk(['ps', '-a', '--format', '{{.Names}}']);
  expect(names.split('\n').sort()).toEqual(['trash-old', 'trash-older']);

  await address(page, '#/disk/usage/containers');
  await page.getByRole('button', { name: 'Into the trash… trash-older' }).click({ timeout: 20_000 });
  await dialog.getByRole('button', { name: 'Execute plan' }).click();
  await expect(dialog).toContainText('1 done');
  await dialog.getByRole('button', { name: 'Close' }).click();
  await page.getByRole('tab', { name: 'Trash' }).click();
  await page.getByRole('button', { name: 'Empty the trash…' }).click();
  await expect(page.getByRole('dialog', { name: 'Plan: remove 1 object for good' })).toBeVisible();
  await dialog.getByRole('button', { name: 'Execute plan' }).click();
  await expect(dialog).toContainText('1 done');
  await dialog.getByRole('button', { name: 'Close' }).click();
  await expect(page.getByText('The trash is empty', { exact: true })).toBeVisible();
  expect(await engine.dockerOk(['ps', '-a', '--format', '{{.Names}}'])).toBe('trash-old');
});
