import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Engine } from '../../../electron/engine/engine.ts';
import { OwnEngine } from '../../../electron/supervision/own/own-engine.ts';
import { Supervision } from '../../../electron/supervision/supervision.ts';
import { SystemdUnit } from '../../../electron/supervision/systemd.ts';
import { temporaryFolder } from '../../rig/open-app.ts';

const startMs = () => 30_000;

describe.skipIf(process.platform !== 'linux')('the unit of an engine', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  const { signal } = new AbortController();
  const file = (name: string) => join(folder.path, name);
  const env = () => ({ PATH: `${file('bin')}:/usr/bin:/bin`, HOME: folder.path });
  /** `show` tells what is in the file of its scope, and fails while there is none to read; the rest is written down. */
  const put = (scope: 'system' | 'user', ...lines: string[]) =>
    writeFile(file(scope), `LoadState=loaded\n${lines.join('\n')}\n\nLoadState=loaded\n`);

  beforeEach(async () => {
    folder = await temporaryFolder();
    await mkdir(file('bin'));
    await writeFile(
      file('bin/systemctl'),
      `#!/bin/sh
cd ${folder.path}
scope=system
[ "$1" = --user ] && { scope=user; shift; }
case "$1" in
show)
  [ -f late ] && { rm late; echo 'Failed to get properties: Connection timed out' >&2; exit 1; }
  [ -f $scope ] && cat $scope || { echo 'Failed to connect to bus' >&2; exit 1; } ;;
*)
  echo "$@" >> calls
  [ -f then-late ] && [ "$1" = start ] && mv then-late late
  exit 0 ;;
esac
`,
    );
    await writeFile(file('bin/journalctl'), '#!/bin/sh\nexit 1\n');
    for (const name of ['systemctl', 'journalctl']) await chmod(file(`bin/${name}`), 0o755);
  });
  afterEach(() => folder.remove());

  it('is not told as stopped where systemd could not be asked', async () => {
    const unit = new SystemdUnit('system', env(), startMs, 0);
    await put('system', 'ActiveState=active');
    expect(await unit.state(signal)).toMatchObject({ status: 'running' });
    await writeFile(file('late'), '');
    await expect(unit.state(signal)).rejects.toMatchObject({
      error: { reason: 'engine-command-failed', params: { detail: /timed out/ } },
    });
    expect(await unit.state(signal)).toMatchObject({ status: 'running' });
  });

  it('is none where there never was one to be asked', async () => {
    const unit = new SystemdUnit('user', env(), startMs, 0);
    expect(await unit.facts(signal)).toBeNull();
    await rm(file('bin/systemctl'));
    expect(await unit.facts(signal)).toBeNull();
  });

  it('is asked again where it is waited for', async () => {
    const unit = new SystemdUnit('system', env(), startMs, 0);
    await put('system', 'ActiveState=active');
    // The first question after the start is not answered.
    await writeFile(file('then-late'), '');
    await unit.start(signal);
    await expect(readFile(file('late'))).rejects.toThrow('ENOENT');
  });

  it('is asked once for all that one look wants of it', async () => {
    const unit = new SystemdUnit('system', env(), startMs, 60_000);
    await put('system', 'ActiveState=active', 'UnitFileState=enabled');
    await Promise.all([unit.facts(signal), unit.state(signal), unit.atLogin(signal)]);
    await writeFile(file('late'), '');
    expect(await unit.state(signal)).toMatchObject({ status: 'running' });
    // What is done to it ends what was told before.
    await unit.setAtLogin(false, signal);
    await expect(unit.facts(signal)).rejects.toMatchObject({ error: { reason: 'engine-command-failed' } });
  });

  it('starts as often as is asked', async () => {
    const unit = new SystemdUnit('system', env(), startMs, 0);
    await put('system', 'ActiveState=active');
    await unit.restart(signal);
    expect((await readFile(file('calls'), 'utf8')).trim().split('\n')).toEqual([
      'reset-failed docker.socket docker.service',
      'restart docker.service',
    ]);
  });

  it('is the one in use by its address, where its process may not be looked into', async () => {
    const own = new OwnEngine({ home: folder.path, env: env(), startMs, binary: () => '' });
    const engine = new Engine({
      ...{ env: env(), remembered: () => null, remember: () => undefined, isProtected: () => false },
    });
    const looking = () => new Supervision(engine, own, env(), startMs, () => Promise.resolve(null));
    const supervision = looking();
    await put('system', 'ActiveState=active', `MainPID=${process.pid}`);
    expect(await supervision.ofAddress('unix:///var/run/docker.sock', signal)).toBe(supervision.system);
    expect(await supervision.ofAddress('unix:///run/docker.sock', signal)).toBe(supervision.system);
    expect(await supervision.ofAddress('unix:///run/podman/podman.sock', signal)).toBeNull();
    await put(
      'system',
      'ActiveState=inactive',
      'MainPID=0',
      'ExecStart={ argv[]=/a -H unix:///x.sock $OPTS ; }',
    );
    const later = looking();
    expect(await later.ofAddress('unix:///x.sock', signal)).toBe(later.system);
  });
});
