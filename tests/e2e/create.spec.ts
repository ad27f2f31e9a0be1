import type { Page } from '@playwright/test';
import { startRegistry } from '../rig/registry.ts';
import { emptyEngine, expect, go, paste, row, test } from './fixtures.ts';
import { inspect, twoLooks } from './look.ts';

const image = 'lab/busybox:1';

test.beforeEach(({ engine }) => emptyEngine(engine));
test.afterEach(async ({ engine }) => {
  await emptyEngine(engine);
  await engine.docker(['volume', 'rm', 'e2e-create']);
});

async function openForm(page: Page): Promise<void> {
  await go(page, 'Containers');
  await page.getByRole('button', { name: 'New container' }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: 'New container' })).toBeVisible();
}

test('a docker run line fills the form, which makes the container docker sees', async ({ engine, open }) => {
  const { page } = await open();
  await openForm(page);
  const line = [
    `docker run -itd --name shop -p 127.0.0.1:18501:80/tcp -e GREETING='hello "you"' \\`,
    `  -v e2e-create:/data:ro -m 64m --label 'a b=c' --sysctl net.ipv4.ip_forward=1 ${image} sleep 1000`,
  ].join('\n');
  await page.getByLabel('Paste a docker run line').fill(line);
  await page.getByRole('button', { name: 'Fill in the form' }).click();
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('shop');
  await expect(page.getByLabel('Image', { exact: true })).toHaveValue(image);
  await expect(page.getByLabel('Ports 1', { exact: true })).toHaveValue('127.0.0.1:18501:80');
  await expect(page.getByLabel('Environment 1', { exact: true })).toHaveValue('GREETING=hello "you"');
  await expect(page.getByLabel('Mounts 1', { exact: true })).toHaveValue('e2e-create:/data:ro');
  await expect(page.getByText('There is no volume e2e-create; it is made.')).toBeVisible();
  await page.getByRole('button', { name: /^Limits/ }).click();
  await expect(page.getByLabel('Memory', { exact: true })).toHaveValue('64m');
  await page.getByRole('button', { name: /^Further flags/ }).click();
  await expect(page.getByLabel('Further flags 1', { exact: true })).toHaveValue(
    '--sysctl net.ipv4.ip_forward=1',
  );
  // What is changed by hand counts.
  await page.getByLabel('Name', { exact: true }).fill('shop-two');
  await page.getByRole('button', { name: 'Add a variable' }).click();
  await page.getByLabel('Environment 2', { exact: true }).fill('COLOUR=blue');
  await expect(page.getByRole('region', { name: 'As a docker run line' })).toContainText('-e COLOUR=blue');
  await expect(page.getByText('Nothing stands in the way.')).toBeVisible();
  await page.getByRole('button', { name: 'Create and start' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'shop-two' })).toBeVisible();
  await expect(page.getByText('shop-two was created and started')).toBeVisible();

  const [seen] = JSON.parse(await engine.dockerOk(['inspect', 'shop-two']));
  expect(seen.State.Status).toBe('running');
  expect(seen.Config.Env).toEqual(expect.arrayContaining(['GREETING=hello "you"', 'COLOUR=blue']));
  expect(seen.Config.Labels).toMatchObject({ 'a b': 'c' });
  expect(seen.HostConfig).toMatchObject({
    Memory: 64 * 1024 ** 2,
    Sysctls: { 'net.ipv4.ip_forward': '1' },
    PortBindings: { '80/tcp': [{ HostIp: '127.0.0.1', HostPort: '18501' }] },
  });
  expect(seen.Mounts).toEqual([
    expect.objectContaining({ Name: 'e2e-create', Destination: '/data', RW: false }),
  ]);

  // And back: what is copied from its menu makes the same.
  await go(page, 'Containers');
  await page.evaluate(() => {
    const copied: string[] = [];
    Object.assign(window, { copied });
    navigator.clipboard.writeText = (text) => {
      copied.push(text);
      return Promise.resolve();
    };
  });
  const more = row(page, 'shop-two').getByRole('button', { name: 'More actions for shop-two', exact: true });
  await more.click();
  await page.getByRole('menuitem', { name: 'Copy as docker run', exact: true }).click();
  await expect(page.getByText('The docker run line is copied')).toBeVisible();
  await more.click();
  await page.getByRole('menuitem', { name: 'Copy as compose', exact: true }).click();
  await expect(page.getByText('The compose file is copied')).toBeVisible();
  const [run, compose] = await page.evaluate((): string[] => Reflect.get(window, 'copied'));
  expect(run).toMatch(/^docker run -d --name shop-two -i -t -p 127\.0\.0\.1:18501:80 /);
  expect(run).toContain(`-e 'GREETING=hello "you"' -e COLOUR=blue -v e2e-create:/data:ro`);
  expect(run).toContain(` ${image} sleep 1000`);
  expect(compose).toContain('container_name: shop-two');
  expect(compose).toContain('GREETING: hello "you"');
});

