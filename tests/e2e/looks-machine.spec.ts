import { address } from './address.ts';
import { emptyEngine, expect, go, test } from './fixtures.ts';
import { inspect, twoLooks } from './look.ts';

test.beforeEach(({ engine }) => emptyEngine(engine));
test.afterEach(({ engine }) => emptyEngine(engine));

for (const look of twoLooks) {
  const { colorScheme } = look;
  test(`the page Machine looks right in ${colorScheme}`, async ({ engine, open }) => {
    const locale = colorScheme === 'dark' ? 'zh-CN' : 'en-GB';
    const { page } = await open({ ...look, locale });
    const zh = locale === 'zh-CN';
    await address(page, '#/machine/access');
    await expect(page.getByText(zh ? '没有容器发布端口' : 'No container publishes a port')).toBeVisible();
    await inspect(page, `machine-access-none-${colorScheme}`);
    const long = `a-container-with-a-name-of-sixty-characters-${'x'.repeat(16)}`;
    await engine.dockerOk([
      'run',
      '-d',
      '--name',
      long,
      '-p',
      '18631:80',
      '-p',
      '127.0.0.1:18632:81/udp',
      'lab/web:1',
    ]);
    await engine.dockerOk(['create', '--name', 'wants', '-p', '18631:80', 'lab/web:1']);
    await expect(page.getByRole('grid').getByRole('row', { name: /wants/ })).toBeVisible();
    await inspect(page, `machine-access-${colorScheme}`);
    await address(page, '#/machine/doctor');
    await expect(page.getByRole('table')).toContainText(zh ? '存储驱动' : 'Storage driver');
    await inspect(page, `machine-doctor-${colorScheme}`);
    await page.getByRole('button', { name: zh ? '可分享的报告' : 'Report to share' }).click();
    await expect(page.getByRole('dialog')).toContainText('Slipway: the state of a machine');
    await inspect(page, `machine-report-${colorScheme}`);
  });
}

test('the page Machine looks right without an engine', async ({ open }) => {
  const { page } = await open({
    engine: 'unix:///nowhere/docker.sock',
    viewport: { width: 1024, height: 700 },
  });
  await go(page, 'Machine');
  await expect(page.getByRole('listitem', { name: 'A container engine answers' })).toBeVisible();
  await inspect(page, 'machine-doctor-no-engine');
});
