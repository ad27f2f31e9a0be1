import type { Page } from '@playwright/test';
import { address } from './address.ts';
import { emptyEngine, expect, test } from './fixtures.ts';
import { inspect, twoLooks } from './look.ts';

test.beforeEach(({ engine }) => emptyEngine(engine));
test.afterEach(async ({ engine }) => {
  await emptyEngine(engine);
  const volumes = (await engine.dockerOk(['volume', 'ls', '-q'])).split('\n').filter((name) => name !== '');
  if (volumes.length > 0) await engine.docker(['volume', 'rm', ...volumes]);
  await engine.docker(['builder', 'prune', '-a', '-f']);
  await engine.docker(['rmi', 'shop/api:1.4', 'shop/worker:2']);
  await engine.docker(['image', 'prune', '-f']);
});

async function noSideways(page: Page): Promise<void> {
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow, 'no sideways scrolling of the page').toBeLessThanOrEqual(0);
}

const sizes = {
  data: 900,
  uploads: 350,
  'a-volume-with-a-rather-long-name-that-compose-made-up-for-us': 120,
};

for (const { colorScheme, viewport } of twoLooks)
  test(`the disk in ${colorScheme} at ${viewport.width}`, async ({ engine, open }, info) => {
    test.setTimeout(180_000);
    const name = (what: string) => `${info.project.name}-${what}-${colorScheme}-${viewport.width}`;
    const { page } = await open({ colorScheme, viewport });
    // With next to nothing.
    await address(page, '#/disk');
    await expect(page.getByRole('region', { name: 'Totals' })).toBeVisible({ timeout: 20_000 });
    await page.mouse.move(0, 0);
    await inspect(page, name('disk-little'));
    await address(page, '#/disk/trash');
    await expect(page.getByText('The trash is empty')).toBeVisible();
    await inspect(page, name('disk-trash-none'));

    // With much.
    const write = (place: string, kilobytes: number) =>
      `dd if=/dev/zero of=${place} bs=1k count=${kilobytes}`;
    const build = (tag: string, ...layers: number[]) =>
      engine.dockerOk(['build', '-q', '-t', tag, '-'], {
        input: `FROM lab/busybox:1\n${layers.map((kb, at) => `RUN ${write(`/layer-${at}`, kb)}\n`).join('')}`,
        env: { DOCKER_BUILDKIT: '1' },
      });
    await build('shop/api:1.4', 700, 400);
    await build('shop/worker:2', 700, 250);
    // The one before this has no name any more.
    await build('shop/worker:2', 700, 300);
    const filled = Object.entries(sizes).map(([volume, kilobytes], at) => ({
      flags: ['-v', `${volume}:/v${at}`],
      script: write(`/v${at}/x`, kilobytes),
    }));
    const run = (name: string, ...rest: string[]) => engine.dockerOk(['run', '--name', name, ...rest]);
    await run(
      ...['filler', '--rm', ...filled.flatMap(({ flags }) => flags), 'lab/busybox:1', 'sh', '-c'],
      filled.map(({ script }) => script).join('; '),
    );
    await Promise.all([
      run(
        ...['shop-db', '-d', '-v', 'data:/v', 'shop/api:1.4', 'sh', '-c', `${write('/w', 200)}; sleep 9999`],
      ),
      ...Array.from({ length: 8 }, (_, at) =>
        run(`job-${at + 1}`, 'lab/busybox:1', 'sh', '-c', write('/w', 30 * (at + 1))),
      ),
    ]);
    await address(page, '#/disk');
    await page.getByRole('button', { name: 'Measure again' }).click();
    await expect(page.getByRole('link', { name: '8 stopped containers' })).toBeVisible({ timeout: 20_000 });
    await page.mouse.move(0, 0);
    await inspect(page, name('disk-much'));
    await noSideways(page);
    // One list looks like the other: two of them in each look.
    const kinds = colorScheme === 'light' ? ['images', 'buildCache'] : ['containers', 'volumes'];
    for (const kind of kinds) {
      await address(page, `#/disk/usage/${kind}`);
      await expect(page.getByRole('grid')).toBeVisible();
      await inspect(page, name(`disk-${kind}`));
    }
    await noSideways(page);

    // Marks, and the trash.
    await address(page, '#/disk/usage/volumes');
    await page.getByRole('button', { name: 'Protect data' }).click();
    await address(page, '#/disk/usage/containers');
    await page.getByRole('button', { name: 'Protect shop-db' }).click();
    await page.getByRole('button', { name: 'Into the trash… job-3' }).click();
    const dialog = page.getByRole('dialog', { name: /^Plan: / });
    await expect(dialog.getByRole('table')).toBeVisible();
    await inspect(page, name('disk-keep-plan'));
    await dialog.getByRole('button', { name: 'Execute plan' }).click();
    await expect(dialog).toContainText('1 done');
    await dialog.getByRole('button', { name: 'Close' }).click();
    await address(page, '#/disk/protected');
    await expect(page.getByRole('row', { name: 'shop-db' })).toBeVisible();
    await inspect(page, name('disk-protected'));
    await address(page, '#/disk/trash');
    await expect(page.getByRole('row', { name: 'job-3' })).toBeVisible();
    await page.mouse.move(0, 0);
    await inspect(page, name('disk-trash'));
    await noSideways(page);
  });
