import { expect, it } from 'vitest';
import type { InputOf } from '../../shared/contract/index.ts';
import { ok, refused } from '../rig/open-app.ts';
import { onEachEngine } from '../rig/suite.ts';

const prefix = 'it-create-';
const image = 'lab/busybox:1';

interface Raw {
  Config: { Env: string[]; Labels: Record<string, string>; Cmd: string[]; User: string; Tty: boolean };
  HostConfig: {
    PortBindings: Record<string, { HostIp: string; HostPort: string }[]>;
    RestartPolicy: { Name: string; MaximumRetryCount: number };
    Memory: number;
    NanoCpus: number;
    PidsLimit: number;
    ShmSize: number;
    ReadonlyRootfs: boolean;
    CapAdd: string[];
    ExtraHosts: string[];
    Dns: string[];
  };
  Mounts: { Type: string; Name?: string; Source: string; Destination: string; RW: boolean }[];
  NetworkSettings: {
    Networks: Record<string, { Aliases: string[] | null; IPAMConfig: { IPv4Address?: string } | null }>;
  };
}

onEachEngine(
  'containers.parseRun, check, create, run, toRun and toCompose',
  {
    prefix,
    prepare: async ({ docker }) => {
      await docker('network', 'create', '--subnet', '10.213.7.0/24', `${prefix}net`);
      await docker('network', 'create', `${prefix}side`);
      await docker('run', '-d', '--name', `${prefix}holder`, '-p', '18431:80', image, 'sleep', '1000');
    },
  },
  (bench, kind) => {
    type Spec = InputOf<'containers.create'>['spec'];
    const inspect = async (name: string): Promise<Raw> => {
      const [raw]: Raw[] = JSON.parse(await bench.docker('container', 'inspect', name));
      if (raw === undefined) throw new Error(`nothing is called ${name}`);
      return raw;
    };
    const parse = async (line: string) => (await ok(bench.client.call('containers.parseRun', { line }))).spec;
    const names = async () =>
      (await bench.docker('ps', '-a', '--format', '{{.Names}}'))
        .split('\n')
        .filter((name) => name.startsWith(prefix))
        .sort();
    const networks = `--network name=${prefix}net,alias=db,ip=10.213.7.44 --network ${prefix}side`;
    const line =
      `docker run -d --name ${prefix}round -p 127.0.0.1:18432:80 -p 18440-18441:90-91/udp -e GREETING='hello "you"' -e EMPTY= ` +
      `-v ${prefix}data:/data -v /anonymous --tmpfs /scratch:size=1m,mode=1777 ${networks} --restart on-failure:3 ` +
      `-m 64m --cpus 0.5 --pids-limit 100 --shm-size 32m --read-only --cap-add SYS_TIME --add-host api:192.0.2.7 --dns 192.0.2.53 ` +
      `-u 1000:1000 -w /data -h box --label 'a b=c d' -t -i --init=false --stop-signal SIGINT --stop-timeout 3 --ulimit nofile=512:1024 ` +
      `--health-cmd 'test -d /data' --health-interval 1m30s --health-retries 2 ${image} sh -c 'echo "$GREETING"; sleep 1000'`;

    it('makes of a line what docker sees, and of that the same line again', async () => {
      const spec = await parse(line);
      const made = await ok(bench.client.call('containers.create', { spec }));
      expect(made.name).toBe(`${prefix}round`);
      const raw = await inspect(made.id);
      expect(raw.Config.Env).toEqual(expect.arrayContaining(['GREETING=hello "you"', 'EMPTY=']));
      expect(raw.Config).toMatchObject({ User: '1000:1000', Tty: true, Labels: { 'a b': 'c d' } });
      expect(raw.Config.Cmd).toEqual(['sh', '-c', 'echo "$GREETING"; sleep 1000']);
      expect(raw.HostConfig.PortBindings['80/tcp']).toEqual([{ HostIp: '127.0.0.1', HostPort: '18432' }]);
      expect(raw.HostConfig.PortBindings['91/udp']?.[0]?.HostPort).toBe('18441');
      expect(raw.HostConfig).toMatchObject({
        RestartPolicy: { Name: 'on-failure', MaximumRetryCount: 3 },
        Memory: 64 * 1024 ** 2,
        NanoCpus: 500_000_000,
        PidsLimit: 100,
        ShmSize: 32 * 1024 ** 2,
        ReadonlyRootfs: true,
        ExtraHosts: ['api:192.0.2.7'],
        Dns: ['192.0.2.53'],
      });
      expect(raw.Mounts).toContainEqual(
        expect.objectContaining({ Name: `${prefix}data`, Destination: '/data' }),
      );
      expect(raw.Mounts).toContainEqual(
        expect.objectContaining({ Type: 'volume', Destination: '/anonymous' }),
      );
      const joined = raw.NetworkSettings.Networks;
      expect(Object.keys(joined).sort()).toEqual([`${prefix}net`, `${prefix}side`]);
      expect(joined[`${prefix}net`]?.Aliases).toContain('db');
      if (kind !== 'podman') expect(joined[`${prefix}net`]?.IPAMConfig?.IPv4Address).toBe('10.213.7.44');

      const { spec: again } = await ok(bench.client.call('containers.toSpec', { id: made.id }));
      if (kind === 'podman')
        expect(again).toMatchObject({ name: spec.name, command: spec.command, ports: spec.ports });
      else expect(sorted(again)).toEqual(sorted(spec));
      const printed = await ok(bench.client.call('containers.toRun', { id: made.id }));
      expect(await parse(printed.line)).toEqual(again);
      await bench.docker('rm', '-f', '-v', made.id);
    });

    it('prints a line that the docker CLI makes the same container of', async () => {
      const spec = await parse(line.replaceAll(`${prefix}round`, `${prefix}cli`));
      const { line: printed } = await ok(
        bench.client.call('containers.toRun', { spec: { ...spec, networks: [] } }),
      );
      // Words without blanks and quotes, so that they can be split here without a shell.
      const plain = { ...spec, networks: [], env: [], labels: [], command: ['sleep', '1000'], health: {} };
      const { line: simple } = await ok(bench.client.call('containers.toRun', { spec: plain }));
      expect(printed).toContain(`-e 'GREETING=hello "you"' -e EMPTY=`);
      await bench.docker('create', ...simple.split(' ').slice(3));
      const { spec: seen } = await ok(bench.client.call('containers.toSpec', { id: `${prefix}cli` }));
      if (kind !== 'podman') expect(sorted(seen)).toEqual(sorted(await parse(simple)));
      await bench.docker('rm', '-f', '-v', `${prefix}cli`);
    });

    it('runs what is asked for, and says what the image had', async () => {
      const spec = { image, name: `${prefix}runs`, command: ['sleep', '1000'] };
      const made = await ok(bench.client.call('containers.run', { spec }));
      expect(await bench.docker('inspect', '-f', '{{.State.Status}}', made.id)).toBe('running');
      const { spec: seen } = await ok(bench.client.call('containers.toSpec', { id: made.id }));
      // The image's variables, entrypoint and labels are not repeated.
      expect(seen).toMatchObject({
        env: [],
        entrypoint: null,
        labels: [],
        command: ['sleep', '1000'],
        mounts: [],
        networks: [],
      });
      const { yaml } = await ok(bench.client.call('containers.toCompose', { id: made.id }));
      expect(yaml).toContain(`container_name: ${prefix}runs`);
      expect(yaml).toMatch(/command:\n\s+- sleep\n\s+- "1000"/);
      await bench.docker('rm', '-f', made.id);
    });

    // Only their roots have a compose to ask.
    const withCompose = kind === 'main' || kind === 'newest' ? ['docker-compose'] : [];
    it.each(withCompose)('writes a compose file that %s reads as the same', async () => {
      const spec = await parse(
        line
          .replace('sh -c \'echo "$GREETING"; sleep 1000\'', "sh -c 'echo $HOME'")
          .replace('--tmpfs', '-v /srv/x:/x:ro --tmpfs'),
      );
      const { yaml } = await ok(bench.client.call('containers.toCompose', { spec }));
      const config = await bench.engine.exec(
        ['docker-compose', '-p', 'x', '-f', '-', 'config', '--format', 'json'],
        { input: yaml },
      );
      expect(config.stderr).not.toMatch(/error|invalid/i);
      const { services, networks, volumes } = JSON.parse(config.stdout);
      expect(services[`${prefix}round`]).toMatchObject({
        image,
        container_name: `${prefix}round`,
        command: ['sh', '-c', 'echo $$HOME'],
        environment: { GREETING: 'hello "you"', EMPTY: '' },
        ports: expect.arrayContaining([
          expect.objectContaining({ host_ip: '127.0.0.1', target: 80, published: '18432', protocol: 'tcp' }),
          expect.objectContaining({ target: 91, published: '18441', protocol: 'udp' }),
        ]),
        volumes: expect.arrayContaining([
          expect.objectContaining({ type: 'volume', source: `${prefix}data`, target: '/data' }),
          expect.objectContaining({ type: 'bind', source: '/srv/x', target: '/x', read_only: true }),
        ]),
        restart: 'on-failure:3',
        mem_limit: String(64 * 1024 ** 2),
        cpus: 0.5,
        tty: true,
        healthcheck: { test: ['CMD-SHELL', 'test -d /data'], interval: '1m30s', retries: 2 },
        ulimits: { nofile: { soft: 512, hard: 1024 } },
        networks: { [`${prefix}net`]: { aliases: ['db'], ipv4_address: '10.213.7.44' } },
      });
      expect(networks[`${prefix}net`]).toMatchObject({ name: `${prefix}net`, external: true });
      expect(volumes[`${prefix}data`]).toMatchObject({ name: `${prefix}data` });
    });

    const refusals: [string, Spec, object][] = [
      [
        'a name that is taken, and by whom',
        { image, name: `${prefix}holder` },
        {
          code: 'conflict',
          reason: 'name-taken',
          params: { field: 'name', by: expect.stringContaining(`container ${prefix}holder`) },
        },
      ],
      [
        'a port that is taken, and by whom',
        { image, name: `${prefix}x`, ports: [{ hostPort: 18431, containerPort: 80 }] },
        {
          code: 'conflict',
          reason: 'port-taken',
          params: { field: 'ports.0', port: '18431', by: `container ${prefix}holder` },
        },
      ],
      [
        'an impossible port',
        { image, name: `${prefix}x`, ports: [{ hostPort: 70_000, containerPort: 80 }] },
        { code: 'invalid-input', reason: 'port-impossible', params: { field: 'ports.0', port: '70000' } },
      ],
      [
        'a mount of a missing path',
        { image, name: `${prefix}x`, mounts: [{ type: 'bind', source: '/no/such/place', target: '/x' }] },
        {
          code: 'not-found',
          reason: 'mount-source-missing',
          params: { field: 'mounts.0', source: '/no/such/place' },
        },
      ],
      [
        'an unknown network',
        { image, name: `${prefix}x`, networks: [{ name: `${prefix}none` }] },
        { code: 'not-found', reason: 'network-unknown', params: { field: 'networks.0' } },
      ],
      [
        'an address outside of the network',
        { image, name: `${prefix}x`, networks: [{ name: `${prefix}net`, ipv4: '10.99.0.1' }] },
        { reason: 'address-outside', params: { subnets: '10.213.7.0/24' } },
      ],
      [
        'a mount that goes nowhere',
        { image, name: `${prefix}x`, mounts: [{ type: 'volume', source: 'a', target: 'relative' }] },
        { reason: 'mount-target-relative' },
      ],
      [
        'more cores than there are',
        { image, name: `${prefix}x`, limits: { cpus: 5000 } },
        { reason: 'cpus-too-many', params: { field: 'limits.cpus' } },
      ],
      [
        'an image that is nowhere',
        { image: 'lab/it-create-nowhere:1', name: `${prefix}x` },
        { code: 'not-found', reason: 'image-not-here', params: { field: 'image' } },
      ],
    ];
    // Podman makes a missing path of either kind of mount, as -v does.
    const here = refusals.filter(([what]) => kind !== 'podman' || !what.includes('missing path'));
    it.each(here)('refuses %s, and makes nothing', async (_, spec, expected) => {
      const before = await names();
      for (const method of ['containers.run', 'containers.create'] as const) {
        // To make one only, its port may be taken.
        if (method === 'containers.create' && JSON.stringify(expected).includes('port-taken')) continue;
        const error = await refused(bench.client.call(method, { spec, pull: 'never' }));
        expect(error).toMatchObject(expected);
        expect(error.message).not.toBe('');
      }
      expect(await names()).toEqual(before);
    });

    it('tells all of it at once while somebody types', async () => {
      const spec = {
        image: 'lab/it-create-nowhere:1',
        name: `${prefix}holder`,
        ports: [{ hostPort: 18431, containerPort: 80 }],
        mounts: [{ type: 'volume' as const, source: `${prefix}new`, target: '/v' }],
        networks: [{ name: `${prefix}none` }],
      };
      const problems = await ok(bench.client.call('containers.check', { spec, start: true }));
      expect(problems.map(({ field, severity, code }) => [field, severity, code])).toEqual([
        ['image', 'note', 'image-will-be-pulled'],
        ['name', 'error', 'name-taken'],
        ['ports.0', 'error', 'port-taken'],
        ['mounts.0', 'note', 'volume-will-be-made'],
        ['networks.0', 'error', 'network-unknown'],
      ]);
      const later = await ok(bench.client.call('containers.check', { spec, start: false }));
      expect(later.find(({ code }) => code === 'port-taken')?.severity).toBe('warning');
      expect(await bench.docker('volume', 'ls', '-q')).not.toContain(`${prefix}new`);
    });

    it('tells that a program outside of the engine has the port', async () => {
      const started = await bench.engine.exec([
        'sh',
        '-c',
        'busybox nc -l -p 18461 </dev/null >/dev/null 2>&1 & echo $!',
      ]);
      try {
        const spec = { image, name: `${prefix}port`, ports: [{ hostPort: 18461, containerPort: 80 }] };
        const error = await refused(bench.client.call('containers.run', { spec }));
        expect(error).toMatchObject({
          code: 'conflict',
          reason: 'made-not-started',
          params: { field: 'ports' },
        });
        expect(error.message).toMatch(/Port 18461 is taken by busybox \(process \d+\)\./);
        expect(await bench.docker('inspect', '-f', '{{.State.Running}}', `${prefix}port`)).toBe('false');
      } finally {
        await bench.engine.exec(['kill', started.stdout.trim()]);
        await bench.engine.docker(['rm', '-f', `${prefix}port`]);
      }
    });

    it('leaves what was made but did not start, and says so', async () => {
      const spec = { image, name: `${prefix}stuck`, command: ['/no/such/program'] };
      const error = await refused(bench.client.call('containers.run', { spec }));
      expect(error).toMatchObject({ reason: 'made-not-started', params: { name: `${prefix}stuck` } });
      expect(error.message).toContain('/no/such/program');
      expect(await bench.docker('inspect', '-f', '{{.State.Running}}', `${prefix}stuck`)).toBe('false');
      await bench.docker('rm', '-f', `${prefix}stuck`);
    });
  },
);

/** Lists whose order the engine does not keep. */
function sorted(spec: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(spec).map(([key, value]) => [
      key,
      Array.isArray(value) && key !== 'command'
        ? [...value].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
        : value,
    ]),
  );
}
