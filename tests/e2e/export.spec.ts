import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fillRichly, fingerprint } from '../rig/rich-volume.ts';
import { address } from './address.ts';
import { emptyEngine, expect, go, test } from './fixtures.ts';
import { inspect, twoLooks } from './look.ts';

const slow = { timeout: 60_000 };
let folder = '';

test.beforeEach(async ({ engine }) => {
  await emptyEngine(engine);
  folder = await mkdtemp(join(tmpdir(), 'slipway-e2e-export-'));
});
test.afterEach(async ({ engine }) => {
  await emptyEngine(engine);
  await engine.docker(['volume', 'rm', '-f', 'precious', 'a-volume']);
  await engine.docker(['network', 'rm', 'front']);
  await rm(folder, { recursive: true, force: true });
});

test('exports first, and imports what was lost', async ({ engine, open }) => {
  test.setTimeout(180_000);
  const docker = (...args: string[]) => engine.dockerOk(args);
  await docker('volume', 'create', 'precious');
  await fillRichly(docker, 'precious', 2);
  await docker('network', 'create', 'front');
  await docker(
    'run',
    '-d',
    '--name',
    'shop',
    '--network',
    'front',
    '-v',
    'precious:/data',
    'lab/busybox:1',
    'sleep',
    '100000',
  );
  const before = await fingerprint(docker, 'precious');
  const { page } = await open();
  await address(page, '#/reset');
  const exporting = page.getByRole('region', { name: 'Export first' });
  const start = exporting.getByRole('button', { name: 'Export', exact: true });
  await expect(start).toHaveAttribute('aria-disabled', 'true', slow);
  const target = join(folder, 'kept');
  await exporting.getByRole('textbox', { name: 'Folder for the export' }).fill('kept');
  await expect(exporting.getByText('An absolute path, such as')).toBeVisible();
  await exporting.getByRole('textbox', { name: 'Folder for the export' }).fill(folder);
  await writeFile(join(folder, 'something'), '');
  await start.click();
  await expect(exporting.getByText('There is something in', { exact: false })).toBeVisible(slow);
  await exporting.getByRole('textbox', { name: 'Folder for the export' }).fill(target);
  await start.click();
  await expect(exporting.getByText('1 volume, 1 network, 1 container', { exact: false })).toBeVisible(slow);
  await expect(exporting.getByText(target, { exact: true })).toBeVisible();
  const { objects } = JSON.parse(await readFile(join(target, 'manifest.json'), 'utf8'));
  expect(objects).toHaveLength(3);
  const checksum = (await readFile(join(target, 'manifest.json.sha256'), 'utf8')).split(' ')[0] ?? '';
  await expect(exporting.getByText(checksum)).toBeVisible();

  await docker('rm', '-f', 'shop');
  await docker('network', 'rm', 'front');
  await docker('volume', 'rm', 'precious');
  const importing = page.getByRole('region', { name: 'Import', exact: true });
  await importing.getByRole('textbox', { name: 'Folder of an export' }).fill(target);
  const sum = importing.getByRole('textbox', { name: 'Checksum, if you have it' });
  await sum.fill('0'.repeat(64));
  await importing.getByRole('button', { name: 'Check and preview' }).click();
  await expect(importing.getByText('is not what was exported', { exact: false })).toBeVisible(slow);
  await sum.fill(checksum);
  await importing.getByRole('button', { name: 'Check and preview' }).click();
  const dialog = page.getByRole('dialog', { name: 'Plan: import 3 objects' });
  await expect(dialog.getByRole('row', { name: /shop.*Make and start/ })).toBeVisible(slow);
  expect(await docker('volume', 'ls', '-q')).toBe('');
  await dialog.getByRole('button', { name: 'Execute plan' }).click();
  await expect(dialog.getByText('3 done, 0 skipped, 0 failed')).toBeVisible(slow);
  await dialog.getByRole('button', { name: 'Close' }).click();
  expect(await fingerprint(docker, 'precious')).toBe(before);
  expect(
    await docker(
      'inspect',
      '-f',
      '{{.State.Running}} {{range $n, $_ := .NetworkSettings.Networks}}{{$n}}{{end}}',
      'shop',
    ),
  ).toBe('true front');
});

