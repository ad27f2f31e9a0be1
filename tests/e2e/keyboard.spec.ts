import { emptyEngine, expect, go, row, test } from './fixtures.ts';

test.beforeEach(async ({ engine }) => {
  await emptyEngine(engine);
  for (const name of ['k1', 'k2', 'k3', 'k4'])
    await engine.dockerOk(['create', '--name', name, 'lab/busybox:1']);
});
test.afterEach(({ engine }) => emptyEngine(engine));

test('the grid by keyboard alone', async ({ open }) => {
  const { page } = await open();
  await go(page, 'Containers');
  const grid = page.getByRole('grid', { name: 'Containers' });
  await expect(grid).toHaveAttribute('aria-rowcount', '5');
  await row(page, 'k1').getByText('k1', { exact: true }).first().click();
  await page.keyboard.press('Escape');

  const focusedRow = () =>
    page.evaluate(() => document.activeElement?.closest('[role=row]')?.getAttribute('aria-rowindex'));
  await page.keyboard.press('Control+Home');
  const first = await focusedRow();
  await page.keyboard.press('ArrowDown');
  expect(Number(await focusedRow())).toBe(Number(first) + 1);
  await page.keyboard.press('Control+End');
  expect(await focusedRow()).toBe('5');

  await page.keyboard.press('Space');
  await expect(page.getByText('1 selected')).toBeVisible();
  await page.keyboard.press('Control+a');
  await expect(page.getByText('4 selected')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByText('4 selected')).toHaveCount(0);

  await page.keyboard.press('Shift+F10');
  await expect(page.getByRole('menu')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('menu')).toHaveCount(0);
  // The menu hands the focus back as it closes, a moment after the key.
  await expect.poll(focusedRow).toBe('5');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('complementary', { name: /^Details of / })).toBeVisible();
});

test('every focus stop can be seen', async ({ open }) => {
  const { page } = await open();
  await go(page, 'Containers');
  await expect(row(page, 'k1')).toBeVisible();
  await page.locator('body').click({ position: { x: 1, y: 1 } });
  const unseen: string[] = [];
  for (let i = 0; i < 25; i += 1) {
    await page.keyboard.press('Tab');
    const problem = await page.evaluate(() => {
      const element = document.activeElement;
      if (element === null || element === document.body) return null;
      const marked = (candidate: Element) => {
        const style = getComputedStyle(candidate);
        return (
          (style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) > 0) ||
          style.boxShadow !== 'none'
        );
      };
      const near = [element, element.parentElement, element.closest('[role=row]'), element.firstElementChild];
      return near.some((candidate) => candidate !== null && candidate !== undefined && marked(candidate))
        ? null
        : element.outerHTML.slice(0, 120);
    });
    if (problem !== null) unseen.push(problem);
  }
  expect(unseen).toEqual([]);
});
