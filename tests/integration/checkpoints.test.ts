import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ok, openApp, refused, temporaryFolder } from '../rig/open-app.ts';
import { onEachEngine } from '../rig/suite.ts';
import { eventually } from '../rig/wait-for.ts';

const prefix = 'it-checkpoint-';
/** Counts in memory, nowhere else. */
const counter = 'i=0; while :; do i=$((i+1)); echo $i; sleep 0.2; done';

onEachEngine('checkpoints', { prefix, app: { watch: true } }, (bench, kind) => {
  const docker: typeof bench.docker = (...args) => bench.docker(...args);
  const call: typeof bench.client.call = (...args) => bench.client.call(...args);
  /** On 28.0 and newer only a network that is not its own can be restored. */
  const network = kind === 'newest' ? ['--network', 'host'] : [];
  const run = (name: string, ...args: string[]) =>
    docker('run', '-d', '--name', prefix + name, ...network, ...args);
  const counts = async (name: string) => (await docker('logs', prefix + name)).split(/\s+/).map(Number);
  const counted = (name: string, least: number) =>
    eventually(`${name} to count to ${least}`, async () =>
      expect((await counts(name)).at(-1)).toBeGreaterThanOrEqual(least),
    );
  const verdicts = async (name: string) => {
    const { checks, ...can } = await ok(call('checkpoints.preflight', { id: prefix + name }));
    return { ...can, ...Object.fromEntries(checks.map(({ key, verdict }) => [key, verdict])) };
  };

  if (kind === 'podman' || kind === 'oldest') {
    it('says precisely what is missing', async () => {
      await run('counter', 'lab/busybox:1', 'sh', '-c', counter);
      const found = await verdicts('counter');
      const missing = kind === 'podman' ? { platform: 'problem' } : { platform: 'ok', criu: 'problem' };
      expect(found).toMatchObject({ canCreate: false, canRestore: false, ...missing });
      const error = await refused(call('checkpoints.create', { id: `${prefix}counter`, name: 'c1' }));
      expect(error).toMatchObject({ code: 'unsupported', reason: 'checkpoint-refused' });
      expect(error.hint?.text).toMatch(
        kind === 'podman' ? /podman container checkpoint/ : /criu|experimental/i,
      );
      expect(await docker('inspect', '-f', '{{.State.Status}}', `${prefix}counter`)).toBe('running');
    });
    return;
  }

  it('freezes a counter and lets it go on where it stopped, again and again', async () => {
    await run('counter', '--restart', 'always', 'lab/busybox:1', 'sh', '-c', counter);
    await counted('counter', 3);
    expect(await verdicts('counter')).toMatchObject({
      ...{ canCreate: true, canRestore: true, criu: 'ok', experimental: 'ok' },
      ...{ connections: 'ok', 'restart-policy': 'warning' },
    });
    for (const name of ['c1', 'c2']) {
      const made = await ok(call('checkpoints.create', { id: `${prefix}counter`, name }));
      expect(made).toMatchObject({ name, directory: null, provable: true });
      expect(made.sizeBytes).toBeGreaterThan(made.memoryBytes ?? Number.NaN);
      expect(made.memoryBytes).toBeGreaterThan(50_000);
      expect(await docker('inspect', '-f', '{{.State.Status}}', `${prefix}counter`)).toBe('exited');
      const before = (await counts('counter')).at(-1) ?? 0;
      const restored = await ok(call('checkpoints.restore', { id: `${prefix}counter`, name }));
      expect(restored).toMatchObject({ outcome: 'resumed', restartPolicy: 'always' });
      await counted('counter', before + 2);
      // Had it begun afresh, 1 would come again.
      expect((await counts('counter')).filter((count) => count === 1)).toHaveLength(1);
    }
    const policy = '{{.HostConfig.RestartPolicy.Name}}';
    expect(await docker('inspect', '-f', policy, `${prefix}counter`)).toBe('always');
    const seen = (await docker('checkpoint', 'ls', `${prefix}counter`)).split('\n').slice(1);
    const { checkpoints } = await ok(call('checkpoints.list', { id: `${prefix}counter` }));
    expect(checkpoints.map(({ name }) => name).sort()).toEqual(seen.map((line) => line.trim()).sort());
  });

  if (kind === 'newest')
    it('gives the network of a container to a pause container, so that it can be restored', async () => {
      const name = `${prefix}owner`;
      await docker('network', 'create', '--subnet', '10.97.3.0/24', `${prefix}net`);
      await docker(
        ...['run', '-d', '--name', name, '--network', `${prefix}net`, '--ip', '10.97.3.9', '-p', '18093:80'],
        ...['--restart', 'unless-stopped', 'lab/busybox:1', 'sh', '-c', counter],
      );
      expect(await verdicts('owner')).toMatchObject({ network: 'problem', canRestore: false });
      const input = { id: name, pauseNetwork: true as const, waitSeconds: 1, keepOld: false };
      const plan = await ok(call('containers.replace', input));
      expect(plan.items.map((item) => `${item.action} ${item.name}`)).toEqual([
        ...[`replace ${name}`, `create ${name}-network`, `remove ${name}`],
      ]);
      expect(plan.replacement?.changes).toEqual([
        expect.objectContaining({ field: 'network', after: `container:${name}-network` }),
      ]);
      const report = await ok(call('plans.execute', { id: plan.id }));
      expect(report.items.map(({ outcomeKey }) => outcomeKey)).toEqual(['swapped', 'made', 'removed']);
      const owner = JSON.parse(await docker('inspect', `${name}-network`))[0];
      expect(owner.State.Running).toBe(true);
      expect(owner.NetworkSettings.Networks[`${prefix}net`].IPAddress).toBe('10.97.3.9');
      expect(owner.NetworkSettings.Ports['80/tcp'][0].HostPort).toBe('18093');
      // Others still reach it by its name.
      const ping = [
        'run',
        '--rm',
        '--network',
        `${prefix}net`,
        'lab/busybox:1',
        'ping',
        '-c',
        '1',
        '-W',
        '2',
        name,
      ];
      expect(await docker(...ping)).toContain('10.97.3.9');
      expect(await verdicts('owner')).toMatchObject({ network: 'ok', canCreate: true, canRestore: true });
      await counted('owner', 3);
      await ok(call('checkpoints.create', { id: name, name: 'c1' }));
      const before = (await counts('owner')).at(-1) ?? 0;
      const restored = await ok(call('checkpoints.restore', { id: name, name: 'c1' }));
      expect(restored).toMatchObject({ outcome: 'resumed', restartPolicy: 'unless-stopped' });
      await counted('owner', before + 2);
      expect(await refused(call('containers.replace', input))).toMatchObject({ reason: 'pause-no-network' });
      await docker('rm', '-f', name, `${name}-network`);
      await docker('rmi', 'slipway-pause:1');
    });

  if (kind === 'main')
    it('puts a container back with its own network when its replacement is no good', async () => {
      const name = `${prefix}marked`;
      // What it wrote is not in a replacement, which then ends at once.
      await docker(
        'create',
        '--name',
        name,
        '-p',
        '18094:80',
        'lab/busybox:1',
        'sh',
        '-c',
        '[ -e /etc/mark ] && sleep 100000',
      );
      await docker('cp', '/etc/hostname', `${name}:/etc/mark`);
      await docker('start', name);
      const input = { id: name, pauseNetwork: true as const, waitSeconds: 5 };
      const plan = await ok(call('containers.replace', input));
      const report = await ok(call('plans.execute', { id: plan.id }));
      expect(report.items.map(({ outcomeKey }) => outcomeKey).slice(0, 2)).toEqual([
        'put-back',
        'not-replaced',
      ]);
      const now = JSON.parse(await docker('inspect', name))[0];
      expect(now.State.Running).toBe(true);
      expect(now.NetworkSettings.Ports['80/tcp'][0].HostPort).toBe('18094');
      expect(await docker('ps', '-aq', '--filter', `name=${name}-`)).toBe('');
      await docker('rm', '-f', name);
      await docker('rmi', 'slipway-pause:1');
    });

  it('tells a fresh start from a restore', async () => {
    await run('plain', 'lab/busybox:1', 'sh', '-c', counter);
    await counted('plain', 2);
    await ok(call('checkpoints.create', { id: `${prefix}plain`, name: 'c1', leaveRunning: true }));
    // The engine ignores a checkpoint for a container that runs, and says nothing of it.
    const error = await refused(call('checkpoints.restore', { id: `${prefix}plain`, name: 'c1' }));
    expect(error).toMatchObject({ code: 'conflict', reason: 'checkpoint-running' });
    await docker('kill', `${prefix}plain`);
    const restored = () => ok(call('checkpoints.restore', { id: `${prefix}plain`, name: 'c1' }));
    expect(await restored()).toMatchObject({ outcome: 'resumed' });
    // Had it been started with its memory laid out anew, it would not be called so.
    const file = join(bench.slipway.home, 'checkpoints.json');
    const noted = JSON.parse(await readFile(file, 'utf8'));
    for (const note of noted.notes)
      if (note.containerName === `${prefix}plain`)
        note.layout = note.layout.replace(/\d$/, (digit: string) => String(9 - Number(digit)));
    await writeFile(file, JSON.stringify(noted));
    await docker('kill', `${prefix}plain`);
    expect(await restored()).toMatchObject({ outcome: 'fresh' });
  });

  it('clones into a new container with the files that were written, and into one made alike', async () => {
    const script = 'exec 3>/own; i=0; while :; do i=$((i+1)); echo $i; echo $i >&3; sleep 0.2; done';
    await run('source', 'lab/busybox:1', 'sh', '-c', script);
    await counted('source', 3);
    await ok(call('checkpoints.create', { id: `${prefix}source`, name: 'c1' }));
    const cloned = await ok(
      call('checkpoints.clone', { id: `${prefix}source`, name: 'c1', into: `${prefix}copy` }),
    );
    expect(cloned).toMatchObject({ name: `${prefix}copy`, outcome: 'resumed' });
    await counted('copy', 5);
    expect((await counts('copy'))[0]).toBeGreaterThan(2);
    expect(await docker('exec', `${prefix}copy`, 'head', '-n', '1', '/own')).toBe('1');
    await docker('rm', '-f', `${prefix}copy`);
    await docker('create', '--name', `${prefix}other`, ...network, 'lab/busybox:1', 'true');
    const error = await refused(
      call('checkpoints.clone', { id: `${prefix}source`, name: 'c1', into: `${prefix}other` }),
    );
    expect(error).toMatchObject({ code: 'conflict', reason: 'checkpoint-other-image' });
    await docker('rmi', '-f', `slipway-clone:${prefix}copy`);
  });

  if (kind === 'main')
    it('attaches a clone to all networks of the original, and leaves it its addresses', async () => {
      const nets = ['one', 'two'].map((name) => `${prefix}${name}`);
      for (const [at, net] of nets.entries())
        await docker('network', 'create', '--subnet', `10.98.${at}.0/24`, net);
      const name = `${prefix}attached`;
      await run('attached', 'lab/busybox:1', 'sh', '-c', counter);
      await counted('attached', 2);
      // Before: the sockets of the engine's name server there are none that this CRIU could save.
      await ok(call('checkpoints.create', { id: name, name: 'c1', leaveRunning: true }));
      for (const [at, net] of nets.entries())
        await docker('network', 'connect', '--ip', `10.98.${at}.9`, '--alias', 'only-mine', net, name);
      const into = `${prefix}attached-too`;
      const cloned = await ok(call('checkpoints.clone', { id: name, name: 'c1', into }));
      expect(cloned.outcome).toBe('resumed');
      const told = JSON.parse(await docker('inspect', '-f', '{{json .NetworkSettings.Networks}}', into));
      expect(Object.keys(told).sort()).toEqual(['bridge', ...nets]);
      for (const net of nets) expect(told[net].IPAddress).toMatch(/^10\.98\.\d\.(?!9$)\d+$/);
      expect(told[`${prefix}two`].Aliases ?? []).not.toContain('only-mine');
      await docker('rm', '-f', name, into);
    });

  it('refuses open connections, and says whose', async () => {
    const script = 'nc -l -p 9917 -e cat & sleep 0.5; nc 127.0.0.1 9917 < /dev/zero > /dev/null & wait';
    await run('connected', 'lab/busybox:1', 'sh', '-c', script);
    await eventually('it to be connected', async () =>
      expect(await verdicts('connected')).toMatchObject({ connections: 'problem', canCreate: false }),
    );
    const error = await refused(call('checkpoints.create', { id: `${prefix}connected`, name: 'c1' }));
    expect(error).toMatchObject({ reason: 'checkpoint-refused', params: { check: 'connections' } });
    expect(error.message).toContain('127.0.0.1:9917');
    // Tried all the same, CRIU's own words are told and it runs on.
    const failed = await refused(
      call('checkpoints.create', { id: `${prefix}connected`, name: 'c1', anyway: true }),
    );
    expect(failed).toMatchObject({ reason: 'checkpoint-failed' });
    expect(failed.message).not.toContain('criu-dump.log');
    expect(await docker('inspect', '-f', '{{.State.Status}}', `${prefix}connected`)).toBe('running');
    await docker('rm', '-f', `${prefix}connected`);
  });

  it('keeps a checkpoint in a folder of its own, and restores it from there', async () => {
    const directory = join(bench.engine.runDir, 'own-checkpoints');
    await run('own', '-t', 'lab/busybox:1', 'sh', '-c', counter);
    await counted('own', 2);
    const made = await ok(call('checkpoints.create', { id: `${prefix}own`, name: 'c1', directory }));
    expect(made).toMatchObject({ directory, provable: true });
    const again = await refused(
      call('checkpoints.create', { id: `${prefix}own`, name: 'c1', directory, anyway: true }),
    );
    expect(again).toMatchObject({ code: 'conflict', reason: 'checkpoint-exists' });
    const restored = await ok(call('checkpoints.restore', { id: `${prefix}own`, name: 'c1', directory }));
    expect(restored.outcome).toBe('resumed');
    const [folder = ''] = await readdir(directory);
    expect(await readdir(join(directory, folder))).toEqual(['c1']);
    // What else is in there is nobody's checkpoint, and is never touched.
    await mkdir(join(directory, folder, 'photos'));
    await writeFile(join(directory, 'letter.txt'), 'mine');
    const own = await ok(call('checkpoints.list', { id: `${prefix}own` }));
    expect(own.checkpoints.map(({ name }) => name)).toEqual(['c1']);
    const wanted = [{ containerId: `${prefix}own`, name: 'photos', directory }];
    expect(await refused(call('checkpoints.remove', { checkpoints: wanted }))).toMatchObject({
      reason: 'all-gone',
    });
    await docker('rm', '-f', `${prefix}own`);
    const { checkpoints } = await ok(call('checkpoints.list', {}));
    const orphan = checkpoints.find((one) => one.directory === directory);
    expect(orphan).toMatchObject({ name: 'c1', containerName: null });
    const plan = await ok(
      call('checkpoints.remove', {
        checkpoints: [{ containerId: orphan?.containerId ?? '', name: 'c1', directory }],
      }),
    );
    expect((await ok(call('plans.execute', { id: plan.id }))).items).toMatchObject([{ outcome: 'done' }]);
    expect(await readdir(join(directory, folder))).toEqual(['photos']);
    expect(await readFile(join(directory, 'letter.txt'), 'utf8')).toBe('mine');
  });

  it('refuses what cannot be, and does nothing half', async () => {
    await run('bad', '--restart', 'always', 'lab/busybox:1', 'sh', '-c', counter);
    const id = `${prefix}bad`;
    expect(await refused(call('checkpoints.create', { id, name: '../x' }))).toMatchObject({
      code: 'invalid-input',
    });
    const where = { id, name: 'c1', directory: '/proc/nowhere' };
    expect(await refused(call('checkpoints.create', where))).toMatchObject({
      reason: 'checkpoint-directory',
    });
    expect(await docker('inspect', '-f', '{{.HostConfig.RestartPolicy.Name}}', id)).toBe('always');
    expect(await refused(call('checkpoints.restore', { id: `${prefix}source`, name: 'none' }))).toMatchObject(
      {
        reason: 'checkpoint-unknown',
      },
    );
    expect(await refused(call('checkpoints.create', { id: `${prefix}source`, name: 'c9' }))).toMatchObject({
      params: { check: 'running' },
    });
  });

  it('gives the restart policy back with the last that needs it', async () => {
    const id = `${prefix}bad`;
    await ok(call('checkpoints.create', { id, name: 'c1' }));
    const policy = () => docker('inspect', '-f', '{{.HostConfig.RestartPolicy.Name}}', id);
    expect(await policy()).toBe('no');
    const { checkpoints } = await ok(call('checkpoints.list', { id }));
    expect(checkpoints).toMatchObject([{ name: 'c1', policyTakenOff: 'always' }]);
    const plan = await ok(call('checkpoints.remove', { checkpoints: [{ containerId: id, name: 'c1' }] }));
    await ok(call('plans.execute', { id: plan.id }));
    expect(await policy()).toBe('always');
  });

  it('gives back what a Slipway took off that was killed before it froze anything', async () => {
    const id = await docker('inspect', '-f', '{{.Id}}', `${prefix}bad`);
    const plan = await ok(call('containers.remove', { ids: [id], force: true }));
    await ok(call('plans.discard', { id: plan.id }));
    await docker('update', '--restart', 'no', id);
    const home = await temporaryFolder();
    const policy = {
      ...{ engineId: plan.engineId, containerId: id, freezing: true },
      restart: { name: 'always', maximumRetryCount: 0 },
      owner: { pid: process.pid, started: 'long ago' },
    };
    const file = join(home.path, 'checkpoints.json');
    await writeFile(file, JSON.stringify({ notes: [], policies: [policy] }));
    const other = await openApp({ engine: bench.engine.host, home: home.path, watch: true });
    await eventually('the policy to be back', async () => {
      expect(await docker('inspect', '-f', '{{.HostConfig.RestartPolicy.Name}}', id)).toBe('always');
      expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ policies: [] });
    });
    await other.close();
    await home.remove();
  });

  it('gives the restart policy back when somebody just starts it', async () => {
    const id = `${prefix}bad`;
    await docker('start', id);
    await ok(call('checkpoints.create', { id, name: 'c2' }));
    expect(await docker('inspect', '-f', '{{.HostConfig.RestartPolicy.Name}}', id)).toBe('no');
    await docker('start', id);
    await eventually('the policy to be back', async () =>
      expect(await docker('inspect', '-f', '{{.HostConfig.RestartPolicy.Name}}', id)).toBe('always'),
    );
  });

  it('refuses one that would remove itself, and a name that the other container has', async () => {
    await run('passing', '--rm', 'lab/busybox:1', 'sh', '-c', counter);
    const error = await refused(call('checkpoints.create', { id: `${prefix}passing`, name: 'c1' }));
    expect(error).toMatchObject({ code: 'conflict', reason: 'checkpoint-auto-remove' });
    await docker('kill', `${prefix}passing`);
    await docker('create', '--name', `${prefix}alike`, ...network, 'lab/busybox:1', 'sh', '-c', counter);
    const clone = () =>
      call('checkpoints.clone', { id: `${prefix}counter`, name: 'c2', into: `${prefix}alike`, start: false });
    expect(await ok(clone())).toMatchObject({ attempts: 0 });
    expect(await refused(clone())).toMatchObject({ code: 'conflict', reason: 'checkpoint-exists' });
    expect(await ok(call('checkpoints.restore', { id: `${prefix}alike`, name: 'c2' }))).toMatchObject({
      outcome: 'resumed',
    });
  });

  it('deletes by a plan', async () => {
    const wanted = [{ containerId: `${prefix}counter`, name: 'c1' }];
    const plan = await ok(call('checkpoints.remove', { checkpoints: wanted }));
    expect(plan).toMatchObject({
      kind: 'checkpoints.remove',
      items: [{ kind: 'checkpoint', action: 'remove' }],
    });
    const report = await ok(call('plans.execute', { id: plan.id }));
    expect(report.items).toMatchObject([{ outcome: 'done', outcomeKey: 'removed' }]);
    expect(await docker('checkpoint', 'ls', `${prefix}counter`)).not.toContain('c1');
    expect(await docker('checkpoint', 'ls', `${prefix}counter`)).toContain('c2');
  });
});