test('what is wrong is marked at its field while somebody types, and nothing is created', async ({
  engine,
  open,
}) => {
  await engine.dockerOk(['run', '-d', '--name', 'holder', '-p', '18502:80', image, 'sleep', '1000']);
  const { page } = await open();
  await openForm(page);
  const start = page.getByRole('button', { name: 'Create and start' });
  const name = page.getByLabel('Name', { exact: true });
  await page.getByLabel('Image', { exact: true }).fill(image);
  await name.fill('holder');
  await expect(page.getByText(/^The name "holder" is taken by container holder/)).toBeVisible();
  await expect(name).toHaveAttribute('aria-invalid', 'true');
  await expect(start).toHaveAttribute('aria-disabled', 'true');
  await name.fill('fresh');

  await page.getByRole('button', { name: 'Add a port' }).click();
  const port = page.getByLabel('Ports 1', { exact: true });
  await port.fill('99999:80');
  await expect(page.getByText('There is no port 99999.')).toBeVisible();
  await expect(port).toHaveAttribute('aria-invalid', 'true');
  await port.fill('18502:80');
  await expect(page.getByText('Port 18502 is taken by container holder.')).toBeVisible();
  // To make it only, nothing stands in the way.
  await expect(page.getByRole('button', { name: 'Create', exact: true })).not.toHaveAttribute(
    'aria-disabled',
  );
  await expect(start).toHaveAttribute('aria-disabled', 'true');
  // The one that has it goes: the form hears of it by itself.
  await engine.dockerOk(['rm', '-f', 'holder']);
  await expect(page.getByText('Nothing stands in the way.')).toBeVisible();

  await page.getByRole('button', { name: 'Add a network' }).click();
  await page.getByLabel('Networks 1', { exact: true }).fill('no-such-net');
  await expect(page.getByText('There is no network "no-such-net".')).toBeVisible();
  await page.getByRole('button', { name: 'Remove Networks 1' }).click();
  await page.getByRole('button', { name: 'Add a mount' }).click();
  await page.getByLabel('Mounts 1', { exact: true }).fill('type=bind,src=/no/such/place,dst=/x');
  await expect(page.getByText('Nothing stands in the way.')).toBeVisible();
  await start.click();
  const card = page.getByRole('article', { name: 'No container was created' });
  await expect(card).toContainText("There is no /no/such/place on the engine's host.");
  expect(await engine.dockerOk(['ps', '-aq'])).toBe('');

  // A line that cannot be read names what it is.
  await page.getByLabel('Paste a docker run line').fill('docker run --nmae web alpine');
  await page.getByRole('button', { name: 'Fill in the form' }).click();
  await expect(page.getByText('There is no flag --nmae.')).toBeVisible();
  await expect(page.getByText('Did you mean --name?')).toBeVisible();
});

