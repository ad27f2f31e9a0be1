import { access, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { makeCertificates } from '../engine-lab/certificates.ts';
import { labDockerPath } from '../engine-lab/docker-cli.ts';
import { exposeTcp } from '../engine-lab/expose-tcp.ts';
import { runOk } from '../engine-lab/run-command.ts';
import { expect, test } from './fixtures.ts';
import { inspect, twoLooks } from './look.ts';

/** The docker CLI on the configuration of this page's Slipway. */
const dockerOf =
  (home: string) =>
  (...args: string[]): Promise<string> =>
    runOk(labDockerPath(), args, { env: { SLIPWAY_LAB_DOCKER_CONFIG: join(home, 'docker') } });

async function toContexts(page: Page): Promise<void> {
  await page.evaluate(() => {
    location.hash = '#/machine/contexts';
  });
  await expect(page.getByRole('grid', { name: 'Contexts' })).toBeVisible();
}
const contextRow = (page: Page, name: string) =>
  page.getByRole('row', { name, exact: false }).filter({ hasText: name });

test('a context with TLS is made, tried, used and removed in the page, and docker sees it all', async ({
  open,
  engine,
}) => {
  const { page, home } = await open();
  const docker = dockerOf(home);
  const certificates = await makeCertificates(join(home, 'certificates'));
  const tls = await exposeTcp(engine, { tls: certificates.server });
  const { ca, cert, key } = certificates.client;
  await toContexts(page);
  await page.getByRole('button', { name: 'New context' }).click();
  const form = page.getByRole('dialog', { name: 'New docker context' });
  await form.getByLabel('Name').fill('secure');
  await form.getByLabel('Description').fill('by the page');
  await form.getByLabel('Kind of address').selectOption('TCP');
  await form.getByLabel('Host and port').fill(tls.host.replace('tcp://', ''));
  await form.getByRole('checkbox', { name: 'Use TLS' }).check();
  // One file by walking to it, the others by their paths.
  await form.getByLabel('Authority (CA)', { exact: true }).fill(join(home, 'nowhere', 'ca.pem'));
  await form.getByLabel('Authority (CA)', { exact: true }).fill(certificates.stranger.ca);
  await form.getByLabel('Client certificate', { exact: true }).fill(cert);
  await form.getByLabel('Private key', { exact: true }).fill(key);
  await form.getByRole('button', { name: 'Test' }).click();
  await expect(form.getByRole('article', { name: 'No engine answers' })).toContainText('is not trusted');
  await form.getByRole('button', { name: 'Choose a file: Authority (CA)' }).click();
  const chooser = page.getByRole('dialog', { name: 'Choose a file: Authority (CA)' });
  await chooser.getByRole('button', { name: 'Up', exact: true }).click();
  await chooser.getByRole('button', { name: 'client', exact: true }).click();
  // The folder above has a ca.pem as well, and shows until this one is read.
  await expect(chooser.getByRole('button', { name: 'client', exact: true })).toHaveCount(0);
  await chooser.getByRole('button', { name: 'ca.pem', exact: true }).click();
  await expect(form.getByLabel('Authority (CA)', { exact: true })).toHaveValue(ca);
  await form.getByRole('button', { name: 'Test' }).click();
  await expect(form.getByText(`Docker ${engine.version} answers`)).toBeVisible();
  await form.getByRole('button', { name: 'Create' }).click();
  await expect(form).toBeHidden();
  await expect(contextRow(page, 'secure')).toContainText('TCP, TLS');
  expect(await docker('--context', 'secure', 'version', '-f', '{{.Server.Version}}')).toBe(engine.version);

  await page.getByRole('button', { name: 'Use secure' }).click();
  await expect(contextRow(page, 'secure')).toContainText('In use');
  // Slipway was started with --engine, which counts again the next time: told.
  await expect(page.getByText(/--engine \(unix:.* goes before it/)).toBeVisible();
  expect(JSON.parse(await readFile(join(home, 'docker', 'config.json'), 'utf8'))).toMatchObject({
    currentContext: 'secure',
  });

  await page.getByRole('button', { name: 'Remove secure' }).click();
  const plan = page.getByRole('dialog', { name: 'Plan: remove the context secure' });
  await expect(plan).toContainText('key.pem');
  await expect(plan).toContainText('In use.');
  await plan.getByRole('button', { name: 'Execute plan' }).click();
  await expect(plan).toContainText('4 done');
  await plan.getByRole('button', { name: 'Close' }).last().click();
  await expect(contextRow(page, 'secure')).toHaveCount(0);
  expect(await docker('context', 'ls', '-q')).toBe('default');
  await tls.close();
});

test('what docker does with contexts shows by itself, and the header switches to one', async ({
  open,
  engine,
}) => {
  // The same engine by another way: an engine of its own would be started for this alone.
  const other = await exposeTcp(engine);
  const { page, home } = await open();
  const docker = dockerOf(home);
  await toContexts(page);
  await docker('context', 'create', 'relay', '--docker', `host=${other.host}`, '--description', 'by docker');
  await expect(contextRow(page, 'relay')).toContainText('by docker');
  await page.getByRole('button', { name: /^Switch engine/ }).click();
  const menu = page.getByRole('menu', { name: 'Switch engine' });
  await menu.getByRole('menuitem', { name: /^relay/ }).click();
  await expect(contextRow(page, 'relay')).toContainText('In use');
  await expect(
    page.getByRole('contentinfo').or(page.getByRole('status')).getByText(other.host).first(),
  ).toBeVisible();
  await expect(page.getByText(/^Connected to relay/)).toBeVisible();
  await page.getByRole('button', { name: 'Edit relay' }).click();
  const form = page.getByRole('dialog', { name: 'Edit relay' });
  await form.getByLabel('Description').fill('by the page');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form).toBeHidden();
  expect(await docker('context', 'inspect', 'relay', '-f', '{{.Metadata.Metadata.Description}}')).toBe(
    'by the page',
  );
  await docker('context', 'rm', '-f', 'relay');
  await expect(contextRow(page, 'relay')).toHaveCount(0);
  await other.close();
});

for (const look of twoLooks)
  test(`contexts look finished, ${look.colorScheme}`, async ({ open, engine }) => {
    const { page, home } = await open({ ...look, locale: look.colorScheme === 'dark' ? 'zh-CN' : 'en-GB' });
    const docker = dockerOf(home);
    const certificates = await makeCertificates(join(home, 'certificates'));
    const { ca, cert, key } = certificates.client;
    await docker(
      'context',
      'create',
      'build',
      '--docker',
      // Nobody listens there: the verdict needs no name server, and comes at once.
      'host=ssh://me@127.0.0.1:1',
      '--description',
      'The fast one',
    );
    await docker('context', 'create', 'lab', '--docker', `host=${engine.host}`);
    await docker(
      'context',
      'create',
      'secure',
      '--docker',
      `host=tcp://10.0.0.7:2376,ca=${ca},cert=${cert},key=${key},skip-tls-verify=true`,
    );
    const broken = join(home, 'docker/contexts/meta/broken');
    await mkdir(broken);
    await writeFile(join(broken, 'meta.json'), '{');
    await page.evaluate(() => {
      location.hash = '#/machine/contexts';
    });
    await expect(contextRow(page, 'secure')).toBeVisible();
    await expect(page.getByText('broken')).toBeVisible();
    const name = `contexts-${look.colorScheme}`;
    await inspect(page, name);
    await contextRow(page, 'secure').getByRole('button').nth(2).click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await inspect(page, `${name}-edit`);
    await page.keyboard.press('Escape');
    await contextRow(page, 'build').getByRole('button').nth(1).click();
    await expect(page.getByRole('dialog').getByRole('article')).toBeVisible({ timeout: 60_000 });
    await inspect(page, `${name}-test`);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: /^(Switch engine|切换引擎)/ }).click();
    await expect(page.getByRole('menu')).toBeVisible();
    await inspect(page, `${name}-menu`);
    await access(join(home, 'docker/contexts/meta'));
  });
