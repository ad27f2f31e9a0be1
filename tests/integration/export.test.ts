import { createHash } from 'node:crypto';
import { appendFile, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { exposeTcp } from '../engine-lab/expose-tcp.ts';
import { ok, openApp, refused, temporaryFolder } from '../rig/open-app.ts';
import { addAttributes, attributes, fillRichly, fingerprint } from '../rig/rich-volume.ts';
import { onEachEngine } from '../rig/suite.ts';
import { eventually } from '../rig/wait-for.ts';

const prefix = 'it-export-';

onEachEngine('export and import', { prefix, app: { watch: true } }, (bench, kind) => {
  const docker: typeof bench.docker = (...args) => bench.docker(...args);
  const call: typeof bench.client.call = (...args) => bench.client.call(...args);
  /** Only what this suite made: other suites are on the same engine. */
  const others = async (): Promise<string[]> => {
    const names = async (...args: string[]) => (await docker(...args)).split('\n');
    const all = [
      ...(await names('volume', 'ls', '-q')),
      ...(await names('ps', '-a', '--format', '{{.Names}}')),
      ...(await names('network', 'ls', '--format', '{{.Name}}')),
    ];
    return all.filter((name) => name !== '' && !name.startsWith(prefix));
  };
  const exported = async (folder: string) =>
    ok(
      call('reset.export', { folder, kinds: ['volumes', 'networks', 'containers'], except: await others() }),
    );
  const volume = `${prefix}data`;
  const web = `${prefix}web`;
  const beside = `${prefix}beside`;
  const net = `${prefix}net`;
  let folder = { path: '', remove: () => Promise.resolve() };
  const into = () => join(folder.path, 'out');
  let checksum = '';
  let before = { files: '', attributes: [''], network: '', container: '' };

  const subnet = { oldest: '10.81', main: '10.82', newest: '10.83', podman: '10.84' }[kind];
  const network = () =>
    docker('network', 'inspect', '-f', '{{.Driver}} {{json .IPAM.Config}} {{json .Labels}}', net);
  const container = async () => {
    const address = `{{(index .NetworkSettings.Networks "${net}").IPAddress}}`;
    const told = await docker(
      ...['inspect', '-f'],
      '{{json .Config.Env}} {{json .Config.Cmd}} {{json .Config.Labels}} {{.HostConfig.Memory}} ' +
        // Podman does not tell that an address was asked for.
        `{{json .HostConfig.RestartPolicy}} {{.State.Running}} ${kind === 'podman' ? '' : address}`,
      web,
    );
    // By default it is the container's id.
    const [env = '', ...rest] = told.replace(/HOSTNAME=[0-9a-f]{12}/, 'HOSTNAME').split('] ');
    return [...env.slice(1).split(',').sort(), ...rest].join(' ');
  };

  it('writes volumes with all their files, and definitions, into a folder with checksums', async () => {
    folder = await temporaryFolder();
    await docker('volume', 'create', '--label', 'kept=yes', volume);
    await docker('volume', 'create', `${prefix}empty`);
    await fillRichly(docker, volume, 5);
    await addAttributes(bench.engine.host, docker, volume);
    await docker('network', 'create', '--subnet', `${subnet}.7.0/24`, '--label', 'net=yes', net);
    await docker(
      ...['run', '-d', '--name', web, '--network', net, '--ip', `${subnet}.7.9`, '-e', 'CANARY=one two'],
      ...['--label', 'of=test', '-v', `${volume}:/data`, '--memory', '64m', '--restart', 'unless-stopped'],
      ...['lab/busybox:1', 'sh', '-c', 'sleep 1000000'],
    );
    await docker('create', '--name', beside, '--network', `container:${web}`, 'lab/busybox:1', 'true');
    before = {
      files: await fingerprint(docker, volume),
      attributes: await attributes(bench.engine.host, docker, volume),
      network: await network(),
      container: await container(),
    };
    expect(before.files).toContain('linked');
    expect(before.attributes).toHaveLength(3);
    const done = await exported(into());
    checksum = done.checksum;
    expect(done).toMatchObject({
      folder: into(),
      counts: { volumes: 2, networks: 1, containers: 2, swarm: 0 },
    });
    expect(done.bytes).toBeGreaterThan(5_000_000);
    // Holes are not written out.
    expect(done.bytes).toBeLessThan(15_000_000);
    expect(done.leftOut.filter(({ why }) => why !== 'image' && why !== 'asked')).toEqual([]);
    const manifest = await readFile(join(into(), 'manifest.json'));
    expect(createHash('sha256').update(manifest).digest('hex')).toBe(checksum);
    for (const { path, sha256, bytes } of JSON.parse(manifest.toString()).files) {
      const content = await readFile(join(into(), path));
      expect({ path, sha256, bytes }).toEqual({
        ...{ path, bytes: content.length },
        sha256: createHash('sha256').update(content).digest('hex'),
      });
      expect((await stat(join(into(), path))).mode & 0o777).toBe(0o600);
    }
    expect((await stat(into())).mode & 0o777).toBe(0o700);
    expect((await readdir(into())).sort()).toEqual([
      ...[
        'containers',
        'images.json',
        'manifest.json',
        'manifest.json.sha256',
        'networks',
        'swarm',
        'volumes',
      ],
    ]);
    const listed = (await ok(call('operations.list', {}))).find(({ id }) => id === done.operationId);
    expect(listed).toMatchObject({ kind: 'reset.export', state: 'done', done: 5, total: 5 });
  });

  it('refuses folders it cannot use, and leaves them as they are', async () => {
    const input = { kinds: ['networks' as const] };
    expect(await refused(call('reset.export', { folder: 'here', ...input }))).toMatchObject({
      ...{ code: 'invalid-input', reason: 'export-folder-relative' },
    });
    expect(await refused(call('reset.export', { folder: into(), ...input }))).toMatchObject({
      ...{ code: 'conflict', reason: 'export-folder-full' },
    });
    const file = join(folder.path, 'file');
    await writeFile(file, 'a');
    for (const bad of [file, join(folder.path, 'missing', 'deep'), '/proc/slipway-export'])
      expect(await refused(call('reset.export', { folder: bad, ...input }))).toMatchObject({
        reason: 'export-folder-unusable',
      });
    expect(await readdir(folder.path)).toEqual(['file', 'out']);
  });

  it('refuses an export that was tampered with, and does nothing', async () => {
    const engineHas = async () => [await docker('volume', 'ls', '-q'), await docker('ps', '-aq')];
    const had = await engineHas();
    const { objects } = JSON.parse(await readFile(join(into(), 'manifest.json'), 'utf8'));
    const data = objects.find((object: { name: string }) => object.name === volume).data;
    const tarFile = join(into(), data);
    const content = await readFile(tarFile);
    const flipped = Buffer.from(content);
    flipped[700] = (flipped[700] ?? 0) ^ 1;
    await writeFile(tarFile, flipped);
    const refuse = async (reason: string, input = {}) =>
      expect(await refused(call('reset.import', { folder: into(), ...input }))).toMatchObject({ reason });
    await refuse('import-altered');
    await appendFile(tarFile, 'more');
    await refuse('import-altered');
    await rm(tarFile);
    await refuse('import-missing');
    await writeFile(tarFile, content);
    await refuse('import-altered', { checksum: '0'.repeat(64) });
    const manifest = join(into(), 'manifest.json');
    const whole = await readFile(manifest, 'utf8');
    await writeFile(manifest, whole.replace(volume, `${prefix}other`));
    await refuse('import-altered');
    await writeFile(manifest, whole);
    await mkdir(join(folder.path, 'none'));
    expect(await refused(call('reset.import', { folder: join(folder.path, 'none') }))).toMatchObject({
      ...{ code: 'not-found', reason: 'import-none' },
    });
    expect(await engineHas()).toEqual(had);
  });

  it('makes all of it again as it was', async () => {
    await docker('rm', '-f', beside);
    await docker('rm', '-f', web);
    await docker('network', 'rm', net);
    await docker('volume', 'rm', volume, `${prefix}empty`);
    const plan = await ok(call('reset.import', { folder: into(), checksum }));
    expect(plan.items.map(({ kind, name, action }) => `${action} ${kind} ${name}`)).toEqual([
      ...[`create volume ${volume}`, `create volume ${prefix}empty`, `create network ${net}`],
      // It needs the other one, whatever the alphabet says.
      ...[`create-and-start container ${web}`, `create container ${beside}`],
    ]);
    const report = await ok(call('plans.execute', { id: plan.id }));
    expect(report.items.map(({ name, outcomeKey }) => `${name} ${outcomeKey}`)).toEqual([
      ...[`${volume} made`, `${prefix}empty made`, `${net} made`, `${web} made-started`, `${beside} made`],
    ]);
    expect(await fingerprint(docker, volume)).toBe(before.files);
    expect(await attributes(bench.engine.host, docker, volume)).toEqual(before.attributes);
    expect(await network()).toBe(before.network);
    expect(await container()).toBe(before.container);
    expect(await docker('volume', 'inspect', '-f', '{{index .Labels "kept"}}', volume)).toBe('yes');
    expect(await docker('exec', web, 'cat', '/data/setuid')).toBe('program');
    const again = await ok(call('reset.import', { folder: into() }));
    expect(again.items).toEqual([]);
    expect(again.warnings).toMatchObject([{ kind: 'import-taken' }]);
    expect(await readdir(join(bench.slipway.home, 'imports'))).toEqual([]);
  });

  /** Slipway as it is where it cannot see the engine's disk. */
  const remotely = async (work: (ask: typeof bench.client.call, target: string) => Promise<void>) => {
    const relay = await exposeTcp(bench.engine);
    const remote = await openApp({ engine: relay.host });
    try {
      await work((...args) => remote.client.call(...args), join(folder.path, 'remote'));
      // All helpers are gone, and the image they were made of.
      expect(await docker('ps', '-aq', '--filter', 'label=io.slipway.helper')).toBe('');
    } finally {
      await remote.close();
      await relay.close();
    }
  };
  const onlyVolume = async () => [...(await others()), web, beside, net, `${prefix}empty`];

  if (kind === 'podman')
    it('says that the API of Podman keeps no owners, and exports no data then', () =>
      remotely(async (ask, target) => {
        const done = await ok(ask('reset.export', { folder: target, except: await onlyVolume() }));
        expect(done.leftOut).toContainEqual({
          ...{ kind: 'volume', name: volume, why: 'data-unreadable' },
          detail: expect.stringContaining('owners'),
        });
        await docker('rm', '-f', beside);
        await docker('rm', '-f', web);
        await docker('volume', 'rm', volume);
        const plan = await ok(ask('reset.import', { folder: target }));
        expect(plan.warnings).toEqual([{ kind: 'import-no-data', names: [volume] }]);
      }));
  else
    it('keeps all but attributes where only the API is to be had', () =>
      remotely(async (ask, target) => {
        const done = await ok(ask('reset.export', { folder: target, except: await onlyVolume() }));
        expect(done.counts).toMatchObject({ volumes: 1, containers: 0 });
        expect(done.leftOut).toContainEqual({ kind: 'volume', name: volume, why: 'attributes', detail: '' });
        await docker('rm', '-f', beside, web);
        await docker('volume', 'rm', volume);
        const plan = await ok(ask('reset.import', { folder: target, checksum: done.checksum }));
        expect(plan.warnings).toEqual([{ kind: 'import-lacking', names: [volume] }]);
        const report = await ok(ask('plans.execute', { id: plan.id }));
        expect(report.items).toMatchObject([{ name: volume, outcomeKey: 'made' }]);
        expect(await fingerprint(docker, volume)).toBe(before.files);
        // A capability is kept by the API, too.
        const kept = await attributes(bench.engine.host, docker, volume);
        expect(kept).toEqual(before.attributes.filter((record) => record.includes('capability')));
      }));

  it('removes what a Slipway left half filled that was killed, and nothing else of that name', async () => {
    const [half, whole] = [`${prefix}half`, `${prefix}whole`];
    await docker('volume', 'create', '--label', 'io.slipway.import=mine', half);
    // Made again by somebody since.
    await docker('volume', 'create', whole);
    const home = await temporaryFolder();
    const notes = join(home.path, 'imports');
    await mkdir(notes);
    const { engineId } = await ok(call('reset.import', { folder: into() }));
    for (const volume of [half, whole]) {
      const owner = { pid: process.pid, started: 'long ago' };
      await writeFile(
        join(notes, `${volume}.json`),
        JSON.stringify({ engineId, volume, nonce: 'mine', owner }),
      );
    }
    // Files at the top change what engines before 23.0 tell of the time at which it was made.
    await docker('run', '--rm', '-v', `${half}:/v`, 'lab/busybox:1', 'touch', '/v/half-filled');
    const next = await openApp({ engine: bench.engine.host, home: home.path, watch: true });
    await eventually('the notes to be settled', async () => expect(await readdir(notes)).toEqual([]));
    expect((await docker('volume', 'ls', '-q')).split('\n')).toContain(whole);
    expect((await docker('volume', 'ls', '-q')).split('\n')).not.toContain(half);
    await next.close();
    await home.remove();
  });

  it('leaves nothing of an export that is cancelled', async () => {
    const target = join(folder.path, 'cancelled');
    const stop = new AbortController();
    const except = await others();
    const running = call('reset.export', { folder: target, except }, { signal: stop.signal });
    await eventually('it to be under way', async () =>
      expect((await ok(call('operations.list', {})))[0]).toMatchObject({ subject: target, state: 'running' }),
    );
    stop.abort();
    expect(await refused(running)).toMatchObject({ code: 'cancelled' });
    await eventually('it to be cleaned up', async () =>
      expect((await ok(call('operations.list', {})))[0]).toMatchObject({
        subject: target,
        state: 'cancelled',
      }),
    );
    await expect(stat(target)).rejects.toThrow('ENOENT');
    await folder.remove();
  });
});
