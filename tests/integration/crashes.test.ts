import { beforeAll, expect, it } from 'vitest';
import type { Crash, CrashItem } from '../../shared/contract/crashes.ts';
import { ok, refused } from '../rig/open-app.ts';
import { onEachEngine } from '../rig/suite.ts';
import { eventually } from '../rig/wait-for.ts';

const prefix = 'it-crash-';

/** The crashes of this suite as a page would show them, by the container's name. */
class Seen {
  readonly crashes = new Map<string, Crash>();
  readonly told: string[] = [];

  take(item: CrashItem): void {
    if (item.type === 'snapshot') this.crashes.clear();
    const all = item.type === 'snapshot' ? item.crashes : item.type === 'crash' ? [item.crash] : [];
    for (const crash of all) if (crash.name.startsWith(prefix)) this.crashes.set(crash.id, crash);
    if (item.type === 'gone') for (const id of item.ids) this.crashes.delete(id);
    if (item.type === 'crash' && item.tell) this.told.push(item.crash.name);
  }

  of(name: string): Crash[] {
    return [...this.crashes.values()].filter((crash) => crash.name === prefix + name);
  }

  one(name: string, withinMs = 30_000): Promise<Crash> {
    return eventually(
      `a crash of ${name}`,
      () => {
        const [crash] = this.of(name);
        if (crash === undefined)
          throw new Error(`there are ${[...this.crashes.values()].map((c) => c.name)}`);
        return crash;
      },
      withinMs,
    );
  }
}

