import type { Page } from '@playwright/test';
import { expect, go, row } from './fixtures.ts';

/** What the screen on top shows; long lines are put together again. */
export const screenText = (page: Page): Promise<string> =>
  page
    .locator('.xterm-rows:visible')
    .evaluate((rows) =>
      [...rows.children]
        .map((line) => (line.textContent ?? '').replaceAll('\u00a0', ' ').trimEnd())
        .join('\n'),
    );
/** Waits until the screen shows it. */
export const shows = (page: Page, pattern: RegExp) =>
  expect.poll(() => screenText(page), { timeout: 10_000 }).toMatch(pattern);
/** What is typed into. */
export const input = (page: Page) =>
  page.getByRole('textbox', { name: /^Terminal .* in web$/ }).locator('visible=true');
/** Opens a terminal in `web` from its menu in the list. */
export const fromMenu = async (page: Page) => {
  await go(page, 'Containers');
  await row(page, 'web').getByRole('button', { name: 'More actions for web', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Terminal', exact: true }).click();
  await expect(input(page)).toBeFocused();
  await shows(page, /# $|#$/m);
};
