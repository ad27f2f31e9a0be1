import { expect, it } from 'vitest';
import { ok, refused } from '../rig/open-app.ts';
import { onEachEngine } from '../rig/suite.ts';
import { eventually } from '../rig/wait-for.ts';

const prefix = 'it-inside-';

onEachEngine(
  'containers.top and containers.diff',
  {
    prefix,
    prepare: async ({ docker }) => {
      const script =
        'mkdir /made; echo hi > "/made/a file ü"; echo x >> /etc/hostname2; rm /etc/passwd; sleep 1000';
      await docker('run', '-d', '--name', `${prefix}busy`, 'lab/busybox:1', 'sh', '-c', script);
      await docker('create', '--name', `${prefix}idle`, 'lab/busybox:1');
    },
  },
  (bench, kind) => {
    it('lists the processes docker top lists', async () => {
      await eventually('the sleep to run', async () => {
        const answer = await ok(bench.client.call('containers.top', { id: `${prefix}busy` }));
        expect(answer.titles).toContain('PID');
        const docker = (await bench.docker('top', `${prefix}busy`)).split('\n');
        expect(answer.rows).toHaveLength(docker.length - 1);
        expect(answer.rows.every((row) => row.length === answer.titles.length)).toBe(true);
        expect(answer.rows.map((row) => row.at(-1))).toContainEqual(expect.stringContaining('sleep 1000'));
      });
    });

    it('takes options for ps, and refuses what is none', async () => {
      const psArgs = kind === 'podman' ? 'pid,comm' : '-eo pid,comm';
      const answer = await ok(bench.client.call('containers.top', { id: `${prefix}busy`, psArgs }));
      expect(answer.titles.slice(0, 2)).toEqual(['PID', 'COMMAND']);
      const wrong = await refused(
        bench.client.call('containers.top', { id: `${prefix}busy`, psArgs: '$(reboot)' }),
      );
      expect(wrong.code).toBe('invalid-input');
      const top = (psArgs: string) => bench.client.call('containers.top', { id: `${prefix}busy`, psArgs });
      expect((await ok(top('-eo pid,user,args'))).titles).toEqual(['PID', 'USER', 'COMMAND']);
      expect((await ok(top('aux'))).titles).toContain('PID');
      expect(await refused(top('-Q'))).toMatchObject({
        ...{ code: 'invalid-input', reason: 'ps-arguments' },
        params: { args: '-Q', detail: kind === 'podman' ? 'it printed nothing' : 'unsupported SysV option' },
      });
    });

    it('says that a stopped container has no processes', async () => {
      const error = await refused(bench.client.call('containers.top', { id: `${prefix}idle` }));
      expect(error).toMatchObject({ code: 'conflict', reason: 'no-processes' });
      const unknown = await refused(bench.client.call('containers.top', { id: 'no-such-one' }));
      expect(unknown.code).toBe('not-found');
    });

    it('lists the files that differ as docker diff does', async () => {
      await eventually('the files to be written', async () => {
        const answer = await ok(bench.client.call('containers.diff', { id: `${prefix}busy` }));
        const letters = { added: 'A', changed: 'C', deleted: 'D' };
        const lines = answer.map(({ path, change }) => `${letters[change]} ${path}`).sort();
        expect(lines).toEqual((await bench.docker('diff', `${prefix}busy`)).split('\n').sort());
        expect(lines).toEqual(expect.arrayContaining(['A /made/a file ü', 'D /etc/passwd']));
      });
      if (kind !== 'podman')
        expect(await ok(bench.client.call('containers.diff', { id: `${prefix}idle` }))).toEqual([]);
    });
  },
);
