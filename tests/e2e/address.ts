import type { Page } from '@playwright/test';
import { expect } from './fixtures.ts';

/** Goes to an address once the page stands: before that its address holds the way in. */
export async function address(page: Page, hash: string): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.evaluate((to) => {
    location.hash = to;
  }, hash);
}
