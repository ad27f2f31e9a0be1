import { address } from './address.ts';
import { emptyEngine, expect, test } from './fixtures.ts';

const slow = { timeout: 20_000 };

test.beforeEach(async ({ engine }) => {
  await emptyEngine(engine);
  await engine.docker(['network', 'rm', 'spare']);
  await engine.docker(['volume', 'rm', 'archive']);
});
test.afterEach(async ({ engine }) => {
  await emptyEngine(engine);
  await engine.docker(['network', 'rm', 'spare']);
  await engine.docker(['volume', 'rm', 'archive']);
});

test('shows what would go, frees just that, and says what was left and why', async ({ open, engine }) => {
  await engine.dockerOk(['run', '-d', '--name', 'web', 'lab/web:1']);
  for (const name of ['job-1', 'job-2', 'job-3'])
    await engine.dockerOk(['run', '--name', name, 'lab/counter:1', 'true']);
  await engine.dockerOk(['network', 'create', 'spare']);
  await engine.dockerOk(['volume', 'create', 'archive']);
  const { page } = await open();
  await address(page, '#/disk/prune');
  await page.getByRole('checkbox', { name: 'Stopped containers' }).check();
  const list = page.getByRole('table', { name: 'What would go' });
  await expect(list.getByRole('cell', { name: 'job-1', exact: true })).toBeVisible(slow);
  await expect(list.getByRole('cell', { name: 'spare', exact: true })).toBeVisible();
  await expect(list.getByRole('cell', { name: 'web', exact: true })).toBeHidden();
  // Volumes only when they are asked for.
  await expect(list.getByRole('cell', { name: 'archive', exact: true })).toBeHidden();
  await page.getByRole('checkbox', { name: 'Unused volumes' }).check();
  await page.getByRole('combobox', { name: 'Which volumes' }).selectOption('all');
  await expect(list.getByRole('cell', { name: 'archive', exact: true })).toBeVisible(slow);

  await page.getByRole('button', { name: 'Review plan' }).click();
  const dialog = page.getByRole('dialog', { name: /^Plan: free disk space/ });
  const execute = dialog.getByRole('button', { name: 'Execute plan' });
  await expect(execute).toBeEnabled(slow);
  expect(await engine.dockerOk(['volume', 'ls', '-q'])).toContain('archive');
  // Behind the page's back one is started, and one is gone.
  await engine.dockerOk(['rm', 'job-2']);
  await engine.dockerOk(['run', '-d', '--name', 'holder', '-v', 'archive:/data', 'lab/counter:1']);
  await execute.click();
  const report = page.getByRole('table', { name: 'Report' });
  await expect(report.getByRole('row', { name: /^job-1 .*Removed/ })).toBeVisible(slow);
  await expect(report.getByRole('row', { name: /^job-2 .*Was gone already/ })).toBeVisible();
  await expect(report.getByRole('row', { name: /^archive .*Left alone: it is in use now/ })).toBeVisible();
  await expect(dialog.getByRole('status')).toContainText('estimated');
  await dialog.getByRole('button', { name: 'Close' }).click();

  const names = (await engine.dockerOk(['ps', '-a', '--format', '{{.Names}}'])).split('\n').sort();
  expect(names).toEqual(['holder', 'web']);
  expect(await engine.dockerOk(['network', 'ls', '--format', '{{.Name}}'])).not.toContain('spare');
  expect(await engine.dockerOk(['volume', 'ls', '-q'])).toContain('archive');
  await expect(list.getByRole('cell', { name: 'job-1', exact: true })).toBeHidden(slow);
});

test('leads from what is safe to free to a plan of just that', async ({ open, engine }) => {
  await engine.dockerOk(['create', '--name', 'stopped', 'lab/busybox:1']);
  await engine.dockerOk(['build', '-q', '-'], {
    env: { DOCKER_BUILDKIT: '0' },
    input: 'FROM lab/busybox:1\nLABEL untagged=1\n',
  });
  const { page } = await open();
  await address(page, '#/disk');
  await page.getByRole('link', { name: 'Plan a prune…' }).click(slow);
  await expect(page.getByRole('table', { name: 'What would go' })).toBeVisible(slow);
  for (const name of ['Unused images', 'Build cache'])
    await expect(page.getByRole('checkbox', { name })).toBeChecked();
  for (const name of ['Stopped containers', 'Unused networks', 'Unused volumes'])
    await expect(page.getByRole('checkbox', { name })).not.toBeChecked();
  await expect(page.getByRole('cell', { name: 'stopped', exact: true })).toBeHidden();
  await engine.dockerOk(['image', 'prune', '-f', '--filter', 'label=untagged=1']);
});

test('finds one of many by its name, and tells a rule that is none', async ({ open, engine }) => {
  const names = Array.from({ length: 12 }, (_, n) => `one-of-many-${n}`);
  for (const name of names)
    await engine.dockerOk(['create', '--name', name, '--label', `n=${name}`, 'lab/busybox:1']);
  const { page } = await open();
  await address(page, '#/disk/prune');
  await page.getByRole('checkbox', { name: 'Stopped containers' }).check();
  const list = page.getByRole('table', { name: 'What would go' });
  await expect(list.getByRole('cell', { name: 'one-of-many-11', exact: true })).toBeVisible(slow);
  await page.getByRole('searchbox', { name: 'Search in the list' }).fill('many-11');
  await expect(list.getByRole('cell', { name: /one-of-many/ })).toHaveCount(1);
  await page.getByRole('searchbox', { name: 'Search in the list' }).press('Escape');
  await list.getByRole('button', { name: /^Containers/ }).click();
  await expect(list.getByRole('cell', { name: /one-of-many/ })).toHaveCount(0);
  await list.getByRole('button', { name: /^Containers/ }).click();

  await page.getByLabel('With the labels', { exact: true }).fill('n=one-of-many-3');
  await expect(list.getByRole('cell', { name: /one-of-many/ })).toHaveCount(1, slow);
  await page.getByLabel('With the labels', { exact: true }).fill('=oops');
  await expect(page.getByText('"=oops" is no label to look for.')).toBeVisible(slow);
  await expect(page.getByRole('button', { name: 'Review plan' })).toHaveAttribute('aria-disabled', 'true');
  await page.getByLabel('With the labels', { exact: true }).fill('');
  await page.getByLabel('Older than').fill('1h');
  await expect(page.getByRole('heading', { name: 'Nothing to free' })).toBeVisible(slow);
});
