import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ShownItem } from '../../electron-double/src/menu.ts';
import { labDockerPath } from '../../engine-lab/docker-cli.ts';
import { exposeTcp } from '../../engine-lab/expose-tcp.ts';
import { runOk } from '../../engine-lab/run-command.ts';
import { promised } from '../../rig/promised.ts';
import { emptyEngine, expect, go, type OpenApp, row, test } from '../fixtures.ts';

test.beforeEach(({ engine }) => emptyEngine(engine));
test.afterEach(({ engine }) => emptyEngine(engine));

function controlOf({ control }: OpenApp) {
  if (control === undefined) throw new Error('this host has no control channel');
  return control;
}

const labels = (items: readonly ShownItem[]): string[] =>
  items.flatMap((item) => [item.label, ...labels(item.submenu ?? [])]).filter((label) => label !== '');

test('the tray tells the truth and acts', async ({ engine, open }) => {
  await engine.dockerOk(['run', '-d', '--name', 'web', '-p', '8097:80', 'lab/web:1']);
  const app = await open();
  const control = controlOf(app);
  const menu = async () => labels((await control.tray()).menu);
  await expect.poll(menu).toContain('web  ·  running');
  expect((await control.tray()).image).toContain('running');
  expect((await menu()).join('\n')).not.toMatch(/remove|prune|reset/i);

  await control.trayChoose('web  ·  running', 'Stop');
  await expect.poll(() => engine.dockerOk(['inspect', '-f', '{{.State.Status}}', 'web'])).toBe('exited');
  await expect.poll(menu).toContain('web  ·  exited');
  await control.trayChoose('web  ·  exited', 'Start');
  await expect.poll(() => engine.dockerOk(['inspect', '-f', '{{.State.Status}}', 'web'])).toBe('running');
  await expect.poll(menu).toContain('web  ·  running');
  await control.trayChoose('web  ·  running', 'Open port 8097');
  expect((await control.records()).openedExternally).toEqual(['http://localhost:8097/']);

  await engine.dockerOk(['run', '-d', '--name', 'payments', 'lab/sick:1']);
  await expect.poll(async () => (await control.tray()).image, { timeout: 20_000 }).toContain('warning');
  await engine.kill('SIGKILL');
  await expect.poll(async () => (await menu())[0], { timeout: promised(2000) }).toContain('Reconnecting');
  await engine.restart();
  await expect.poll(async () => (await menu())[0], { timeout: promised(3000) }).toContain('Connected to');
});

test('the tray switches to a docker context', async ({ engine, open }) => {
  const app = await open();
  const control = controlOf(app);
  const docker = (...args: string[]) =>
    runOk(labDockerPath(), args, { env: { SLIPWAY_LAB_DOCKER_CONFIG: join(app.home, 'docker') } });
  const relay = await exposeTcp(engine);
  await docker('context', 'create', 'relay', '--docker', `host=${relay.host}`);
  await expect.poll(async () => labels((await control.tray()).menu)).toContain('relay');
  await control.trayChoose('Docker contexts', 'relay');
  await expect.poll(async () => labels((await control.tray()).menu)).toContain('Context: relay');
  await expect(app.page.getByText(/^Connected to relay/)).toBeVisible();
  expect(await readFile(join(app.home, 'docker', 'config.json'), 'utf8')).toContain('"relay"');
  await relay.close();
});

test('a tray action that fails is told as a notification, unless they are paused', async ({
  engine,
  open,
}) => {
  await engine.dockerOk(['create', '--name', 'late', '-p', '8098:80', 'lab/web:1']);
  const app = await open();
  const control = controlOf(app);
  await go(app.page, 'Containers');
  await row(app.page, 'late').getByRole('button', { name: 'Start late', exact: true }).click();
  await expect(row(app.page, 'late')).toContainText('Running');
  await engine.dockerOk(['stop', '-t', '1', 'late']);
  await engine.dockerOk(['run', '-d', '--name', 'holder', '-p', '8098:80', 'lab/web:1']);
  await expect.poll(async () => labels((await control.tray()).menu)).toContain('late  ·  exited');
  await control.trayChoose('late  ·  exited', 'Start');
  await expect
    .poll(async () =>
      (await control.records()).notifications.map(({ title, body }) => `${title}: ${body}`).join('\n'),
    )
    .toContain('Port 8098 is taken by container holder');
});

test('closing hides to the tray, a second start shows the window again, a deep link only navigates', async ({
  engine,
  open,
}) => {
  await engine.dockerOk(['create', '--name', 'linked', 'lab/busybox:1']);
  const id = await engine.dockerOk(['inspect', '-f', '{{.Id}}', 'linked']);
  const app = await open();
  const control = controlOf(app);
  await go(app.page, 'Containers');
  const visible = async () => (await control.windows()).map((window) => window.visible);
  await control.closeWindow();
  await expect.poll(visible).toEqual([false]);
  await control.secondInstance();
  await expect.poll(visible).toEqual([true]);

  await control.secondInstance(`slipway://containers/${id}`);
  await expect(app.page.getByRole('complementary', { name: 'Details of linked' })).toBeVisible();
  for (const hostile of [
    'slipway://containers/../../x',
    'slipway://run/rm',
    `slipway://containers/${id}?action=remove`,
  ])
    await control.secondInstance(hostile);
  expect(await engine.dockerOk(['inspect', '-f', '{{.State.Status}}', 'linked'])).toBe('created');
});

test('what comes from a foreign frame is refused, and garbage changes nothing', async ({ engine, open }) => {
  await engine.dockerOk(['create', '--name', 'kept', 'lab/busybox:1']);
  const app = await open();
  const control = controlOf(app);
  const start = { t: 'call', id: 1, method: 'containers.start', input: { id: 'kept' } };
  await control.forgeIpc({ url: 'https://evil.example/', channel: 'slipway:rpc', args: [start] });
  await control.forgeIpc({
    url: 'app://slipway/index.html',
    inside: true,
    channel: 'slipway:rpc',
    args: [start],
  });
  await control.forgeIpc({ url: 'app://slipway/index.html', channel: 'slipway:rpc', args: ['garbage'] });
  await go(app.page, 'Containers');
  await expect(row(app.page, 'kept')).toContainText('Created');
  expect(await engine.dockerOk(['inspect', '-f', '{{.State.Status}}', 'kept'])).toBe('created');
});

test('the program outlives its page: after a crash the tray still acts', async ({ engine, open }) => {
  await engine.dockerOk(['run', '-d', '--name', 'kept', 'lab/graceful:1']);
  const app = await open();
  const control = controlOf(app);
  await expect.poll(async () => labels((await control.tray()).menu)).toContain('kept  ·  running');
  const crashed = app.page.waitForEvent('crash');
  await control.crash();
  await crashed;
  await control.trayChoose('kept  ·  running', 'Stop');
  await expect.poll(() => engine.dockerOk(['inspect', '-f', '{{.State.Status}}', 'kept'])).toBe('exited');
  await expect.poll(async () => labels((await control.tray()).menu)).toContain('kept  ·  exited');
});
