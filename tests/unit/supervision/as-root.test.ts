import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { asRoot } from '../../../electron/privileges/as-root.ts';
import { temporaryFolder } from '../../rig/open-app.ts';

describe.skipIf(process.platform === 'win32')('a command as root', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  const { signal } = new AbortController();
  const put = async (name: string, script: string) => {
    const path = join(folder.path, 'bin', name);
    await writeFile(path, `#!/bin/sh\n${script}\n`);
    await chmod(path, 0o755);
  };
  const env = () => ({ PATH: `${join(folder.path, 'bin')}:/usr/bin:/bin` });
  const run = (...argv: [string, ...string[]]) => asRoot({ env: env(), argv }, { signal });

  beforeEach(async () => {
    folder = await temporaryFolder();
    await mkdir(join(folder.path, 'bin'));
    // Where these run as root nobody would be asked.
    vi.spyOn(process, 'getuid').mockReturnValue(1000);
    await put('sudo', 'echo "sudo: a password is required" >&2; exit 1');
    await put('pkexec', 'echo "Not authorized" >&2; exit 127');
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    await folder.remove();
  });

  it('is run by sudo where that asks nothing', async () => {
    await put('sudo', '[ "$1" = -n ] || exit 9; shift; "$@"');
    await put('systemctl', `echo "$@" > ${join(folder.path, 'ran')}`);
    await run('systemctl', 'start', 'docker.service');
    expect(await readFile(join(folder.path, 'ran'), 'utf8')).toBe('start docker.service\n');
  });

  it('is run by pkexec else', async () => {
    await put('pkexec', '"$@"');
    await put('systemctl', `echo "$@" > ${join(folder.path, 'ran')}`);
    await run('systemctl', 'stop', 'docker.socket', 'docker.service');
    expect(await readFile(join(folder.path, 'ran'), 'utf8')).toBe('stop docker.socket docker.service\n');
  });

  it('comes after what makes way for it, however that ends, and is asked for once', async () => {
    await put('pkexec', `echo asked >> ${join(folder.path, 'asked')}; "$@"`);
    await put('systemctl', `echo "$@" >> ${join(folder.path, 'ran')}; [ "$1" = start ]`);
    await asRoot(
      { env: env(), argv: ['systemctl', 'start', 'a'], before: ['systemctl', 'reset-failed', "a'b"] },
      { signal },
    );
    expect(await readFile(join(folder.path, 'ran'), 'utf8')).toBe("reset-failed a'b\nstart a\n");
    expect(await readFile(join(folder.path, 'asked'), 'utf8')).toBe('asked\n');
  });

  it('is given to copy where nobody gives the rights', async () => {
    await expect(run('systemctl', 'start', 'docker.service')).rejects.toMatchObject({
      error: {
        ...{ code: 'permission-denied', reason: 'engine-needs-privileges' },
        params: { command: 'sudo systemctl start docker.service', detail: 'Not authorized' },
        hint: { action: { kind: 'copy', text: 'sudo systemctl start docker.service' } },
      },
    });
  });

  it('tells its own failure as that', async () => {
    await put('pkexec', '"$@"');
    await put('systemctl', 'echo "Unit docker.service not found." >&2; exit 5');
    await expect(run('systemctl', 'start', 'docker.service')).rejects.toMatchObject({
      error: { reason: 'engine-command-failed', params: { detail: 'Unit docker.service not found.' } },
    });
  });
});
