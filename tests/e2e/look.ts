import { mkdirSync } from 'node:fs';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect } from './fixtures.ts';

const folder = 'test-results/screenshots';
mkdirSync(folder, { recursive: true });

/** Both themes and both sizes, each once: colours are a matter of the theme, room is one of the size. */
export const twoLooks = [
  { colorScheme: 'light', viewport: { width: 1024, height: 700 } },
  { colorScheme: 'dark', viewport: { width: 1600, height: 1000 } },
] as const;

/** WCAG 2.0 to 2.2, A and AA, on the page as it stands; and a picture of it. */
export async function inspect(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: `${folder}/${name}.png`, animations: 'disabled' });
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze();
  const found = violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`,
  );
  expect(found, `axe on ${name}`).toEqual([]);
}
