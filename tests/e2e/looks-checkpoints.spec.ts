import { eventually } from '../rig/wait-for.ts';
import { emptyEngine, expect, go, test } from './fixtures.ts';
import { inspect, twoLooks } from './look.ts';

test.beforeEach(({ engine }) => emptyEngine(engine));
test.afterEach(({ engine }) => emptyEngine(engine));

for (const look of twoLooks) {
  const { width } = look.viewport;
  test(`checkpoints look right at ${width} in ${look.colorScheme}`, async ({ engine, open }) => {
    test.setTimeout(120_000);
    const { page } = await open(look);
    await go(page, 'Checkpoints');
    await expect(page.getByText('No checkpoints')).toBeVisible();
    await inspect(page, `checkpoints-none-${look.colorScheme}`);
    const long = `a-container-with-a-name-of-sixty-characters-${'x'.repeat(16)}`;
    const counter = 'i=0; while :; do i=$((i+1)); sleep 0.2; done';
    for (const name of ['counter', long]) {
      await engine.dockerOk([
        'run',
        '-d',
        '--name',
        name,
        '--restart',
        'always',
        'lab/busybox:1',
        'sh',
        '-c',
        counter,
      ]);
      // containerd may still hold the same bytes of the one before: moby#42900.
      for (const checkpoint of ['before-the-upgrade', 'after-it'])
        await eventually('a checkpoint', () =>
          engine.dockerOk(['checkpoint', 'create', '--leave-running', name, checkpoint]),
        );
    }
    await expect(page.getByRole('grid', { name: 'Checkpoints' })).toBeVisible({ timeout: 20_000 });
    await inspect(page, `checkpoints-${look.colorScheme}`);
    await page.getByRole('link', { name: 'counter', exact: true }).first().click();
    await expect(page.getByText('can be made and restored')).toBeVisible({ timeout: 20_000 });
    await inspect(page, `checkpoints-tab-${look.colorScheme}`);
    await page.getByText(/^All \d+ checks$/).click();
    await inspect(page, `checkpoints-checks-${look.colorScheme}`);
    await page.getByRole('button', { name: 'Create a checkpoint', exact: true }).click();
    await inspect(page, `checkpoints-create-${look.colorScheme}`);
  });
}
