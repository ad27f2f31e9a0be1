import { eventually } from '../rig/wait-for.ts';
import { emptyEngine, expect, go, test } from './fixtures.ts';
import { fromMenu, input, screenText, shows } from './terminal-screen.ts';

test.beforeEach(async ({ engine }) => {
  await emptyEngine(engine);
  await engine.dockerOk(['run', '-d', '--name', 'web', 'lab/web:1']);
});
test.afterEach(({ engine }) => emptyEngine(engine));

test('a shell: typing, size, what it leaves behind, exit code', async ({ engine, open }) => {
  const { page } = await open();
  await fromMenu(page);
  await expect(page).toHaveURL(/#\/containers\/[0-9a-f]{12}\/terminal$/);
  await page.keyboard.type('echo from"-"the-page | tee /tmp/note\n');
  await shows(page, /^from-the-page$/m);
  expect(await engine.dockerOk(['exec', 'web', 'cat', '/tmp/note'])).toContain('from-the-page');

  const size = async () => {
    await page.keyboard.type('clear; stty size\n');
    await shows(page, /^\d+ \d+$/m);
    return (/^(\d+) (\d+)$/m.exec(await screenText(page)) ?? []).slice(1).map(Number);
  };
  const [rows = 0, columns = 0] = await size();
  await page.setViewportSize({ width: 1500, height: 950 });
  await eventually('a larger size', async () => {
    const [taller = 0, wider = 0] = await size();
    expect(taller).toBeGreaterThan(rows);
    expect(wider).toBeGreaterThan(columns);
  });

  await page.keyboard.type('exit 3\n');
  await expect(page.getByText('The process ended with exit code 3.')).toBeVisible();
  await page.getByRole('button', { name: 'Open a new one', exact: true }).click();
  await expect(page.getByRole('tab', { name: '2 sh' })).toHaveAttribute('aria-selected', 'true');
});

test('terminals outlive another page and a reload, and end when they are closed', async ({
  engine,
  open,
}) => {
  const { page } = await open();
  await fromMenu(page);
  await page.keyboard.type('kept=yes; echo before"-"it\n');
  await shows(page, /^before-it$/m);
  await go(page, 'Overview');
  await page.goBack();
  await shows(page, /^before-it$/m);
  await expect(input(page)).toBeFocused();
  await page.keyboard.type('echo "kept $kept"\n');
  await shows(page, /^kept yes$/m);

  await page.reload();
  await shows(page, /^kept yes$/m);
  await input(page).focus();
  await page.keyboard.type('echo "still $kept"\n');
  await shows(page, /^still yes$/m);

  await page.getByRole('button', { name: 'New terminal', exact: true }).click();
  await expect(page.getByRole('tablist', { name: 'Terminals in web' }).getByRole('tab')).toHaveCount(2);
  await expect(input(page)).toBeFocused();
  await page.keyboard.type('echo "second [$kept]"; sleep 4714\n');
  await shows(page, /^second \[\]$/m);
  const sleeping = async () =>
    (await engine.dockerOk(['exec', 'web', 'sh', '-c', 'cat /proc/[0-9]*/cmdline'])).includes('4714');
  await expect.poll(sleeping).toBe(true);
  await page.getByRole('button', { name: 'Close terminal', exact: true }).click();
  await expect.poll(sleeping).toBe(false);
  await expect(page.getByRole('tab', { name: '1 sh' })).toHaveAttribute('aria-selected', 'true');
  await shows(page, /^still yes$/m);
});

test('chosen: program, user, folder and environment; refusals are told at their field', async ({ open }) => {
  const { page } = await open();
  await fromMenu(page);
  await page.getByRole('button', { name: 'Choose what to run…', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Terminal in web' });
  await dialog.getByLabel('Run').selectOption('command');
  await dialog.getByLabel('Command').fill("sh -c 'id -un; pwd; echo $COLOUR; exec sh");
  await dialog.getByLabel('Folder').fill('tmp');
  await dialog.getByRole('button', { name: 'Open terminal', exact: true }).click();
  await expect(dialog.getByText('A quote is not closed.')).toBeVisible();
  await expect(dialog.getByText('An absolute path starts with /.')).toBeVisible();
  await dialog.getByLabel('Command').fill("sh -c 'id -un; pwd; echo $COLOUR; exec sh'");
  await dialog.getByLabel('Folder').fill('/tmp');
  await dialog.getByLabel('User').fill('lab');
  await dialog.getByLabel('Environment').fill('COLOUR=sea green');
  await dialog.getByRole('button', { name: 'Open terminal', exact: true }).click();
  await expect(page.getByRole('tab', { name: '2 sh (lab)' })).toBeVisible();
  await shows(page, /^lab\n\/tmp\nsea green$/m);

  await page.getByRole('button', { name: 'Choose what to run…', exact: true }).click();
  await dialog.getByLabel('Run').selectOption('bash');
  await dialog.getByRole('button', { name: 'Open terminal', exact: true }).click();
  await expect(page.getByText(/bash could not be started in web/)).toBeVisible();
});

test('by keyboard: out of the terminal, between terminals, back in', async ({ open }) => {
  const { page } = await open();
  await fromMenu(page);
  await page.getByRole('button', { name: 'New terminal', exact: true }).click();
  await expect(page.getByRole('tab', { name: '2 sh' })).toBeVisible();
  await expect(input(page)).toBeFocused();
  await page.keyboard.press('Control+Shift+ArrowUp');
  await expect(page.getByRole('tab', { name: '2 sh' })).toBeFocused();
  await page.keyboard.press('ArrowLeft');
  await expect(page.getByRole('tab', { name: '1 sh' })).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(input(page)).toBeFocused();
  await page.keyboard.type('echo first"-"one\n');
  await shows(page, /^first-one$/m);
});

test('what runs inside can neither link nor reach the clipboard', async ({ open }) => {
  const { page } = await open();
  await fromMenu(page);
  await page.keyboard.type(
    "printf '\\033]8;;https://example.invalid/\\033\\\\a link\\033]8;;\\033\\\\\\033]52;c;c2xpcA==\\007 done\\n'\n",
  );
  await shows(page, /^a link done$/m);
  await expect(page.locator('.xterm-underline-5, .xterm-rows a')).toHaveCount(0);
});

test('the engine dies under a terminal: told why, and a new one opens when it is back', async ({
  engine,
  open,
}) => {
  const { page } = await open();
  await fromMenu(page);
  await engine.kill('SIGKILL');
  await expect(page.getByRole('article', { name: 'The terminal was cut off' })).toBeVisible();
  const again = page.getByRole('button', { name: 'Open a new one', exact: true });
  await expect(again).toHaveAttribute('aria-disabled', 'true');
  await engine.restart();
  await engine.dockerOk(['start', 'web']);
  await expect(again).not.toHaveAttribute('aria-disabled', 'true', { timeout: 20_000 });
  await again.click();
  await expect(page.getByRole('tab', { name: '2 sh' })).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.type('echo new"-"one\n');
  await shows(page, /^new-one$/m);
});
