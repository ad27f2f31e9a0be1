import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startRegistry } from '../rig/registry.ts';
import { emptyEngine, expect, go, row, test } from './fixtures.ts';

const own = ['e2e-shop:1', 'e2e-shop:2', 'e2e-base:1', '127.0.0.1:18671/e2e-shop:1'];

async function removeOwn(engine: Parameters<typeof emptyEngine>[0]): Promise<void> {
  await emptyEngine(engine);
  for (const name of own) await engine.docker(['rmi', '-f', name]);
}
test.beforeEach(({ engine }) => removeOwn(engine));
test.afterEach(({ engine }) => removeOwn(engine));

test('images come and go in the list, are tagged, shown, untagged and removed by plans', async ({
  engine,
  open,
}) => {
  test.setTimeout(120_000);
  const { page } = await open();
  await go(page, 'Images');
  await expect(row(page, 'lab/web:1')).toContainText('Not used');
  // By the docker CLI, seen in the page.
  await engine.dockerOk(['run', '--name', 'make', 'lab/layers:1', 'sh', '-c', 'echo 1 >/file']);
  await engine.dockerOk(['commit', '-c', 'ENV DB_PASSWORD=canary-of-images', 'make', 'e2e-shop:1']);
  await engine.dockerOk(['rm', 'make']);
  await expect(row(page, 'e2e-shop:1')).toContainText('Not used');
  await engine.dockerOk(['run', '-d', '--name', 'web', 'e2e-shop:1', 'sleep', '1000']);
  await expect(row(page, 'e2e-shop:1')).toContainText('1 container');

  // In the page, seen by the docker CLI.
  await page.getByRole('button', { name: 'Tag e2e-shop:1' }).click();
  const dialog = page.getByRole('dialog');
  const name = dialog.getByLabel('New name');
  await name.fill('E2E-Shop');
  await expect(dialog.getByText('A repository has no capital letters.')).toBeVisible();
  await name.fill('lab/web:1');
  await dialog.getByRole('button', { name: 'Tag', exact: true }).click();
  await expect(dialog.getByText('lab/web:1 is the name of another image')).toBeVisible();
  await name.fill('e2e-shop:2');
  await dialog.getByRole('button', { name: 'Tag', exact: true }).click();
  await expect(dialog).toBeHidden();
  const idOf = (reference: string) => engine.dockerOk(['image', 'inspect', '-f', '{{.Id}}', reference]);
  expect(await idOf('e2e-shop:2')).toBe(await idOf('e2e-shop:1'));
  await expect(row(page, 'e2e-shop:1')).toContainText('+1');

  await page.getByRole('button', { name: 'Remove e2e-shop:1' }).click();
  await expect(dialog.getByText('Containers use e2e-shop:1 (web).')).toBeVisible();
  await dialog.getByRole('button', { name: 'Cancel' }).click();

  await page.getByRole('button', { name: 'e2e-shop:1', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'e2e-shop:1' })).toBeVisible();
  await expect(page.getByText('DB_PASSWORD')).toBeVisible();
  await expect(page.getByText('canary-of-images')).toHaveCount(0);
  await page.getByRole('button', { name: 'Show the values' }).first().click();
  await expect(page.getByText('canary-of-images')).toBeVisible();
  await page.getByRole('tab', { name: 'History' }).click();
  const history = page.getByRole('table', { name: 'History' });
  const told = await engine.dockerOk(['history', '-q', 'e2e-shop:1']);
  await expect(history.getByRole('row')).toHaveCount(told.split('\n').length + 1);
  await expect(history).toContainText('echo 1 >/file');
  await page.getByRole('tab', { name: 'Used by' }).click();
  await expect(page.getByRole('link', { name: 'web', exact: true })).toBeVisible();

  await page.getByRole('button', { name: 'More actions for e2e-shop:1' }).click();
  await page.getByRole('menuitem', { name: 'Untag e2e-shop:2' }).click();
  await expect(dialog.getByText('Untag', { exact: true })).toBeVisible();
  await dialog.getByRole('button', { name: 'Execute plan' }).click();
  await expect(dialog.getByText('Untagged')).toBeVisible();
  await dialog.getByRole('button', { name: 'Close', exact: true }).click();
  expect((await engine.docker(['image', 'inspect', 'e2e-shop:2'])).code).not.toBe(0);

  await engine.dockerOk(['rm', '-f', 'web']);
  await page.getByRole('button', { name: 'Remove e2e-shop:1' }).click();
  await dialog.getByRole('button', { name: 'Execute plan' }).click();
  await expect(dialog.getByText('Removed', { exact: true })).toBeVisible();
  await dialog.getByRole('button', { name: 'Close', exact: true }).click();
  await expect(page.getByText('This image was removed.')).toBeVisible();
  expect((await engine.docker(['image', 'inspect', 'e2e-shop:1'])).code).not.toBe(0);
});

