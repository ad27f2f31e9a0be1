import { expect, it } from 'vitest';
import { ok, refused } from '../rig/open-app.ts';
import { onEachEngine } from '../rig/suite.ts';

const prefix = 'it-proj-';
const name = `${prefix}shop`;
const labels = (service: string, needs = ''): string[] =>
  [
    `com.docker.compose.project=${name}`,
    `com.docker.compose.service=${service}`,
    `com.docker.compose.depends_on=${needs}`,
    'com.docker.compose.project.config_files=/srv/shop/compose.yaml',
  ].flatMap((label) => ['--label', label]);

onEachEngine(
  'projects',
  {
    prefix,
    prepare: async ({ docker }) => {
      await docker('run', '-d', '--name', `${prefix}db`, ...labels('db'), 'lab/graceful:1');
      await docker(
        'create',
        '--name',
        `${prefix}web`,
        ...labels('web', 'db:service_started:false'),
        'lab/graceful:1',
      );
      await docker('create', '--name', `${prefix}lone`, 'lab/busybox:1');
    },
  },
  (bench) => {
    const call = (verb: 'start' | 'stop' | 'restart') => ok(bench.client.call(`projects.${verb}`, { name }));
    const states = async () => {
      const lines = await bench.docker(
        'ps',
        '-a',
        '--format',
        '{{.Names}} {{.State}}',
        '--filter',
        `name=${prefix}`,
      );
      return lines
        .split('\n')
        .filter((line) => !line.includes('lone'))
        .sort();
    };
    const startedAt = async (one: string) =>
      Date.parse((await bench.docker('inspect', '-f', '{{json .State.StartedAt}}', one)).replaceAll('"', ''));

    it('lists what belongs together', async () => {
      const all = await ok(bench.client.call('projects.list', {}));
      expect(all.find((project) => project.name === name)).toMatchObject({
        kind: 'compose',
        state: 'partial',
        running: 1,
        configFiles: ['/srv/shop/compose.yaml'],
        containers: [{ service: 'db' }, { service: 'web' }],
      });
      expect(all.flatMap(({ containers }) => containers).map((one) => one.name)).not.toContain(
        `${prefix}lone`,
      );
    });

    it('starts, restarts and stops all of it, with a result for each', async () => {
      expect((await call('start')).results.map(({ name: one, outcome }) => [one, outcome])).toEqual([
        [`${prefix}db`, 'unchanged'],
        [`${prefix}web`, 'done'],
      ]);
      expect(await states()).toEqual([`${prefix}db running`, `${prefix}web running`]);
      const before = await startedAt(`${prefix}db`);
      expect((await call('restart')).results.map(({ outcome }) => outcome)).toEqual(['done', 'done']);
      expect(await startedAt(`${prefix}db`)).toBeGreaterThan(before);
      expect(await startedAt(`${prefix}web`)).toBeGreaterThan(await startedAt(`${prefix}db`));
      const stopped = await call('stop');
      expect(stopped.results.map(({ name: one }) => one)).toEqual([`${prefix}web`, `${prefix}db`]);
      expect(await states()).toEqual([`${prefix}db exited`, `${prefix}web exited`]);
    });

    it('goes on when one of it cannot, and says why', async () => {
      await bench.docker('start', `${prefix}db`);
      await bench.docker('pause', `${prefix}db`);
      const { results } = await call('start');
      expect(results[0]).toMatchObject({ outcome: 'failed', error: { reason: 'cannot-start' } });
      expect(results[1]).toMatchObject({ outcome: 'done' });
      await bench.docker('unpause', `${prefix}db`);
    });

    it('refuses a project that is not there', async () => {
      const error = await refused(bench.client.call('projects.stop', { name: 'no-such-project' }));
      expect(error).toMatchObject({ code: 'not-found', reason: 'project-unknown' });
    });
  },
);
