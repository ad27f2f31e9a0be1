import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findFile, readSettings, writeSettings } from '../../../electron/daemon/settings-file.ts';
import { writeElevated } from '../../../electron/daemon/write-elevated.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slipway-writing-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A sudo that asks nothing. */
async function sudo(): Promise<NodeJS.ProcessEnv> {
  const bin = join(folder, 'bin');
  await mkdir(bin);
  await writeFile(join(bin, 'sudo'), '#!/bin/sh\nshift\nexec "$@"\n', { mode: 0o755 });
  return { PATH: `${bin}:${process.env.PATH}` };
}

const ways = {
  'as we are': async () => writeSettings,
  'as an administrator': async () => {
    const env = await sudo();
    return (path: string, before: string | null, after: string | null) =>
      writeElevated(env, path, { before, after });
  },
};

describe.each(Object.entries(ways))('settings written %s', (_name, way) => {
  it('are whole, with the mode of before, and never over what somebody else wrote', async () => {
    const write = await way();
    const path = join(folder, 'etc', 'daemon.json');
    await write(path, null, '{}\n');
    expect((await stat(path)).mode & 0o777).toBe(0o644);
    await chmod(path, 0o640);
    await write(path, '{}\n', '{"debug": true}');
    expect(await readFile(path, 'utf8')).toBe('{"debug": true}');
    expect((await stat(path)).mode & 0o777).toBe(0o640);
    await expect(write(path, '{}\n', '[]')).rejects.toMatchObject({
      error: { reason: 'daemon-file-changed' },
    });
    expect(await readSettings(path)).toBe('{"debug": true}');
    await write(path, '{"debug": true}', null);
    expect(await readSettings(path)).toBeNull();
    expect(await readdir(join(folder, 'etc'))).toEqual([]);
  });
});

describe('the file of an engine in a root of its own', () => {
  it('is found through links that mean paths of the engine', async () => {
    await mkdir(join(folder, 'etc/docker'), { recursive: true });
    await symlink('/conf/daemon.json', join(folder, 'etc/docker/daemon.json'));
    const local = (path: string) => Promise.resolve(join(folder, path));
    expect(await findFile('/etc/docker/daemon.json', local)).toBe(join(folder, 'conf/daemon.json'));
    await symlink('daemon.json', join(folder, 'etc/docker/self'));
    await rm(join(folder, 'etc/docker/daemon.json'));
    await symlink('self', join(folder, 'etc/docker/daemon.json'));
    expect(await findFile('/etc/docker/self', local)).toBeNull();
  });
});
