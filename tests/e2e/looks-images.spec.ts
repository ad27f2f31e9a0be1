import { emptyEngine, expect, go, row, test } from './fixtures.ts';
import { inspect, twoLooks } from './look.ts';

const names = [
  'looks-shop:1',
  'looks-shop:1.27',
  `looks.example:5000/team/${'a-long-name-'.repeat(6)}of-it:2026-11-21`,
];

test.beforeEach(({ engine }) => emptyEngine(engine));
test.afterEach(async ({ engine }) => {
  await emptyEngine(engine);
  for (const name of names) await engine.docker(['rmi', name]);
});

for (const look of twoLooks) {
  const { width } = look.viewport;
  test(`images look right at ${width} in ${look.colorScheme}`, async ({ engine, open }) => {
    test.setTimeout(180_000);
    await engine.dockerOk(['run', '--name', 'make', 'lab/layers:1', 'sh', '-c', 'echo 1 >/file']);
    const secrets = ['-c', 'ENV API_TOKEN=canary-in-a-picture', '-c', 'EXPOSE 80', '-c', 'LABEL team=shop'];
    await engine.dockerOk(['commit', ...secrets, '-m', 'one file more', 'make', names[0] ?? '']);
    for (const name of names.slice(1)) await engine.dockerOk(['tag', names[0] ?? '', name]);
    await engine.dockerOk([
      ...['run', '-d', '--name', 'web', '--label', 'com.docker.compose.project=shop'],
      names[0] ?? '',
    ]);
    const { page } = await open(look);
    await go(page, 'Images');
    await expect(row(page, 'looks-shop:1')).toContainText('1 container');
    // Measured a moment later.
    await expect(row(page, 'looks-shop:1')).not.toContainText('–', { timeout: 30_000 });
    await inspect(page, `images-${look.colorScheme}`);
    await row(page, 'lab/web:1').getByRole('checkbox').click();
    await row(page, 'lab/busybox:1').getByRole('checkbox').click();
    await page.getByRole('toolbar', { name: 'Actions on selected images' }).getByText('Remove…').click();
    await expect(page.getByRole('dialog', { name: /^Plan: / })).toContainText('lab/web:1');
    await inspect(page, `images-plan-${look.colorScheme}`);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Pull an image' }).click();
    await page.getByLabel('Image', { exact: true }).fill('Wrong/Name');
    await inspect(page, `images-pull-${look.colorScheme}`);
    await page.getByLabel('Image', { exact: true }).fill('127.0.0.1:9/nowhere:1');
    await page.getByRole('dialog').getByRole('button', { name: 'Pull', exact: true }).click();
    await expect(page.getByText('127.0.0.1:9/nowhere:1 was not pulled').first()).toBeVisible({
      timeout: 30_000,
    });
    await page.getByRole('button', { name: /^Activity/ }).click();
    await inspect(page, `images-activity-${look.colorScheme}`);
    await page.getByRole('button', { name: 'Close activity' }).click();
    await page.getByRole('button', { name: 'More ways to get images' }).click();
    await page.getByRole('menuitem', { name: 'Import a root filesystem' }).click();
    await inspect(page, `images-import-${look.colorScheme}`);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'looks-shop:1', exact: true }).click();
    await expect(page.getByRole('heading', { name: 'What a container starts with' })).toBeVisible();
    await expect(page.getByText('canary-in-a-picture')).toHaveCount(0);
    await inspect(page, `image-overview-${look.colorScheme}`);
    await page.getByRole('tab', { name: 'History' }).click();
    await expect(page.getByRole('table', { name: 'History' })).toBeVisible();
    await inspect(page, `image-history-${look.colorScheme}`);
    await page.getByRole('tab', { name: 'Used by' }).click();
    await expect(page.getByRole('link', { name: 'web' })).toBeVisible();
    await inspect(page, `image-users-${look.colorScheme}`);
  });
}
