import type { Locator, Page } from '@playwright/test';
import type { LabEngine } from '../engine-lab/types.ts';
import { expect } from './fixtures.ts';

const script = [
  'mkdir -p /data/sub/deep "/data/a b" /data/empty; cd /data; printf "hello\\nworld\\n" > hello.txt',
  'printf "x\\000y" > binary; printf "caf\\351\\n" > latin.txt; printf n > "new\nline"; printf u > "ünï 文件.txt"',
  'ln -s /etc/passwd outside; ln -s sub to-sub; ln -s nowhere broken; dd if=/dev/zero of=big bs=1000 count=1500 2>/dev/null',
  'rm /etc/shadow 2>/dev/null; echo more >> /etc/hosts; sleep 100000',
].join('; ');

/** Runs the container `web` with files of every sort in `/data`. */
export async function runFiles(engine: LabEngine): Promise<void> {
  await engine.dockerOk(['run', '-d', '--name', 'web', 'lab/busybox:1', 'sh', '-c', script]);
  await expect.poll(async () => (await engine.docker(['exec', 'web', 'ls', '/data/big'])).code).toBe(0);
}

/** Goes to an address once the page stands. */
export async function show(page: Page, hash: string): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.evaluate((to) => {
    location.hash = to;
  }, hash);
}

const grid = (page: Page): Locator => page.getByRole('grid', { name: 'Files of web' });
/** The row of a file of `web`. */
export const file = (page: Page, name: string): Locator =>
  grid(page).getByRole('row', { name: new RegExp(`^${name},`) });
