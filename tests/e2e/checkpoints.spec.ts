import type { Page } from '@playwright/test';
import { emptyEngine, expect, go, row, test } from './fixtures.ts';

test.beforeEach(({ engine }) => emptyEngine(engine));
test.afterEach(async ({ engine }) => {
  await emptyEngine(engine);
  await engine.docker(['volume', 'rm', '-f', 'checkpointed']);
});

/** Counts in memory, nowhere else. */
const counter = 'i=0; while :; do i=$((i+1)); echo $i; sleep 0.2; done';

async function openTab(page: Page, name: string): Promise<void> {
  await go(page, 'Containers');
  await expect(row(page, name)).toBeVisible();
  await page.evaluate((hash) => {
    window.location.hash = hash;
  }, `#/containers/${name}/checkpoints`);
  await expect(page.getByRole('tab', { name: 'Checkpoints', exact: true })).toHaveAttribute(
    'aria-selected',
    'true',
  );
}

async function freeze(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Create a checkpoint', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name', { exact: true }).fill(name);
  await dialog.getByRole('button', { name: 'Freeze', exact: true }).click();
  await expect(dialog).toBeHidden({ timeout: 30_000 });
}

const restore = (page: Page, name: string, container: string) =>
  page.getByRole('button', { name: `Restore ${name} of ${container}`, exact: true }).click();
const resumed = (page: Page, name: string) =>
  expect(page.getByText(`${name} goes on where it was frozen`)).toBeVisible({ timeout: 30_000 });

test('a counter in memory goes on where it stopped, is cloned, and its checkpoint deleted by a plan', async ({
  engine,
  open,
}) => {
  test.setTimeout(120_000);
  const counts = async (name: string) => (await engine.dockerOk(['logs', name])).split('\n').map(Number);
  await engine.dockerOk([
    'run',
    '-d',
    '--name',
    'counter',
    '-v',
    'checkpointed:/data',
    '-p',
    '8093:80',
    'lab/busybox:1',
    'sh',
    '-c',
    counter,
  ]);
  const { page } = await open();
  await openTab(page, 'counter');
  await expect(page.getByText('A checkpoint of this container can be made and restored.')).toBeVisible();
  await expect.poll(async () => (await counts('counter')).at(-1)).toBeGreaterThan(4);
  await freeze(page, 'first');
  const before = (await counts('counter')).at(-1) ?? 0;
  expect(await engine.dockerOk(['inspect', '-f', '{{.State.Status}}', 'counter'])).toBe('exited');
  expect(await engine.dockerOk(['checkpoint', 'ls', 'counter'])).toContain('first');
  await restore(page, 'first', 'counter');
  await resumed(page, 'counter');
  await expect.poll(async () => (await counts('counter')).at(-1)).toBeGreaterThan(before + 1);
  expect((await counts('counter')).filter((count) => count === 1)).toHaveLength(1);
  await expect(page.getByText('Frozen: first')).toBeVisible();

  await go(page, 'Checkpoints');
  const restores = page.getByRole('button', { name: 'Restore first of counter', exact: true });
  await expect(restores).toHaveAttribute('aria-disabled', 'true');
  await page.getByRole('button', { name: 'Clone first of counter', exact: true }).click();
  await page.getByRole('dialog').getByLabel('Name of the container').fill('twin');
  await page.getByRole('dialog').getByRole('button', { name: 'Clone', exact: true }).click();
  await resumed(page, 'twin');
  await expect.poll(async () => (await counts('twin')).at(-1)).toBeGreaterThan(before);
  expect((await counts('twin'))[0]).toBeGreaterThan(4);

  await page.getByRole('button', { name: 'Delete first of counter', exact: true }).click();
  const plan = page.getByRole('dialog', { name: 'Plan: delete 1 checkpoint' });
  await expect(plan.getByText('first of counter')).toBeVisible();
  await plan.getByRole('button', { name: 'Execute plan' }).click();
  await expect(plan.getByText('1 done, 0 skipped, 0 failed')).toBeVisible();
  await plan.getByRole('button', { name: 'Close', exact: true }).click();
  await expect(
    page.getByRole('grid', { name: 'Checkpoints' }).getByText('counter', { exact: true }),
  ).toBeHidden();
  expect(await engine.dockerOk(['checkpoint', 'ls', 'counter'])).not.toContain('first');
});

test('an open file and a terminal go on', async ({ engine, open }) => {
  test.setTimeout(120_000);
  const script = 'exec 3>/open; i=0; while :; do i=$((i+1)); echo $i >&3; sleep 0.2; done';
  await engine.dockerOk(['run', '-d', '-t', '--name', 'writer', 'lab/busybox:1', 'sh', '-c', script]);
  const written = async () =>
    (await engine.dockerOk(['exec', 'writer', 'cat', '/open'])).split(/\s+/).map(Number);
  const { page } = await open();
  await openTab(page, 'writer');
  await expect.poll(async () => (await written()).at(-1)).toBeGreaterThan(3);
  await freeze(page, 'first');
  await restore(page, 'first', 'writer');
  await resumed(page, 'writer');
  const after = (await written()).at(-1) ?? 0;
  await expect.poll(async () => (await written()).at(-1)).toBeGreaterThan(after);
  const all = await written();
  expect(all).toEqual(all.map((_, at) => at + 1));
});

test('an open connection is refused before anything is tried, with the reason', async ({ engine, open }) => {
  const script = 'nc -l -p 9918 -e cat & sleep 0.5; nc 127.0.0.1 9918 < /dev/zero > /dev/null & wait';
  await engine.dockerOk(['run', '-d', '--name', 'talker', 'lab/busybox:1', 'sh', '-c', script]);
  const { page } = await open();
  await openTab(page, 'talker');
  await expect(page.getByText('A checkpoint of this container cannot be made now.')).toBeVisible({
    timeout: 30_000,
  });
  await expect(page.getByText(/TCP connections are open: 127\.0\.0\.1:/).first()).toBeVisible();
  await page.getByRole('button', { name: 'Create a checkpoint', exact: true }).click();
  const freezes = page.getByRole('dialog').getByRole('button', { name: 'Freeze', exact: true });
  await expect(freezes).toHaveAttribute('aria-disabled', 'true');
  expect(await engine.dockerOk(['checkpoint', 'ls', 'talker'])).not.toContain('checkpoint-1');
  expect(await engine.dockerOk(['inspect', '-f', '{{.State.Status}}', 'talker'])).toBe('running');
});
