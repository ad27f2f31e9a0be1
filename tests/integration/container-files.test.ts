import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type Headers, pack } from 'tar-stream';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { decodeBytes } from '../../shared/model/byte-text.ts';
import { makeBareImage } from '../rig/bare-image.ts';
import { downloadAll, uploadAll } from '../rig/file-streams.ts';
import { ok, refused } from '../rig/open-app.ts';
import { onEachEngine } from '../rig/suite.ts';
import { eventually } from '../rig/wait-for.ts';

const prefix = 'it-files-';
const odd = decodeBytes(Buffer.from('bad\xffname', 'latin1'));
const script = [
  'mkdir -p "/t/a b/deep" /t/empty; cd /t; echo hi > file; printf x > "new\nline"; printf uu > "ünï 文件"; printf uu > plain',
  'printf zzz > "$(printf "bad\\377name")"; ln -s /etc link-abs; ln -s ../../../../etc/passwd link-out; ln -s nowhere broken',
  'ln -s "a b" link-dir; ln file hard; mkfifo pipe; ln -s loop loop; chown 12:34 file; chmod 4750 file',
  'dd if=/dev/urandom of=/t/large bs=1000 count=1537 2>/dev/null; touch /t/zlast; echo ready; sleep 100000',
].join('; ');

async function tarOf(...entries: { header: Headers; body?: string }[]): Promise<Uint8Array<ArrayBuffer>> {
  const archive = pack();
  for (const { header, body = '' } of entries) archive.entry(header, body);
  archive.finalize();
  const pieces: Uint8Array[] = [];
  for await (const piece of archive) pieces.push(piece as Uint8Array);
  return Uint8Array.from(Buffer.concat(pieces));
}

const bytes = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(Buffer.from(text));
const spools = async (): Promise<string[]> =>
  (await readdir(tmpdir())).filter((name) => name.startsWith('slipway-upload-'));

