import { emptyEngine, expect, go, test } from '../fixtures.ts';

test.beforeEach(({ engine }) => emptyEngine(engine));
test.afterEach(({ engine }) => emptyEngine(engine));

test('a crash is a notification that opens the container, also while the window is closed', async ({
  engine,
  open,
}) => {
  const { page, control } = await open();
  if (control === undefined) throw new Error('this host has no control channel');
  await go(page, 'Containers');
  await control.closeWindow();
  await expect.poll(async () => (await control.windows()).map(({ visible }) => visible)).toEqual([false]);
  const failing = ['sh', '-c', 'echo "no database" >&2; exit 1'];
  await engine.dockerOk(['run', '-d', '--name', 'boom', 'lab/busybox:1', ...failing]);
  const notices = async () => (await control.records()).notifications;
  await expect.poll(notices).toHaveLength(1);
  expect((await notices())[0]).toMatchObject({
    title: 'boom crashed',
    body: 'Exit code 1. The program ended with an error of its own.\nno database',
  });
  await control.notificationClick(0);
  await expect.poll(async () => (await control.windows()).map(({ visible }) => visible)).toEqual([true]);
  await expect(page.getByRole('region', { name: 'Crash of boom' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Notifications' }), 'told once').not.toContainText('boom');
});

test('none while notifications are paused', async ({ engine, open }) => {
  const { page, control } = await open();
  if (control === undefined) throw new Error('this host has no control channel');
  await expect(page.getByText('Nothing needs attention')).toBeVisible();
  await control.trayChoose('Pause notifications');
  await engine.dockerOk(['run', '-d', '--name', 'quiet', 'lab/busybox:1', 'sh', '-c', 'exit 1']);
  await expect(page.getByRole('region', { name: 'Crashed lately' })).toContainText('quiet');
  expect((await control.records()).notifications).toEqual([]);
});
