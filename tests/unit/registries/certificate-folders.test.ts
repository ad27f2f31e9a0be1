import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changeFolder } from '../../../electron/registries/certificates/folder.ts';
import { changeFolderElevated } from '../../../electron/registries/certificates/folder-elevated.ts';
import { listInstalled } from '../../../electron/registries/certificates/installed.ts';
import type { FoundPlace } from '../../../electron/registries/certificates/places.ts';
import { temporaryFolder } from '../../rig/open-app.ts';

let dir = '';
let removeDir: () => Promise<void> = async () => undefined;
beforeAll(async () => {
  ({ path: dir, remove: removeDir } = await temporaryFolder());
});
afterAll(() => removeDir());

const key = { name: 'client.key', content: 'canary', mode: 0o600 } as const;
const cert = { name: 'client.cert', content: 'public', mode: 0o644 } as const;
const plainAdd = { remove: [], unseen: 'refuse', add: [cert] } as const;
const somePlace: FoundPlace = {
  ...{
    kind: 'docker',
    path: '/etc/docker/certs.d',
    local: null,
    hidden: false,
    access: 'write',
    restarts: false,
  },
};
const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8);

describe('the folder of a registry', () => {
  const plain = { remove: [], unseen: 'refuse' } as const;
  const signal = new AbortController().signal;

  it('is changed as a whole, keeps what is not meant, and is gone once it is empty', async () => {
    const base = join(dir, 'place');
    await changeFolder({ ...plain, base, name: 'r:5000', add: [key, cert] });
    const folder = join(base, 'r:5000');
    expect([modeOf(folder), modeOf(join(folder, 'client.key')), modeOf(join(folder, 'client.cert'))]).toEqual(
      ['755', '600', '644'],
    );
    writeFileSync(join(folder, 'corp.crt'), 'theirs');
    chmodSync(join(folder, 'corp.crt'), 0o640);
    await changeFolder({
      ...{ base, name: 'r:5000', remove: ['client.cert'], unseen: 'replace' },
      add: [{ ...key, content: 'other' }],
    });
    expect(readdirSync(folder).sort()).toEqual(['client.key', 'corp.crt']);
    expect(readFileSync(join(folder, 'client.key'), 'utf8')).toBe('other');
    expect(modeOf(join(folder, 'corp.crt'))).toBe('640');
    await changeFolder({ ...plain, base, name: 'r:5000', remove: ['client.key', 'corp.crt'], add: [] });
    expect(readdirSync(base)).toEqual([]);
  });

  it('is what it was after a failure, and after a crash between two renames once it is listed', async () => {
    const base = join(dir, 'crash');
    const place = { ...somePlace, path: base, local: base };
    await changeFolder({ ...plain, base, name: 'r', add: [key, cert] });
    const bad = { name: join('no', 'such', 'folder'), content: '', mode: 0o644 } as const;
    await expect(
      changeFolder({ ...plain, base, name: 'r', remove: ['client.key'], add: [bad] }),
    ).rejects.toThrow();
    expect(readdirSync(base)).toEqual(['r']);
    expect(readdirSync(join(base, 'r')).sort()).toEqual(['client.cert', 'client.key']);
    renameSync(join(base, 'r'), join(base, '.slipway-old-r'));
    mkdirSync(join(base, '.slipway-new-abcdef'));
    // Where Slipway may not write it can only tell.
    const closed = await listInstalled([{ ...place, access: 'elevate' }], Date.now());
    expect(closed.failed).toMatchObject([{ message: expect.stringMatching(/interrupted/) }]);
    // Left by a process that is gone.
    writeFileSync(join(base, '.slipway-lock'), '999999999');
    const { registries, failed } = await listInstalled([place], Date.now());
    expect([registries.map(({ registry }) => registry), failed]).toEqual([['r'], []]);
    expect(readdirSync(base)).toEqual(['r']);
    mkdirSync(join(base, '.slipway-old-r'));
    await listInstalled([place], Date.now());
    expect(readdirSync(base)).toEqual(['r']);
  });

  it('waits for another process that changes the place, and leaves alone what that one works on', async () => {
    const base = join(dir, 'shared');
    await changeFolder({ ...plain, base, name: 'a', add: [cert] });
    // This process has a parent, which is alive.
    writeFileSync(join(base, '.slipway-lock'), String(process.ppid));
    mkdirSync(join(base, '.slipway-new-theirs'));
    let done = false;
    const waiting = changeFolder({ ...plain, base, name: 'b', add: [key] }).then(() => {
      done = true;
    });
    await listInstalled([{ ...somePlace, path: base, local: base }], Date.now());
    expect([done, readdirSync(base)]).toEqual([false, ['.slipway-lock', '.slipway-new-theirs', 'a']]);
    rmSync(join(base, '.slipway-lock'));
    await waiting;
    expect(readdirSync(base)).toEqual(['a', 'b']);
    await Promise.all(
      ['c', 'd', 'e', 'f'].map((name) => changeFolder({ ...plain, base, name, add: [key, cert] })),
    );
    expect(readdirSync(base)).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
  });

  it('is changed with the rights of an administrator, with no key in any argument', async () => {
    const bin = join(dir, 'bin');
    mkdirSync(bin);
    const log = join(dir, 'arguments');
    // In the place of sudo: notes what everybody could see, then does as it is told.
    writeFileSync(join(bin, 'sudo'), `#!/bin/sh\nprintf '%s\\n' "$@" >> ${log}\nshift\nexec "$@"\n`);
    chmodSync(join(bin, 'sudo'), 0o755);
    const env = { PATH: `${bin}:${process.env.PATH ?? ''}` };
    const base = join(dir, 'elevated', 'certs.d');
    const both = { ...plain, base, name: 'r:5000', add: [key, cert] };
    await changeFolderElevated(env, both, { signal });
    const folder = join(base, 'r:5000');
    expect([modeOf(folder), modeOf(join(folder, 'client.key')), modeOf(join(folder, 'client.cert'))]).toEqual(
      ['755', '600', '644'],
    );
    expect(readFileSync(log, 'utf8')).toContain('client.key');
    expect(readFileSync(log, 'utf8')).not.toContain('canary');
    const remove = ['client.key', 'client.cert'];
    await changeFolderElevated(env, { ...both, remove, add: [] }, { signal });
    expect(readdirSync(base)).toEqual([]);
    writeFileSync(join(bin, 'sudo'), '#!/bin/sh\necho "a password is required" >&2; exit 1\n');
    await expect(changeFolderElevated({ PATH: bin }, both, { signal })).rejects.toThrow(
      /a password is required/,
    );
    expect(readdirSync(base)).toEqual([]);
  });

  describe.each(['by itself', 'as an administrator'])('%s', (way) => {
    const change: typeof changeFolder = async (what) => {
      if (way === 'by itself') return changeFolder(what);
      const bin = join(dir, 'as-told');
      mkdirSync(bin, { recursive: true });
      writeFileSync(join(bin, 'sudo'), '#!/bin/sh\nshift\nexec "$@"\n');
      chmodSync(join(bin, 'sudo'), 0o755);
      await changeFolderElevated({ PATH: `${bin}:${process.env.PATH ?? ''}` }, what, { signal });
    };
    const baseOf = (name: string): string => join(dir, way.replaceAll(' ', '-'), name);

    it('keeps a folder that was closed closed', async () => {
      const base = baseOf('closed');
      mkdirSync(join(base, 'r'), { recursive: true });
      chmodSync(join(base, 'r'), 0o700);
      // Open to all, but for its folder.
      writeFileSync(join(base, 'r', 'old.key'), 'canary');
      await change({ ...plain, base, name: 'r', add: [{ ...cert, name: 'ca.crt' }] });
      expect([modeOf(join(base, 'r')), modeOf(join(base, 'r', 'old.key'))]).toEqual(['700', '644']);
    });

    it('replaces nothing that nobody saw, unless it is told to', async () => {
      const base = baseOf('unseen');
      mkdirSync(join(base, 'r'), { recursive: true });
      for (const name of ['their.cert', 'their.key', 'corp.crt'])
        writeFileSync(join(base, 'r', name), 'theirs');
      const both = { base, name: 'r', remove: [], add: [key, cert] };
      await expect(change({ ...both, unseen: 'refuse' })).rejects.toMatchObject({
        error: { reason: 'certificate-there', params: { files: 'their.cert, their.key' } },
      });
      expect(readdirSync(join(base, 'r'))).toEqual(['corp.crt', 'their.cert', 'their.key']);
      await change({ ...both, unseen: 'replace' });
      expect(readdirSync(join(base, 'r'))).toEqual(['client.cert', 'client.key', 'corp.crt']);
      expect(readdirSync(base)).toEqual(['r']);
    });

    it('gives what it makes to whom the place belongs', async () => {
      const home = baseOf('home');
      mkdirSync(home, { recursive: true });
      const isRoot = process.getuid?.() === 0;
      if (isRoot) chownSync(home, 12345, 12345);
      const base = join(home, '.config', 'certs.d');
      await change({ ...plain, base, name: 'r', add: [key] });
      const made = [base, join(base, 'r'), join(base, 'r', 'client.key'), join(home, '.config')];
      expect(new Set(made.map((path) => statSync(path).uid))).toEqual(new Set([statSync(home).uid]));
    });

    it('puts back what a crash left, and waits for no process that is gone', async () => {
      const base = baseOf('left');
      mkdirSync(join(base, '.slipway-old-a'), { recursive: true });
      writeFileSync(join(base, '.slipway-old-a', 'x.crt'), 'theirs');
      mkdirSync(join(base, '.slipway-new-abcdef'));
      writeFileSync(join(base, '.slipway-lock'), '999999999');
      await change({ ...plain, base, name: 'b', add: [cert] });
      expect([readdirSync(base), readdirSync(join(base, 'a'))]).toEqual([['a', 'b'], ['x.crt']]);
    });
  });

  it('is not changed by a password that comes too late, and is told to be unknown where nobody can say', async () => {
    const bin = join(dir, 'slow');
    mkdirSync(bin);
    const sudo = (text: string) => {
      writeFileSync(join(bin, 'sudo'), `#!/bin/sh\n${text}\n`);
      chmodSync(join(bin, 'sudo'), 0o755);
    };
    const env = { PATH: `${bin}:/usr/bin:/bin` };
    const what = { ...plain, base: join(dir, 'late'), name: 'r', add: [key] };
    sudo('shift; sleep 2.2; exec "$@"');
    await expect(changeFolderElevated(env, what, { signal, withinMs: 100 })).rejects.toThrow(/too late/);
    expect(existsSync(what.base)).toBe(false);
    sudo(`trap '' TERM; exec sleep 3`);
    await expect(
      changeFolderElevated(env, what, { signal, withinMs: 100, graceMs: 100 }),
    ).rejects.toMatchObject({ error: { reason: 'certificate-elevation-late' } });
    const over = AbortSignal.timeout(200);
    await expect(changeFolderElevated(env, what, { signal: over })).rejects.toMatchObject({
      error: { code: 'cancelled' },
    });
  });
});

describe('the list', () => {
  it('tells of a folder that cannot be looked into, and of all the others', async () => {
    const base = join(dir, 'listed');
    for (const name of ['a', 'c']) await changeFolder({ ...plainAdd, base, name });
    symlinkSync(join(base, 'nowhere'), join(base, 'b'));
    symlinkSync(join(base, 'nowhere'), join(base, 'c', 'x.key'));
    writeFileSync(join(base, 'c', 'x.cert'), 'public');
    const { registries, failed } = await listInstalled(
      [{ ...somePlace, path: '/seen', local: base }],
      Date.now(),
    );
    expect(registries.map(({ registry }) => registry)).toEqual(['a', 'c']);
    expect(registries[1]?.problems).toContainEqual({ problem: 'unreadable', file: 'x.key' });
    expect(failed).toEqual([{ path: '/seen/b', message: 'ENOENT' }]);
  });
});
