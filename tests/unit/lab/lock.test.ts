import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { withLock } from '../../engine-lab/lock.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync('/tmp/slipway-unit-');
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('withLock', () => {
  it('lets one in at a time and leaves nothing behind', async () => {
    const path = join(folder, 'deep', 'a.lock');
    let inside = 0;
    let most = 0;
    let waited = 0;
    const work = async (): Promise<void> => {
      inside += 1;
      most = Math.max(most, inside);
      await sleep(20);
      inside -= 1;
    };
    const waiting = (): void => {
      waited += 1;
    };
    await Promise.all([1, 2, 3].map(() => withLock(path, work, waiting)));
    expect(most).toBe(1);
    expect(waited).toBe(2);
    expect(existsSync(path)).toBe(false);
  });

  it('takes over the lock of a dead process', async () => {
    const path = join(folder, 'b.lock');
    writeFileSync(path, JSON.stringify({ pid: process.pid, start: '1' }));
    expect(await withLock(path, () => Promise.resolve('done'))).toBe('done');
  });

  it('releases when the work fails', async () => {
    const path = join(folder, 'c.lock');
    await expect(withLock(path, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(existsSync(path)).toBe(false);
  });
});
