import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { InputOf } from '../../shared/contract/index.ts';
import type { Plan, PlanProgress, PlanReport } from '../../shared/contract/plans.ts';
import { dockerNames } from '../rig/docker-view.ts';
import { ok, refused } from '../rig/open-app.ts';
import { onEachEngine } from '../rig/suite.ts';
import { waitFor } from '../rig/wait-for.ts';

const prefix = 'it-replace-';

interface Whole {
  Id: string;
  Name: string;
  Image: string;
  State: { Status: string; Running: boolean };
  Config: { Env: string[]; Labels: Record<string, string>; Cmd: string[]; Hostname: string; Image: string };
  HostConfig: {
    PortBindings: Record<string, { HostPort: string }[]>;
    RestartPolicy: { Name: string };
    Memory: number;
    Tmpfs: Record<string, string> | null;
  };
  Mounts: { Type: string; Name?: string; Source: string; Destination: string; RW: boolean }[];
  NetworkSettings: {
    Networks: Record<string, { IPAddress: string; Aliases: string[] | null; MacAddress: string }>;
  };
}

onEachEngine('containers.replace', { prefix, app: { replacing: { lookEveryMs: 50 } } }, (bench, kind) => {
  const n = (name: string): string => `${prefix}${name}`;
  const plan = (input: InputOf<'containers.replace'>): Promise<Plan> =>
    ok(bench.client.call('containers.replace', { waitSeconds: 1, ...input }));
  const execute = (id: string): Promise<PlanReport> => ok(bench.client.call('plans.execute', { id }));
  const look = async (name: string): Promise<Whole> => {
    const [one]: Whole[] = JSON.parse(await bench.docker('container', 'inspect', name));
    if (one === undefined) throw new Error(`docker inspect ${name} answered nothing`);
    return one;
  };
  const run = (name: string, ...args: string[]): Promise<string> =>
    bench.docker('run', '-d', '--name', n(name), ...args);
  /** The containers of one test. */
  const ours = async (part: string): Promise<string[]> =>
    (await dockerNames(bench.engine)).filter((name) => name.startsWith(n(part)));
  const outcomes = (report: PlanReport): string[] => report.items.map(({ outcomeKey }) => outcomeKey);
  const expectDone = async (planId: string): Promise<void> => {
    const report = await execute(planId);
    const told = report.items.map(({ detail }) => detail).join(' | ');
    expect(outcomes(report), told).toEqual(['swapped', 'removed']);
  };
  const journal = (): Promise<string[]> => readdir(join(bench.slipway.home, 'replacements'));
  /** The same container, with its name, state and networks. */
  const asBefore = async (before: Whole): Promise<void> => {
    const now = await look(before.Id);
    expect([now.Id, now.Name, now.State.Status]).toEqual([before.Id, before.Name, before.State.Status]);
    expect(now.HostConfig.RestartPolicy).toEqual(before.HostConfig.RestartPolicy);
    expect(Object.keys(now.NetworkSettings.Networks)).toEqual(Object.keys(before.NetworkSettings.Networks));
  };

  it('keeps everything but what was changed', async () => {
    await bench.docker('network', 'create', '--subnet', '172.31.77.0/24', n('net'));
    await bench.docker('network', 'create', n('net2'));
    await run(
      'whole',
      ...['--network', n('net'), '--ip', '172.31.77.9', '--network-alias', 'alias-a'],
      ...['-e', 'KEEP=1', '-e', 'CHANGE=old', '--label', 'mine=yes', '--restart', 'unless-stopped'],
      ...['-v', `${n('named')}:/named`, '-v', '/anonymous', '--mount', 'type=volume,dst=/anonymous2'],
      ...['--tmpfs', '/scratch', '-m', '64m', '-p', '18231:80', '--dns', '10.0.0.9'],
      ...['lab/volume:1', 'sh', '-c', 'echo kept > /named/file; while :; do sleep 1; done'],
    );
    await bench.docker('network', 'connect', '--alias', 'alias-b', n('net2'), n('whole'));
    const before = await look(n('whole'));
    const made = await plan({ id: n('whole'), env: ['KEEP=1', 'CHANGE=new', 'API_TOKEN=hush'] });
    expect(made.kind).toBe('containers.replace');
    expect(made.replacement?.changes).toEqual([
      { field: 'env', key: 'API_TOKEN', before: null, after: '••••••••', because: 'asked-for' },
      { field: 'env', key: 'CHANGE', before: 'old', after: 'new', because: 'asked-for' },
    ]);
    expect(made.items.map(({ action }) => action)).toEqual(['replace', 'remove']);
    await asBefore(before);

    await expectDone(made.id);
    const after = await look(n('whole'));
    expect(after.Id).not.toBe(before.Id);
    expect(after.State.Running).toBe(true);
    expect(after.Config.Env).toEqual(expect.arrayContaining(['KEEP=1', 'CHANGE=new', 'API_TOKEN=hush']));
    expect(after.Config.Env).not.toContain('CHANGE=old');
    expect(after.Config.Labels).toEqual(before.Config.Labels);
    expect(after.Config.Cmd).toEqual(before.Config.Cmd);
    expect(after.Config.Image).toBe(before.Config.Image);
    expect(after.Image).toBe(before.Image);
    expect(after.HostConfig.PortBindings).toEqual(before.HostConfig.PortBindings);
    expect(after.HostConfig.RestartPolicy).toEqual(before.HostConfig.RestartPolicy);
    expect(after.HostConfig.Memory).toBe(before.HostConfig.Memory);
    expect(Object.keys(after.HostConfig.Tmpfs ?? {})).toEqual(['/scratch']);
    const volumes = (one: Whole): string[] =>
      one.Mounts.map(({ Name = '', Destination, RW }) => `${Name} ${Destination} ${RW}`).sort();
    expect(volumes(after)).toEqual(volumes(before));
    expect(volumes(after).length).toBeGreaterThanOrEqual(4);
    const networks = after.NetworkSettings.Networks;
    expect(Object.keys(networks).sort()).toEqual([n('net'), n('net2')]);
    // Podman does not tell that an address was asked for.
    if (kind !== 'podman') expect(networks[n('net')]?.IPAddress).toBe('172.31.77.9');
    expect(networks[n('net')]?.Aliases).toContain('alias-a');
    expect(networks[n('net2')]?.Aliases).toContain('alias-b');
    expect(networks[n('net')]?.Aliases).not.toContain(before.Id.slice(0, 12));
    expect(after.Config.Hostname).toBe(after.Id.slice(0, 12));
    expect(await ours('whole')).toEqual([n('whole')]);
    expect(await journal()).toEqual([]);
    // The plan of the same again has nothing to do.
    const again = await refused(
      bench.client.call('containers.replace', {
        id: n('whole'),
        env: ['KEEP=1', 'CHANGE=new', 'API_TOKEN=hush'],
      }),
    );
    expect(again).toMatchObject({ code: 'invalid-input', reason: 'nothing-to-change' });
    await bench.docker('rm', '-f', n('whole'));
    // The engine takes anonymous volumes for named ones now: it would not remove them with the container.
    const anonymous = after.Mounts.flatMap(({ Name = '' }) => (/^[0-9a-f]{64}$/.test(Name) ? [Name] : []));
    await bench.docker('volume', 'rm', ...anonymous);
  });

  it('can be done over and over: nothing is added on the way', async () => {
    await run('over', '-p', '18232:80', '--network-alias', 'x', '--network', n('net2'), 'lab/web:1');
    const shape = ({ Config, HostConfig }: Whole): unknown => [
      { ...Config, Hostname: '', Env: Config.Env.filter((line) => !line.startsWith('HOSTNAME=')).sort() },
      HostConfig,
    ];
    const replaced = async (env: string[]): Promise<Whole> => {
      await expectDone((await plan({ id: n('over'), env })).id);
      return look(n('over'));
    };
    const first = await replaced(['A=1']);
    await replaced([]);
    const third = await replaced(['A=1']);
    expect(shape(third)).toEqual(shape(first));
    await bench.docker('rm', '-f', n('over'));
  });

  it('takes the settings of another image, and tells so', async () => {
    await run('image', '-e', 'MINE=1', 'lab/web:1');
    const made = await plan({ id: n('image'), image: 'lab/layers:1' });
    const changed = made.replacement?.changes ?? [];
    expect(changed.map(({ field, key, because }) => `${field} ${key} ${because}`)).toEqual(
      expect.arrayContaining([
        'image  asked-for',
        'command  image',
        'env LAB image',
        'workdir  image',
        'labels lab.layers image',
      ]),
    );
    await expectDone(made.id);
    const after = await look(n('image'));
    expect(after.Config.Env).toEqual(expect.arrayContaining(['MINE=1', 'LAB=layers']));
    expect(after.Config.Cmd.join(' ')).toContain('sleep 3600');
    expect(after.Config.Labels['lab.layers']).toBe('5');
    await bench.docker('rm', '-f', n('image'));
  });

  it('changes ports and mounts; what is mounted stays the same volume', async () => {
    await run('ports', '-p', '18233:80', '-v', `${n('data')}:/data`, 'lab/web:1');
    await bench.docker('exec', n('ports'), 'sh', '-c', 'echo kept > /data/file');
    const editable = await ok(bench.client.call('containers.editable', { id: n('ports') }));
    expect(editable.ports).toEqual([{ hostIp: '', hostPort: '18233', containerPort: 80, protocol: 'tcp' }]);
    expect(editable.mounts).toEqual([
      { type: 'volume', source: n('data'), target: '/data', readOnly: false },
    ]);
    expect(editable.env).toEqual([]);
    const made = await plan({
      id: n('ports'),
      ports: [{ hostPort: '18234', containerPort: 80 }],
      mounts: [...editable.mounts, { type: 'volume', source: n('more'), target: '/more' }],
    });
    expect(made.replacement?.changes).toEqual([
      { field: 'ports', key: '80/tcp', before: '18233', after: '18234', because: 'asked-for' },
      {
        ...{ field: 'mounts', key: '/more', before: null },
        ...{ after: `volume ${n('more')}`, because: 'asked-for' },
      },
    ]);
    await expectDone(made.id);
    const after = await look(n('ports'));
    expect(after.HostConfig.PortBindings['80/tcp']).toEqual([expect.objectContaining({ HostPort: '18234' })]);
    expect(await bench.docker('exec', n('ports'), 'cat', '/data/file')).toBe('kept');
    expect(after.Mounts.map(({ Destination }) => Destination).sort()).toEqual(['/data', '/more']);
    await bench.docker('rm', '-f', n('ports'));
  });

  it('leaves a stopped one stopped, and keeps the original where that is asked for', async () => {
    await bench.docker('create', '--name', n('stopped'), 'lab/web:1');
    const before = await look(n('stopped'));
    const made = await plan({ id: n('stopped'), env: ['A=1'], keepOld: true });
    expect(made.items.map(({ action }) => action)).toEqual(['replace']);
    expect(outcomes(await execute(made.id))).toEqual(['swapped']);
    expect((await look(n('stopped'))).State.Status).toBe('created');
    expect((await look(before.Id)).Name).toBe(`/${made.replacement?.asideName}`);
    await bench.docker('rm', n('stopped'), before.Id);
  });

  it('waits for the health check', async (context) => {
    if (kind === 'podman')
      context.skip('Podman runs health checks by systemd timers, which the lab has not.');
    await run('health', 'lab/web:1');
    const made = await plan({ id: n('health'), image: 'lab/healthy:1', healthSeconds: 30 });
    expect(made.replacement?.hasHealthCheck).toBe(true);
    await expectDone(made.id);
    expect(await bench.docker('inspect', '-f', '{{.State.Health.Status}}', n('health'))).toBe('healthy');
    const before = await look(n('health'));
    const sick = await plan({ id: n('health'), image: 'lab/sick:1', healthSeconds: 30 });
    const report = await execute(sick.id);
    expect(outcomes(report)).toEqual(['put-back', 'not-replaced']);
    expect(report.items[0]?.error).toMatchObject({ reason: 'replacement-unhealthy' });
    expect(report.items[0]?.detail).toContain('sick');
    await asBefore(before);
    const slow = await plan({ id: n('health'), image: 'lab/sick:1', healthSeconds: 1 });
    expect((await execute(slow.id)).items[0]?.error).toMatchObject({ reason: 'replacement-not-healthy' });
    await asBefore(before);
    expect(await ours('health')).toEqual([n('health')]);
    await bench.docker('rm', '-f', n('health'));
  });

  it('puts the original back when the replacement ends at once, and removes what was made for it', async () => {
    await run('ends', '-v', '/own', 'lab/web:1');
    const before = await look(n('ends'));
    const volumes = await bench.docker('volume', 'ls', '-q');
    for (const restart of ['no', 'always'] as const) {
      const made = await plan({
        id: n('ends'),
        image: 'lab/volume:1',
        command: ['sh', '-c', 'exit 4'],
        restart: { name: restart },
        waitSeconds: 3,
      });
      const report = await execute(made.id);
      expect(outcomes(report)).toEqual(['put-back', 'not-replaced']);
      expect(report.items[0]?.error).toMatchObject({ reason: 'replacement-exited' });
      await asBefore(before);
    }
    expect(await ours('ends')).toEqual([n('ends')]);
    expect((await bench.docker('volume', 'ls', '-q')).split('\n').sort()).toEqual(volumes.split('\n').sort());
    expect(await journal()).toEqual([]);
    await bench.docker('rm', '-f', '-v', n('ends'));
  });

  it('puts the original back when the engine refuses to create or to start', async () => {
    await run('refuses', 'lab/web:1');
    const before = await look(n('refuses'));
    const mount = { type: 'bind' as const, source: '/no/such/folder', target: '/x' };
    // Podman makes the folder.
    const mounted = kind === 'podman' ? [] : [{ mounts: [mount] }];
    for (const input of [...mounted, { command: ['/no/such/program'] }]) {
      const report = await execute((await plan({ id: n('refuses'), ...input })).id);
      expect(outcomes(report)).toEqual(['put-back', 'not-replaced']);
      expect(report.items[0]?.outcome).toBe('failed');
      expect(report.items[0]?.detail).toMatch(/no\/such/);
      await asBefore(before);
    }
    expect(await ours('refuses')).toEqual([n('refuses')]);
    await bench.docker('rm', '-f', n('refuses'));
  });

  it('touches nothing when the temporary name is taken', async () => {
    await run('taken', 'lab/web:1');
    const before = await look(n('taken'));
    const made = await plan({ id: n('taken'), env: ['A=1'] });
    const temporary = made.replacement?.temporaryName ?? '';
    await bench.docker('create', '--name', temporary, 'lab/busybox:1');
    const report = await execute(made.id);
    expect(outcomes(report)).toEqual(['put-back', 'not-replaced']);
    expect(report.items[0]?.error).toMatchObject({ reason: 'name-taken', params: { name: temporary } });
    await asBefore(before);
    expect(await ours('taken')).toEqual([n('taken'), temporary].sort());
    await bench.docker('rm', '-f', n('taken'), temporary);
  });

  it('refuses a port of another container before anything stops, also one taken since', async () => {
    await run('holder', '-p', '18235:80', 'lab/web:1');
    await run('port', '-p', '18236:80', 'lab/web:1');
    const before = await look(n('port'));
    const wants = (hostPort: string) => ({ id: n('port'), ports: [{ hostPort, containerPort: 80 }] });
    const error = await refused(bench.client.call('containers.replace', wants('18235')));
    expect(error).toMatchObject({
      reason: 'port-taken',
      params: { port: '18235', by: `container ${n('holder')}` },
    });
    const made = await plan(wants('18237'));
    await run('late', '-p', '18237:80', 'lab/web:1');
    const report = await execute(made.id);
    expect(report.items[0]?.error).toMatchObject({ reason: 'port-taken', params: { port: '18237' } });
    await asBefore(before);
    await bench.docker('rm', '-f', n('holder'), n('port'), n('late'));
  });

  it('puts the original back when a program of the host has the port', async () => {
    await run('listener', '-p', '18238:80', 'lab/web:1');
    const before = await look(n('listener'));
    const made = await plan({ id: n('listener'), ports: [{ hostPort: '18239', containerPort: 80 }] });
    // nc of the engine's own root, in its network namespace.
    const held = bench.engine.exec(['busybox', 'timeout', '20', 'busybox', 'nc', '-l', '-p', '18239']);
    await waitFor('the port to be held', async () => {
      const { stdout } = await bench.engine.exec(['busybox', 'netstat', '-ltn']);
      return stdout.includes(':18239');
    });
    const report = await execute(made.id);
    expect(report.items[0]).toMatchObject({ outcome: 'failed', outcomeKey: 'put-back' });
    await asBefore(before);
    await bench.engine.exec(['busybox', 'sh', '-c', 'echo | busybox nc -w 1 127.0.0.1 18239']);
    await held;
    expect(await ours('listener')).toEqual([n('listener')]);
    await bench.docker('rm', '-f', n('listener'));
  });

  it('is refused for what it cannot put back, or must not touch', async () => {
    await bench.docker('run', '-d', '--rm', '--name', n('rm'), 'lab/web:1');
    await run('paused', 'lab/web:1');
    const error = (id: string, more: object = {}) =>
      refused(bench.client.call('containers.replace', { id, env: ['A=1'], ...more }));
    expect(await error(n('rm'))).toMatchObject({ code: 'conflict', reason: 'replace-auto-remove' });
    expect(await refused(bench.client.call('containers.editable', { id: n('rm') }))).toMatchObject({
      reason: 'replace-auto-remove',
    });
    expect(await error(n('paused'), { image: 'lab/nothing:9' })).toMatchObject({ reason: 'image-missing' });
    expect(await error(n('nobody'))).toMatchObject({ code: 'not-found' });
    await run('task', '--label', 'com.docker.swarm.service.name=shop', 'lab/web:1');
    expect(await error(n('task'))).toMatchObject({ reason: 'replace-task', params: { service: 'shop' } });
    await ok(bench.client.call('disk.protect', { kind: 'container', id: n('paused') }));
    expect(await error(n('paused'))).toMatchObject({ code: 'protected', reason: 'object-protected' });
    await ok(bench.client.call('disk.unprotect', { kind: 'container', id: n('paused') }));
    const late = await plan({ id: n('paused'), env: ['A=1'] });
    await ok(bench.client.call('disk.protect', { kind: 'container', id: n('paused') }));
    expect(outcomes(await execute(late.id))).toEqual(['now-protected', 'now-protected']);
    await ok(bench.client.call('disk.unprotect', { kind: 'container', id: n('paused') }));
    await bench.docker('pause', n('paused'));
    expect(await error(n('paused'))).toMatchObject({ reason: 'cannot-replace', params: { state: 'paused' } });
    await bench.docker('unpause', n('paused'));
    const composed = n('composed');
    await bench.docker(
      'create',
      '--name',
      composed,
      '--label',
      'com.docker.compose.project=shop',
      'lab/web:1',
    );
    expect((await plan({ id: composed, env: ['A=1'] })).warnings).toEqual([
      { kind: 'compose', names: ['shop'] },
    ]);
    await bench.docker('rm', '-f', n('rm'), n('paused'), n('task'), composed);
  });

  it('leaves alone what changed since the plan was made', async () => {
    await run('since', 'lab/web:1');
    const made = await plan({ id: n('since'), env: ['A=1'] });
    await bench.docker('stop', n('since'));
    const before = await look(n('since'));
    expect(outcomes(await execute(made.id))).toEqual(['changed-since', 'not-replaced']);
    await asBefore(before);
    await bench.docker('rm', n('since'));
  });

  it('tells its steps, and cancelling puts the original back', async () => {
    await run('steps', 'lab/web:1');
    const before = await look(n('steps'));
    const made = await plan({ id: n('steps'), env: ['A=1'], waitSeconds: 60 });
    const seen: PlanProgress[] = [];
    const stream = bench.client.stream(
      'plans.progress',
      { id: made.id },
      {
        item: (item) => void seen.push(item),
        done: () => undefined,
      },
    );
    const cancel = new AbortController();
    const running = bench.client.call('plans.execute', { id: made.id }, { signal: cancel.signal });
    await waitFor('the waiting', () => seen.some(({ step }) => step === 'waiting'), 30_000);
    expect((await look(n('steps'))).State.Running).toBe(false);
    cancel.abort();
    const report = await ok(running);
    expect(outcomes(report)).toEqual(['put-back', 'cancelled']);
    expect(report.cancelled).toBe(true);
    await waitFor('the last step', () => seen.some(({ step }) => step === 'putting-back'));
    expect(seen.map(({ step }) => step)).toEqual([
      'checking',
      'creating',
      'stopping',
      'starting',
      'waiting',
      'putting-back',
    ]);
    stream.cancel();
    await asBefore(before);
    expect(await ours('steps')).toEqual([n('steps')]);
    await bench.docker('rm', '-f', n('steps'));
  });
});
