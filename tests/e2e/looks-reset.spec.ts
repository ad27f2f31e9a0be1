import { address } from './address.ts';
import { emptyEngine, expect, test } from './fixtures.ts';
import { inspect, twoLooks } from './look.ts';

test.beforeEach(({ engine }) => emptyEngine(engine));
test.afterEach(({ engine }) => emptyEngine(engine));

const slow = { timeout: 30_000 };

const [small, large] = twoLooks;
for (const [look, locale] of [
  [small, 'en-GB'],
  [large, 'zh-CN'],
] as const) {
  const { width } = look.viewport;
  test(`the reset page and its plan look right at ${width} in ${look.colorScheme}, ${locale}`, async ({
    engine,
    open,
  }) => {
    test.setTimeout(90_000);
    const long = `a-container-with-a-name-of-sixty-characters-${'x'.repeat(16)}`;
    for (const name of ['web', long]) await engine.dockerOk(['run', '-d', '--name', name, 'lab/web:1']);
    const { page } = await open({ ...look, locale });
    const zh = locale === 'zh-CN';
    const name = (what: string) => `reset-${what}-${look.colorScheme}-${locale}`;
    await address(page, '#/reset');
    const make = page.getByRole('button', { name: zh ? '制定重置计划' : 'Plan the reset' });
    await expect(make).toBeVisible(slow);
    await inspect(page, name('page'));
    const what = page.getByRole('region', { name: zh ? '要移除的内容' : 'What to remove' });
    await what.getByRole('checkbox', { name: zh ? '容器' : 'Containers', exact: true }).check();
    await what.getByRole('checkbox', { name: zh ? '镜像' : 'Images', exact: true }).check();
    await page.getByRole('checkbox', { name: zh ? '保留 web' : 'Keep web', exact: true }).check();
    // By keyboard: the button is reached, and the field of the word is.
    await make.focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    const word = dialog.getByRole('textbox');
    await expect(word).toBeVisible(slow);
    await dialog.getByText(zh ? /^保留 \d+ 个对象/ : /objects are kept/).click();
    await inspect(page, name('plan'));
    await word.focus();
    await page.keyboard.type('something');
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
  });
}

test('tells why nothing could be counted, and keeps what was counted before', async ({ open, engine }) => {
  const { page } = await open();
  await address(page, '#/reset');
  await expect(page.getByRole('button', { name: 'Plan the reset' })).toBeVisible(slow);
  await engine.kill('SIGSTOP');
  try {
    await expect(page.getByText(/Reconnecting|not answer/).first()).toBeVisible(slow);
    await expect(page.getByRole('region', { name: 'What to remove' })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Plan the reset' })).toHaveAttribute(
      'aria-disabled',
      'true',
    );
    await inspect(page, 'reset-stale');
  } finally {
    await engine.kill('SIGCONT');
  }
});
