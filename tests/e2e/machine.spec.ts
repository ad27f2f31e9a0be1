import { createServer } from 'node:net';
import { eventually } from '../rig/wait-for.ts';
import { address } from './address.ts';
import { emptyEngine, expect, go, test } from './fixtures.ts';

test.beforeEach(({ engine }) => emptyEngine(engine));
test.afterEach(({ engine }) => emptyEngine(engine));

test('the doctor tells what is to be looked after, and writes a report to share', async ({
  engine,
  open,
}) => {
  const { page } = await open();
  await go(page, 'Machine');
  await expect(page.getByRole('tab', { name: 'Doctor' })).toHaveAttribute('aria-selected', 'true');
  const table = page.getByRole('table', { name: 'All other checks' });
  const driver = await engine.dockerOk(['info', '--format', '{{.Driver}}']);
  await expect(table.getByRole('row', { name: /Storage driver/ })).toContainText(driver);
  const { code } = await engine.exec(['test', '-e', '/proc/net/ip_vs']);
  const ipvs = page.getByText('Kernel: IPVS');
  await expect(ipvs).toBeVisible();
  if (code !== 0) await expect(page.getByRole('listitem', { name: 'Kernel: IPVS' })).toContainText('swarm');

  await page.getByRole('button', { name: 'Report to share' }).click();
  const report = page.getByRole('region', { name: 'Text of the report' });
  await expect(report).toContainText('Slipway: the state of a machine');
  await expect(report).not.toContainText(engine.socket);
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();

  // What changes is seen when it is asked for again.
  await page.getByRole('button', { name: 'Check again' }).click();
  await expect(page.getByRole('button', { name: 'Check again' })).not.toHaveAttribute(
    'aria-disabled',
    'true',
  );
});

test('published ports tell who holds one that is taken, and so does a start that fails', async ({
  engine,
  open,
}) => {
  const { page } = await open();
  await engine.dockerOk(['run', '-d', '--name', 'has-it', '-p', '18621:80', 'lab/web:1']);
  await engine.dockerOk(['create', '--name', 'wants-it', '-p', '18621:80', 'lab/web:1']);
  await address(page, '#/machine/access');
  const grid = page.getByRole('grid', { name: 'Published ports' });
  const wants = grid.getByRole('row', { name: /wants-it/ });
  await expect(wants).toContainText('Taken');
  await expect(wants).toContainText('container has-it');
  const link = grid
    .getByRole('row', { name: /has-it/ })
    .getByRole('link', { name: 'Open 18621/tcp in the browser' });
  await expect(link).toHaveAttribute('href', 'http://localhost:18621');
  await go(page, 'Containers');
  await page
    .getByRole('row', { name: /wants-it/ })
    .getByRole('button', { name: 'Start wants-it', exact: true })
    .click();
  await expect(page.getByText('Port 18621 is taken by container has-it.').first()).toBeVisible();
});

test('host.docker.internal is put into the form of a new container, and leads to the host', async ({
  engine,
  open,
}) => {
  const { page } = await open();
  await address(page, '#/machine/access');
  await page.getByLabel('Add host.docker.internal to new containers').check();
  await go(page, 'Containers');
  await page.getByRole('button', { name: 'New container' }).first().click();
  await page.getByLabel('Image', { exact: true }).fill('lab/web:1');
  await page.getByLabel('Name', { exact: true }).fill('reaches');
  await page.getByRole('button', { name: 'Create and start' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'reaches' })).toBeVisible();
  const hosts = await engine.dockerOk(['inspect', '--format', '{{json .HostConfig.ExtraHosts}}', 'reaches']);
  expect(JSON.parse(hosts)).toEqual(['host.docker.internal:host-gateway']);
  await eventually('the name to be known', async () =>
    expect(await engine.dockerOk(['exec', 'reaches', 'cat', '/etc/hosts'])).toContain('host.docker.internal'),
  );
});

test('without an engine the overview points to the doctor, which tells how to get one', async ({ open }) => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const at = server.address();
  await new Promise((resolve) => server.close(resolve));
  const { page } = await open({
    engine: `tcp://127.0.0.1:${typeof at === 'object' && at !== null ? at.port : 1}`,
  });
  await page.getByRole('link', { name: 'Ask the doctor what is missing on this machine' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Machine' })).toBeVisible();
  await expect(page.getByRole('listitem', { name: 'A container engine answers' })).toContainText('Problem');
});
