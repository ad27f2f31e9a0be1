import type { Locator, Page } from '@playwright/test';
import { emptyEngine, expect, go, paste, row, test } from './fixtures.ts';
import { inspect, twoLooks } from './look.ts';

test.beforeEach(async ({ engine }) => {
  await emptyEngine(engine);
  await engine.dockerOk([
    ...['run', '-d', '--name', 'web', '-p', '8097:80', '-v', 'web-data:/data'],
    ...['-e', 'COLOUR=red', '-e', 'DB_PASSWORD=hunter2', '--label', 'com.docker.compose.project=shop'],
    'lab/web:1',
  ]);
});
test.afterEach(async ({ engine }) => {
  await emptyEngine(engine);
  await engine.docker(['volume', 'rm', '-f', 'web-data', 'web-more']);
});

const dialog = (page: Page) => page.getByRole('dialog', { name: 'Edit web' });
const plan = (page: Page) => page.getByRole('dialog', { name: 'Plan: replace web' });

async function openEdit(page: Page): Promise<void> {
  await go(page, 'Containers');
  await row(page, 'web').getByRole('button', { name: 'More actions for web', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Edit…', exact: true }).click();
  await expect(dialog(page).getByLabel('Image', { exact: true })).toHaveValue('lab/web:1');
}

const env = (page: Page) => dialog(page).getByRole('group', { name: 'Environment' });

/** The value field of a variable; the docker CLI hands them over in any order. */
async function valueField(page: Page, name: string): Promise<Locator> {
  const names = env(page).getByRole('textbox', { name: /^Name of variable/ });
  await expect(names).toHaveCount(2);
  const at = (
    await names.evaluateAll((fields) => fields.map((field) => (field as HTMLInputElement).value))
  ).indexOf(name);
  return env(page).getByLabel(`Value of variable ${at + 1}`);
}

const showPlan = (page: Page) => dialog(page).getByRole('button', { name: 'Show plan', exact: true }).click();

test('variables, ports and mounts are changed by a replacement that takes the name', async ({
  engine,
  open,
}) => {
  test.setTimeout(90_000);
  const { page } = await open();
  const id = await engine.dockerOk(['inspect', '-f', '{{.Id}}', 'web']);
  await page.evaluate(
    (to) => {
      location.hash = to;
    },
    `#/containers/${id.slice(0, 12)}/inspect`,
  );
  await page.getByRole('button', { name: 'Edit web', exact: true }).click();
  await (await valueField(page, 'COLOUR')).fill('green');
  await expect(await valueField(page, 'DB_PASSWORD')).toHaveAttribute('type', 'password');
  await (await valueField(page, 'DB_PASSWORD')).fill('hunter3');
  await dialog(page).getByLabel('Host port 1').fill('8098');
  await dialog(page).getByRole('button', { name: 'Add mount' }).click();
  await dialog(page).getByLabel('Source of mount 2').fill('web-more');
  await dialog(page).getByLabel('Target of mount 2').fill('/more');
  await dialog(page).getByLabel('Seconds it must run to count as good').fill('2');
  await showPlan(page);

  const changes = plan(page).getByRole('table', { name: 'What changes' });
  await expect(changes.getByRole('row', { name: /Variable COLOUR/ })).toContainText('redgreen');
  await expect(changes.getByRole('row', { name: /Variable DB_PASSWORD/ })).toContainText('••••••••');
  await expect(changes.getByRole('row', { name: /Port 80\/tcp/ })).toContainText('80978098');
  await expect(changes.getByRole('row', { name: /Mount \/more/ })).toContainText('volume web-more');
  await expect(plan(page)).not.toContainText('hunter');
  await expect(plan(page).getByText(/^web stops: for up to 10 seconds/)).toBeVisible();
  await expect(plan(page).getByText(/Belongs to the project shop/)).toBeVisible();
  await expect(
    plan(page).getByRole('table', { name: 'What this plan touches' }).getByRole('row'),
  ).toHaveCount(3);
  expect(await engine.dockerOk(['inspect', '-f', '{{.Id}}', 'web'])).toBe(id);

  await plan(page).getByRole('button', { name: 'Execute plan', exact: true }).click();
  await expect(plan(page).getByText('Waiting until the replacement is good…')).toBeVisible();
  await expect(plan(page).getByRole('table', { name: 'Report' })).toBeVisible({ timeout: 30_000 });
  await expect(plan(page).getByText('2 done, 0 skipped, 0 failed')).toBeVisible();
  await plan(page).getByRole('button', { name: 'Close', exact: true }).click();

  const after = JSON.parse(await engine.dockerOk(['inspect', 'web']))[0];
  expect(after.Id).not.toBe(id);
  expect(after.State.Status).toBe('running');
  expect(after.Config.Env).toEqual(expect.arrayContaining(['COLOUR=green', 'DB_PASSWORD=hunter3']));
  expect(after.HostConfig.PortBindings['80/tcp'][0].HostPort).toBe('8098');
  expect(after.Mounts.map(({ Name }: { Name: string }) => Name).sort()).toEqual(['web-data', 'web-more']);
  expect(await engine.dockerOk(['ps', '-a', '--format', '{{.Names}}'])).toBe('web');
  // The page goes on with the replacement.
  await expect(page).toHaveURL(/#\/containers\/web\/inspect$/);
  await expect(page.getByRole('heading', { level: 1, name: 'web' })).toBeVisible();
});

test('a replacement that ends is undone; the original is as it was', async ({ engine, open }) => {
  test.setTimeout(90_000);
  const { page } = await open();
  const before = await engine.dockerOk(['inspect', '-f', '{{.Id}} {{.Name}} {{.State.Status}}', 'web']);
  await openEdit(page);
  await dialog(page).getByLabel('Image', { exact: true }).fill('lab/crash:1');
  await dialog(page).getByLabel('Seconds it must run to count as good').fill('5');
  await dialog(page).getByText('Keep the original, stopped and under another name').click();
  await showPlan(page);
  const changes = plan(page).getByRole('table', { name: 'What changes' });
  await expect(changes.getByRole('row', { name: /Command comes with the image/ })).toContainText('exit 3');
  await plan(page).getByRole('button', { name: 'Execute plan', exact: true }).click();
  await expect(plan(page).getByText('Not replaced: the original is as it was')).toBeVisible({
    timeout: 30_000,
  });
  await expect(plan(page).getByText(/did not keep running; its exit code was 3/)).toBeVisible();
  expect(await engine.dockerOk(['inspect', '-f', '{{.Id}} {{.Name}} {{.State.Status}}', 'web'])).toBe(before);
  expect(await engine.dockerOk(['ps', '-a', '--format', '{{.Names}}'])).toBe('web');
});

test('stopping it in the middle puts the original back', async ({ engine, open }) => {
  test.setTimeout(90_000);
  const { page } = await open();
  const before = await engine.dockerOk(['inspect', '-f', '{{.Id}} {{.Name}} {{.State.Status}}', 'web']);
  await openEdit(page);
  await env(page).getByRole('button', { name: 'Remove variable COLOUR' }).click();
  await dialog(page).getByLabel('Seconds it must run to count as good').fill('600');
  await showPlan(page);
  await plan(page).getByRole('button', { name: 'Execute plan', exact: true }).click();
  await expect(plan(page).getByText('Waiting until the replacement is good…')).toBeVisible({
    timeout: 20_000,
  });
  expect(await engine.dockerOk(['inspect', '-f', '{{.State.Status}}', 'web'])).toBe('exited');
  await plan(page).getByRole('button', { name: 'Stop and put back', exact: true }).click();
  await expect(plan(page).getByText('Not replaced: the original is as it was')).toBeVisible({
    timeout: 20_000,
  });
  expect(await engine.dockerOk(['inspect', '-f', '{{.Id}} {{.Name}} {{.State.Status}}', 'web'])).toBe(before);
});

test('a click beside it or Escape neither loses what was typed nor stops what is done', async ({
  engine,
  open,
}) => {
  test.setTimeout(90_000);
  const { page } = await open();
  const beside = () => page.mouse.click(5, 400);
  await openEdit(page);
  await beside();
  await expect(dialog(page)).toBeVisible();
  // Nothing was changed yet.
  await page.keyboard.press('Escape');
  await expect(dialog(page)).toBeHidden();
  await openEdit(page);
  const secret = await valueField(page, 'DB_PASSWORD');
  await secret.fill('');
  await paste(secret, 'one\ntwo');
  await expect(secret).toHaveValue('one\ntwo');
  await expect(secret).toBeFocused();
  await expect(secret).toHaveCSS('-webkit-text-security', 'disc');
  await beside();
  await page.keyboard.press('Escape');
  await expect(secret).toHaveValue('one\ntwo');
  await dialog(page).getByLabel('Seconds it must run to count as good').fill('12');
  await showPlan(page);
  await plan(page).getByRole('button', { name: 'Execute plan', exact: true }).click();
  await expect(plan(page).getByText('Waiting until the replacement is good…')).toBeVisible({
    timeout: 20_000,
  });
  await beside();
  await page.keyboard.press('Escape');
  await expect(plan(page).getByText('2 done, 0 skipped, 0 failed')).toBeVisible({ timeout: 40_000 });
  const [after] = JSON.parse(await engine.dockerOk(['inspect', 'web']));
  expect(after.Config.Env).toContain('DB_PASSWORD=one\ntwo');
  // There is nothing left to lose.
  await page.keyboard.press('Escape');
  await expect(plan(page)).toBeHidden();
});

test('what is wrong is said at its row, and what the engine lacks before anything is touched', async ({
  engine,
  open,
}) => {
  const { page } = await open();
  await openEdit(page);
  await dialog(page).getByLabel('Host port 1').fill('99999');
  await env(page).getByRole('button', { name: 'Add variable' }).click();
  await dialog(page).getByLabel('Name of variable 3').fill('COLOUR');
  await dialog(page).getByRole('button', { name: 'Add mount' }).click();
  await dialog(page).getByLabel('Kind of mount 2').selectOption('bind');
  await dialog(page).getByLabel('Source of mount 2').fill('relative');
  await showPlan(page);
  await expect(dialog(page).getByText('A host port is a number from 1 to 65535')).toBeVisible();
  await expect(dialog(page).getByText('COLOUR is there twice.')).toBeVisible();
  await expect(dialog(page).getByText('A folder of the host is an absolute path')).toBeVisible();
  await expect(dialog(page).getByLabel('Host port 1')).toHaveAccessibleDescription(/^A host port/);
  await expect(dialog(page).getByRole('button', { name: 'Show plan' })).toHaveAttribute(
    'aria-disabled',
    'true',
  );
  await dialog(page).getByLabel('Host port 1').fill('8097');
  await env(page).getByRole('button', { name: 'Remove variable COLOUR' }).last().click();
  await dialog(page).getByRole('button', { name: 'Remove mount 2' }).click();
  await showPlan(page);
  await expect(dialog(page).getByText('Nothing would be different: web is like that already.')).toBeVisible();
  await dialog(page).getByLabel('Image', { exact: true }).fill('lab/nothing:9');
  await showPlan(page);
  await expect(dialog(page).getByText('The image lab/nothing:9 is not on this engine.')).toBeVisible();
  await expect(dialog(page).getByText('docker pull lab/nothing:9')).toBeVisible();
  expect(await engine.dockerOk(['ps', '-a', '--format', '{{.Names}} {{.State}}'])).toBe('web running');
});

test('one that removes itself cannot be edited, and it is said why', async ({ engine, open }) => {
  await engine.dockerOk(['run', '-d', '--rm', '--name', 'brief', 'lab/web:1']);
  const { page } = await open();
  await go(page, 'Containers');
  await row(page, 'brief').getByRole('button', { name: 'More actions for brief', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Edit…', exact: true }).click();
  await expect(page.getByRole('dialog').getByText(/brief removes itself when it stops/)).toBeVisible();
});

test('the engine dies in the middle: put back when it answers again', async ({ engine, open }) => {
  test.setTimeout(120_000);
  const { page } = await open();
  const before = await engine.dockerOk(['inspect', '-f', '{{.Id}} {{.Name}} {{.State.Status}}', 'web']);
  await openEdit(page);
  await (await valueField(page, 'COLOUR')).fill('green');
  await dialog(page).getByLabel('Seconds it must run to count as good').fill('600');
  await showPlan(page);
  await plan(page).getByRole('button', { name: 'Execute plan', exact: true }).click();
  await expect(plan(page).getByText('Waiting until the replacement is good…')).toBeVisible({
    timeout: 20_000,
  });
  await engine.kill('SIGKILL');
  await expect(
    plan(page).getByText('Not replaced: the original comes back when the engine answers'),
  ).toBeVisible({
    timeout: 60_000,
  });
  await engine.restart();
  await plan(page).getByRole('button', { name: 'Close', exact: true }).click();
  await expect(page.getByText('web was put back')).toBeVisible({ timeout: 30_000 });
  expect(await engine.dockerOk(['inspect', '-f', '{{.Id}} {{.Name}} {{.State.Status}}', 'web'])).toBe(before);
  expect(await engine.dockerOk(['ps', '-a', '--format', '{{.Names}}'])).toBe('web');
  await page.getByRole('button', { name: 'Understood' }).click();
  await expect(page.getByText('web was put back')).toBeHidden();
});

for (const { colorScheme, viewport } of twoLooks)
  test(`looks: ${colorScheme} at ${viewport.width}`, async ({ open }, info) => {
    test.setTimeout(120_000);
    const { page } = await open({ colorScheme, viewport });
    const look = async (what: string) => {
      // Away from buttons: their tooltips are another picture.
      await page.mouse.move(2, 2);
      await inspect(page, `${info.project.name}-replace-${what}-${colorScheme}-${viewport.width}`);
    };
    await openEdit(page);
    await look('form');
    await dialog(page).getByLabel('Host port 1').fill('99999');
    await dialog(page).getByRole('button', { name: 'Add mount' }).click();
    await showPlan(page);
    await look('wrong');
    await dialog(page).getByLabel('Host port 1').fill('8099');
    await dialog(page).getByLabel('Target of mount 2').fill('/scratch');
    await (await valueField(page, 'COLOUR')).fill('green');
    await dialog(page).getByLabel('Image', { exact: true }).fill('lab/layers:1');
    await dialog(page).getByLabel('Seconds it must run to count as good').fill('600');
    await showPlan(page);
    await expect(plan(page).getByRole('table', { name: 'What changes' })).toBeVisible();
    await look('plan');
    await plan(page).getByRole('button', { name: 'Execute plan', exact: true }).click();
    await expect(plan(page).getByText('Waiting until the replacement is good…')).toBeVisible({
      timeout: 20_000,
    });
    await look('steps');
    await plan(page).getByRole('button', { name: 'Stop and put back', exact: true }).click();
    await expect(plan(page).getByRole('table', { name: 'Report' })).toBeVisible({ timeout: 20_000 });
    await look('report');
  });

test('in Chinese', async ({ open }, info) => {
  const { page } = await open();
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByLabel('Language').selectOption({ label: '简体中文' });
  await page.getByRole('link', { name: '容器' }).click();
  await row(page, 'web').getByRole('button', { name: /web/ }).last().click();
  await page.getByRole('menuitem', { name: '编辑…', exact: true }).click();
  await page.getByLabel('变量 1 的值').fill('不同');
  await inspect(page, `${info.project.name}-replace-form-zh`);
  await page.getByRole('button', { name: '显示计划', exact: true }).click();
  await expect(page.getByRole('table', { name: '更改内容' })).toBeVisible();
  await inspect(page, `${info.project.name}-replace-plan-zh`);
});
