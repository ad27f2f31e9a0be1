import { readFile } from 'node:fs/promises';
import { type LabRegistries, openRegistries } from '../rig/lab-registries.ts';
import { expect, row, test } from './fixtures.ts';
import { inspect, twoLooks } from './look.ts';

let registries: LabRegistries;
test.beforeEach(async ({ engine }) => {
  await engine.exec(['rm', '-rf', '/etc/docker/certs.d']);
  registries = await openRegistries(engine);
});
test.afterEach(async ({ engine }) => {
  await registries.stop();
  await engine.exec(['rm', '-rf', '/etc/docker/certs.d']);
});

for (const look of [
  ...twoLooks.map((one) => ({ ...one, locale: 'en-GB' })),
  { ...twoLooks[0], locale: 'zh-CN' },
]) {
  const { width } = look.viewport;
  test(`certificates look right at ${width} in ${look.colorScheme}, ${look.locale}`, async ({
    engine,
    open,
  }) => {
    test.setTimeout(120_000);
    const name = (what: string) => `certificates-${what}-${look.colorScheme}-${look.locale}`;
    const { certificates } = registries;
    const { ca, rsa } = certificates;
    const strict = await registries.start('client-certificate');
    const zh = look.locale === 'zh-CN';
    const words = {
      page: zh ? '镜像仓库' : 'Registries',
      add: zh ? '添加证书' : 'Add a certificate',
      check: zh ? '验证' : 'Check',
      install: zh ? '安装' : 'Install',
    };
    const { page } = await open(look);
    await page.getByRole('link', { name: words.page }).click();
    await expect(page.getByRole('heading', { level: 1, name: words.page })).toBeVisible();
    await expect(page.getByRole('button', { name: words.add })).toBeVisible();
    if (!zh) await inspect(page, name('none'));
    await page.getByRole('button', { name: words.add }).click();
    const dialog = page.getByRole('dialog');
    const fields = dialog.locator('input[type=text]');
    await fields.nth(0).fill(strict.address);
    await fields.nth(1).fill(rsa.cert);
    await fields.nth(2).fill(certificates.ec.key);
    await fields.nth(3).fill(ca);
    await dialog.getByRole('button', { name: words.check, exact: true }).click();
    await expect(dialog.getByRole('status')).toBeVisible();
    await inspect(page, name('bad'));
    await fields.nth(2).fill(rsa.key);
    await dialog.getByRole('button', { name: words.check, exact: true }).click();
    await expect(
      dialog.getByText(zh ? `${strict.address} 接受它。` : `${strict.address} takes it.`),
    ).toBeVisible();
    await inspect(page, name('good'));
    await dialog.getByRole('button', { name: /Choose: CA|选择：CA/ }).click();
    await expect(dialog.getByRole('button', { name: 'ed25519.p12' })).toBeVisible();
    if (!zh) await inspect(page, name('files'));
    await dialog.getByRole('button', { name: zh ? '返回' : 'Back' }).click();
    await dialog.getByRole('button', { name: words.install, exact: true }).click();
    await expect(dialog).toBeHidden({ timeout: 30_000 });
    const put = async (registry: string, files: Record<string, string>) => {
      for (const [file, from] of Object.entries(files))
        await engine.exec(
          [
            'sh',
            '-c',
            `mkdir -p "/etc/docker/certs.d/${registry}"; cat > "/etc/docker/certs.d/${registry}/${file}"`,
          ],
          { input: await readFile(from) },
        );
    };
    const soon = await certificates.endingIn(20);
    const sooner = await certificates.endingIn(3);
    await put('registry.example', { 'client.cert': soon.cert, 'client.key': soon.key });
    await put('an-extraordinarily-long-host-name.of-a-registry.somewhere.example:5000', {
      'client.cert': sooner.cert,
      'client.key': sooner.key,
    });
    await put('half.example', { 'client.cert': certificates.expired.cert });
    await put('corp.example', { 'corp.crt': ca });
    await page.reload();
    await expect(row(page, 'half.example')).toBeVisible();
    await inspect(page, name('list'));
    await page.getByRole('button', { name: zh ? '详情 half.example' : 'Details half.example' }).click();
    await expect(dialog).toBeVisible();
    await inspect(page, name('details'));
    await dialog.getByRole('button', { name: zh ? '关闭' : 'Close', exact: true }).click();
    if (zh) return;
    await page.getByRole('link', { name: 'Overview' }).click();
    await expect(page.getByRole('region', { name: 'Certificates that end' })).toContainText('half.example');
    await inspect(page, name('overview'));
  });
}
