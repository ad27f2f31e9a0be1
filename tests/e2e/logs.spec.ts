import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { emptyEngine, expect, go, row, test } from './fixtures.ts';

test.beforeEach(({ engine }) => emptyEngine(engine));
test.afterEach(({ engine }) => emptyEngine(engine));

const sh = (script: string): string[] => ['lab/busybox:1', 'sh', '-c', script];
const log = (page: Page, name: string) => page.getByRole('log', { name: `Logs of ${name}`, exact: true });
const lines = (page: Page) => page.locator('[data-channel]');

async function openLogs(page: Page, name: string): Promise<void> {
  await go(page, 'Containers');
  await row(page, name)
    .getByRole('button', { name: `Logs ${name}`, exact: true })
    .click();
  await expect(log(page, name)).toBeVisible();
}

test('what a container writes is read on its page, followed, and read on after a restart', async ({
  engine,
  open,
}) => {
  await engine.dockerOk([
    'run',
    '-d',
    '-i',
    '--name',
    'talker',
    ...sh('echo "up since $(cat /proc/uptime)"; cat'),
  ]);
  const { page } = await open();
  await openLogs(page, 'talker');
  await expect(page.getByRole('heading', { level: 1, name: 'talker' })).toBeVisible();
  await expect(page.getByRole('tab', { name: 'Logs', exact: true })).toHaveAttribute('aria-selected', 'true');
  await expect(lines(page)).toHaveCount(1);
  await engine.dockerOk([
    'exec',
    'talker',
    'sh',
    '-c',
    'echo hello from outside > /proc/1/fd/1; echo trouble > /proc/1/fd/2',
  ]);
  await expect(lines(page)).toHaveCount(3);
  await expect(log(page, 'talker')).toContainText('hello from outside');
  await expect(page.locator('[data-channel="stderr"]')).toContainText('trouble');
  await engine.dockerOk(['restart', '-t', '0', 'talker']);
  await expect(page.locator('[data-mark="started"]')).toHaveCount(1);
  await expect(lines(page)).toHaveCount(4);
  const said = (await engine.docker(['logs', 'talker'])).stdout.split('\n').filter((line) => line !== '');
  for (const line of said) await expect(log(page, 'talker')).toContainText(line);

  await page.getByRole('button', { name: 'View', exact: true }).click();
  await page.getByRole('menuitemcheckbox', { name: 'stdout', exact: true }).click();
  await page.keyboard.press('Escape');
  await expect(lines(page)).toHaveCount(1);
  await expect(log(page, 'talker')).toContainText('trouble');
});

test('search, filter, hide, copy and save', async ({ engine, open }, info) => {
  await engine.dockerOk(['run', '-d', '--name', 'many', 'lab/fountain:1', '500']);
  const { page } = await open();
  await openLogs(page, 'many');
  await expect(log(page, 'many')).toContainText('line 500');
  // Only what is in sight is in the document.
  expect(await lines(page).count()).toBeLessThan(120);

  await page.keyboard.press('/');
  await page.keyboard.type('line 4\\d5$');
  await expect(page.getByText('10 found')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByText('1 of 10')).toBeVisible();
  await expect(log(page, 'many').getByText('line 405', { exact: true })).toBeInViewport();
  await page.getByRole('button', { name: 'Previous match', exact: true }).click();
  await expect(page.getByText('10 of 10')).toBeVisible();
  await expect(log(page, 'many').getByText('line 495', { exact: true })).toBeInViewport();
  await page.getByRole('button', { name: 'Show only matches', exact: true }).click();
  await expect(lines(page)).toHaveCount(10);
  await page.getByRole('searchbox', { name: 'Search in the log', exact: true }).fill('(');
  await expect(page.getByText('Not a regular expression')).toBeVisible();
  await page.getByRole('button', { name: 'Clear search', exact: true }).click();
  await expect(page.getByText('500 lines')).toBeVisible();

  if (info.project.name === 'web') {
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save to a file', exact: true }).click();
    const saved = await readFile(await (await download).path(), 'utf8');
    const texts = saved
      .trim()
      .split('\n')
      .map((line) => line.replace(/^\S+ /, ''));
    expect(texts).toEqual((await engine.dockerOk(['logs', 'many'])).split('\n'));
  }

  await page.getByRole('button', { name: 'Hide what is here', exact: true }).click();
  await expect(lines(page)).toHaveCount(0);
  await page.reload();
  await expect(page.getByText('Earlier lines are hidden')).toBeVisible();
  await expect(lines(page)).toHaveCount(0);
  await engine.dockerOk(['start', 'many']);
  await expect(log(page, 'many')).toContainText('line 500');
  await expect(page.getByText('Earlier lines are hidden')).toBeVisible();
  await page.getByRole('button', { name: 'Show hidden lines', exact: true }).click();
  await expect(page.getByText('1,000 lines')).toBeVisible();
});

