import { readFile } from 'node:fs/promises';
import { type LabRegistries, openRegistries } from '../rig/lab-registries.ts';
import { expect, go, test } from './fixtures.ts';
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

for (const look of twoLooks)
  test(`the doctor names what stands in the way, in ${look.colorScheme}`, async ({ engine, open }) => {
    test.setTimeout(120_000);
    const zh = look.colorScheme === 'dark';
    const registry = await registries.start('tls');
    const image = `${registry.address}/e2e/app:1`;
    const { page } = await open({ ...look, locale: zh ? 'zh-CN' : 'en-GB' });
    if (zh) await page.getByRole('link', { name: '镜像仓库' }).click();
    else await go(page, 'Registries');
    await page.getByRole('tab', { name: zh ? '诊断' : 'Doctor' }).click();
    await page.getByRole('textbox').fill(image);
    const examine = page.getByRole('button', { name: zh ? '诊断' : 'Examine', exact: true });
    await examine.click();
    const verdict = page.getByRole('tabpanel').getByRole('status');
    await expect(verdict).toContainText(zh ? '不可信' : 'which is not trusted', { timeout: 30_000 });
    await inspect(page, `registry-doctor-sick-${look.colorScheme}`);
    await verdict.getByRole('link').click();
    // To the form, which knows already whom it is for.
    const form = page.getByRole('dialog');
    await expect(form.getByRole('textbox').first()).toHaveValue(registry.address);
    await form.getByRole('button', { name: zh ? '取消' : 'Cancel', exact: true }).click();
    await expect(page).toHaveURL(/registries\/certificates$/);
    await engine.exec(['mkdir', '-p', `/etc/docker/certs.d/${registry.address}`]);
    const { certificates } = registries;
    await engine.exec(['sh', '-c', `cat > "/etc/docker/certs.d/${registry.address}/ca.crt"`], {
      input: await readFile(certificates.ca),
    });
    await engine.dockerOk(['tag', 'lab/busybox:1', image]);
    await engine.dockerOk(['push', image]);
    await page.getByRole('tab', { name: zh ? '诊断' : 'Doctor' }).click();
    await page.getByRole('textbox').fill(image);
    await examine.click();
    await expect(verdict).toContainText(zh ? '没有任何障碍' : 'Nothing stands in the way', {
      timeout: 30_000,
    });
    await inspect(page, `registry-doctor-well-${look.colorScheme}`);
    await engine.dockerOk(['rmi', image]);
  });
