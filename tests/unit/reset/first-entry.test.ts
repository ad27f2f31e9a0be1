import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeToDisk } from '../../../electron/reset/volumes/disk.ts';
import { fromFolder } from '../../../electron/reset/volumes/first-entry.ts';

const run = promisify(execFile);
const never = new AbortController().signal;
let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slipway-tar-'));
  for (const name of ['from', 'target', 'to/_data']) await mkdir(join(folder, name), { recursive: true });
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const tarOf = async (...args: string[]): Promise<Buffer> => {
  await run('tar', ['-c', '--format=pax', '-f', join(folder, 'a.tar'), '-C', join(folder, 'from'), ...args]);
  return readFile(join(folder, 'a.tar'));
};
const pieces = (tar: Buffer): Readable =>
  Readable.from([tar.subarray(0, 100), tar.subarray(100, 1300), tar.subarray(1300)]);
const passed = async (tar: Buffer): Promise<Buffer> => {
  const all: Buffer[] = [];
  for await (const piece of fromFolder(pieces(tar), '_data', 'v')) all.push(piece);
  return Buffer.concat(all);
};
const unpack = (tar: Buffer) => writeToDisk(join(folder, 'to'), 'v', pieces(tar), never);

describe('the data of a volume', () => {
  it('is passed on as it is where it begins with its folder', async () => {
    await mkdir(join(folder, 'from/_data'));
    await writeFile(join(folder, 'from/_data/a'), 'content');
    const tar = await tarOf('_data');
    expect(await passed(tar)).toEqual(tar);
    const nothing = Buffer.alloc(1024);
    expect(await passed(nothing)).toEqual(nothing);
  });

  it('is refused where it begins with anything else', async () => {
    await symlink(join(folder, 'target'), join(folder, 'from/_data'));
    const odd = { error: { code: 'conflict', reason: 'volume-tar-odd' } };
    await expect(passed(await tarOf('_data'))).rejects.toMatchObject(odd);
    await writeFile(join(folder, 'from/other'), 'a');
    await expect(passed(await tarOf('other'))).rejects.toMatchObject(odd);
    await expect(passed(Buffer.alloc(2048, 'x'))).rejects.toMatchObject(odd);
  });

  it('never takes the place of its folder on the disk', async () => {
    await symlink(join(folder, 'target'), join(folder, 'from/_data'));
    await expect(unpack(await tarOf('_data'))).rejects.toMatchObject({
      error: { reason: 'volume-tar-failed' },
    });
    expect((await stat(join(folder, 'to/_data'))).isDirectory()).toBe(true);
    // A folder first, then a link of its name with a file below.
    await rm(join(folder, 'from/_data'));
    await mkdir(join(folder, 'from/_data'));
    await mkdir(join(folder, 'from/below/_data'), { recursive: true });
    await writeFile(join(folder, 'from/below/_data/file'), 'a');
    await mkdir(join(folder, 'from/link'));
    await symlink(join(folder, 'target'), join(folder, 'from/link/_data'));
    const [below, link] = [join(folder, 'from/below'), join(folder, 'from/link')];
    const tar = await tarOf('_data', '-C', link, '_data', '-C', below, '_data/file');
    await expect(unpack(tar)).rejects.toMatchObject({ error: { reason: 'volume-tar-failed' } });
    expect(await readdir(join(folder, 'target'))).toEqual([]);
  });

  it('keeps links to other names and the mode of the folder', async () => {
    await mkdir(join(folder, 'from/_data'), { mode: 0o750 });
    await writeFile(join(folder, 'from/_data/a'), 'content');
    await symlink('_data/a', join(folder, 'from/_data/link'));
    await run('ln', [join(folder, 'from/_data/a'), join(folder, 'from/_data/hard')]);
    await unpack(await tarOf('_data'));
    const listed = async (name: string) =>
      (await run('ls', ['-l', '--time-style=+', join(folder, name)])).stdout;
    expect(await listed('to/_data')).toBe(await listed('from/_data'));
    expect((await stat(join(folder, 'to/_data'))).mode & 0o7777).toBe(0o750);
  });
});
