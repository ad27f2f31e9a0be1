import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ExecutedPlan, Plan } from '../../shared/contract/plans.ts';
import type { ResetInventory, ResetTick } from '../../shared/contract/reset.ts';
import { resetTicks } from '../../shared/contract/reset.ts';
import { startEngine } from '../engine-lab/engine.ts';
import { leakGuard } from '../engine-lab/leaks.ts';
import { labSupport } from '../engine-lab/support.ts';
import { type EngineKind, engineKinds, type LabEngine } from '../engine-lab/types.ts';
import { type OpenApp, ok, openApp, plainEnv, refused, temporaryFolder } from '../rig/open-app.ts';
import { deployStack, dockerCounts, fill, hashesBelow, installPlugin } from '../rig/reset-data.ts';

const daemonJson = '{"experimental": true}\n';
const everything: ResetTick[] = [...resetTicks];

function count(inventory: ResetInventory, tick: ResetTick) {
  return inventory.counts.find((one) => one.tick === tick);
}

describe('a reset of the data', () => {
  const guard = leakGuard();
  beforeAll(() => guard.before());
  afterAll(() => guard.after());
  for (const kind of engineKinds) {
    const support = labSupport(kind);
    describe.concurrent(`[${kind}]`, () => {
      if (support.ok) describe.sequential('', () => onOwnEngine(kind));
      else it('needs an engine', (context) => context.skip(support.reason));
    });
  }
});

