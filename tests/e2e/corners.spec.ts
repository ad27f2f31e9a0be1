import { makeBareImage } from '../rig/bare-image.ts';
import { address } from './address.ts';
import { emptyEngine, expect, test } from './fixtures.ts';
import { input, shows } from './terminal-screen.ts';

const bare = 'e2e-bare:1';

test.beforeEach(({ engine }) => emptyEngine(engine));
test.afterEach(async ({ engine }) => {
  await emptyEngine(engine);
  await engine.docker(['rmi', '-f', bare]);
});

test('an image without a shell: said in the terminal, its files are there all the same', async ({
  engine,
  open,
}) => {
  await makeBareImage(engine, bare);
  await engine.dockerOk(['run', '-d', '--name', 'web', bare]);
  const { page } = await open();
  await address(page, '#/containers/web/terminal');
  await page.getByRole('button', { name: 'Open terminal', exact: true }).click();
  await expect(
    page.getByText('The image of web has no shell: bash, sh and ash were looked for.'),
  ).toBeVisible();
  await address(page, '#/containers/web/files');
  await expect(page.getByRole('row', { name: /^sleep/ })).toBeVisible();
  await engine.dockerOk(['kill', 'web']);
  await address(page, '#/containers/web/files?path=/');
  await expect(page.getByRole('row', { name: /^cat/ })).toBeVisible();
});

test('attached to the main process: it is typed to, and goes on without us', async ({ engine, open }) => {
  await engine.dockerOk(['run', '-dit', '--name', 'web', 'lab/busybox:1', 'sh']);
  const { page } = await open();
  await address(page, '#/containers/web/terminal');
  await page.getByRole('button', { name: 'Choose what to run…', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Run').selectOption('attach');
  await dialog.getByRole('button', { name: 'Open terminal', exact: true }).click();
  await expect(input(page)).toBeFocused();
  await page.keyboard.type('echo to-the"-"main-process\n');
  await shows(page, /^to-the-main-process$/m);
  expect(await engine.dockerOk(['logs', 'web'])).toContain('to-the-main-process');
  await page.getByRole('button', { name: 'Close terminal', exact: true }).click();
  await expect(page.getByText('No terminal is open')).toBeVisible();
  expect(await engine.dockerOk(['inspect', '-f', '{{.State.Running}}', 'web'])).toBe('true');
});

test('a log that is followed while the engine dies reads on, each line once', async ({ engine, open }) => {
  await engine.dockerOk([
    'run',
    '-d',
    '--name',
    'web',
    '--restart',
    'always',
    'lab/busybox:1',
    'sh',
    '-c',
    'echo "life $(cat /proc/uptime)"; i=0; while :; do i=$((i+1)); echo "count $i"; sleep 0.2; done',
  ]);
  const { page } = await open();
  await address(page, '#/containers/web/logs');
  const log = page.getByRole('log', { name: 'Logs of web', exact: true });
  await expect(log).toContainText('count 3');
  await engine.kill('SIGKILL');
  await expect(page.locator('[data-mark="lost"]')).toHaveCount(1);
  await engine.restart();
  await expect(page.locator('[data-mark="resumed"], [data-mark="started"]').first()).toBeVisible({
    timeout: 30_000,
  });
  await engine.dockerOk(['stop', '-t', '0', 'web']);
  const written = (await engine.dockerOk(['logs', 'web'])).split('\n').filter((line) => line !== '');
  await expect(page.getByText(`${written.at(-1)}`, { exact: true }).last()).toBeVisible();
  await expect(page.locator('[data-gap]')).toHaveCount(0);
});

test('lines of a time: since, and between', async ({ engine, open }) => {
  await engine.dockerOk([
    'run',
    '-d',
    '--name',
    'web',
    'lab/busybox:1',
    'sh',
    '-c',
    'echo now; sleep 100000',
  ]);
  const { page } = await open();
  await address(page, '#/containers/web/logs');
  const log = page.getByRole('log', { name: 'Logs of web', exact: true });
  await expect(log).toContainText('now');
  const range = page.getByRole('combobox', { name: 'Time range', exact: true });
  await range.selectOption('5m');
  await expect(log).toContainText('now');
  await range.selectOption('between');
  await page.getByLabel('From', { exact: true }).fill('2020-01-01T00:00:00');
  await page.getByLabel('To', { exact: true }).fill('2020-01-02T00:00:00');
  await expect(log).not.toContainText('now');
  await expect(page.getByText('The end', { exact: true })).toBeVisible();
});
