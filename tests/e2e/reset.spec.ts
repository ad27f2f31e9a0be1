import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEngine } from '../engine-lab/engine.ts';
import type { LabEngine } from '../engine-lab/types.ts';
import { deployStack, dockerCounts, fill, hashesBelow, installPlugin } from '../rig/reset-data.ts';
import { address } from './address.ts';
import { expect, test } from './fixtures.ts';
import { inspect } from './look.ts';

const slow = { timeout: 60_000 };
const daemonJson = '{"debug": false}\n';
const ticks = ['Swarm', 'Containers', 'Images', 'Volumes', 'Networks', 'Build cache', 'Plugins'];

test.describe.configure({ mode: 'serial' });

let engine: LabEngine;
test.beforeAll(async () => {
  test.setTimeout(120_000);
  const files = {
    '/etc/docker/daemon.json': daemonJson,
    '/etc/docker/certs.d/reg.lab:5000/ca.crt': 'a certificate\n',
  };
  engine = await startEngine('main', { images: true, files });
});
test.afterAll(() => engine?.stop());

const names = async (): Promise<string[]> =>
  (await engine.dockerOk(['ps', '-a', '--format', '{{.Names}}']))
    .split('\n')
    .filter((name) => name !== '')
    .sort();

test('keeps what is picked with all it needs, and is executed only with the word', async ({ open }) => {
  test.setTimeout(120_000);
  await fill(engine, { containers: 4, images: 1, volumes: 2, networks: 1 });
  const { page } = await open({ engine: engine.host });
  await address(page, '#/disk');
  await page.getByRole('link', { name: 'Reset data' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Reset data' })).toBeVisible();
  const make = page.getByRole('button', { name: 'Plan the reset' });
  await expect(make).toHaveAttribute('aria-disabled', 'true', slow);
  for (const name of ['Containers', 'Images', 'Volumes'])
    await page
      .getByRole('region', { name: 'What to remove' })
      .getByRole('checkbox', { name, exact: true })
      .check();
  await page.getByRole('searchbox', { name: 'Search for something to keep' }).fill('app-0');
  await page.getByRole('checkbox', { name: 'Keep app-0', exact: true }).check();
  await make.click();
  const dialog = page.getByRole('dialog', { name: /^Plan: reset data/ });
  await expect(dialog.getByText(/3 objects are kept/)).toBeVisible(slow);
  await dialog.getByText(/objects are kept/).click();
  for (const name of ['app-0', 'data-0', 'lab/busybox:1'])
    await expect(dialog.getByRole('listitem').filter({ hasText: new RegExp(`^${name}`) })).toBeVisible();
  const execute = dialog.getByRole('button', { name: 'Execute plan' });
  await expect(execute).toHaveAttribute('aria-disabled', 'true');
  const word = dialog.getByRole('textbox', { name: /^Type .* to confirm/ });
  await word.fill('reset-something');
  await expect(execute).toHaveAttribute('aria-disabled', 'true');
  await word.fill(await engine.dockerOk(['info', '-f', '{{.Name}}']));
  await execute.click();
  const proof = dialog.getByRole('table', { name: 'What the engine has now' });
  await expect(proof.getByRole('row', { name: /^Containers .*Empty but for 1 kept/ })).toBeVisible(slow);
  await dialog.getByRole('button', { name: 'Close' }).click();
  expect(await names()).toEqual(['app-0']);
  expect(await engine.dockerOk(['volume', 'ls', '-q'])).toBe('data-0');
  expect(await engine.dockerOk(['exec', 'app-0', 'cat', '/data/file'])).toBe('kept');
  expect(await dockerCounts(engine)).toMatchObject({ containers: 1, images: 1, volumes: 1, networks: 1 });
});

test('an engine of 200 containers, 20 images, 50 volumes, a stack and a plugin ends empty, every setting as it was', async ({
  open,
}) => {
  test.setTimeout(240_000);
  await engine.dockerOk(['rm', '-f', 'app-0']);
  await engine.dockerOk(['network', 'rm', 'net-0']);
  await engine.dockerOk(['tag', 'lab/busybox:1', 'lab/web:1']);
  await fill(engine, { containers: 200, images: 19, volumes: 50, networks: 3 });
  await installPlugin(engine);
  await deployStack(engine);
  const home = await mkdtemp(join(tmpdir(), 'slipway-e2e-'));
  const config = join(home, 'docker');
  await mkdir(join(config, 'contexts', 'meta', 'abc'), { recursive: true });
  await writeFile(join(config, 'config.json'), '{"credHelpers":{"reg.lab:5000":"pass"}}\n');
  await writeFile(join(home, 'protected.json'), '[]\n');
  const meta = { Name: 'far', Metadata: {}, Endpoints: { docker: { Host: 'tcp://192.0.2.1:2375' } } };
  await writeFile(join(config, 'contexts', 'meta', 'abc', 'meta.json'), JSON.stringify(meta));
  const { page } = await open({ engine: engine.host, home });
  await address(page, '#/reset');
  const before = await dockerCounts(engine);
  expect(before).toMatchObject({ images: 20, volumes: 50, plugins: 1 });
  const what = page.getByRole('region', { name: 'What to remove' });
  await expect(what.getByRole('listitem').filter({ hasText: /^Containers/ })).toContainText(
    `${before.containers} objects`,
    slow,
  );
  await expect(what.getByRole('listitem').filter({ hasText: /^Images/ })).toContainText('20 objects');
  await expect(what.getByRole('listitem').filter({ hasText: /^Volumes/ })).toContainText('50 objects');
  await page.getByRole('button', { name: 'Tick all' }).click();
  await expect(page.getByText('Services 2, stacks 1, secrets 1, configs 1', { exact: false })).toBeVisible();
  const settings = await hashesBelow(config);
  await page.getByRole('button', { name: 'Plan the reset' }).click();
  const dialog = page.getByRole('dialog', { name: /^Plan: reset data/ });
  await expect(dialog.getByText(/This is the last manager/)).toBeVisible(slow);
  await dialog
    .getByRole('textbox', { name: /^Type .* to confirm/ })
    .fill(await engine.dockerOk(['info', '-f', '{{.Name}}']));
  await dialog.getByRole('button', { name: 'Execute plan' }).click();
  const proof = dialog.getByRole('table', { name: 'What the engine has now' });
  await expect(proof).toBeVisible({ timeout: 120_000 });
  for (const name of ticks)
    await expect(proof.getByRole('row', { name: new RegExp(`^${name} .*Empty(?! but)`) })).toBeVisible();
  await expect(dialog.getByText('All 5 settings files are as they were')).toBeVisible();
  await inspect(page, 'reset-report');
  await dialog.getByRole('button', { name: 'Close' }).click();
  await expect(page.getByRole('heading', { name: 'There is no data here' })).toBeVisible(slow);

  expect(await dockerCounts(engine)).toEqual({
    containers: 0,
    images: 0,
    volumes: 0,
    networks: 0,
    plugins: 0,
  });
  expect(await engine.dockerOk(['info', '-f', '{{.Swarm.LocalNodeState}}'])).toBe('inactive');
  expect(await hashesBelow(config)).toEqual(settings);
  expect((await engine.exec(['cat', '/etc/docker/daemon.json'])).stdout).toBe(daemonJson);
  await page.reload();
  await page.getByRole('button', { name: /^Activity/ }).click();
  await page
    .getByRole('button', { name: /^Report: Reset data/ })
    .first()
    .click();
  await expect(page.getByRole('table', { name: 'What the engine has now' })).toBeVisible(slow);
});