test('images are pushed, pulled, saved, loaded and imported', async ({ engine, open }) => {
  test.setTimeout(180_000);
  const registry = await startRegistry(engine, 18671);
  const { page, home } = await open();
  const there = async (name: string) => (await engine.docker(['image', 'inspect', name])).code === 0;
  try {
    const name = `${registry.address}/e2e-shop:1`;
    await engine.dockerOk(['tag', 'lab/layers:1', name]);
    const id = await engine.dockerOk(['image', 'inspect', '-f', '{{.Id}}', name]);
    await go(page, 'Images');
    const activity = page.getByRole('complementary', { name: 'Activity' });
    const card = (title: string) => activity.getByRole('listitem', { name: title, exact: true });
    await page.getByRole('button', { name: 'More actions for 127.0.0.1:18671/e2e-shop:1' }).click();
    await page.getByRole('menuitem', { name: `Push ${name}` }).click();
    await page.getByRole('button', { name: /^Activity/ }).click();
    await expect(card(`Push ${name}`)).toContainText('Done', { timeout: 60_000 });
    await page.getByRole('button', { name: 'Close activity' }).click();
    await engine.dockerOk(['rmi', name]);
    await page.getByRole('button', { name: 'Pull an image' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Image', { exact: true }).fill(name);
    await dialog.getByRole('button', { name: 'Pull', exact: true }).click();
    await page.getByRole('button', { name: /^Activity/ }).click();
    await expect(card(`Pull ${name}`)).toContainText('Done', { timeout: 60_000 });
    expect(await engine.dockerOk(['image', 'inspect', '-f', '{{.Id}}', name])).toBe(id);
    await page.getByRole('button', { name: 'Close activity' }).click();

    await engine.dockerOk(['rmi', name]);
    await expect(row(page, 'lab/layers:1')).toBeVisible();
    const download = page.waitForEvent('download', { timeout: 60_000 });
    await page.getByRole('button', { name: 'Save lab/layers:1' }).click();
    const saved = await download;
    const tar = join(home, 'saved.tar');
    await saved.saveAs(tar);
    expect(saved.suggestedFilename()).toMatch(/\.tar$/);
    await engine.dockerOk(['rmi', 'lab/layers:1']);
    await expect(row(page, 'lab/layers:1')).toHaveCount(0);
    const whole = await readFile(tar);
    const cut = join(home, 'cut.tar');
    await writeFile(cut, whole.subarray(0, whole.length / 2));
    await page.getByLabel('Load from a tar').setInputFiles(cut);
    await page.getByRole('button', { name: /^Activity/ }).click();
    await expect(card('Load cut.tar')).toContainText('it is cut short', { timeout: 30_000 });
    expect(await there('lab/layers:1')).toBe(false);
    await page.getByLabel('Load from a tar').setInputFiles(tar);
    await expect(card('Load lab/layers:1')).toContainText('Done', { timeout: 60_000 });
    expect(await engine.dockerOk(['image', 'inspect', '-f', '{{.Id}}', 'lab/layers:1'])).toBe(id);
    await page.getByRole('button', { name: 'Close activity' }).click();

    await engine.dockerOk(['create', '--name', 'source', 'lab/busybox:1']);
    const root = join(home, 'root.tar');
    await engine.dockerOk(['export', '-o', root, 'source']);
    await page.getByRole('button', { name: 'More ways to get images' }).click();
    await page.getByRole('menuitem', { name: 'Import a root filesystem' }).click();
    await dialog.getByLabel('Tar').setInputFiles(root);
    await dialog.getByLabel('Name', { exact: true }).fill('e2e-base:1');
    await dialog.getByLabel('Changes').fill('CMD ["cat", "/etc/group"]');
    await dialog.getByRole('button', { name: 'Import', exact: true }).click();
    await page.getByRole('button', { name: /^Activity/ }).click();
    await expect(card('Import e2e-base:1')).toContainText('Done', { timeout: 60_000 });
    expect(await engine.dockerOk(['run', '--rm', 'e2e-base:1'])).toContain('lab:x:1000:');
  } finally {
    await registry.stop();
    if (!(await there('lab/layers:1'))) await engine.docker(['load', '-i', join(home, 'saved.tar')]);
  }
});
