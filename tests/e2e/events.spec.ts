import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { emptyEngine, expect, go, test } from './fixtures.ts';

test.beforeEach(({ engine }) => emptyEngine(engine));
test.afterEach(({ engine }) => emptyEngine(engine));

/** The engine remembers the events of other tests: each has names of its own. */
const unique = (name: string) => `${name}-${Date.now().toString(36)}`;

const line = (page: Page, object: string, action: string) =>
  page.getByRole('row', { name: `${object}, Container ${action}`, exact: true });

test('what happens on the engine shows, is held while paused, and opens its object', async ({
  engine,
  open,
}) => {
  const [before, live] = [unique('before'), unique('live')];
  await engine.dockerOk(['create', '--name', before, 'lab/busybox:1']);
  const { page } = await open();
  await go(page, 'Events');
  await expect(line(page, before, 'create'), 'what the engine remembers').toBeVisible();
  await engine.dockerOk(['run', '-d', '--name', live, '--label', 'team=blue', 'lab/web:1']);
  await expect(line(page, live, 'start')).toBeVisible();

  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await engine.dockerOk(['pause', live]);
  await engine.dockerOk(['unpause', live]);
  await expect(page.getByText('Paused, 2 events wait')).toBeVisible();
  await expect(line(page, live, 'pause')).toHaveCount(0);
  await page.getByRole('button', { name: 'Resume', exact: true }).click();
  await expect(line(page, live, 'pause')).toBeVisible();
  await expect(line(page, live, 'unpause')).toBeVisible();

  const rows = page.getByRole('grid', { name: 'Events' }).getByRole('row', { name: /, / });
  await page.getByLabel('Action', { exact: true }).selectOption('start');
  await page.getByRole('searchbox', { name: 'Filter events' }).fill(`team=blue ${live}`);
  await expect(rows).toHaveCount(1);
  await page.getByRole('searchbox', { name: 'Filter events' }).fill('team=red');
  await expect(page.getByText('No event matches')).toBeVisible();
  await page.getByRole('button', { name: 'Clear filter', exact: true }).click();
  for (const type of ['Service', 'Node', 'Secret', 'Config'])
    await expect(page.getByLabel('Type', { exact: true }).getByRole('option', { name: type })).toHaveCount(1);
  await page.getByLabel('Type', { exact: true }).selectOption('network');
  await expect(line(page, live, 'start')).toHaveCount(0);
  await page.getByLabel('Type', { exact: true }).selectOption('');

  await line(page, live, 'start').getByRole('button', { name: live, exact: true }).click();
  await expect(page.getByRole('tree', { name: `Container ${live}` })).toBeVisible();
});

test('what happens while another page is shown is not missed', async ({ engine, open }) => {
  const name = unique('away');
  const { page } = await open();
  await go(page, 'Events');
  await engine.dockerOk(['run', '-d', '--name', name, 'lab/web:1']);
  await expect(line(page, name, 'create')).toBeVisible();
  await go(page, 'Containers');
  // More than an engine remembers: who asks it only afterwards no longer finds all.
  await engine.dockerOk(['kill', '-s', 'CONT', ...Array.from({ length: 300 }, () => name)]);
  await go(page, 'Events');
  await page.getByRole('searchbox', { name: 'Filter events' }).fill(name);
  await page.getByLabel('Action', { exact: true }).selectOption('kill');
  // With the row of the titles.
  await expect(page.getByRole('grid', { name: 'Events' })).toHaveAttribute('aria-rowcount', '301');
});

test('export writes a JSON line an event', async ({ engine, open }, info) => {
  const kept = unique('kept');
  const { page } = await open();
  await go(page, 'Events');
  await engine.dockerOk(['create', '--name', kept, 'lab/busybox:1']);
  await expect(line(page, kept, 'create')).toBeVisible();
  await page.getByRole('searchbox', { name: 'Filter events' }).fill(kept);
  // Playwright sees downloads of the web host only: what the page hands over is the same in every host.
  await page.evaluate(() => {
    const make = URL.createObjectURL.bind(URL);
    URL.createObjectURL = (blob: Blob) => {
      void blob.text().then((handed) => document.body.setAttribute('data-handed', handed));
      return make(blob);
    };
  });
  const download = info.project.name === 'web' ? page.waitForEvent('download') : null;
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  await expect(page.locator('body')).toHaveAttribute('data-handed', /\{/);
  const text = (await page.locator('body').getAttribute('data-handed')) ?? '';
  const file = await download;
  if (file !== null) {
    expect(file.suggestedFilename()).toMatch(/^events-.*\.jsonl$/);
    expect(await readFile(await file.path(), 'utf8')).toBe(text);
  }
  const events = text
    .trimEnd()
    .split('\n')
    .map((each) => JSON.parse(each));
  const id = await engine.dockerOk(['inspect', '-f', '{{.Id}}', kept]);
  expect(events).toContainEqual(
    expect.objectContaining({ type: 'container', action: 'create', id, name: kept }),
  );
});

test('everything the engine says of itself, searchable', async ({ engine, open }) => {
  const { page } = await open();
  await go(page, 'Events');
  await page.getByRole('radio', { name: 'System' }).check({ force: true });
  const tree = page.getByRole('tree', { name: 'What the engine says of itself' });
  await expect(tree).toBeVisible();
  const root = await engine.dockerOk(['info', '-f', '{{.DockerRootDir}}']);
  await page.getByRole('searchbox', { name: 'Search keys and values' }).fill('DockerRootDir');
  await expect(tree.getByRole('treeitem', { name: `DockerRootDir "${root}"` })).toBeVisible();
});
