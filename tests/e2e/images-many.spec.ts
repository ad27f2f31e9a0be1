import { startFakeEngine } from '../rig/fake-engine.ts';
import { sendJson } from '../rig/fake-registry.ts';
import { expect, go, row, test } from './fixtures.ts';

const count = 1000;
const images = Array.from({ length: count }, (_, at) => ({
  Id: `sha256:${(at + 1).toString(16).padStart(64, '0')}`,
  ParentId: '',
  RepoTags: [`many.example/app:${String(at).padStart(4, '0')}`],
  RepoDigests: [],
  Created: 1_700_000_000 + at,
  Size: 1_000_000 + at,
  SharedSize: -1,
  Containers: -1,
  Labels: null,
}));

test('of a thousand images all are counted, and only those in sight are in the page', async ({ open }) => {
  const engine = await startFakeEngine({ apiVersion: '1.45' }, (incoming, outgoing) => {
    if (!/\/images\/json(\?|$)/.test(incoming.url ?? '')) return false;
    sendJson(outgoing, images);
    return true;
  });
  try {
    const { page } = await open({ engine: engine.host });
    await go(page, 'Images');
    const grid = page.getByRole('grid', { name: 'Images' });
    await expect(grid).toHaveAttribute('aria-rowcount', String(count + 1));
    const drawn = () => grid.getByRole('row').count();
    await expect(row(page, 'many.example/app:0000')).toBeVisible();
    expect(await drawn()).toBeLessThan(100);
    // To the end by keyboard, and back by the filter.
    await row(page, 'many.example/app:0000').focus();
    await page.keyboard.press('End');
    await expect(row(page, 'many.example/app:0999')).toBeVisible();
    expect(await drawn()).toBeLessThan(100);
    await page.getByRole('searchbox').fill('app:0500');
    await expect(row(page, 'many.example/app:0500')).toBeVisible();
    await expect(grid).toHaveAttribute('aria-rowcount', '2');
  } finally {
    await engine.close();
  }
});