/** An engine of its own: what is reset is everything it has. */
function onOwnEngine(kind: EngineKind): void {
  let engine: LabEngine;
  let slipway: OpenApp;
  let config: string;
  let home: Awaited<ReturnType<typeof temporaryFolder>>;
  const call: OpenApp['client']['call'] = (...args) => slipway.client.call(...args);
  const plan = (ticks: readonly ResetTick[], keep: { kind: 'container' | 'volume'; id: string }[] = []) =>
    ok(call('reset.plan', { ticks: [...ticks], keep }));
  const execute = (made: Plan): Promise<ExecutedPlan> =>
    ok(
      call('plans.execute', {
        id: made.id,
        ...(made.confirm === undefined ? {} : { confirm: made.confirm }),
      }),
    );
  const swarmless = kind === 'podman';

  beforeAll(async () => {
    const files = {
      '/etc/docker/daemon.json': daemonJson,
      '/etc/docker/certs.d/reg.lab:5000/ca.crt': 'a certificate\n',
    };
    engine = await startEngine(kind, { images: true, ...(swarmless ? {} : { files }) });
    home = await temporaryFolder();
    config = join(home.path, 'docker');
    await mkdir(join(config, 'contexts', 'meta', 'abc'), { recursive: true });
    await writeFile(join(config, 'config.json'), '{"credsStore":"secretservice"}\n');
    await writeFile(join(config, 'contexts', 'meta', 'abc', 'meta.json'), '{"Name":"far"}\n');
    slipway = await openApp({
      engine: engine.host,
      home: home.path,
      env: plainEnv(home.path, { DOCKER_CONFIG: config }),
    });
    await fill(engine, { containers: 6, images: 2, volumes: 3, networks: 2 });
    if (!swarmless) await installPlugin(engine);
    if (!swarmless) await deployStack(engine);
  });
  afterAll(async () => {
    await slipway?.close();
    await engine?.stop();
    await home?.remove();
  });

  it('counts what the docker CLI counts, and says what is not offered', async () => {
    const inventory = await ok(call('reset.inventory', {}));
    const docker = await dockerCounts(engine);
    for (const tick of ['images', 'volumes', 'networks'] as const)
      expect(count(inventory, tick)?.total, tick).toBe(docker[tick]);
    expect(count(inventory, 'volumes')?.bytes).toBeGreaterThanOrEqual(0);
    if (swarmless) {
      expect(count(inventory, 'plugins')?.notOffered).toBe('podman-has-none');
      expect(inventory.swarm).toBeNull();
    } else {
      expect(count(inventory, 'plugins')).toMatchObject({ total: 1, notOffered: null });
      expect(inventory.swarm).toMatchObject({
        ...{ role: 'manager', lastManager: true, nodes: 1, managers: 1 },
        ...{ services: 2, stacks: 1, secrets: 1, configs: 1 },
      });
    }
    expect(inventory.managed).toBeNull();
    const places = inventory.stays.filter(({ state }) => state === 'readable').map(({ group }) => group);
    expect(places).toContain('contexts');
    if (!swarmless) expect(places).toEqual(expect.arrayContaining(['daemon', 'certificates']));
    expect(inventory.stays.find(({ group }) => group === 'credentials')).toMatchObject({
      state: 'not-a-file',
    });
  });

  it('keeps what is protected or asked for with all it needs, and what is outside the ticks', async () => {
    await ok(call('disk.protect', { kind: 'container', id: 'app-0' }));
    const made = await plan(['images', 'volumes', 'containers'], [{ kind: 'volume', id: 'data-1' }]);
    const names = (wanted: string) =>
      made.reset?.kept.filter(({ why }) => why === wanted).map(({ name }) => name);
    expect(names('protected')).toEqual(['app-0']);
    expect(names('asked')).toEqual(['data-1']);
    expect(names('needed')).toEqual(expect.arrayContaining(['data-0']));
    expect(made.items.map(({ name }) => name)).not.toContain('data-0');
    expect(made.items.map(({ name }) => name)).toContain('data-2');
    const onlyVolumes = await plan(['volumes']);
    expect(onlyVolumes.reset?.kept).toEqual([
      { kind: 'volume', id: 'data-0', name: 'data-0', why: 'needed', for: ['app-0'] },
    ]);
    await ok(call('disk.unprotect', { kind: 'container', id: 'app-0' }));
    expect((await plan(['containers'])).warnings).toContainEqual({ kind: 'running', names: ['app-0'] });
    if (kind === 'main') {
      await engine.dockerOk(['checkpoint', 'create', '--leave-running', 'app-0', 'frozen']);
      expect((await ok(call('reset.inventory', {}))).checkpoints).toBe(1);
      const { warnings } = await plan(['containers']);
      expect(warnings).toContainEqual({ kind: 'reset-checkpoints', names: ['app-0'] });
    }
    expect(
      await refused(call('reset.plan', { ticks: ['volumes'], keep: [{ kind: 'volume', id: 'none' }] })),
    ).toMatchObject({
      code: 'not-found',
      reason: 'reset-keep-unknown',
    });
  });

  it('is executed only with its word', async () => {
    const made = await plan(['networks']);
    const word = made.confirm ?? '';
    expect(word).not.toBe('');
    for (const confirm of [
      undefined,
      '',
      `${word} `,
      word.toUpperCase() === word ? `${word}x` : word.toUpperCase(),
    ])
      expect(
        await refused(call('plans.execute', { id: made.id, ...(confirm === undefined ? {} : { confirm }) })),
      ).toMatchObject({ code: 'invalid-input', reason: 'confirm-needed' });
    expect((await dockerCounts(engine)).networks).toBeGreaterThan(0);
  });

  it('leaves alone what was made, started or protected after the plan', async () => {
    await engine.dockerOk(['create', '--name', 'later', 'lab/busybox:1', 'sleep', '100000']);
    await engine.dockerOk(['create', '--name', 'binned', 'lab/busybox:1', 'true']);
    await execute(await ok(call('containers.remove', { ids: ['binned'], keepDays: 7 })));
    const made = await plan(['containers']);
    expect(made.warnings).toContainEqual({ kind: 'reset-trash', names: [expect.stringMatching(/-binned$/)] });
    await engine.dockerOk(['start', 'later']);
    await engine.dockerOk(['create', '--name', 'newest', 'lab/busybox:1', 'true']);
    await ok(call('disk.protect', { kind: 'container', id: 'app-1' }));
    const report = await execute(made);
    const outcome = (name: string) => report.items.find((item) => item.name === name)?.outcomeKey;
    expect(outcome('later')).toBe('now-running');
    expect(outcome('app-1')).toBe('now-protected');
    expect(outcome('newest')).toBeUndefined();
    const left = report.reset?.verified?.find(({ tick }) => tick === 'containers');
    expect(left?.empty).toBe(false);
    const why = (name: string) => left?.left.find((one) => one.name === name)?.why;
    expect([why('later'), why('app-1'), why('newest')]).toEqual(['skipped', 'skipped', 'came-since']);
    const there = (await engine.dockerOk(['ps', '-a', '--format', '{{.Names}}'])).split('\n');
    expect(there.filter((name) => !name.startsWith('shop_')).sort()).toEqual(['app-1', 'later', 'newest']);
    await ok(call('disk.unprotect', { kind: 'container', id: 'app-1' }));
    // Nothing of it is offered to be put back.
    expect(await ok(call('disk.trash', {}))).toEqual([]);
  });

  it('ends verified empty with every setting as it was', async () => {
    const before = await hashesBelow(config);
    const made = await plan(everything);
    const report = await execute(made);
    expect(report.items.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
    const { reset } = report;
    expect(reset?.verified?.map(({ tick, empty, left }) => ({ tick, empty, left }))).toEqual(
      everything.map((tick) => ({ tick, empty: true, left: [] })),
    );
    expect(Object.values(await dockerCounts(engine)).every((one) => one === 0)).toBe(true);
    if (!swarmless)
      expect(await engine.dockerOk(['info', '-f', '{{.Swarm.LocalNodeState}}'])).toBe('inactive');
    expect(reset?.settingsRead).toBe(true);
    expect(reset?.settings.filter((one) => one.before !== one.after)).toEqual([]);
    const ours = Object.fromEntries((reset?.settings ?? []).map(({ path, after }) => [path, after]));
    expect(await hashesBelow(config)).toEqual(before);
    for (const [path, hash] of Object.entries(before)) expect(ours[path], path).toBe(hash);
    if (!swarmless) {
      expect(Object.keys(ours)).toEqual(
        expect.arrayContaining(['/etc/docker/daemon.json', '/etc/docker/certs.d/reg.lab:5000/ca.crt']),
      );
      expect((await engine.exec(['cat', '/etc/docker/daemon.json'])).stdout).toBe(daemonJson);
    }
    const [kept] = await ok(call('operations.reports', {}));
    expect(kept).toMatchObject({ kind: 'reset', unverified: false });
    expect(await refused(call('reset.plan', { ticks: everything }))).toMatchObject({
      reason: 'reset-nothing',
    });
  });
}
