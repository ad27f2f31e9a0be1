import { promised } from '../rig/promised.ts';
import { emptyEngine, expect, go, row, test } from './fixtures.ts';

test.beforeEach(({ engine }) => emptyEngine(engine));
test.afterEach(({ engine }) => emptyEngine(engine));

test('an engine that is killed and comes back', async ({ engine, open }) => {
  for (const name of ['e1', 'e2']) await engine.dockerOk(['run', '-d', '--name', name, 'lab/graceful:1']);
  await engine.dockerOk(['create', '--name', 'e3', 'lab/busybox:1']);
  const { page } = await open();
  await go(page, 'Containers');
  const status = page.getByRole('status', { name: 'Connection' });
  await expect(status).toContainText(/Connected to .* \(engine /);
  await expect(row(page, 'e1')).toContainText('Running');
  await page.evaluate(() => sessionStorage.setItem('same-page', 'yes'));

  await engine.kill('SIGKILL');
  await expect(status).toContainText('Reconnecting', { timeout: promised(1000) });
  await expect(row(page, 'e1')).toBeVisible();
  await expect(page.getByText('These are the last known rows.', { exact: false })).toBeVisible();
  await expect(row(page, 'e3').getByRole('button', { name: 'Start e3', exact: true })).toBeDisabled();

  await engine.restart();
  await expect(status).toContainText('Connected to', { timeout: promised(2000) });
  const truth = async () =>
    (await engine.dockerOk(['ps', '-a', '--format', '{{.Names}} {{.State}}'])).split('\n').sort().join('\n');
  const onPage = async () => {
    const lines: string[] = [];
    for (const name of ['e1', 'e2', 'e3']) {
      const text = await row(page, name).textContent();
      lines.push(`${name} ${/running|exited|created/i.exec(text ?? '')?.[0]?.toLowerCase() ?? '?'}`);
    }
    return lines.join('\n');
  };
  const expected = await truth();
  await expect.poll(onPage, { timeout: promised(2000) }).toBe(expected);
  await expect(row(page, 'e3').getByRole('button', { name: 'Start e3', exact: true })).toBeEnabled();
  expect(await page.evaluate(() => sessionStorage.getItem('same-page')), 'without a reload').toBe('yes');
});

test('an engine that is not there, told with what was looked for, and found when it comes', async ({
  engine,
  open,
}) => {
  const { page } = await open({ engine: 'unix:///nowhere/engine.sock' });
  await expect(page.getByRole('status', { name: 'Connection' })).toContainText('Cannot reach');
  await expect(page.getByText('There is no socket at /nowhere/engine.sock.').first()).toBeVisible();
  await expect(page.getByText('What was looked for')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Look again', exact: true })).toBeVisible();
  expect(engine.pid).toBeGreaterThan(0);
});
