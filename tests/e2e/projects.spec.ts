import { emptyEngine, expect, go, row, test } from './fixtures.ts';

test.beforeEach(({ engine }) => emptyEngine(engine));
test.afterEach(({ engine }) => emptyEngine(engine));

test('a project is stopped, started and restarted as one, and leads to its containers', async ({
  engine,
  open,
}) => {
  const labels = (service: string) =>
    [
      'com.docker.compose.project=shop',
      `com.docker.compose.service=${service}`,
      'com.docker.compose.project.config_files=/srv/shop/compose.yaml',
    ].flatMap((label) => ['--label', label]);
  for (const name of ['web', 'db'])
    await engine.dockerOk(['run', '-d', '--name', `shop-${name}`, ...labels(name), 'lab/graceful:1']);
  await engine.dockerOk(['create', '--name', 'lone', 'lab/busybox:1']);
  const states = async () =>
    (await engine.dockerOk(['ps', '-a', '--format', '{{.Names}} {{.State}}'])).split('\n').sort();
  const { page } = await open();
  await go(page, 'Projects');
  const shop = row(page, 'shop');
  await expect(shop).toContainText('2 of 2 running');
  await expect(shop).toContainText('/srv/shop/compose.yaml');
  await expect(row(page, 'lone')).toHaveCount(0);
  await expect(shop.getByRole('button', { name: 'Start shop', exact: true })).toBeDisabled();

  await shop.getByRole('button', { name: 'Stop shop', exact: true }).click();
  await expect(page.getByText('Stopped 2 containers')).toBeVisible();
  expect(await states()).toEqual(['lone created', 'shop-db exited', 'shop-web exited']);
  await expect(shop).toContainText('Stopped');
  await page.getByRole('button', { name: 'Show results', exact: true }).click();
  await expect(page.getByRole('dialog')).toContainText('shop-web');
  await page.keyboard.press('Escape');

  await engine.dockerOk(['start', 'shop-db']);
  await expect(shop).toContainText('Partly running');
  await shop.getByRole('button', { name: 'Start shop', exact: true }).click();
  await expect(shop).toContainText('2 of 2 running');
  expect(await states()).toEqual(['lone created', 'shop-db running', 'shop-web running']);
  const started = await engine.dockerOk(['inspect', '-f', '{{.State.StartedAt}}', 'shop-db']);
  await shop.getByRole('button', { name: 'Restart shop', exact: true }).click();
  await expect
    .poll(() => engine.dockerOk(['inspect', '-f', '{{.State.StartedAt}}', 'shop-db']))
    .not.toBe(started);

  await shop.getByRole('button', { name: 'shop', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Containers' })).toBeVisible();
  await expect(row(page, 'shop-web')).toBeVisible();
  await expect(row(page, 'lone')).toHaveCount(0);
});

test('the logs of a project as one, also of a container it gets meanwhile', async ({ engine, open }) => {
  const labels = ['--label', 'com.docker.compose.project=shop'];
  const says = (word: string) => ['sh', '-c', `echo "${word}"; while :; do sleep 1; done`];
  await engine.dockerOk([
    'run',
    '-d',
    '--name',
    'shop-web',
    ...labels,
    'lab/busybox:1',
    ...says('web is here'),
  ]);
  await engine.dockerOk([
    'run',
    '-d',
    '--name',
    'shop-db',
    ...labels,
    'lab/busybox:1',
    ...says('db is here'),
  ]);
  await engine.dockerOk(['run', '-d', '--name', 'lone', 'lab/busybox:1', ...says('lone is here')]);
  const { page } = await open();
  await go(page, 'Projects');
  await row(page, 'shop').getByRole('button', { name: 'Logs shop', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Logs' })).toBeVisible();
  await expect(page.getByText('Project shop')).toBeVisible();
  await expect(page.getByText('web is here')).toBeVisible();
  await expect(page.getByText('db is here')).toBeVisible();
  await engine.dockerOk([
    'run',
    '-d',
    '--name',
    'shop-job',
    ...labels,
    'lab/busybox:1',
    ...says('job is here'),
  ]);
  await expect(page.getByText('job is here')).toBeVisible();
  await expect(page.getByText('web is here')).toBeVisible();
  await expect(page.getByText('lone is here')).toHaveCount(0);
});

test('what cannot be done to one container of a project is told for that one', async ({ engine, open }) => {
  const labels = [
    'com.docker.compose.project=shop',
    'com.docker.compose.project.working_dir=/srv/shop',
  ].flatMap((label) => ['--label', label]);
  await engine.dockerOk(['run', '-d', '--name', 'shop-db', ...labels, 'lab/busybox:1', 'sleep', '1000']);
  await engine.dockerOk(['create', '--name', 'shop-bad', ...labels, 'lab/busybox:1', 'no-such-command']);
  const { page } = await open();
  await go(page, 'Projects');
  const shop = row(page, 'shop');
  await expect(shop).toContainText('1 of 2 running');
  await expect(shop).toContainText('/srv/shop');
  await shop.getByRole('button', { name: 'Start shop', exact: true }).click();
  await page.getByRole('button', { name: 'Show results', exact: true }).click();
  const results = page.getByRole('dialog');
  await expect(results).toContainText('shop-bad');
  await expect(results).toContainText('no-such-command');
  expect(await engine.dockerOk(['inspect', '-f', '{{.State.Status}}', 'shop-db'])).toBe('running');
});
