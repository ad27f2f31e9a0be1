import { emptyEngine, expect, go, row, test } from './fixtures.ts';

test.beforeEach(({ engine }) => emptyEngine(engine));
test.afterEach(async ({ engine }) => {
  await emptyEngine(engine);
  await engine.docker(['volume', 'rm', 'e2e-look']);
});

test('a container as a tree: search, paths, links, and secrets masked until asked for', async ({
  engine,
  open,
}) => {
  await engine.dockerOk([
    'run',
    '-d',
    '--name',
    'web',
    '-v',
    'e2e-look:/data',
    '-e',
    'DB_PASSWORD=hunter2',
    '-e',
    'PLAIN=seen',
    'lab/web:1',
  ]);
  const id = await engine.dockerOk(['inspect', '-f', '{{.Id}}', 'web']);
  const image = await engine.dockerOk(['inspect', '-f', '{{.Image}}', 'web']);
  const { page } = await open();
  await go(page, 'Containers');
  await row(page, 'web').getByRole('button', { name: 'More actions for web', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Inspect', exact: true }).click();
  await expect(page.getByRole('tab', { name: 'Inspect', exact: true })).toHaveAttribute(
    'aria-selected',
    'true',
  );
  const tree = page.getByRole('tree', { name: 'Container web' });
  await expect(tree.getByRole('treeitem', { name: `Id "${id}"` })).toBeVisible();

  // What the tree shows is what docker inspect says, but for the secret.
  const search = page.getByRole('searchbox', { name: 'Search keys and values' });
  await search.fill('PLAIN=');
  await expect(tree.getByText('"PLAIN=seen"')).toBeVisible();
  await search.fill('DB_PASSWORD');
  await expect(page.getByText('1 of 1')).toBeVisible();
  await expect(tree.getByText(/"DB_PASSWORD=•+"/)).toBeVisible();
  await expect(page.locator('body')).not.toContainText('hunter2');
  await search.fill('hunter2');
  await expect(page.getByText('No match', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: /^Show secrets/ }).click();
  await expect(tree.getByText('"DB_PASSWORD=hunter2"')).toBeVisible();
  await page.getByRole('button', { name: 'Hide secrets', exact: true }).click();
  await expect(page.locator('body')).not.toContainText('hunter2');

  // Next and previous go round.
  await search.fill('"nothing like it');
  await search.fill('ipaddress');
  const places = page.getByText(/^\d+ of \d+$/);
  await expect(places).toContainText('1 of ');
  const count = Number(/of (\d+)/.exec((await places.textContent()) ?? '')?.[1]);
  expect(count).toBeGreaterThan(1);
  await search.press('Enter');
  await expect(places).toHaveText(`2 of ${count}`);
  await search.press('Shift+Enter');
  await search.press('Shift+Enter');
  await expect(places).toHaveText(`${count} of ${count}`);
  await search.press('Escape');

  // By keyboard: into the tree, down, open, and on to the image.
  await tree.getByRole('treeitem').first().focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('i');
  await expect(tree.getByRole('treeitem', { name: `Image "${image}"` })).toBeFocused();
  await expect(page.getByText('.Image', { exact: true })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('tree', { name: 'Image lab/web:1' })).toBeVisible();
  expect(page.url()).toContain(`#/images/${image.replace('sha256:', '').slice(0, 12)}/inspect`);
  await page.goBack();

  await search.fill('e2e-look');
  await tree.getByRole('link', { name: '"e2e-look"' }).first().click();
  const volume = page.getByRole('tree', { name: 'Volume e2e-look' });
  await expect(volume.getByText(/Mountpoint/)).toBeVisible();
});

test('raw JSON is what docker inspect prints', async ({ engine, open }) => {
  await engine.dockerOk(['create', '--name', 'still', 'lab/busybox:1']);
  const { page } = await open();
  await go(page, 'Containers');
  await row(page, 'still').getByRole('button', { name: 'More actions for still', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Inspect', exact: true }).click();
  await page.getByRole('radio', { name: 'JSON' }).check({ force: true });
  const text = page.getByRole('region', { name: 'JSON of Container still' });
  await expect(text).toContainText('"Id"');
  const truth = JSON.parse(await engine.dockerOk(['inspect', 'still']))[0];
  expect(JSON.parse((await text.textContent()) ?? '')).toEqual(truth);
  await page.getByRole('searchbox', { name: 'Search keys and values' }).fill('hostconfig');
  await expect(page.getByText(/^1 of [1-9]/)).toBeVisible();

  // The page follows the engine.
  await engine.dockerOk(['rename', 'still', 'moved']);
  await expect(page.getByRole('region', { name: 'JSON of Container moved' })).toContainText('"/moved"');
});

test('an id or name of any kind is found, or the kinds are offered', async ({ engine, open }) => {
  await engine.dockerOk(['create', '--name', 'e2e-look', 'lab/busybox:1']);
  await engine.dockerOk(['volume', 'create', 'e2e-look']);
  const { page } = await open();
  await page.evaluate(() => {
    location.hash = '#/inspect';
  });
  const find = async (id: string) => {
    await page.getByLabel('Id or name').fill(id);
    await page.getByRole('button', { name: 'Find', exact: true }).click();
  };
  await find('no-such-thing');
  await expect(page.getByText('There is no object "no-such-thing".')).toBeVisible();
  await find('e2e-look');
  await page.getByRole('button', { name: 'Volume e2e-look' }).click();
  await expect(page.getByRole('tree', { name: 'Volume e2e-look' })).toBeVisible();
});

test('processes, and none of a stopped container', async ({ engine, open }) => {
  await engine.dockerOk(['run', '-d', '--name', 'busy', 'lab/busybox:1', 'sleep', '1234']);
  const { page } = await open();
  await page.evaluate(() => {
    location.hash = '#/containers/busy/inspect';
  });
  await page.getByRole('tab', { name: 'Inspect', exact: true }).press('ArrowRight');
  await expect(page.getByRole('tab', { name: 'Processes', exact: true })).toHaveAttribute(
    'aria-selected',
    'true',
  );
  const table = page.getByRole('table', { name: 'Processes of busy' });
  await expect(table.getByRole('cell', { name: 'sleep 1234' })).toBeVisible();
  const pids = (await engine.dockerOk(['top', 'busy', '-o', 'pid']))
    .split('\n')
    .slice(1)
    .map((line) => line.trim());
  for (const pid of pids)
    await expect(table.getByRole('cell', { name: pid, exact: true }).first()).toBeVisible();

  await engine.dockerOk(['exec', '-d', 'busy', 'sleep', '4321']);
  await expect(table.getByRole('cell', { name: 'sleep 4321' })).toBeVisible();
  await engine.dockerOk(['kill', 'busy']);
  await expect(page.getByText('busy is not running')).toBeVisible();
  await engine.dockerOk(['start', 'busy']);
  await expect(table.getByRole('cell', { name: 'sleep 1234' })).toBeVisible();
});
