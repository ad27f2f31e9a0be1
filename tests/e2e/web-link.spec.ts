import { readFile } from 'node:fs/promises';
import { emptyEngine, expect, go, row, test } from './fixtures.ts';

// Only the web host has a socket that can be cut.

test.beforeEach(({ engine }) => emptyEngine(engine));
test.afterEach(({ engine }) => emptyEngine(engine));

test('a page that loses Slipway again and again reads on where it stopped', async ({ engine, open }) => {
  const count = 4000;
  const pace = `i=0; while [ $i -lt ${count} ]; do i=$((i+1)); echo "line $i"; [ $((i%20)) = 0 ] && sleep 0.02; done; cat`;
  const { page } = await open();
  await page.addInitScript(() => {
    window.WebSocket = class extends WebSocket {
      constructor(url: string | URL, protocols?: string | string[]) {
        super(url, protocols);
        document.documentElement.dataset.sockets = String(
          Number(document.documentElement.dataset.sockets ?? 0) + 1,
        );
        window.addEventListener('cut', () => this.close(), { once: true });
      }
    };
  });
  await page.reload();
  await engine.dockerOk(['run', '-d', '-i', '--name', 'fountain', 'lab/busybox:1', 'sh', '-c', pace]);
  await go(page, 'Containers');
  await row(page, 'fountain').getByRole('button', { name: 'Logs fountain', exact: true }).click();
  const log = page.getByRole('log', { name: 'Logs of fountain', exact: true });
  await page.getByRole('combobox', { name: 'Lines to load' }).selectOption('all');
  const newest = async () =>
    Number(/line (\d+)/.exec((await log.locator('[data-channel]').last().textContent()) ?? '')?.[1]);
  for (const seen of [600, 1600, 2600]) {
    await expect.poll(newest).toBeGreaterThan(seen);
    await page.evaluate(() => window.dispatchEvent(new Event('cut')));
  }
  await expect(log).toContainText(`line ${count}`, { timeout: 30_000 });
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save to a file', exact: true }).click();
  const saved = await readFile(await (await download).path(), 'utf8');
  const texts = saved
    .trim()
    .split('\n')
    .map((text) => text.replace(/^\S+ /, ''));
  expect(texts).toEqual(Array.from({ length: count }, (_, at) => `line ${at + 1}`));
  await expect(page.locator('html'), 'one socket after each cut').toHaveAttribute('data-sockets', '4');
});
