import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { existsHere } from '../../../electron/machine/doctor.ts';
import { type RootRunOptions, runAsRoot } from '../../../electron/machine/setup/root-run.ts';
import { temporaryFolder } from '../../rig/open-app.ts';
import { eventually } from '../../rig/wait-for.ts';

describe.skipIf(process.platform === 'win32')('what is installed as root', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  const at = (name: string) => join(folder.path, name);
  const put = async (name: string, script: string) => {
    await writeFile(at(`bin/${name}`), `#!/bin/sh\n${script}\n`);
    await chmod(at(`bin/${name}`), 0o755);
  };
  const run = (argv: [string, ...string[]], options: Partial<RootRunOptions> = {}) =>
    runAsRoot(argv, {
      env: { PATH: `${at('bin')}:/usr/bin:/bin` },
      signal: new AbortController().signal,
      ...options,
    });
  const there = (name: string) =>
    eventually(`${name} is there`, async () => {
      if (!(await existsHere(at(name)))) throw new Error('not yet');
    });
  /** Ignores being ended, as one that is root's does; what it runs goes on once `answered` is there. */
  const prompt = () =>
    put(
      'pkexec',
      `trap '' TERM; : > ${at('asked')}; while [ ! -e ${at('answered')} ]; do sleep 0.05; done; "$@"; : > ${at('gone')}`,
    );

  beforeEach(async () => {
    folder = await temporaryFolder();
    await mkdir(at('bin'));
    // Where these run as root nobody would be asked.
    vi.spyOn(process, 'getuid').mockReturnValue(1000);
    await put('sudo', 'echo "sudo: a password is required" >&2; exit 1');
    await put('pkexec', 'echo "Not authorized" >&2; exit 127');
    await put('work', `echo one; echo two >&2; : > ${at('ran')}`);
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    await folder.remove();
  });

  it('tells each line of it, and how it ended', async () => {
    await put('sudo', '[ "$1" = -n ] || exit 9; shift; "$@"');
    const told: string[] = [];
    const ran = await run(['work'], { line: (text) => told.push(text) });
    expect(ran).toMatchObject({ kind: 'ran', code: 0 });
    expect(told.sort()).toEqual(['one', 'two']);
    await put('work', 'echo "E: no" >&2; exit 1');
    const failed = await run(['work']);
    expect(failed.kind === 'ran' && failed.code !== 0 && failed.said).toBe('E: no');
  });

  it('is given to run by hand where nobody gives the rights', async () => {
    expect(await run(['work', 'a'])).toEqual({ kind: 'by-hand', command: 'sudo work a' });
  });

  it('is not done by a password that comes after it was given up', async () => {
    for (const whole of [false, true]) {
      await prompt();
      const giveUp = new AbortController();
      const given = expect(run(['work'], { signal: giveUp.signal, whole })).rejects.toMatchObject({
        error: { code: 'cancelled' },
      });
      await there('asked');
      giveUp.abort();
      await given;
      await writeFile(at('answered'), '');
      await there('gone');
      expect(await existsHere(at('ran'))).toBe(false);
      await folder.remove();
      folder = await temporaryFolder();
      await mkdir(at('bin'));
      await put('work', `: > ${at('ran')}`);
    }
  });

  it('is not waited for longer than a person needs', async () => {
    await prompt();
    await expect(run(['work'], { withinMs: 100 })).rejects.toMatchObject({
      error: { code: 'timeout', reason: 'setup-late' },
    });
    await writeFile(at('answered'), '');
    await there('gone');
    expect(await existsHere(at('ran'))).toBe(false);
  });

  it('is not broken off where it must be whole', async () => {
    await put('sudo', 'shift; "$@"');
    await put(
      'work',
      `: > ${at('begun')}; while [ ! -e ${at('go')} ]; do sleep 0.05; done; : > ${at('ran')}`,
    );
    const stop = new AbortController();
    const running = run(['work'], { signal: stop.signal, whole: true });
    await there('begun');
    stop.abort();
    await writeFile(at('go'), '');
    expect(await running).toMatchObject({ kind: 'ran', code: 0 });
    expect(await existsHere(at('ran'))).toBe(true);
  });
});