test('the last lines of a container that removes itself stay for as long as its page does', async ({
  engine,
  open,
}) => {
  const script = 'echo up; until test -e /go; do sleep 0.1; done; echo last words';
  const removedRow = async (page: Page, text: string) => {
    await expect(page.locator('[data-mark="removed"]')).toHaveCount(1);
    await expect(lines(page).last()).toContainText(text);
  };
  await engine.dockerOk(['run', '-d', '--rm', '--name', 'brief', ...sh(script)]);
  const { page } = await open();
  await openLogs(page, 'brief');
  await expect(lines(page)).toHaveCount(1);
  await engine.dockerOk(['exec', 'brief', 'touch', '/go']);
  await removedRow(page, 'last words');
  await expect(page.getByText('This container has been removed.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Restart brief', exact: true })).toBeDisabled();
  await page.getByRole('link', { name: 'All containers', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Containers' })).toBeVisible();
  await page.goBack();
  await expect(page.getByText('This container is not here')).toBeVisible();

  for (const name of ['brief-a', 'brief-b'])
    await engine.dockerOk(['run', '-d', '--rm', '--name', name, ...sh(script)]);
  await go(page, 'Containers');
  await expect(row(page, 'brief-b')).toBeVisible();
  await page.evaluate(() => {
    window.location.hash = '#/logs?c=brief-a,brief-b';
  });
  await expect(lines(page)).toHaveCount(2);
  await engine.dockerOk(['exec', 'brief-a', 'touch', '/go']);
  await removedRow(page, 'last words');
  await expect(lines(page)).toHaveCount(3);
});

test('logs of several containers are one, by time', async ({ engine, open }) => {
  for (const name of ['alpha', 'beta'])
    await engine.dockerOk(['run', '-d', '--name', name, ...sh('cat /proc/uptime >/dev/null; sleep 1000')]);
  const say = (name: string, text: string) =>
    engine.dockerOk(['exec', name, 'sh', '-c', `echo ${text} > /proc/1/fd/1`]);
  const words = ['one', 'two', 'three', 'four', 'five', 'six'];
  for (const [at, word] of words.entries()) await say(at % 2 === 0 ? 'alpha' : 'beta', word);
  const { page } = await open();
  await go(page, 'Containers');
  for (const name of ['alpha', 'beta'])
    await row(page, name)
      .getByRole('checkbox', { name: `Select ${name}`, exact: true })
      .click();
  await page
    .getByRole('toolbar', { name: 'Actions on selected containers' })
    .getByRole('button', { name: 'Logs', exact: true })
    .click();
  await expect(page.getByRole('heading', { level: 1, name: 'Logs' })).toBeVisible();
  await expect(lines(page)).toHaveCount(6);
  const texts = await page.locator('[data-channel] bdi').allTextContents();
  expect(texts).toEqual(words);
  await say('alpha', 'seven');
  await expect(lines(page).last()).toContainText('seven');
});

test('hostile output is text: no markup, no link, no title', async ({ engine, open }) => {
  const script = String.raw`printf '\033]0;owned\007\033]8;;https://evil.example\007click\033]8;;\007 <img src=x onerror=alert(1)> \033[31;1mred\033[0m plain\n'`;
  await engine.dockerOk(['run', '-d', '--name', 'hostile', ...sh(script)]);
  const { page } = await open();
  await openLogs(page, 'hostile');
  await expect(lines(page)).toHaveCount(1);
  await expect(page.locator('[data-channel] bdi')).toHaveText('click <img src=x onerror=alert(1)> red plain');
  await expect(log(page, 'hostile').locator('img, a')).toHaveCount(0);
  await expect(log(page, 'hostile').getByText('red', { exact: true })).toHaveCSS('font-weight', '700');
  expect(await page.title()).not.toContain('owned');
});

test('a log that cannot be read says why and what to do', async ({ engine, open }) => {
  await engine.dockerOk(['run', '-d', '--name', 'mute', '--log-driver', 'none', 'lab/counter:1']);
  const { page } = await open();
  await openLogs(page, 'mute');
  await expect(page.getByText('its log driver "none" keeps nothing')).toBeVisible();
  await expect(page.getByText('--log-driver local')).toBeVisible();
});

test('a flood is shown without losing a line, and scrolling up pauses it', async ({ engine, open }) => {
  await engine.dockerOk(['create', '--name', 'flood', 'lab/fountain:1', '80000']);
  const { page } = await open();
  await openLogs(page, 'flood');
  await engine.dockerOk(['start', 'flood']);
  await expect(log(page, 'flood')).toContainText('line 80000', { timeout: 40_000 });
  await expect(page.locator('[data-gap]')).toHaveCount(0);
  await expect(page.getByText('Following')).toBeVisible();
  await log(page, 'flood').hover();
  await page.mouse.wheel(0, -2000);
  await expect(page.getByText('Paused')).toBeVisible();
  await page.getByRole('button', { name: 'Follow', exact: true }).click();
  await expect(page.getByText('Following')).toBeVisible();
  await expect(log(page, 'flood').getByText('line 80000', { exact: true })).toBeInViewport();
  await page.getByRole('button', { name: 'View', exact: true }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Wrap long lines', exact: true }).click();
  await page.keyboard.press('Escape');
  await expect(log(page, 'flood').getByText('line 80000', { exact: true })).toBeInViewport();
});
