import { execFileSync, spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ownPlaces } from '../../electron/supervision/own/places.ts';
import { ownSupport } from '../engine-lab/support.ts';

const support = ownSupport('main');
const own = join(import.meta.dirname, '../../electron/supervision/own');

describe.skipIf(!support.ok)('the data root of an engine of Slipway’s own', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(await realpath(tmpdir()), 'slipway-wipe-'));
    await mkdir(join(folder, 'real/engine/data/volumes/v/_data'), { recursive: true });
    await mkdir(join(folder, 'real/engine/exec/a'), { recursive: true });
    await mkdir(join(folder, 'mine'));
    await writeFile(join(folder, 'mine/mine'), 'mine');
    await symlink(join(folder, 'real'), join(folder, 'link'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  /** In a mount namespace of its own, which ends with it: what `source` prints. */
  const inside = (mounts: string[], source: string): string =>
    execFileSync(
      'unshare',
      ['-m', '-n', 'sh', '-c', `${mounts.join(' && ')} && exec "$@"`, 'sh'].concat(
        [process.execPath, '--import', 'tsx', '--input-type=module', '-e'],
        `import { wipeData } from '${own}/wipe.ts';
         import { prepare } from '${own}/prepare.ts';
         import { ownPlaces } from '${own}/places.ts';
         const places = ownPlaces('${folder}/link');
         ${source}`,
      ),
      { encoding: 'utf8' },
    );
  const bind = (point: string) => `mount --bind '${folder}/mine' '${folder}/real/engine/${point}'`;
  const reason = `.then(() => 'wiped', ({ error }) => error.reason)`;
  const mine = () => readFile(join(folder, 'mine/mine'), 'utf8');

  it('is not wiped where a folder of somebody’s is bound into it, though home is reached by a link', async () => {
    const said = inside([bind('data/volumes/v/_data')], `console.log(await wipeData(places)${reason});`);
    expect(said.trim()).toBe('engine-data-mounted');
    expect(await mine()).toBe('mine');
  });

  it('is prepared without deleting what is bound into its other folder', async () => {
    inside([bind('exec/a')], 'await prepare(places);');
    expect(await mine()).toBe('mine');
  });

  it('is not wiped under root file systems of containers that go on', async () => {
    const said = inside([bind('exec/a')], `console.log(await wipeData(places)${reason});`);
    expect(said.trim()).toBe('engine-data-mounted');
    expect(await mine()).toBe('mine');
  });

  it('is not wiped under a process of the engine', async () => {
    const socket = join(ownPlaces(join(folder, 'link')).exec, 'containerd/containerd.sock');
    const shim = spawn('sh', ['-c', 'read line', '-address', socket]);
    const gone = new Promise((done) => shim.once('exit', done));
    try {
      const said = inside(['true'], `console.log(await wipeData(places, 300)${reason});`);
      expect(said.trim()).toBe('engine-data-used');
    } finally {
      shim.kill('SIGKILL');
      await gone;
    }
    expect(inside(['true'], `console.log(await wipeData(places)${reason});`).trim()).toBe('wiped');
  });
});
