import type { LabEngine } from '../engine-lab/types.ts';

type Step = readonly string[];
const sh = (script: string): Step => ['sh', '-c', script];

/**
 * Makes containers of every look a list has to show: states, health, ports, mounts, networks, odd texts, images whose
 * tag has moved. All of them, their volumes and networks carry the prefix in their names.
 */
export async function populate(engine: LabEngine, prefix: string): Promise<void> {
  const named = (name: string): Step => ['--name', `${prefix}${name}`];
  const ok = (...args: string[]): Promise<string> => engine.dockerOk(args);
  const run = (name: string, flags: Step, image: string, command: Step = []): Promise<string> =>
    ok('run', '-d', ...named(name), ...flags, image, ...command);
  const ended = async (name: string, code: number): Promise<void> => {
    await run(name, [], 'lab/busybox:1', sh(`exit ${code}`));
    await ok('wait', `${prefix}${name}`);
  };
  const paused = async (): Promise<void> => {
    await run('paused', [], 'lab/counter:1');
    await ok('pause', `${prefix}paused`);
  };
  const volumes = ['-v', `${prefix}data:/named`, '-v', '/etc:/host-etc:ro'];
  const mounted = ['--mount', 'type=tmpfs,destination=/scratch', ...volumes];
  const networks = async (): Promise<void> => {
    await Promise.all([ok('network', 'create', `${prefix}front`), ok('network', 'create', `${prefix}back`)]);
    await run('networked', ['--network', `${prefix}front`], 'lab/counter:1');
    await ok('network', 'connect', `${prefix}back`, `${prefix}networked`);
  };
  const moved = async (): Promise<void> => {
    await ok('tag', 'lab/busybox:1', `${prefix}moving:1`);
    await ok('create', ...named('moved'), `${prefix}moving:1`);
    await ok('tag', 'lab/counter:1', `${prefix}moving:1`);
  };
  const byId = async (): Promise<void> => {
    const id = await ok('image', 'inspect', '--format', '{{.Id}}', 'lab/counter:1');
    await run('by-id', [], id.replace('sha256:', ''));
  };
  // Podman restarts without a pause: a container that never settles cannot be compared.
  const restart = engine.kind === 'podman' ? 'on-failure:2' : 'always';
  const project = (name: string): Step => ['--label', `com.docker.compose.project=${name}`];

  await Promise.all([
    run(
      'running',
      [
        ...['--label', 'odd=a "b", c=d \\ <b>e</b>'],
        ...['--label', 'unicode=héllo 世界 🚢 \u202e', '--label', 'empty='],
      ],
      'lab/counter:1',
    ),
    ended('exit0', 0),
    ended('exit3', 3),
    ok('create', ...named('created'), 'lab/busybox:1', 'echo', 'a "quoted" word', '<b>'),
    paused(),
    run('healthy', [], 'lab/healthy:1'),
    run('sick', [], 'lab/sick:1'),
    run('restarting', ['--restart', restart], 'lab/busybox:1', sh('exit 5')),
    run(
      'ports',
      [
        ...['-p', '18080-18082:8080-8082', '-p', '15353:53/udp', '-p', '127.0.0.1:19000:90'],
        ...['--expose', '99', '--expose', '100-102/udp'],
      ],
      'lab/web:1',
    ),
    run('mounts', mounted, 'lab/volume:1'),
    run('shop-web', [...project('shop'), '--label', 'tier=web'], 'lab/counter:1'),
    ok('create', ...named('shop-db'), ...project('shop'), '--label', 'tier=db', 'lab/busybox:1'),
    ok('create', ...named('task'), '--label', 'com.docker.swarm.task.id=abc', 'lab/busybox:1'),
    ok('create', ...named('n'.repeat(60 - prefix.length)), 'lab/busybox:1'),
    networks(),
    moved(),
    byId(),
  ]);
}
