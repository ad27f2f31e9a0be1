import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ManagedLab, openManagedLab } from '../rig/managed-lab.ts';
import { expect, go, test } from './fixtures.ts';
import { inspect, twoLooks } from './look.ts';

// The engine of a machine where one is installed and none runs: Slipway starts its own, in the lab's root.
let lab: ManagedLab;
test.beforeEach(async () => {
  lab = await openManagedLab();
});
test.afterEach(() => lab.end());

test('an engine is started, restarted, brought back and stopped on the page', async ({ open }) => {
  test.setTimeout(180_000);
  const { page } = await open({ engine: lab.host, home: lab.home });
  await go(page, 'Machine');
  await page.getByRole('tab', { name: 'Engine', exact: true }).click();
  const panel = page.getByRole('region', { name: 'Slipway’s own engine' });
  await expect(panel.getByText('Stopped', { exact: true })).toBeVisible();
  // Half of a path is no program: it is kept once it is whole.
  const program = page.getByLabel('Program for Slipway’s own engine');
  await program.pressSequentially('/opt/none');
  expect(keptProgram()).toBeNull();
  await program.press('Enter');
  await expect.poll(keptProgram).toBe('/opt/none');
  await program.fill('');
  await program.blur();
  await expect.poll(keptProgram).toBeNull();
  await panel.getByRole('button', { name: 'Start', exact: true }).click();
  await expect(panel.getByText('Running', { exact: true })).toBeVisible({ timeout: 60_000 });
  expect(await lab.docker('info', '--format', '{{.DockerRootDir}}')).toContain(lab.home);
  await expect(page.getByRole('log', { name: 'Log' })).toContainText('API listen on');

  await lab.loadImages();
  await lab.docker('run', '-d', '--name', 'stops-too', 'lab/busybox:1', 'sleep', '1000');
  const before = lab.pid();
  await panel.getByRole('button', { name: 'Restart', exact: true }).click();
  const plan = page.getByRole('dialog', { name: 'Plan: restart the engine' });
  await expect(plan.getByText('stops-too')).toBeVisible();
  await plan.getByRole('button', { name: 'Execute plan' }).click();
  await expect(plan.getByText('Stopped with its engine, and stays so')).toBeVisible({ timeout: 60_000 });
  await plan.getByRole('button', { name: 'Close', exact: true }).click();
  expect(lab.pid()).not.toBe(before);
  expect(await lab.docker('ps', '-q')).toBe('');

  const killed = lab.pid();
  await lab.kill('SIGKILL');
  await expect(page.getByText(/Slipway’s own engine (ended by itself|runs)/).first()).toBeVisible();
  await expect.poll(() => lab.pid() !== 0 && lab.pid() !== killed, { timeout: 60_000 }).toBe(true);
  await expect(panel.getByText('Running', { exact: true })).toBeVisible({ timeout: 60_000 });

  await panel.getByRole('button', { name: 'Stop', exact: true }).click();
  const stop = page.getByRole('dialog', { name: 'Plan: stop the engine' });
  await stop.getByRole('button', { name: 'Execute plan' }).click();
  await expect(stop.getByText('1 done', { exact: false }).first()).toBeVisible({ timeout: 60_000 });
  await stop.getByRole('button', { name: 'Close', exact: true }).click();
  await expect(panel.getByText('Stopped', { exact: true })).toBeVisible();
  await expect(panel.getByText('It was stopped in good order.')).toBeVisible();
  expect((await lab.tryDocker('ps')).code).not.toBe(0);
});

/** The program that the settings name. */
function keptProgram(): string | null {
  const file = join(lab.home, 'settings.json');
  if (!existsSync(file)) return null;
  return (JSON.parse(readFileSync(file, 'utf8')) as { engineBinary?: string | null }).engineBinary ?? null;
}

for (const look of twoLooks) {
  test(`the tab Engine looks right at ${look.viewport.width} in ${look.colorScheme}`, async ({ open }) => {
    test.setTimeout(120_000);
    const locale = look.colorScheme === 'dark' ? 'zh-CN' : 'en-GB';
    const { page } = await open({ ...look, locale, engine: lab.host, home: lab.home });
    await page.goto(`${page.url().replace(/#.*/, '')}#/machine/engine`);
    const start = page.getByRole('button', { name: /^(Start|启动)$/ });
    await expect(start).toBeVisible();
    await inspect(page, `engine-stopped-${look.colorScheme}`);
    mkdirSync(lab.folder, { recursive: true });
    writeFileSync(join(lab.folder, 'daemon.json'), '{"no-such-key": true}');
    await start.click();
    await expect(page.getByText('no-such-key').first()).toBeVisible({ timeout: 60_000 });
    await inspect(page, `engine-failed-${look.colorScheme}`);
    writeFileSync(join(lab.folder, 'daemon.json'), '{}');
    await start.click();
    await expect(page.getByRole('button', { name: /^(Restart|重启)$/ })).toBeVisible({ timeout: 60_000 });
    await inspect(page, `engine-running-${look.colorScheme}`);
    await page.goto(`${page.url().replace(/#.*/, '')}#/overview`);
    await expect(page.getByRole('button', { name: /^(Restart|重启)$/ })).toBeVisible({ timeout: 30_000 });
    await inspect(page, `engine-overview-${look.colorScheme}`);
    await page.getByRole('button', { name: /^(Restart|重启)$/ }).click();
    await expect(page.getByRole('button', { name: /^(Execute plan|执行计划)$/ })).toBeEnabled();
    await inspect(page, `engine-plan-${look.colorScheme}`);
  });
}
