import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { rememberPassword } from '../rig/canaries.ts';
import { fakeHelper } from '../rig/credential-helper.ts';
import { type GuardedRegistry, openGuardedRegistry } from '../rig/guarded-registry.ts';
import { registryUser } from '../rig/lab-registries.ts';
import { expect, go, row, test } from './fixtures.ts';

let registry: GuardedRegistry;
test.beforeAll(async ({ engine }) => {
  registry = await openGuardedRegistry(engine);
});
test.afterAll(() => registry.stop());

const { name: user, password } = registryUser;
const canary = `canary-${randomUUID()}`;
rememberPassword(user, canary);
const newHome = () => mkdtemp(join(tmpdir(), 'slipway-e2e-'));

async function openLogins(page: Page): Promise<void> {
  await go(page, 'Registries');
  await page.getByRole('tab', { name: 'Logins', exact: true }).click();
}

async function fillIn(page: Page, secret: string, keep?: string): Promise<void> {
  const dialog = page.getByRole('dialog', { name: 'Log in to a registry' });
  await dialog.getByLabel('Registry', { exact: true }).fill(registry.address);
  await dialog.getByLabel('User name').fill(user);
  await dialog.getByLabel('Password or access token').fill(secret);
  if (keep !== undefined) await dialog.getByLabel('Keep it', { exact: true }).selectOption({ label: keep });
}

const send = (page: Page) =>
  page.getByRole('dialog').getByRole('button', { name: 'Log in', exact: true }).click();

test('a login in plain text by choice is used by docker, and logging out ends it', async ({
  engine,
  open,
}) => {
  test.setTimeout(240_000);
  await registry.fill('e2e/plain', ['1']);
  const image = `${registry.address}/e2e/plain:1`;
  const { page, home } = await open();
  const pull = () => engine.docker(['--config', join(home, 'docker'), 'pull', image]);
  await openLogins(page);
  await expect(page.getByText('Nobody is logged in')).toBeVisible();
  await page.getByRole('button', { name: 'Log in', exact: true }).click();

  // A wrong password first: told, and not kept.
  await fillIn(page, canary);
  await send(page);
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText('does not accept this user name and password')).toBeVisible({
    timeout: 30_000,
  });
  await expect(dialog.getByLabel('Password or access token')).toHaveAttribute('type', 'password');

  await fillIn(page, password, 'In config.json, in plain text');
  await expect(dialog.getByText('can read this password')).toBeVisible();
  const submit = dialog.getByRole('button', { name: 'Log in', exact: true });
  await expect(submit).toHaveAttribute('aria-disabled', 'true');
  await dialog.getByLabel('Write it in plain text all the same').check();
  await submit.click();
  await expect(dialog).toBeHidden({ timeout: 30_000 });
  const grid = page.getByRole('grid', { name: 'Logins' });
  await expect(grid.getByRole('row', { name: new RegExp(`^${registry.address}`) })).toContainText(
    'In plain text',
  );
  expect(await page.content()).not.toContain(password);
  expect((await pull()).code).toBe(0);
  await engine.dockerOk(['rmi', image]);

  // The registry refuses what is kept by now: told once, wherever one is, with the way to the form.
  const config = join(home, 'docker', 'config.json');
  const kept = await readFile(config, 'utf8');
  const pair = (secret: string) => Buffer.from(`${user}:${secret}`).toString('base64');
  await writeFile(config, kept.replace(pair(password), pair(canary)));
  await page.getByRole('tab', { name: 'Doctor' }).click();
  await page.getByRole('textbox').fill(registry.address);
  await page.getByRole('button', { name: 'Examine', exact: true }).click();
  const notice = page.getByText(`${registry.address} refuses your login`);
  await expect(notice).toBeVisible({ timeout: 30_000 });
  const link = page.getByRole('link', { name: `Log in to ${registry.address}` });
  await expect(link).toBeVisible({ timeout: 30_000 });
  await link.click();
  await expect(dialog.getByLabel('Registry', { exact: true })).toHaveValue(registry.address);
  await dialog.getByRole('button', { name: 'Cancel', exact: true }).click();
  await writeFile(config, kept);

  await page.getByRole('button', { name: `Log out of ${registry.address}`, exact: true }).click();
  await expect(page.getByText('Nobody is logged in')).toBeVisible({ timeout: 20_000 });
  expect((await pull()).code).not.toBe(0);
  // What was typed and refused is nowhere on disk.
  const found = () => execFileSync('grep', ['-r', canary, home], { encoding: 'utf8' });
  expect(found).toThrow();
});

test('with a credential helper nothing of it is in config.json; docker login shows up by itself', async ({
  engine,
  open,
}) => {
  test.setTimeout(240_000);
  await registry.fill('e2e/helped', ['1']);
  const image = `${registry.address}/e2e/helped:1`;
  const home = await newHome();
  const helper = await fakeHelper(home, 'chest');
  const env = { PATH: `${helper.bin}:${process.env.PATH}` };
  const docker = (...args: string[]) => engine.docker(['--config', join(home, 'docker'), ...args], { env });
  const { page } = await open({ home });
  await openLogins(page);
  await page.getByRole('button', { name: 'Log in', exact: true }).click();
  await expect(page.getByLabel('Keep it', { exact: true })).toContainText('With the credential helper chest');
  await fillIn(page, password, 'With the credential helper chest');
  await send(page);
  await expect(row(page, registry.address)).toContainText('With chest', { timeout: 30_000 });
  const config = await readFile(join(home, 'docker', 'config.json'), 'utf8');
  expect(JSON.parse(config)).toEqual({
    auths: { [registry.address]: {} },
    credHelpers: { [registry.address]: 'chest' },
  });
  expect((await docker('pull', image)).code).toBe(0);
  await docker('rmi', image);
  expect((await docker('logout', registry.address)).code).toBe(0);
  await expect(page.getByText('Nobody is logged in')).toBeVisible({ timeout: 40_000 });
  expect((await docker('login', '-u', user, '-p', password, registry.address)).code).toBe(0);
  await expect(row(page, registry.address)).toContainText(user, { timeout: 40_000 });
  expect((await helper.calls()).join('\n')).not.toContain(password);
});