onEachEngine(
  'the files of containers',
  {
    prefix,
    prepare: async ({ docker, engine }) => {
      await makeBareImage(engine, `${prefix}bare:1`);
      await docker('run', '-d', '--name', `${prefix}web`, 'lab/busybox:1', 'sh', '-c', script);
      await docker('run', '-d', '--name', `${prefix}stopped`, 'lab/busybox:1', 'sh', '-c', script);
      await docker('run', '-d', '--name', `${prefix}bare`, `${prefix}bare:1`);
      await docker(
        'run',
        '-d',
        '--name',
        `${prefix}strict`,
        '--read-only',
        '-v',
        `${prefix}rw:/rw`,
        '-v',
        `${prefix}ro:/ro:ro`,
        '--tmpfs',
        '/memory',
        'lab/busybox:1',
        'sleep',
        '100000',
      );
      await eventually('the files to be there', async () => {
        for (const name of ['web', 'stopped'])
          expect(await docker('logs', `${prefix}${name}`)).toContain('ready');
      });
      await docker('kill', `${prefix}stopped`);
    },
  },
  (bench, kind) => {
    let folder = '';
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'slipway-files-'));
    });
    afterAll(async () => {
      await rm(folder, { recursive: true, force: true });
    });

    for (const state of ['web', 'stopped'] as const)
      it(`lists a folder of a container that ${state === 'web' ? 'runs' : 'is stopped'}`, async () => {
        const listing = await ok(
          bench.client.call('containers.readDir', { id: `${prefix}${state}`, path: '/t/' }),
        );
        expect(listing).toMatchObject({ path: '/t', complete: true });
        expect(listing.hiddenBy).toBeUndefined();
        const by = new Map(listing.entries.map((entry) => [entry.name, entry]));
        expect([...by.keys()].sort()).toEqual(
          [
            'a b',
            odd,
            'broken',
            'empty',
            'file',
            'hard',
            'large',
            'link-abs',
            'link-dir',
            'link-out',
            'loop',
            'new\nline',
            'pipe',
            'plain',
            'zlast',
            'ünï 文件',
          ].sort(),
        );
        expect(by.get('file')).toMatchObject({ type: 'file', size: 3, mode: 0o4750 });
        // Podman packs everything as root's.
        const { uid, gid } = by.get('file') ?? {};
        expect({ uid, gid }).toEqual(kind === 'podman' ? {} : { uid: 12, gid: 34 });
        expect(by.get('hard')).toMatchObject({ type: 'file', size: 3 });
        expect(by.get('large')).toMatchObject({ type: 'file', size: 1_537_000 });
        expect(by.get(odd)).toMatchObject({ type: 'file', size: 3 });
        expect(by.get('a b')).toMatchObject({ type: 'directory', mode: 0o755 });
        expect(by.get('link-out')).toMatchObject({ type: 'symlink', linkTarget: '../../../../etc/passwd' });
        expect(by.get('broken')).toMatchObject({ type: 'symlink', linkTarget: 'nowhere' });
        expect(by.get('pipe')).toMatchObject({ type: 'fifo' });
        const seconds = await bench
          .docker('cp', `${prefix}${state}:/t/zlast`, join(folder, `${state}-zlast`))
          .then(() => by.get('zlast')?.modifiedAt);
        expect(Math.abs(Date.parse(seconds ?? '') - Date.now())).toBeLessThan(600_000);
      });

    it('lists the root, the empty folder, and what a link leads to inside of the container', async () => {
      const id = `${prefix}web`;
      const root = await ok(bench.client.call('containers.readDir', { id, path: '/' }));
      const names = root.entries.map(({ name }) => name);
      expect(root.complete).toBe(true);
      expect(names.filter((name) => ['bin', 'etc', 't'].includes(name))).toEqual(['bin', 'etc', 't']);
      expect(new Set(names).size).toBe(names.length);
      const truth = (await bench.docker('exec', id, 'ls', '-A', '/')).split('\n');
      // An engine may show what it mounts besides.
      expect(names).toEqual(expect.arrayContaining(truth));
      expect((await ok(bench.client.call('containers.readDir', { id, path: '/t/empty' }))).entries).toEqual(
        [],
      );
      const through = await ok(bench.client.call('containers.readDir', { id, path: '/t/link-dir' }));
      expect(through.entries).toMatchObject([{ name: 'deep', type: 'directory' }]);
      const absolute = await ok(bench.client.call('containers.readDir', { id, path: '/t/link-abs' }));
      expect(absolute.entries.map(({ name }) => name)).toContain('hosts');
    });

    it('stops where it is told to, says so, and still finds what can be guessed', async () => {
      const cut = await ok(
        bench.client.call('containers.readDir', { id: `${prefix}web`, path: '/', maxBytes: 1 }),
      );
      expect(cut.complete).toBe(false);
      expect(cut.entries.map(({ name }) => name)).toEqual(expect.arrayContaining(['etc', 'bin', 'tmp']));
      const part = await ok(
        bench.client.call('containers.readDir', { id: `${prefix}web`, path: '/t', maxBytes: 200_000 }),
      );
      expect(part.complete).toBe(false);
      expect(part.entries.map(({ name }) => name)).toContain('file');
      expect(part.entries.map(({ name }) => name)).not.toContain('zlast');
      expect(part.readBytes).toBeLessThan(1_000_000);
    });

    it('reads an image without a shell', async () => {
      const listing = await ok(bench.client.call('containers.readDir', { id: `${prefix}bare`, path: '/' }));
      expect(listing.entries.map(({ name }) => name)).toEqual(expect.arrayContaining(['cat', 'sleep']));
      const got = await downloadAll(bench.client, `${prefix}bare`, '/sleep');
      await bench.docker('cp', `${prefix}bare:/sleep`, join(folder, 'sleep'));
      expect(got.data.equals(await readFile(join(folder, 'sleep')))).toBe(true);
    });

    it('refuses what is no folder, is nowhere, or no path', async () => {
      const id = `${prefix}web`;
      const ask = (path: string) => refused(bench.client.call('containers.readDir', { id, path }));
      expect(await ask('/t/file')).toMatchObject({ code: 'invalid-input', reason: 'not-a-folder' });
      expect(await ask('/t/link-out')).toMatchObject({ code: 'invalid-input', reason: 'not-a-folder' });
      expect(await ask('/nowhere')).toMatchObject({ code: 'not-found', reason: 'file-unknown' });
      for (const path of ['t', '/../etc', '/t/../../etc', '/a\0b'])
        expect(await ask(path)).toMatchObject({ code: 'invalid-input', reason: 'path-malformed' });
      expect((await ask('/t/loop')).code).not.toBe('internal');
      expect((await ask('/t/broken')).code).not.toBe('internal');
      const unknown = await refused(
        bench.client.call('containers.readDir', { id: 'no-such-one', path: '/' }),
      );
      expect(unknown).toMatchObject({ code: 'not-found', reason: 'object-unknown' });
    });

    it('looks at one path, and at what a link leads to', async () => {
      const id = `${prefix}web`;
      const look = (path: string) => ok(bench.client.call('containers.statPath', { id, path }));
      expect(await look('/t/file')).toMatchObject({ name: 'file', type: 'file', size: 3, mode: 0o4750 });
      expect(await look('/t/link-out')).toMatchObject({
        type: 'symlink',
        target: { path: '/etc/passwd', type: 'file' },
      });
      expect(await look('/t/link-dir')).toMatchObject({ target: { path: '/t/a b', type: 'directory' } });
      expect(await look('/')).toMatchObject({ type: 'directory' });
      expect(await look(`/t/${odd}`)).toMatchObject({ type: 'file', size: 3 });
      const broken = await bench.client.call('containers.statPath', { id, path: '/t/broken' });
      if (broken.ok) expect(broken.value.target).toBeNull();
      else expect(broken.error.reason).toBe('file-unknown');
    });

    it('downloads files and folders as docker cp does, byte by byte', async () => {
      for (const state of ['web', 'stopped']) {
        const id = `${prefix}${state}`;
        for (const path of ['/t/large', '/t/ünï 文件', '/t/zlast', '/t/new\nline']) {
          const copy = join(folder, 'copy');
          // The CLI cannot read Podman's answer about a name beyond ASCII.
          const source = kind === 'podman' && path.includes('ü') ? '/t/plain' : path;
          await bench.docker('cp', `${id}:${source}`, copy);
          const got = await downloadAll(bench.client, id, path);
          expect(got).toMatchObject({ as: 'file', error: null, name: path.slice(3) });
          expect(got.size).toBe(got.data.length);
          expect(got.data.equals(await readFile(copy))).toBe(true);
          await rm(copy);
        }
        const lost = await downloadAll(bench.client, id, `/t/${odd}`);
        if (kind === 'oldest') expect(lost.error).toMatchObject({ reason: 'name-bytes' });
        // Podman finds such a name only while the container runs.
        else if (kind === 'podman' && state === 'stopped')
          expect(lost.error).toMatchObject({ reason: 'file-unknown' });
        else expect({ error: lost.error, text: lost.data.toString() }).toEqual({ error: null, text: 'zzz' });
      }
      const id = `${prefix}web`;
      const linked = await downloadAll(bench.client, id, '/t/link-out');
      expect(linked).toMatchObject({ name: 'link-out', as: 'file', error: null });
      expect(linked.data.toString()).toBe(
        await bench.docker('exec', id, 'cat', '/etc/passwd').then((out) => `${out}\n`),
      );
      const tar = await downloadAll(bench.client, id, '/t');
      expect(tar).toMatchObject({ name: 't.tar', as: 'tar', error: null });
      const raw = await bench.engine.docker(['cp', `${id}:/t`, '-']);
      // The output comes as text: bytes that are none are the same sign on both sides.
      expect(tar.data.toString() === raw.stdout).toBe(true);
    });

    it('says what cannot be downloaded', async () => {
      const id = `${prefix}web`;
      expect((await downloadAll(bench.client, id, '/t/pipe')).error).toMatchObject({
        reason: 'not-downloadable',
      });
      expect((await downloadAll(bench.client, id, '/t/none')).error).toMatchObject({
        reason: 'file-unknown',
      });
      expect((await downloadAll(bench.client, id, '/t/broken')).error?.code).toBe('not-found');
      expect((await downloadAll(bench.client, id, '../etc/passwd')).error).toMatchObject({
        reason: 'path-malformed',
      });
    });

    it('uploads files, which docker sees, and replaces only what was agreed to', async () => {
      for (const state of ['web', 'stopped', 'bare']) {
        const id = `${prefix}${state}`;
        const path = state === 'bare' ? '/' : '/t/empty';
        const large = Buffer.alloc(700_001, 'slipway ');
        const files = [
          { name: 'up 文 1', size: 5, modifiedAt: '2024-05-06T07:08:09Z' },
          { name: 'none', size: 0 },
          { name: 'up-large', size: large.length },
        ];
        const data = Uint8Array.from(Buffer.concat([Buffer.from('hello'), large]));
        const done = await uploadAll(bench.client, { id, path, files }, data);
        expect(done).toMatchObject({ error: null, existing: [] });
        expect(done.items.at(-1)).toMatchObject({ type: 'done', files: 3 });
        const copied = async (name: string) => {
          const to = join(folder, 'uploaded');
          await bench.docker('cp', `${id}:${path}/${name}`, to);
          const content = await readFile(to);
          await rm(to);
          return content;
        };
        expect((await copied('up 文 1')).toString()).toBe('hello');
        expect((await copied('up-large')).equals(large)).toBe(true);
        expect(await copied('none')).toHaveLength(0);
        const listing = await ok(bench.client.call('containers.readDir', { id, path }));
        expect(listing.entries.find(({ name }) => name === 'up 文 1')).toMatchObject({
          size: 5,
          mode: 0o644,
          ...(kind === 'podman' ? {} : { uid: 0, gid: 0 }),
          modifiedAt: '2024-05-06T07:08:09.000Z',
        });

        const again = {
          id,
          path,
          files: [
            { name: 'none', size: 3 },
            { name: 'fresh', size: 0 },
          ],
        };
        const refusedOne = await uploadAll(bench.client, again, bytes('new'));
        expect(refusedOne).toMatchObject({
          existing: ['none'],
          error: { code: 'conflict', reason: 'files-exist' },
        });
        const left = await uploadAll(bench.client, again, bytes('new'), () => null);
        expect(left.existing).toEqual(['none']);
        expect(await copied('none')).toHaveLength(0);
        const agreed = await uploadAll(bench.client, again, bytes('new'), (existing) => existing);
        expect(agreed.error).toBeNull();
        expect((await copied('none')).toString()).toBe('new');
      }
      expect(await bench.docker('exec', `${prefix}web`, 'cat', '/t/empty/up 文 1')).toBe('hello');
    });

    it('refuses names that lead elsewhere, and folders that are none', async () => {
      const id = `${prefix}web`;
      for (const name of ['../up', 'a/b', '..', '.', 'a\0b', '/abs'])
        expect(
          (await uploadAll(bench.client, { id, path: '/t', files: [{ name, size: 0 }] }, bytes(''))).error,
        ).toMatchObject({
          code: 'invalid-input',
          reason: 'upload-name',
        });
      const twice = {
        id,
        path: '/t',
        files: [
          { name: 'x', size: 0 },
          { name: 'x', size: 0 },
        ],
      };
      expect((await uploadAll(bench.client, twice, bytes(''))).error).toMatchObject({
        reason: 'upload-twice',
      });
      const into = (path: string) =>
        uploadAll(bench.client, { id, path, files: [{ name: 'x', size: 0 }] }, bytes(''));
      expect((await into('/t/file')).error).toMatchObject({ reason: 'not-a-folder' });
      expect((await into('/t/none')).error).toMatchObject({ reason: 'file-unknown' });
    });

    it('unpacks a tar, gzipped or not, and says what it would replace', async () => {
      const id = `${prefix}web`;
      const tar = await tarOf(
        { header: { name: 'pack/', type: 'directory' } },
        { header: { name: 'pack/one', mode: 0o600 }, body: '1' },
        { header: { name: 'pack/link', type: 'symlink', linkname: 'one' } },
      );
      for (const data of [tar, Uint8Array.from(gzipSync(tar))]) {
        const again = data !== tar;
        const input = { id, path: '/t/empty', tar: { size: data.length } };
        const done = await uploadAll(bench.client, input, data, (existing) => existing);
        expect(done.error).toBeNull();
        expect(done.existing).toEqual(again ? ['pack/one', 'pack/link'] : []);
        expect(await bench.docker('exec', id, 'cat', '/t/empty/pack/link')).toBe('1');
      }
    });

    it('refuses a tar that would leave the folder, names the entry, and writes nothing', async () => {
      const id = `${prefix}web`;
      const first = { header: { name: 'innocent' }, body: 'x' };
      const evil: [string, Headers][] = [
        ['leaves', { name: '../../evil' }],
        ['absolute', { name: '/evil' }],
        ['link-leaves', { name: 'evil', type: 'symlink', linkname: '/etc/passwd' }],
        ['link-leaves', { name: 'evil', type: 'symlink', linkname: '../../../etc' }],
        ['link-leaves', { name: 'evil', type: 'link', linkname: '../../etc/passwd' }],
        ['device', { name: 'evil', type: 'block-device' }],
      ];
      for (const [why, header] of evil) {
        const data = await tarOf(first, { header });
        const got = await uploadAll(bench.client, { id, path: '/t/a b', tar: { size: data.length } }, data);
        expect(got.error).toMatchObject({
          code: 'invalid-input',
          reason: 'tar-unsafe',
          params: { entry: header.name, why },
        });
        expect(got.error?.message).toContain(header.name);
      }
      const junk = bytes('this is no tar');
      const got = await uploadAll(bench.client, { id, path: '/t/a b', tar: { size: junk.length } }, junk);
      expect(got.error).toMatchObject({ reason: 'upload-not-tar' });
      expect(await bench.docker('exec', id, 'ls', '-A', '/t/a b')).toBe('deep');
      expect(
        await bench.docker('exec', id, 'sh', '-c', 'ls -d /evil /t/evil /t/innocent 2>/dev/null; true'),
      ).toBe('');
      await eventually('nothing to be kept aside', async () => expect(await spools()).toEqual([]));
    });

    it('explains what is read-only or in memory', async () => {
      const id = `${prefix}strict`;
      const into = async (path: string) =>
        (await uploadAll(bench.client, { id, path, files: [{ name: 'x', size: 1 }] }, bytes('x'))).error;
      expect(await into('/etc')).toMatchObject({ code: 'permission-denied', reason: 'files-read-only' });
      expect(await into('/ro')).toMatchObject({ code: 'permission-denied', reason: 'files-read-only' });
      expect(await into('/memory')).toMatchObject({ reason: 'files-in-tmpfs' });
      expect(await into('/rw')).toBeNull();
      expect(await bench.docker('exec', id, 'cat', '/rw/x')).toBe('x');
      if (kind !== 'podman') {
        const memory = await ok(bench.client.call('containers.readDir', { id, path: '/memory' }));
        expect(memory.hiddenBy).toBe('tmpfs');
        expect((await ok(bench.client.call('containers.readDir', { id, path: '/proc' }))).hiddenBy).toBe(
          'kernel',
        );
      }
    });
  },
);
