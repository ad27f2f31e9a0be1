import { expect, it } from 'vitest';
import type { InputOf } from '../../shared/contract/index.ts';
import { expectEqualToDocker } from '../rig/compare.ts';
import { ok } from '../rig/open-app.ts';
import { populate } from '../rig/population.ts';
import { onEachEngine } from '../rig/suite.ts';
import { waitFor } from '../rig/wait-for.ts';

const prefix = 'it-list-';

onEachEngine(
  'containers.list',
  { prefix, prepare: ({ engine }) => populate(engine, prefix) },
  (bench, kind) => {
    const list = (input: InputOf<'containers.list'>) => ok(bench.client.call('containers.list', input));
    const names = async (input: InputOf<'containers.list'>): Promise<string[]> =>
      (await list(input))
        .map((row) => row.name)
        .filter((name) => name.startsWith(prefix))
        .map((name) => name.slice(prefix.length))
        .sort();

    it('equals docker ps -a and docker inspect, field by field', async () => {
      await expectEqualToDocker(bench.engine, () => list({ all: true }), { withinMs: 20_000 });
    });

    it('shows health, exit codes and restarts as data', async () => {
      const row = async (name: string) =>
        (await list({ all: true })).find((one) => one.name === `${prefix}${name}`);
      expect(await row('exit0')).toMatchObject({ state: 'exited', exitCode: 0 });
      expect(await row('exit3')).toMatchObject({ state: 'exited', exitCode: 3 });
      expect(await row('created')).toMatchObject({ state: 'created' });
      expect(await row('paused')).toMatchObject({ state: 'paused' });
      if (kind === 'podman') {
        // Its health checks need systemd timers, which the lab has not.
        expect(await row('healthy')).toMatchObject({ health: 'starting' });
        return;
      }
      await waitFor('healthy and sick', async () => {
        const [healthy, sick] = [await row('healthy'), await row('sick')];
        return healthy?.health === 'healthy' && sick?.health === 'unhealthy';
      });
      const restarting = await waitFor('a restart', async () => {
        const found = await row('restarting');
        return found?.state === 'restarting' && found;
      });
      expect(restarting).toMatchObject({ exitCode: 5 });
      expect(restarting.restartCount).toBeGreaterThan(0);
    });

    it('keeps odd texts as they are', async () => {
      const rows = await list({ all: true, name: prefix });
      const odd = rows.find((row) => row.name === `${prefix}running`);
      expect(odd?.labels).toMatchObject({
        odd: 'a "b", c=d \\ <b>e</b>',
        unicode: 'héllo 世界 🚢 \u202e',
        empty: '',
      });
      expect(rows.find((row) => row.name.length === 60)).toBeDefined();
      expect(rows.find((row) => row.name === `${prefix}moved`)?.image).toMatch(
        kind === 'podman' ? /./ : /^sha256:[0-9a-f]{64}$/,
      );
    });

    it('lists running ones only, unless asked for all', async () => {
      const running = await names({});
      expect(running).toEqual(expect.arrayContaining(['running', 'ports']));
      expect(running).not.toContain('exit0');
      expect(running).not.toContain('created');
      const quiet = await bench.docker('ps', '--no-trunc', '--format', '{{.Names}}');
      const docker = quiet.split('\n').filter((name) => name.startsWith(prefix));
      // A restarting one comes and goes.
      const steady = (all: string[]) => all.filter((name) => !name.endsWith('restarting')).sort();
      expect(steady(running.map((name) => `${prefix}${name}`))).toEqual(steady(docker));
    });

    it('filters by state, name, label, project and task', async () => {
      expect(await names({ states: ['exited'], name: `${prefix}exit` })).toEqual(['exit0', 'exit3']);
      const still = await names({ states: ['paused', 'created'], name: prefix });
      expect(still).toEqual(expect.arrayContaining(['created', 'moved', 'paused', 'shop-db', 'task']));
      expect(still).toHaveLength(6);
      expect(await names({ all: true, name: 'list-exit0' })).toEqual(['exit0']);
      expect(await names({ all: true, name: 'no such name' })).toEqual([]);
      expect(await names({ all: true, labels: ['odd'] })).toEqual(['running']);
      expect(await names({ all: true, labels: ['tier=web'] })).toEqual(['shop-web']);
      expect(await names({ all: true, labels: ['tier'] })).toEqual(['shop-db', 'shop-web']);
      expect(await names({ all: true, labels: ['tier=web', 'odd'] })).toEqual([]);
      expect(await names({ all: true, project: 'shop' })).toEqual(['shop-db', 'shop-web']);
      expect(await names({ project: 'shop' })).toEqual(['shop-web']);
      expect(await names({ all: true, isTask: true })).toEqual(['task']);
      const others = await names({ all: true, isTask: false });
      expect(others).not.toContain('task');
      expect(others).toContain('running');
    });

    it('tells sizes only when asked', async () => {
      const name = `${prefix}running`;
      const [plain] = await list({ name });
      expect(plain).not.toHaveProperty('sizeRwBytes');
      const [sized] = await list({ name, size: true });
      expect(sized?.sizeRwBytes).toBeTypeOf('number');
      expect(sized?.sizeRootFsBytes).toBeGreaterThan(1_000_000);
    });

    it('inspects by name, id and the start of an id', async () => {
      const [row] = await list({ name: `${prefix}running` });
      const id = row?.id ?? '';
      for (const wanted of [id, id.slice(0, 12), `${prefix}running`]) {
        const answer = await ok(bench.client.call('containers.inspect', { id: wanted }));
        expect(answer.Id).toBe(id);
      }
    });
  },
);
