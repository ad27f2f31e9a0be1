import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { filesHolding, keyPieces } from '../rig/key-search.ts';
import { type LabRegistries, openRegistries } from '../rig/lab-registries.ts';
import { expect, go, row, test } from './fixtures.ts';

let registries: LabRegistries;
test.beforeEach(async ({ engine }) => {
  await engine.exec(['rm', '-rf', '/etc/docker/certs.d']);
  registries = await openRegistries(engine);
});
test.afterEach(async ({ engine }) => {
  await registries.stop();
  await engine.exec(['rm', '-rf', '/etc/docker/certs.d']);
});

interface Files {
  registry: string;
  certificate?: string;
  key?: string;
  ca?: string;
  passphrase?: string;
}

async function fill(page: Page, files: Files): Promise<void> {
  const dialog = page.getByRole('dialog');
  const labels = {
    registry: 'Registry',
    certificate: 'Certificate file',
    key: 'Key file',
    ca: 'CA bundle',
    passphrase: 'Passphrase',
  };
  for (const [field, label] of Object.entries(labels))
    await dialog.getByLabel(label, { exact: true }).fill(files[field as keyof Files] ?? '');
  await dialog.getByRole('button', { name: 'Check', exact: true }).click();
}

const install = (page: Page) =>
  page.getByRole('dialog').getByRole('button', { name: 'Install', exact: true });

test('a certificate lets docker pull right after it is installed, and not right after it is removed', async ({
  engine,
  open,
}) => {
  test.setTimeout(120_000);
  const { certificates } = registries;
  const { rsa, ca, passphrase, p12 } = certificates;
  const strict = await registries.start('client-certificate');
  const image = `${strict.address}/e2e/app:1`;
  await engine.dockerOk(['tag', 'lab/busybox:1', image]);
  const { page, home } = await open();
  const frames: string[] = [];
  page.on('websocket', (socket) => {
    socket.on('framereceived', ({ payload }) => void frames.push(payload.toString()));
    socket.on('framesent', ({ payload }) => void frames.push(payload.toString()));
  });
  // Opened again, so that every frame is heard.
  await page.reload();
  await go(page, 'Registries');
  await expect(page.getByText('No certificates')).toBeVisible();
  expect((await engine.docker(['push', image])).stderr).toMatch(/x509/);

  await page.getByRole('button', { name: 'Add a certificate' }).click();
  const dialog = page.getByRole('dialog');
  // The key of another: told before anything is written.
  await fill(page, { registry: strict.address, certificate: rsa.cert, key: certificates.ec.key, ca });
  await expect(dialog.getByText('The key does not belong to the certificate.')).toBeVisible();
  await expect(install(page)).toHaveAttribute('aria-disabled', 'true');
  await fill(page, { registry: strict.address, certificate: p12.legacy, passphrase: 'not it' });
  await expect(dialog.getByText(/The passphrase does not open/)).toBeVisible();
  expect((await engine.exec(['ls', '/etc/docker/certs.d'])).code).not.toBe(0);

  await fill(page, { registry: strict.address, certificate: rsa.cert, key: rsa.key, ca });
  await expect(dialog.getByText(`${strict.address} takes it.`)).toBeVisible();
  await install(page).click();
  await expect(dialog).toBeHidden({ timeout: 30_000 });
  await expect(page.getByText('The engine reached the registry with it.')).toBeVisible();
  await expect(row(page, strict.address)).toContainText('Good');
  await engine.dockerOk(['push', image]);
  await engine.dockerOk(['rmi', image]);
  await engine.dockerOk(['pull', image]);

  // Replaced by a PKCS#12, chosen in its folder.
  await page.getByRole('button', { name: `Replace ${strict.address}` }).click();
  await dialog.getByLabel('Certificate file', { exact: true }).fill(p12.modern);
  await dialog.getByRole('button', { name: 'Choose: Certificate file' }).click();
  await dialog.getByRole('button', { name: 'legacy.p12', exact: true }).click();
  await expect(dialog.getByLabel('Certificate file', { exact: true })).toHaveValue(p12.legacy);
  await dialog.getByLabel('Passphrase').fill(passphrase);
  await dialog.getByRole('button', { name: 'Check', exact: true }).click();
  await expect(dialog.getByText(`${strict.address} takes it.`)).toBeVisible();
  await install(page).click();
  await expect(dialog).toBeHidden({ timeout: 30_000 });
  await engine.dockerOk(['rmi', image]);
  await engine.dockerOk(['pull', image]);
  await page.getByRole('button', { name: `Details ${strict.address}` }).click();
  await expect(dialog.getByText('RSA 2048').first()).toBeVisible();
  await dialog.getByRole('button', { name: 'Close', exact: true }).click();

  await page.getByRole('button', { name: `Remove ${strict.address}` }).click();
  const plan = page.getByRole('dialog', { name: `Plan: remove the certificates of ${strict.address}` });
  await expect(plan.getByText(/ca\.crt, client\.cert, client\.key/)).toBeVisible();
  await plan.getByRole('button', { name: 'Execute plan' }).click();
  await expect(plan.getByText('1 done, 0 skipped, 0 failed')).toBeVisible();
  await plan.getByRole('button', { name: 'Close', exact: true }).click();
  await expect(page.getByText('No certificates')).toBeVisible();
  await engine.dockerOk(['rmi', image]);
  expect((await engine.docker(['pull', image])).stderr).toMatch(/x509|certificate/);

  expect(frames.join('').includes('inspectCertificate'), 'frames were heard').toBe(true);
  const pieces = [rsa.key, certificates.ec.key].flatMap(keyPieces);
  const heard = frames.join('\n') + (await page.content());
  expect(pieces.filter((piece) => heard.includes(piece))).toEqual([]);
  expect(filesHolding(home, [...pieces, passphrase])).toEqual([]);
});

test('what others put there is listed, and what is about to end is told on the overview', async ({
  engine,
  open,
}) => {
  const { certificates } = registries;
  const soon = await certificates.endingIn(3);
  await engine.exec([
    'mkdir',
    '-p',
    '/etc/docker/certs.d/soon.example:5000',
    '/etc/docker/certs.d/half.example',
  ]);
  const put = async (from: string, to: string) => {
    await engine.exec(['sh', '-c', `cat > "/etc/docker/certs.d/${to}"`], { input: await readFile(from) });
  };
  await put(soon.cert, 'soon.example:5000/client.cert');
  await put(soon.key, 'soon.example:5000/client.key');
  await put(certificates.rsa.cert, 'half.example/client.cert');
  const { page } = await open();
  const card = page.getByRole('region', { name: 'Certificates that end' });
  await expect(card.getByText('soon.example:5000')).toBeVisible();
  await expect(card.getByText(/ends (in 2 days|tomorrow)/)).toBeVisible();
  await expect(page.getByText('The certificate for soon.example:5000 ends soon')).toBeVisible();
  await go(page, 'Registries');
  await expect(row(page, 'soon.example:5000')).toContainText(/Ends in [123] day/);
  await expect(row(page, 'half.example')).toContainText('Does not work');
});
