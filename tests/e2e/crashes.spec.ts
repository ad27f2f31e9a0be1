import type { Page } from '@playwright/test';
import { emptyEngine, expect, go, type OpenApp, test } from './fixtures.ts';

test.beforeEach(({ engine }) => emptyEngine(engine));
test.afterEach(({ engine }) => emptyEngine(engine));

const script = (text: string) => ['lab/busybox:1', 'sh', '-c', text];
const list = (page: Page) => page.getByRole('region', { name: 'Crashed lately' });
const entry = (page: Page, name: string) =>
  list(page)
    .getByRole('listitem')
    .filter({ has: page.getByText(name, { exact: true }) });

/** What was told to somebody who does not look: a message in the browser, a notification on the desktop. */
async function told({ page, control }: OpenApp): Promise<string> {
  if (control === undefined) return page.getByRole('region', { name: 'Notifications' }).innerText();
  return (await control.records()).notifications.map(({ title, body }) => `${title}\n${body}`).join('\n');
}

test('a crash is told with its cause, leads to its log, is started again and put away', async ({
  engine,
  open,
}) => {
  const app = await open();
  const { page } = app;
  await expect(page.getByText('Nothing needs attention')).toBeVisible();
  await expect(list(page)).toHaveCount(0);
  const failing = 'echo starting; sleep 0.3; echo "cannot open <b>/etc/app.conf</b>" >&2; exit 1';
  await engine.dockerOk(['run', '-d', '--name', 'boom', ...script(failing)]);

  await expect.poll(() => told(app)).toContain('boom crashed');
  expect(await told(app)).toContain('Exit code 1. The program ended with an error of its own.');
  const boom = entry(page, 'boom');
  await expect(boom).toContainText('Exit code 1');
  await boom.getByRole('button', { name: 'What is known of the crash of boom' }).click();
  await expect(boom.getByRole('region', { name: /^Last 2 lines/ })).toContainText('<b>/etc/app.conf</b>');

  await boom.getByRole('link', { name: 'boom', exact: true }).click();
  const card = page.getByRole('region', { name: 'Crash of boom' });
  await expect(card).toContainText('boom crashed');
  await expect(card).toContainText('cannot open');
  await card.getByRole('link', { name: 'Inspect boom' }).click();
  await expect(page.getByRole('tree', { name: 'Container boom' })).toBeVisible();
  await page.goBack();
  await card.getByRole('link', { name: 'Logs boom' }).click();
  await expect(page.getByText('cannot open <b>/etc/app.conf</b>')).toBeVisible();
  await page.goBack();

  const started = () => engine.dockerOk(['inspect', '-f', '{{.State.StartedAt}}', 'boom']);
  const before = await started();
  await card.getByRole('button', { name: 'Start again boom' }).click();
  await expect.poll(started).not.toBe(before);
  await expect(card, 'the same crash, again').toContainText('boom keeps crashing: 2 times');

  await card.getByRole('button', { name: 'Dismiss boom' }).click();
  await expect(card).toHaveCount(0);
  await go(page, 'Overview');
  await expect(list(page)).toHaveCount(0);
});

test('signals and memory are told by name, a loop once, and a container that is gone too', async ({
  engine,
  open,
}) => {
  const app = await open();
  const { page } = app;
  await expect(page.getByText('Nothing needs attention')).toBeVisible();
  await engine.dockerOk(['run', '-d', '--name', 'segv', ...script("sh -c 'kill -SEGV $$'; exit $?")]);
  await expect(entry(page, 'segv')).toContainText('Exit code 139. Segmentation fault (SIGSEGV)');
  const eat = 'dd if=/dev/zero of=/dev/null bs=64M count=1; exit $?';
  await engine.dockerOk(['run', '-d', '--name', 'hungry', '--memory', '16m', ...script(eat)]);
  await expect(entry(page, 'hungry')).toContainText('It used more memory than it may, and was killed.');
  await expect.poll(() => told(app)).toContain('hungry ran out of memory');

  await engine.docker(['run', '--rm', '--name', 'brief', ...script('sleep 0.2; exit 5')]);
  await expect(entry(page, 'brief')).toContainText('Exit code 5');
  await expect(entry(page, 'brief').getByRole('link')).toHaveCount(0);
  await entry(page, 'brief').getByRole('button', { name: 'What is known' }).click();
  await expect(entry(page, 'brief')).toContainText('The container is gone');

  const loop = ['run', '-d', '--name', 'loop', '--restart', 'on-failure:3'];
  await engine.dockerOk([...loop, ...script('sleep 0.2; exit 3')]);
  await expect(entry(page, 'loop')).toContainText('4 times', { timeout: 20_000 });
  await expect(entry(page, 'loop')).toHaveCount(1);
  const loops = (await told(app)).match(/^loop (crashed|keeps crashing)/gm)?.length ?? 0;
  // Notifications stay in the records; of messages the second takes the place of the first, and goes by itself.
  if (app.control === undefined) expect(loops).toBeLessThanOrEqual(1);
  else expect(loops).toBe(2);
  await list(page).getByRole('button', { name: 'Dismiss all' }).click();
  await expect(list(page)).toHaveCount(0);
});