onEachEngine('crashes', { prefix, app: { watch: true } }, (bench, kind) => {
  const seen = new Seen();
  const run = (name: string, flags: readonly string[], script: string, image = 'lab/busybox:1') =>
    bench.docker('run', '-d', '--name', prefix + name, ...flags, image, 'sh', '-c', script);

  beforeAll(async () => {
    bench.client.stream('containers.crashes', {}, { item: (item) => seen.take(item) });
    await eventually('the engine to be connected', async () => {
      expect(await ok(bench.client.call('containers.list', {}))).toBeDefined();
    });
  });

  it('an error: its code, its last lines, its labels', async () => {
    const label = ['--label', 'com.docker.compose.project=shop'];
    await run(
      'one',
      label,
      'for i in $(seq 60); do echo "line $i"; done; sleep 0.3; echo "no more" >&2; exit 1',
    );
    const crash = await seen.one('one');
    expect(crash).toMatchObject({
      ...{ exitCode: 1, count: 1, oomKilled: false, removed: false, missed: false, restarts: false },
      ...{ image: expect.stringContaining('lab/busybox:1'), project: 'shop', restartCount: 0 },
    });
    expect(crash.lines).toHaveLength(50);
    expect(crash.lines.at(-1)).toMatchObject({ channel: 'stderr', text: 'no more' });
    expect(crash.lines.at(0)?.text).toBe('line 12');
    expect(crash.ranMs).toBeGreaterThan(200);
    const id = await bench.docker('inspect', '-f', '{{.Id}}', `${prefix}one`);
    expect(crash.containerId).toBe(id);
  });

  it('killed by a signal from inside', async () => {
    await run('segv', [], "sh -c 'kill -SEGV $$'; exit $?");
    await run('suicide', [], "sh -c 'kill -KILL $$'; exit $?");
    expect(await seen.one('segv')).toMatchObject({ exitCode: 139, oomKilled: false });
    expect(await seen.one('suicide')).toMatchObject({ exitCode: 137, oomKilled: false });
  });

  it('out of memory', async ({ skip }) => {
    const limits = await bench.docker('info', '-f', '{{.MemoryLimit}}');
    if (limits !== 'true') skip(`${kind}: the engine can limit no memory here (MemoryLimit is ${limits})`);
    const eat = 'dd if=/dev/zero of=/dev/null bs=64M count=1; code=$?; echo "dd: $code"; exit $code';
    await run('oom', ['--memory', '16m'], eat);
    const crash = await seen.one('oom');
    expect(crash.exitCode).toBe(137);
    // Podman 4.3 with cgroups v1 tells of a container that ran out of memory no more than that it was killed.
    if (kind === 'podman')
      expect(await bench.docker('inspect', '-f', '{{.State.OOMKilled}}', `${prefix}oom`)).toBe('false');
    else expect(crash.oomKilled).toBe(true);
  });

  it('with --rm it is gone, and still told of', async () => {
    const command = [
      'run',
      '--rm',
      '--name',
      `${prefix}rm`,
      'lab/busybox:1',
      'sh',
      '-c',
      'sleep 0.2; exit 5',
    ];
    // Podman 4.3 answers the wait for a container that is gone with 0; now and then the wait is quicker.
    const { code } = await bench.engine.docker(command);
    expect(kind === 'podman' ? [0, 5] : [5]).toContain(code);
    const crash = await seen.one('rm');
    expect(crash).toMatchObject({ exitCode: 5, image: expect.stringContaining('lab/busybox:1') });
    await eventually('it is known to be gone', () => expect(seen.of('rm')[0]?.removed).toBe(true));
  });

  it('a loop is one crash with a count', async () => {
    await run('loop', ['--restart', 'on-failure:2'], 'echo again; sleep 0.4; exit 3');
    await eventually('three times', () => expect(seen.of('loop')[0]?.count).toBe(3), 40_000);
    expect(seen.of('loop')).toHaveLength(1);
    expect(seen.of('loop')[0]).toMatchObject({ exitCode: 3, restartCount: 2, restarts: false });
    expect(seen.told.filter((name) => name === `${prefix}loop`)).toHaveLength(2);
  });

  it('what was asked for is none, whoever asked', async () => {
    const forever = 'while :; do sleep 0.1; done';
    const trap = (signal: string, code: number) => `trap "exit ${code}" ${signal}; echo set; ${forever}`;
    const slow = ['--stop-signal', 'TERM'];
    await Promise.all([
      run('d-stop', slow, trap('TERM', 9)),
      run('d-kill', [], forever),
      run('d-hup', [], trap('HUP', 7)),
      run('d-restart', slow, trap('TERM', 4)),
      run('d-rm', [], forever),
      run('d-slipway', slow, trap('TERM', 6)),
      run('d-own', ['--stop-signal', 'USR1'], trap('USR1', 12)),
      run('d-good', [], 'exit 0'),
    ]);
    // A signal that comes before its trap is set is ignored by the first process of a container.
    for (const name of ['d-stop', 'd-hup', 'd-restart', 'd-slipway', 'd-own'])
      await eventually(`the trap of ${name}`, async () =>
        expect(await bench.docker('logs', prefix + name)).toBe('set'),
      );
    await bench.docker('stop', `${prefix}d-stop`);
    await bench.docker('kill', `${prefix}d-kill`);
    await bench.docker('kill', '-s', 'HUP', `${prefix}d-hup`);
    await bench.docker('restart', `${prefix}d-restart`);
    await bench.docker('stop', `${prefix}d-own`);
    await ok(bench.client.call('containers.stop', { id: `${prefix}d-slipway` }));
    await bench.docker('rm', '-f', `${prefix}d-rm`, `${prefix}d-restart`);
    // Later than all of them: once it is told, they were decided on.
    await run('after', [], 'exit 2');
    await seen.one('after');
    // Podman keeps the stop signal of the image.
    const code = await bench.docker('inspect', '-f', '{{.State.ExitCode}}', `${prefix}d-stop`);
    expect(code).toBe(kind === 'podman' ? '137' : '9');
    const names = [...seen.crashes.values()].map(({ name }) => name);
    expect(names.filter((name) => name.startsWith(`${prefix}d-`))).toEqual([]);
  });

  it('the health check: its state and its probes, and with the crash of a sick one', async ({ skip }) => {
    await run('plain', [], 'while :; do sleep 1; done');
    expect(await ok(bench.client.call('containers.health', { id: `${prefix}plain` }))).toBeNull();
    const check = ['--health-cmd', 'echo poorly; exit 1', '--health-interval', '1s', '--health-retries', '1'];
    await run('sick', check, 'while [ ! -e /go ]; do sleep 0.1; done; exit 8');
    // Podman's checks are run by systemd timers, and there is no systemd in the lab.
    if (kind === 'podman') {
      const health = await ok(bench.client.call('containers.health', { id: `${prefix}sick` }));
      expect(health).toMatchObject({ status: 'starting' });
      skip('podman runs health checks by systemd, which the lab has not');
    }
    await eventually('it is found unhealthy', async () =>
      expect(await ok(bench.client.call('containers.health', { id: `${prefix}sick` }))).toMatchObject({
        status: 'unhealthy',
        probes: expect.arrayContaining([expect.objectContaining({ exitCode: 1, output: 'poorly\n' })]),
      }),
    );
    await bench.docker('exec', `${prefix}sick`, 'touch', '/go');
    const crash = await seen.one('sick');
    expect(crash).toMatchObject({ exitCode: 8, health: { failingStreak: expect.any(Number) } });
    expect(crash.health?.probes[0]).toMatchObject({ exitCode: 1, output: 'poorly\n' });
  });

  it('a log that cannot be read says so', async ({ skip }) => {
    if (kind === 'podman') skip('podman answers for its driver "none" with an empty log');
    await run('mute', ['--log-driver', 'none'], 'echo unheard; exit 1');
    expect(await seen.one('mute')).toMatchObject({ lines: [], linesError: { reason: 'logs-unreadable' } });
  });

  it('is dismissed for everybody, once', async () => {
    await run('bye', [], 'exit 1');
    const { id } = await seen.one('bye');
    expect(await ok(bench.client.call('containers.dismissCrash', { id }))).toEqual({ dismissed: 1 });
    await eventually('it is gone', () => expect(seen.of('bye')).toEqual([]));
    const error = await refused(bench.client.call('containers.dismissCrash', { id }));
    expect(error).toMatchObject({ code: 'not-found', reason: 'crash-unknown' });
  });
});