test('a missing image is pulled first; a failure is told and nothing is created', async ({
  engine,
  open,
}) => {
  const { page } = await open();
  await openForm(page);
  const registry = await startRegistry(engine, 18575);
  const wanted = `${registry.address}/e2e-create/app:1`;
  try {
    await engine.dockerOk(['tag', image, wanted]);
    await engine.dockerOk(['push', wanted]);
    await engine.dockerOk(['rmi', wanted]);
    await page.getByLabel('Image', { exact: true }).fill(`${registry.address}/e2e-create/nothing:1`);
    await expect(page.getByText('nothing:1 is not on this engine; it is pulled first.')).toBeVisible();
    await page.getByRole('button', { name: 'Create and start' }).click();
    const card = page.getByRole('article', { name: 'The image could not be pulled' });
    await expect(card).toContainText('No registry gives out', { timeout: 60_000 });
    expect(await engine.dockerOk(['ps', '-aq'])).toBe('');
    await card.getByRole('button', { name: 'Dismiss' }).click();

    await page.getByLabel('Image', { exact: true }).fill(wanted);
    await page.getByLabel('Name', { exact: true }).fill('from-afar');
    await page.getByLabel('Command', { exact: true }).fill("sh -c 'sleep 1000'");
    await expect(page.getByText('app:1 is not on this engine; it is pulled first.')).toBeVisible();
    await page.getByRole('button', { name: 'Create and start' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'from-afar' })).toBeVisible({ timeout: 60_000 });
    expect(await engine.dockerOk(['inspect', '-f', '{{.Config.Image}} {{.State.Status}}', 'from-afar'])).toBe(
      `${wanted} running`,
    );
  } finally {
    await engine.docker(['rm', '-f', 'from-afar']);
    await engine.docker(['rmi', wanted]);
    await registry.stop();
  }
});

test('while the image is pulled the form cannot be changed; cancelled, it is as it was', async ({
  engine,
  open,
}) => {
  const { page } = await open();
  await openForm(page);
  // A registry that takes the connection and never says a word.
  const silent = await engine.exec([
    ...['sh', '-c', '(sleep 120 | busybox nc -l -p 18576) </dev/null >/dev/null 2>&1 & echo $!'],
  ]);
  try {
    const name = page.getByLabel('Name', { exact: true });
    await page.getByLabel('Image', { exact: true }).fill('127.0.0.1:18576/e2e-create/silent:1');
    await name.fill('patient');
    await expect(page.getByText('silent:1 is not on this engine; it is pulled first.')).toBeVisible();
    await page.getByLabel('Pull the image').selectOption('Never');
    await expect(page.getByText('silent:1 is not on this engine.')).toBeVisible();
    const start = page.getByRole('button', { name: 'Create and start' });
    await expect(start).toHaveAttribute('aria-disabled', 'true');
    await page.getByLabel('Pull the image').selectOption('When missing');
    await expect(page.getByText('Nothing stands in the way.')).toBeVisible();
    await start.click();
    await expect(page.getByText('Pulling 127.0.0.1:18576/e2e-create/silent:1')).toBeVisible();
    await expect(name).toBeDisabled();
    await expect(page.getByLabel('Paste a docker run line')).toBeDisabled();
    await page.getByRole('button', { name: 'Cancel', exact: true }).click();
    await expect(name).toBeEnabled();
    await expect(name).toHaveValue('patient');
    expect(await engine.dockerOk(['ps', '-aq'])).toBe('');
  } finally {
    await engine.exec(['sh', '-c', `pkill -P ${silent.stdout.trim()}; kill ${silent.stdout.trim()}`]);
  }
});

