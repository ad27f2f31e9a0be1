import { existsSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { withLock } from '../../../build/lib/lock.mjs';

describe('withLock', () => {
  let folder = '';
  let path = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'slipway-lock-'));
    path = join(folder, 'below', 'lock');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('lets one work at a time and tells those who wait', async () => {
    const steps: string[] = [];
    const work = (name: string) => async () => {
      steps.push(`${name} begins`);
      await sleep(20);
      steps.push(`${name} ends`);
    };
    await Promise.all([withLock(path, work('a')), withLock(path, work('b'), () => steps.push('b waits'))]);
    expect(steps).toEqual(['a begins', 'b waits', 'a ends', 'b begins', 'b ends']);
    expect(existsSync(path)).toBe(false);
  });

  it('is released by work that throws', async () => {
    await expect(withLock(path, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    expect(await withLock(path, () => Promise.resolve(1))).toBe(1);
  });

  it('is taken over from a process that has ended', async () => {
    await withLock(path, () => Promise.resolve());
    // Larger than any pid Linux gives.
    writeFileSync(path, '99999999');
    expect(await withLock(path, () => Promise.resolve('taken'))).toBe('taken');
  });

  it('is taken over from a holder that was silent for long, should its pid be in use again', async () => {
    await withLock(path, () => Promise.resolve());
    writeFileSync(path, String(process.pid));
    utimesSync(path, new Date(), new Date(Date.now() - 60_000));
    expect(await withLock(path, () => Promise.resolve('taken'))).toBe('taken');
  });
});
