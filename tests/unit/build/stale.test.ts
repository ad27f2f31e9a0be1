import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fingerprint, isFresh, writeStamp } from '../../../build/lib/stale.mjs';

describe('what decides whether a build is stale', () => {
  let folder = '';
  const write = (path: string, text: string) => writeFileSync(join(folder, path), text);
  const print = () => fingerprint(folder, ['src', 'lock.json', 'missing.json']);
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'slipway-stale-'));
    mkdirSync(join(folder, 'src', 'deep'), { recursive: true });
    write('src/deep/a.ts', 'a');
    write('lock.json', '{}');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('stays the same while nothing changes', () => {
    expect(print()).toBe(print());
  });

  const changes: Record<string, () => void> = {
    'a file grows': () => write('src/deep/a.ts', 'aa'),
    'a file is written anew': () =>
      utimesSync(join(folder, 'src/deep/a.ts'), new Date(), new Date(Date.now() + 5_000)),
    'a file is added': () => write('src/deep/b.ts', ''),
    'a file is removed': () => rmSync(join(folder, 'src/deep/a.ts')),
    'a file that was missing appears': () => write('missing.json', ''),
  };
  for (const [title, change] of Object.entries(changes)) {
    it(`changes when ${title}`, () => {
      const before = print();
      change();
      expect(print()).not.toBe(before);
    });
  }

  it('is fresh only with its stamp and all its outputs', () => {
    const stamp = join(folder, 'dist', '.stamp');
    const output = join(folder, 'out.js');
    expect(isFresh(stamp, 'x', [])).toBe(false);
    writeStamp(stamp, 'x');
    expect(isFresh(stamp, 'x', [output])).toBe(false);
    write('out.js', '');
    expect(isFresh(stamp, 'x', [output])).toBe(true);
    expect(isFresh(stamp, 'y', [output])).toBe(false);
  });
});
