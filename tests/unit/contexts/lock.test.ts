import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { alone } from '../../../electron/contexts/lock.ts';
import { ownMark } from '../../../electron/plans/place.ts';

let folder = '';
let file = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slipway-turns-'));
  file = join(folder, 'lock');
});
afterEach(() => rm(folder, { recursive: true }));

const busy = { error: { code: 'conflict', reason: 'docker-config-busy' } };
const left = (mark: string) => writeFile(file, JSON.stringify({ mark, nonce: 'theirs' }));

describe('taking turns with contexts', () => {
  it('lets one work at a time, and leaves nothing', async () => {
    let at = 0;
    const turns = Array.from({ length: 20 }, () =>
      alone(file, async () => {
        at += 1;
        expect(at).toBe(1);
        await new Promise((resolve) => setImmediate(resolve));
        at -= 1;
      }),
    );
    await Promise.all(turns);
    expect(await readdir(folder)).toEqual([]);
  });

  it('clears what a dead one left, also where that was cut off in the middle', async () => {
    const dead = (await ownMark()).replace(/-\d+-\d*$/, '-999999999-1');
    for (const text of ['', '{"pid": 12', JSON.stringify({ mark: dead, nonce: 'theirs' })]) {
      await writeFile(file, text);
      expect(await alone(file, async () => 'done', 5_000)).toBe('done');
    }
    expect(await readdir(folder)).toEqual([]);
  });

  it('takes one of another machine or container for alive, until it is old', async () => {
    await left('0123456789ab-0123456789ab-999999999-1');
    await expect(alone(file, async () => 'done', 100)).rejects.toMatchObject(busy);
    expect(await readFile(file, 'utf8')).toContain('theirs');
    const old = new Date(Date.now() - 3_600_000);
    await utimes(file, old, old);
    expect(await alone(file, async () => 'done')).toBe('done');
  });

  it('removes no lock but its own', async () => {
    await alone(file, async () => {
      await rm(file);
      await left('0123456789ab-0123456789ab-1-1');
    });
    expect(await readdir(folder)).toEqual(['lock']);
  });
});