test('what is stopped on purpose is no crash', async ({ engine, open }) => {
  const app = await open();
  const { page } = app;
  await expect(page.getByText('Nothing needs attention')).toBeVisible();
  const forever = 'while :; do sleep 0.1; done';
  for (const name of ['stopped', 'killed', 'again', 'removed'])
    await engine.dockerOk([
      'run',
      '-d',
      '--name',
      name,
      '--stop-signal',
      'TERM',
      ...script(`trap "exit 9" TERM; ${forever}`),
    ]);
  await engine.dockerOk(['stop', 'stopped']);
  await engine.dockerOk(['kill', 'killed']);
  await engine.dockerOk(['restart', 'again']);
  await engine.dockerOk(['rm', '-f', 'removed']);
  await engine.dockerOk(['run', '-d', '--name', 'good', ...script('exit 0')]);
  // Later than all of them.
  await engine.dockerOk(['run', '-d', '--name', 'real', ...script('exit 2')]);
  await expect(entry(page, 'real')).toBeVisible();
  await expect(list(page).getByRole('listitem')).toHaveCount(1);
  expect(await told(app)).not.toMatch(/stopped|killed|again|removed|good/);
});

test('nothing is told when it was turned off, and all of it is listed', async ({ engine, open }) => {
  const app = await open();
  const { page } = app;
  await go(page, 'Settings');
  await page.getByLabel('Tell when a container crashes').uncheck();
  await go(page, 'Overview');
  await engine.dockerOk(['run', '-d', '--name', 'quiet', ...script('exit 1')]);
  await expect(entry(page, 'quiet')).toBeVisible();
  expect(await told(app)).not.toContain('quiet');
  await page.reload();
  await expect(entry(page, 'quiet'), 'kept by the program, not by the page').toBeVisible();
});

test('the health check with its last probes, live', async ({ engine, open }) => {
  const flags = ['--health-interval', '1s', '--health-retries', '2'];
  const check = ['--health-cmd', 'cat /tmp/state; test -e /tmp/good'];
  await engine.dockerOk([
    'run',
    '-d',
    '--name',
    'checked',
    ...check,
    ...flags,
    ...script('while :; do sleep 1; done'),
  ]);
  const { page } = await open();
  await page.evaluate(() => {
    location.hash = '#/containers/checked/overview';
  });
  const card = page.getByRole('region', { name: 'Health check' });
  await expect(card).toContainText('Unhealthy', { timeout: 20_000 });
  await expect(card).toContainText('failures in a row');
  await expect(card.getByRole('table', { name: 'Last probes' })).toContainText("can't open '/tmp/state'");
  await engine.dockerOk(['exec', 'checked', 'sh', '-c', 'echo all is well > /tmp/state; touch /tmp/good']);
  await expect(card).toContainText('Healthy', { timeout: 20_000 });
  await expect(card.getByRole('table', { name: 'Last probes' })).toContainText('all is well');
  await expect(card).not.toContainText('in a row');
});

test('processes as ps is asked for them, and what it cannot do in words', async ({ engine, open }) => {
  await engine.dockerOk(['run', '-d', '--name', 'busy', 'lab/busybox:1', 'sleep', '1000']);
  const { page } = await open();
  await page.evaluate(() => {
    location.hash = '#/containers/busy/processes';
  });
  const table = page.getByRole('table');
  await expect(table).toContainText('sleep 1000');
  const options = page.getByLabel('Options of ps');
  await options.fill('-eo pid,user,args');
  await options.press('Enter');
  await expect(table.getByRole('columnheader')).toHaveText(['PID', 'USER', 'COMMAND']);
  const pid = (await engine.dockerOk(['top', 'busy', '-eo', 'pid'])).split('\n')[1]?.trim() ?? '';
  await expect(table).toContainText(pid);
  await options.fill('$(reboot)');
  await expect(page.getByText('Letters, digits, spaces and - , = % : . _ + only')).toBeVisible();
  await options.press('Enter');
  await expect(table.getByRole('columnheader')).toHaveText(['PID', 'USER', 'COMMAND']);
  await options.fill('-Q');
  await options.press('Enter');
  await expect(page.getByText('ps cannot be run with "-Q": unsupported SysV option.')).toBeVisible();
  await options.fill('');
  await options.press('Enter');
  await expect(table).toContainText('sleep 1000');
});
