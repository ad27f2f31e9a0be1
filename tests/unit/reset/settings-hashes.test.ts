import { chmod, mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hashesBelow } from '../../../electron/reset/settings-hashes.ts';
import { temporaryFolder } from '../../rig/open-app.ts';

describe('hashes of settings', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let root: string;
  beforeEach(async () => {
    folder = await temporaryFolder();
    root = folder.path;
    await mkdir(join(root, 'etc/docker'), { recursive: true });
    await mkdir(join(root, 'srv/certs/reg'), { recursive: true });
    await writeFile(join(root, 'srv/certs/reg/ca.crt'), 'one');
    await writeFile(join(root, 'srv/daemon.json'), '{}');
  });
  afterEach(() => folder.remove());
  const read = async (path: string) => {
    const { files, unread } = await hashesBelow({ root, path });
    return { files: Object.fromEntries(files), unread };
  };

  it('are of what a link leads to in the root it lies in, a folder or a file, and change with it', async () => {
    await symlink('/srv/certs', join(root, 'etc/docker/certs.d'));
    await symlink('../../srv/daemon.json', join(root, 'etc/docker/daemon.json'));
    const before = [await read('/etc/docker/certs.d'), await read('/etc/docker/daemon.json')];
    expect(before.map(({ files }) => Object.keys(files))).toEqual([['reg/ca.crt'], ['']]);
    await writeFile(join(root, 'srv/certs/reg/ca.crt'), 'two');
    await writeFile(join(root, 'srv/daemon.json'), '{"debug": true}');
    const after = [await read('/etc/docker/certs.d'), await read('/etc/docker/daemon.json')];
    expect(after[0]?.files['reg/ca.crt']).not.toBe(before[0]?.files['reg/ca.crt']);
    expect(after[1]?.files['']).not.toBe(before[1]?.files['']);
    // The same content behind another link.
    await rename(join(root, 'srv/certs'), join(root, 'srv/other'));
    await rm(join(root, 'etc/docker/certs.d'));
    await symlink('/srv/other', join(root, 'etc/docker/certs.d'));
    expect((await read('/etc/docker/certs.d')).files).not.toEqual(after[0]?.files);
  });

  it('end where links go round, and never leave the root', async () => {
    await symlink('..', join(root, 'srv/certs/reg/up'));
    await symlink('round', join(root, 'srv/certs/round'));
    await symlink('../../../../../../srv/daemon.json', join(root, 'srv/certs/out'));
    await symlink('nowhere', join(root, 'srv/certs/nothing'));
    const { files, unread } = await read('/srv/certs');
    expect(Object.keys(files).sort()).toEqual(['nothing', 'out', 'reg/ca.crt']);
    expect(unread).toEqual([{ name: 'round', code: 'ELOOP' }]);
  });

  it('of one that cannot be read are missing, and no other', async () => {
    // A folder that is no folder by the time: as root every file can be read.
    await symlink('ca.crt/none', join(root, 'srv/certs/reg/bad'));
    await chmod(join(root, 'srv/certs/reg/ca.crt'), 0o600);
    await writeFile(join(root, 'srv/certs/reg/z.crt'), 'z');
    const { files, unread } = await read('/srv/certs');
    expect(Object.keys(files)).toEqual(['reg/ca.crt', 'reg/z.crt']);
    expect(unread).toEqual([{ name: 'reg/bad', code: 'ENOTDIR' }]);
    await expect(read('/none')).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
