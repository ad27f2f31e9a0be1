import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, chmod, chown, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { checkByDockerd } from '../../../electron/daemon/dockerd-check.ts';
import type { Kept } from '../../../electron/daemon/keeper.ts';

let folder = '';
let child: ChildProcess | null = null;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slipway-check-'));
});
afterEach(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  child?.kill('SIGKILL');
  child = null;
  await rm(folder, { recursive: true, force: true });
});

const ran = () => join(folder, 'ran');
const hasRun = () =>
  access(ran()).then(
    () => true,
    () => false,
  );

/** Takes flags and no other word, and says that it was run. */
async function dockerd(name = 'dockerd'): Promise<string> {
  const path = join(folder, name);
  const script = `#!/bin/sh
echo "$@" >${ran()}
for word; do
  case $word in -*) ;; *) echo "\\"dockerd\\" accepts no argument(s)." >&2; exit 1 ;; esac
done
grep -q no-such && { echo "unable to configure the Docker daemon with file /dev/stdin: no such key" >&2; exit 1; }
exit 0
`;
  await writeFile(path, script, { mode: 0o755 });
  return path;
}

const check = (kept: Partial<Kept>, text = '{}') =>
  checkByDockerd(
    {
      ...{ id: 'system', unit: 'docker.service', pid: null, binary: null, args: [], configFile: '/d.json' },
      ...{ dataRoot: null, address: 'unix:///x.sock', logFile: null, user: null, ...kept },
    },
    text,
    AbortSignal.timeout(30_000),
  );

describe('an engine checks settings by its own binary', () => {
  it('with what its unit gives it, as far as that is known', async () => {
    const binary = await dockerd();
    const args = ['-H=fd://', '$DOCKER_OPTS', '--config-file=/x', '--label=a=b'];
    expect(await check({ binary, args })).toEqual({ kind: 'ok' });
    expect((await readFile(ran(), 'utf8')).trim()).toBe(
      '-H=fd:// --label=a=b --validate --config-file=/dev/stdin',
    );
    expect(await check({ binary, args }, '{"no-such": 1}')).toMatchObject({
      kind: 'refused',
      problem: { params: { said: 'no such key' } },
    });
  });

  it('but not where that is a wrapper, or somebody else may have a hand in it', async () => {
    expect(await check({ binary: await dockerd('dockerd-rootless.sh') })).toEqual({ kind: 'unable' });
    expect(await check({ binary: 'dockerd' })).toEqual({ kind: 'unable' });
    const binary = await dockerd();
    await chmod(binary, 0o777);
    expect(await check({ binary })).toEqual({ kind: 'unable' });
    expect(await hasRun()).toBe(false);
    await chmod(binary, 0o755);
    if (process.getuid?.() === 0) {
      await chown(binary, 65534, 65534);
      expect(await check({ binary })).toEqual({ kind: 'unable' });
      expect(await hasRun()).toBe(false);
      await chown(binary, 0, 0);
    }
    expect(await check({ binary })).toEqual({ kind: 'ok' });
  });

  it('that is not asked where Slipway may not go, which is no word of the engine', async (context) => {
    const binary = await dockerd();
    const words = ['--user', '--map-root-user', '--mount', 'sh', '-c', 'echo there; exec sleep 300'];
    child = spawn('unshare', words, { stdio: ['ignore', 'pipe', 'ignore'] });
    child.once('error', () => undefined);
    const there = await Promise.race([once(child.stdout ?? child, 'data'), once(child, 'close')]);
    if (child.exitCode !== null || there.length === 0) context.skip('no user namespaces can be made here');
    const bin = join(folder, 'bin');
    await mkdir(bin);
    const entered = join(folder, 'entered');
    const refusing = `#!/bin/sh\necho "$@" >${entered}\necho "nsenter: reassociate to namespace failed" >&2\nexit 1\n`;
    await writeFile(join(bin, 'nsenter'), refusing, { mode: 0o755 });
    vi.stubEnv('PATH', [bin, process.env.PATH].join(delimiter));
    const pid = child.pid ?? 0;
    const flags = async () => (await readFile(entered, 'utf8')).split(' -- ')[0];
    expect(await check({ binary, pid })).toEqual({ kind: 'unable' });
    if (process.getuid?.() === 0) expect(await flags()).toBe(`-t ${pid} -m`);
    vi.spyOn(process, 'getuid').mockReturnValue(process.getuid?.() || 65534);
    expect(await check({ binary, pid })).toEqual({ kind: 'unable' });
    expect(await flags()).toBe(`-t ${pid} --preserve-credentials -U -m`);
  });
});