test('resets the settings of the app, and undoes it', async ({ open }) => {
  const { page, home } = await open();
  await go(page, 'Settings');
  const section = page.getByRole('region', { name: 'Reset the settings of Slipway' });
  const reset = section.getByRole('button', { name: 'Reset settings' });
  await page.getByRole('radio', { name: 'Dark', exact: true }).click();
  await expect(section.getByText(/settings? (is|are) changed/)).toBeVisible();
  const theme = () => page.locator('html').getAttribute('data-theme');
  await expect.poll(theme).toBe('dark');
  await reset.click();
  await expect.poll(theme).toBeNull();
  const stored = async () => JSON.parse(await readFile(join(home, 'settings.json'), 'utf8'));
  await expect.poll(stored).toMatchObject({ theme: 'system' });
  expect((await readdir(home)).filter((name) => name.includes('before-reset'))).toHaveLength(1);
  await page.reload();
  await section.getByRole('button', { name: 'Undo reset' }).click();
  await expect.poll(theme).toBe('dark');
  await expect.poll(stored).toMatchObject({ theme: 'dark' });
  await expect(section.getByRole('button', { name: 'Undo reset' })).toHaveCount(0);
});

for (const look of twoLooks) {
  const { width } = look.viewport;
  test(`export and import look right at ${width} in ${look.colorScheme}`, async ({ engine, open }) => {
    test.setTimeout(120_000);
    const name = look.colorScheme;
    await engine.dockerOk(['volume', 'create', 'a-volume']);
    await engine.dockerOk(['create', '--name', 'one', '-v', 'a-volume:/data', 'lab/busybox:1']);
    const { page } = await open({ ...look, ...(name === 'dark' ? { locale: 'zh-CN' } : {}) });
    await address(page, '#/reset');
    const [exporting, importing] = [
      page.locator('[aria-labelledby=export-first]'),
      page.locator('[aria-labelledby=import]'),
    ];
    await exporting.getByRole('textbox').fill(join(folder, 'out'));
    await exporting.getByRole('button').first().click();
    await expect(exporting.getByText(join(folder, 'out'), { exact: true })).toBeVisible(slow);
    await inspect(page, `export-done-${name}`);
    await importing.getByRole('textbox').first().fill(join(folder, 'nothing'));
    await importing.getByRole('button').first().click();
    await expect(importing.getByText('manifest.json').last()).toBeVisible(slow);
    await expect(importing.getByText(/ENOENT/).first()).toBeVisible(slow);
    await importing.scrollIntoViewIfNeeded();
    await inspect(page, `import-failed-${name}`);
    await engine.dockerOk(['rm', 'one']);
    await importing.getByRole('textbox').first().fill(join(folder, 'out'));
    await importing.getByRole('button').first().click();
    await expect(page.getByRole('dialog')).toBeVisible(slow);
    await inspect(page, `import-plan-${name}`);
    await page.getByRole('dialog').getByRole('button').last().click();
    await expect(page.getByRole('dialog').getByRole('status')).toBeVisible(slow);
    await inspect(page, `import-report-${name}`);
    await page.keyboard.press('Escape');
    await address(page, '#/settings');
    const section = page.locator('[aria-labelledby=app-reset]');
    // As it is new, there is nothing to reset.
    await page.getByRole('checkbox').first().click();
    await expect(section.getByRole('button').first()).not.toHaveAttribute('aria-disabled', 'true');
    await section.getByRole('button').first().click();
    await expect(section.getByRole('button')).toHaveCount(3);
    await section.scrollIntoViewIfNeeded();
    await inspect(page, `settings-reset-${name}`);
  });
}
