import type { Page } from '@playwright/test';
import { type GuardedRegistry, openGuardedRegistry } from '../rig/guarded-registry.ts';
import { registryUser } from '../rig/lab-registries.ts';
import { expect, go, row, test } from './fixtures.ts';
import { inspect, twoLooks } from './look.ts';

let registry: GuardedRegistry;
test.beforeAll(async ({ engine }) => {
  registry = await openGuardedRegistry(engine);
});
test.afterAll(() => registry.stop());

/** Opens the registry and logs in for the session, from the card that asks for it. */
async function openRegistry(page: Page): Promise<void> {
  await go(page, 'Registries');
  await page.getByRole('tab', { name: 'Browse', exact: true }).click();
  await page.getByLabel('Registry', { exact: true }).fill(registry.address);
  await page.getByRole('button', { name: 'Open', exact: true }).click();
  await page.getByRole('button', { name: 'Log in', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('User name').fill(registryUser.name);
  await dialog.getByLabel('Password or access token').fill(registryUser.password);
  await dialog.getByRole('button', { name: 'Log in', exact: true }).click();
  await expect(dialog).toBeHidden({ timeout: 30_000 });
}

test('repositories and tags are shown, pulled, and deleted by a plan that tells what goes along', async ({
  engine,
  open,
}) => {
  test.setTimeout(240_000);
  await registry.fill('e2e/app', ['v1', 'latest']);
  await registry.fill('e2e/app', ['v2'], 'lab/layers:1');
  const image = `${registry.address}/e2e/app:v1`;
  const { page } = await open();
  await openRegistry(page);
  await page.getByRole('link', { name: 'e2e/app', exact: true }).click();
  const grid = page.getByRole('grid', { name: 'Tags' });
  await expect(grid).toBeVisible({ timeout: 20_000 });
  const architecture = process.arch === 'arm64' ? 'linux/arm64' : 'linux/amd64';
  await expect(row(page, 'v1')).toContainText(architecture, { timeout: 20_000 });

  await page.getByRole('button', { name: 'Pull v1', exact: true }).click();
  await expect
    .poll(async () => (await engine.docker(['image', 'inspect', image])).code, { timeout: 30_000 })
    .toBe(0);
  const digest = (await engine.dockerOk(['inspect', '-f', '{{index .RepoDigests 0}}', image])).split(
    'sha256:',
  )[1];
  await expect(row(page, 'v1')).toContainText(digest?.slice(0, 12) ?? 'a digest');
  await engine.dockerOk(['rmi', image]);

  await page.getByRole('button', { name: 'Delete v1', exact: true }).click();
  const plan = page.getByRole('dialog', { name: /^Plan: delete an image from a registry/ });
  await expect(plan.getByText('These go along: latest')).toBeVisible({ timeout: 20_000 });
  await plan.getByRole('button', { name: 'Execute plan' }).click();
  await expect(plan.getByText('Removed', { exact: true })).toBeVisible({ timeout: 30_000 });
  await plan.getByRole('button', { name: 'Close', exact: true }).click();
  await expect(row(page, 'v1')).toBeHidden({ timeout: 20_000 });
  await expect(row(page, 'latest')).toBeHidden();
  await expect(row(page, 'v2')).toBeVisible();
});

test('an address that is no registry says why', async ({ open }) => {
  const { page } = await open();
  await go(page, 'Registries');
  await page.getByRole('tab', { name: 'Browse', exact: true }).click();
  await page.getByLabel('Registry', { exact: true }).fill('127.0.0.1:1');
  await page.getByLabel('Registry', { exact: true }).press('Enter');
  await expect(page.getByText('Nothing answers at 127.0.0.1:1.')).toBeVisible({ timeout: 20_000 });
});

for (const look of twoLooks) {
  const { width } = look.viewport;
  test(`logins and contents look right at ${width} in ${look.colorScheme}`, async ({ open }) => {
    test.setTimeout(240_000);
    const theme = look.colorScheme;
    await registry.fill('e2e/looks', [
      '1.0',
      'a-tag-with-a-very-long-name-that-does-not-fit-anywhere-at-all-0123456789',
    ]);
    await registry.fill('e2e/another-repository-with-a-long-name', ['1']);
    const { page } = await open({ ...look, ...(theme === 'dark' ? { locale: 'zh-CN' } : {}) });
    const zh = theme === 'dark';
    const tab = (name: string) => page.getByRole('tab', { name, exact: true });
    await page.evaluate(() => {
      window.location.hash = '#/registries/logins';
    });
    await expect(page.getByText(zh ? '尚无登录' : 'Nobody is logged in')).toBeVisible({ timeout: 20_000 });
    await inspect(page, `logins-none-${theme}`);
    await page.getByRole('button', { name: zh ? '登录' : 'Log in', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(zh ? '镜像仓库' : 'Registry', { exact: true }).fill(registry.address);
    await dialog.getByLabel(zh ? '用户名' : 'User name').fill(registryUser.name);
    await dialog.getByLabel(zh ? '密码或访问令牌' : 'Password or access token').fill('wrong');
    await dialog.getByLabel(zh ? '保存方式' : 'Keep it', { exact: true }).selectOption('plain-text');
    await inspect(page, `logins-dialog-${theme}`);
    await dialog.getByLabel(zh ? '保存方式' : 'Keep it', { exact: true }).selectOption('session');
    await dialog.getByRole('button', { name: zh ? '登录' : 'Log in', exact: true }).click();
    await expect(dialog.getByRole('article')).toBeVisible({ timeout: 30_000 });
    await inspect(page, `logins-refused-${theme}`);
    await dialog.getByLabel(zh ? '密码或访问令牌' : 'Password or access token').fill(registryUser.password);
    await dialog.getByRole('button', { name: zh ? '登录' : 'Log in', exact: true }).click();
    await expect(dialog).toBeHidden({ timeout: 30_000 });
    await expect(page.getByRole('grid')).toBeVisible({ timeout: 20_000 });
    await inspect(page, `logins-${theme}`);
    await tab(zh ? '浏览' : 'Browse').click();
    await inspect(page, `browse-none-${theme}`);
    const address = page.getByRole('combobox', { name: zh ? '镜像仓库' : 'Registry', exact: true });
    await address.fill(registry.address);
    await address.press('Enter');
    await page.getByRole('link', { name: 'e2e/looks', exact: true }).click();
    await expect(row(page, '1.0')).toContainText('1.1 MB', { timeout: 20_000 });
    await inspect(page, `browse-${theme}`);
    await page.getByRole('button', { name: zh ? '删除 1.0' : 'Delete 1.0', exact: true }).click();
    await expect(page.getByRole('dialog').getByRole('table')).toBeVisible({ timeout: 20_000 });
    await inspect(page, `browse-plan-${theme}`);
    await page
      .getByRole('dialog')
      .getByRole('button', { name: zh ? '取消' : 'Cancel', exact: true })
      .click();
    await address.fill('127.0.0.1:1');
    await address.press('Enter');
    await expect(page.getByRole('article')).toBeVisible({ timeout: 20_000 });
    await inspect(page, `browse-failed-${theme}`);
  });
}
