import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { address } from './address.ts';
import { emptyEngine, expect, test } from './fixtures.ts';

const slow = { timeout: 30_000 };

test.beforeEach(({ engine }) => emptyEngine(engine));
test.afterEach(({ engine }) => emptyEngine(engine));

test('a schedule runs by itself, is reported, and tells what was missed', async ({ open, engine }) => {
  await engine.dockerOk(['create', '--name', 'nightly-left', '--label', 'nightly', 'lab/busybox:1']);
  await engine.dockerOk(['create', '--name', 'stays', 'lab/busybox:1']);
  const engineId = await engine.dockerOk(['info', '--format', '{{.ID}}']);
  const home = await mkdtemp(join(tmpdir(), 'slipway-e2e-'));
  const schedule = (name: string, nextAt: number) => ({
    id: `schedule-${name}`,
    name,
    enabled: true,
    when: { every: 'hours', hours: 2 },
    rules: { kinds: ['containers'], label: ['nightly'] },
    engineId,
    engineName: 'lab-main',
    nextAt: new Date(nextAt).toISOString(),
    last: null,
    missed: null,
  });
  // Soon enough to be waited for, late enough for the page to be there; a run that is up to 2 min late counts as well.
  const schedules = [schedule('Tidy', Date.now() + 8000), schedule('Slept', Date.now() - 5 * 3_600_000)];
  await writeFile(join(home, 'schedules.json'), JSON.stringify(schedules));
  const { page } = await open({ home });
  await address(page, '#/disk/schedule');
  const tidy = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: 'Tidy' }) });
  await tidy.getByRole('button', { name: 'Report Tidy' }).click(slow);
  const report = page.getByRole('dialog', { name: 'Report: Free disk space: Tidy' });
  await expect(report.getByRole('row', { name: /^nightly-left .*Removed/ })).toBeVisible();
  await report.getByRole('button', { name: 'Close' }).click();
  expect(await engine.dockerOk(['ps', '-a', '--format', '{{.Names}}'])).toBe('stays');
  await expect(page.getByText(/^3 runs were missed, the last at /)).toBeVisible(slow);
});

test('is made, changed, planned by hand and removed', async ({ open, engine }) => {
  await engine.dockerOk(['create', '--name', 'old-job', 'lab/busybox:1']);
  const { page } = await open();
  await address(page, '#/disk/schedule');
  await page.getByRole('button', { name: 'New schedule' }).click();
  const form = page.getByRole('dialog', { name: 'New schedule' });
  const save = form.getByRole('button', { name: 'Save schedule' });
  await expect(save).toHaveAttribute('aria-disabled', 'true');
  await form.getByLabel('Name').fill('Sundays');
  await form.getByLabel('At', { exact: true }).fill('25:00');
  await expect(form.getByText('A time of day such as 03:30.')).toBeVisible();
  await form.getByLabel('At', { exact: true }).fill('04:15');
  await form.getByLabel('Older than').fill('a while');
  await save.click();
  await expect(form.getByText('"a while" is no time Slipway understands.')).toBeVisible();
  await form.getByLabel('Older than').fill('');
  await form.getByRole('checkbox', { name: 'Stopped containers' }).check();
  await expect(form.getByRole('checkbox', { name: 'Unused volumes' })).not.toBeChecked();
  await save.click();
  const card = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: 'Sundays' }) });
  await expect(card.getByText('Every Sunday at 04:15')).toBeVisible();
  await card.getByRole('button', { name: 'Plan now Sundays' }).click();
  const plan = page.getByRole('dialog', { name: /^Plan: free disk space/ });
  await expect(plan.getByRole('cell', { name: 'old-job', exact: true })).toBeVisible(slow);
  await plan.getByRole('button', { name: 'Cancel' }).click();
  await card.getByRole('button', { name: 'Edit Sundays' }).click();
  const edit = page.getByRole('dialog', { name: 'Edit Sundays' });
  await edit.getByRole('checkbox', { name: 'Runs by itself' }).uncheck();
  await edit.getByRole('button', { name: 'Save schedule' }).click();
  await expect(card.getByText('Off').first()).toBeVisible();
  await page.reload();
  await expect(card.getByText('Off').first()).toBeVisible(slow);
  await card.getByRole('button', { name: 'Remove Sundays' }).click();
  await expect(page.getByRole('heading', { name: 'No schedules' })).toBeVisible();
});
