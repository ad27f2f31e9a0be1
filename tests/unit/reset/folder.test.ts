import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ownMark } from '../../../electron/plans/place.ts';
import { ExportFolder } from '../../../electron/reset/export/folder.ts';

let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slipway-folder-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('the folder of an export', () => {
  it('leaves what somebody else put in the way of it', async () => {
    const open = await ExportFolder.open(folder);
    await open.writeJson('volumes/a.json', {});
    await mkdir(join(folder, 'volumes'));
    await writeFile(join(folder, 'volumes', 'precious'), 'kept');
    await expect(open.commit({})).rejects.toMatchObject({ error: { reason: 'export-folder-unusable' } });
    await open.abandon();
    expect(await readFile(join(folder, 'volumes', 'precious'), 'utf8')).toBe('kept');
    expect(await readdir(folder)).toEqual(['volumes']);
  });

  it('takes over what a killed export left, and nothing of another machine', async () => {
    const [machine = '', , pid = '', started = ''] = (await ownMark()).split('-');
    const part = (...mark: string[]) => join(folder, `.slipway-part-${mark.join('-')}`);
    await mkdir(part(machine, '0'.repeat(12), pid, started));
    await (await ExportFolder.open(folder)).abandon();
    expect(await readdir(folder)).toEqual([]);
    await mkdir(part('0'.repeat(12), '0'.repeat(12), pid, started));
    await expect(ExportFolder.open(folder)).rejects.toMatchObject({
      error: { reason: 'export-folder-full' },
    });
    expect(await readdir(folder)).toHaveLength(1);
  });
});
