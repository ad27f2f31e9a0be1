import { startEngine } from '../engine-lab/engine.ts';
import type { LabEngine } from '../engine-lab/types.ts';
import { address } from './address.ts';
import { expect, test } from './fixtures.ts';
import { inspect } from './look.ts';

const slow = { timeout: 60_000 };
let engine: LabEngine;
test.beforeAll(async () => {
  engine = await startEngine('newest', { images: true });
});
test.afterAll(() => engine?.stop());

test('a container of Docker 28 gives its network to a pause container, and is restored', async ({ open }) => {
  test.setTimeout(180_000);
  const counter = 'i=0; while :; do i=$((i+1)); echo $i; sleep 0.2; done';
  const run = ['run', '-d', '--name', 'shop', '-p', '18095:80', 'lab/busybox:1', 'sh', '-c', counter];
  await engine.dockerOk(run);
  const counts = async () => (await engine.dockerOk(['logs', 'shop'])).split('\n').map(Number);
  const { page } = await open({ engine: engine.host, viewport: { width: 1024, height: 700 } });
  await address(page, '#/containers/shop/checkpoints');
  const give = page.getByRole('button', { name: 'Give its network to a pause container' }).first();
  await expect(give).toBeVisible(slow);
  await inspect(page, 'checkpoints-network-problem');
  await give.click();
  const dialog = page.getByRole('dialog', { name: /^Plan: replace shop/ });
  await expect(dialog.getByText('container:shop-network')).toBeVisible(slow);
  await inspect(page, 'checkpoints-network-plan');
  await dialog.getByRole('button', { name: 'Execute plan' }).click();
  await expect(dialog.getByText(/^3 done/)).toBeVisible(slow);
  await inspect(page, 'checkpoints-network-report');
  await dialog.getByRole('button', { name: 'Close' }).click();
  expect(await engine.dockerOk(['port', 'shop-network'])).toContain('18095');
  await address(page, '#/containers/shop/checkpoints');
  await expect(page.getByText('A checkpoint of this container can be made and restored.')).toBeVisible(slow);
  await expect.poll(async () => (await counts()).at(-1), slow).toBeGreaterThan(4);
  await page.getByRole('button', { name: 'Create a checkpoint', exact: true }).click();
  const creating = page.getByRole('dialog');
  await creating.getByLabel('Name', { exact: true }).fill('first');
  await creating.getByRole('button', { name: 'Freeze', exact: true }).click();
  await expect(creating).toBeHidden(slow);
  const before = (await counts()).at(-1) ?? 0;
  await page.getByRole('button', { name: 'Restore first of shop', exact: true }).click();
  await expect(page.getByText('shop goes on where it was frozen')).toBeVisible(slow);
  await expect.poll(async () => (await counts()).at(-1), slow).toBeGreaterThan(before + 1);
  expect((await counts()).filter((count) => count === 1)).toHaveLength(1);
});