test('a value of several lines goes in whole', async ({ engine, open }) => {
  const { page } = await open();
  await openForm(page);
  await page.getByLabel('Image', { exact: true }).fill(image);
  await page.getByLabel('Name', { exact: true }).fill('lines');
  await page.getByRole('button', { name: 'Add a variable' }).click();
  const variable = page.getByLabel('Environment 1', { exact: true });
  await variable.fill('KEY=');
  await paste(variable, 'first\nsecond');
  await expect(variable).toHaveValue('KEY=first\nsecond');
  await expect(variable).toBeFocused();
  await page.keyboard.type(' end');
  await expect(page.getByText('Nothing stands in the way.')).toBeVisible();
  await page.getByRole('button', { name: 'Create', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'lines' })).toBeVisible();
  const [seen] = JSON.parse(await engine.dockerOk(['inspect', 'lines']));
  expect(seen.Config.Env).toContain('KEY=first\nsecond end');
});

test('an env file that a line names is handed in, and by keyboard alone a row is added', async ({ open }) => {
  const { page } = await open();
  await openForm(page);
  const box = page.getByLabel('Paste a docker run line');
  await box.fill(`docker run --env-file .env -e LAST=3 ${image}`);
  await box.press('Control+Enter');
  await expect(page.getByText('The line takes more from the file .env.')).toBeVisible();
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Choose .env' }).click();
  await (await chooser).setFiles({
    name: '.env',
    mimeType: 'text/plain',
    buffer: Buffer.from('# settings\nFIRST=one two\n'),
  });
  await expect(page.getByLabel('Environment 1', { exact: true })).toHaveValue('FIRST=one two');
  await expect(page.getByLabel('Environment 2', { exact: true })).toHaveValue('LAST=3');
  await expect(page.getByText('The line takes more')).toHaveCount(0);
  await page.getByLabel('Environment 2', { exact: true }).press('Enter');
  await expect(page.getByLabel('Environment 3', { exact: true })).toBeFocused();
  await page.keyboard.type('TYPED=yes');
  await expect(page.getByRole('region', { name: 'As a docker run line' })).toContainText('-e TYPED=yes');
  // What is typed is kept while another page is looked at.
  await go(page, 'Projects');
  await openForm(page);
  await expect(page.getByLabel('Environment 3', { exact: true })).toHaveValue('TYPED=yes');
  await page.getByRole('button', { name: 'Start over' }).click();
  await expect(page.getByLabel('Image', { exact: true })).toHaveValue('');
});

for (const { colorScheme, viewport } of twoLooks)
  test(`the form in ${colorScheme} at ${viewport.width}`, async ({ engine, open }, info) => {
    test.setTimeout(120_000);
    await engine.dockerOk(['create', '--name', 'taken', image]);
    const { page } = await open({ colorScheme, viewport });
    await openForm(page);
    const name = (what: string) => `${info.project.name}-create-${what}-${colorScheme}-${viewport.width}`;
    await inspect(page, name('empty'));
    await page
      .getByLabel('Paste a docker run line')
      .fill(
        `docker run -d --name taken -p 8080:80 -p 127.0.0.1:9000-9002:9000-9002 -e A=1 -e TOKEN -v $PWD/src:/src -v data:/data --memory 512m --env-file .env ${image}`,
      );
    await page.getByRole('button', { name: 'Fill in the form' }).click();
    await expect(page.getByText(/is taken by container taken/)).toBeVisible();
    await inspect(page, name('filled'));
    await page.getByRole('button', { name: /^Process/ }).click();
    await page.getByRole('button', { name: /^Rights/ }).click();
    await page.getByRole('button', { name: /^Further flags/ }).scrollIntoViewIfNeeded();
    await inspect(page, name('sections'));
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overflow, 'no sideways scrolling of the page').toBeLessThanOrEqual(0);
  });

test('the form in Chinese', async ({ open }, info) => {
  const { page } = await open();
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByLabel('Language').selectOption({ label: '简体中文' });
  await page.evaluate(() => {
    location.hash = '#/run';
  });
  await page.getByLabel('粘贴 docker run 命令').fill('docker run -p 99999:80 web');
  await page.getByRole('button', { name: '填入表单' }).click();
  await expect(page.getByText('没有端口 99999。')).toBeVisible();
  await inspect(page, `${info.project.name}-create-zh`);
});
