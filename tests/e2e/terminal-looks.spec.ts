import { emptyEngine, expect, test } from './fixtures.ts';
import { inspect, twoLooks } from './look.ts';
import { fromMenu, shows } from './terminal-screen.ts';

test.beforeEach(async ({ engine }) => {
  await emptyEngine(engine);
  await engine.dockerOk(['run', '-d', '--name', 'web', 'lab/web:1']);
});
test.afterEach(({ engine }) => emptyEngine(engine));

for (const { colorScheme, viewport } of twoLooks)
  test(`terminals in ${colorScheme} at ${viewport.width}`, async ({ engine, open }, info) => {
    // Seven pictures, each looked over by axe.
    test.setTimeout(180_000);
    const { page } = await open({ colorScheme, viewport });
    const look = (what: string) =>
      inspect(page, `${info.project.name}-terminal-${what}-${colorScheme}-${viewport.width}`);
    await fromMenu(page);
    await page.keyboard.type(
      "for c in 31 32 33 34 35 36 37 90 91 92 93 94 95 96; do printf '\\033[%smcolour %s  ' $c $c; done; echo\n",
    );
    await shows(page, /colour 96/);
    await look('shell');
    await page.getByRole('button', { name: 'Choose what to run…', exact: true }).click();
    await page.getByRole('dialog').getByLabel('Run').selectOption('attach');
    await look('choice');
    await page.getByRole('dialog').getByLabel('Run').selectOption('command');
    await look('command');
    await page.getByRole('dialog').getByLabel('Command').fill('nonsense');
    await page.getByRole('dialog').getByRole('button', { name: 'Open terminal', exact: true }).click();
    await expect(page.getByText(/nonsense could not be started in web/)).toBeVisible();
    await look('failed');
    await page.getByRole('tab', { name: '1 sh' }).click();
    await page.keyboard.type('exit 3\n');
    await expect(page.getByText('exit code 3')).toBeVisible();
    await look('ended');
    await page.getByRole('button', { name: 'Close terminal', exact: true }).click();
    await page.getByRole('button', { name: 'Close terminal', exact: true }).click();
    await expect(page.getByText('No terminal is open')).toBeVisible();
    await look('none');
    await engine.dockerOk(['stop', '-t', '0', 'web']);
    await expect(page.getByText('web does not run')).toBeVisible();
    await look('stopped');
  });
