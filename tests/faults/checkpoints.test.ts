import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { startEngine } from '../engine-lab/engine.ts';
import { type FaultProxy, startFaultProxy } from '../engine-lab/fault-proxy.ts';
import type { LabEngine } from '../engine-lab/types.ts';
import { fault } from '../rig/fault.ts';
import { ok, openApp, refused, temporaryFolder } from '../rig/open-app.ts';
import { eventually } from '../rig/wait-for.ts';
import { describeOnEngine } from '../support/describe-on-engine.ts';

const freezing = /\/checkpoints$/;
const thawing = /\/start$/;
const name = 'counter';

describeOnEngine('main', 'faults of checkpoints', () => {
  let engine: LabEngine;
  beforeAll(async () => {
    engine = await startEngine('main', { images: true });
  });
  afterAll(() => engine.stop());
  afterEach(async () => {
    if (engine.pid === 0) await engine.restart();
    await engine.docker(['rm', '-f', name]);
  });

  const counts = async () => (await engine.dockerOk(['logs', name])).split(/\s+/).map(Number);
  /** Counts in memory; it holds enough of it that freezing it takes a while. */
  const start = async (megabytes = 1) => {
    const script = `x=$(head -c ${megabytes}000000 /dev/zero | tr '\\0' a); i=0; while :; do i=$((i+1)); echo $i; sleep 0.2; done`;
    await engine.dockerOk([
      'run',
      '-d',
      '--name',
      name,
      '--restart',
      'always',
      'lab/busybox:1',
      'sh',
      '-c',
      script,
    ]);
    await eventually('it to count', async () => expect((await counts()).at(-1)).toBeGreaterThanOrEqual(2));
  };
  const policy = () => engine.dockerOk(['inspect', '-f', '{{.HostConfig.RestartPolicy.Name}}', name]);
  const asked = (proxy: FaultProxy, request: RegExp) =>
    eventually('the engine to be asked', async () => expect(proxy.stats.count(request)).toBeGreaterThan(0));
  const noted = async (home: string) => JSON.parse(await readFile(join(home, 'checkpoints.json'), 'utf8'));

  fault(
    'checkpoint, the engine is killed while it freezes',
    'it is told, no half checkpoint is called whole, and the restart policy is back',
    () => engine,
    async (rig) => {
      await start(60);
      const proxy = await rig.proxy();
      const { slipway } = await rig.openFresh(proxy.host, { watch: true });
      const freeze = slipway.client.call('checkpoints.create', { id: name, name: 'c1' });
      await asked(proxy, /^POST .*\/checkpoints$/);
      await engine.kill('SIGKILL');
      const result = await freeze;
      await engine.restart();
      await eventually('the policy to be back', async () => expect(await policy()).toBe('always'), 60_000);
      const { checkpoints } = await ok(slipway.client.call('checkpoints.list', { id: name }));
      // It may have been done in the moment the engine died: then it is whole, and told as made.
      if (!result.ok) expect(['unreachable', 'timeout', 'engine-error']).toContain(result.error.code);
      for (const one of checkpoints) expect(one.whole === true || one.provable === false).toBe(true);
      expect((await noted(slipway.home)).policies).toEqual([]);
    },
  );

  fault(
    'checkpoint, the engine is killed while it restores',
    'the checkpoint is still there, and can be restored when the engine is back',
    () => engine,
    async (rig) => {
      await start();
      const proxy = await rig.proxy();
      const { slipway } = await rig.openFresh(proxy.host, { watch: true });
      const call: typeof slipway.client.call = (...args) => slipway.client.call(...args);
      await ok(call('checkpoints.create', { id: name, name: 'c1' }));
      const before = (await counts()).at(-1) ?? 0;
      await proxy.setMode({ type: 'hang' }, thawing);
      const restoring = call('checkpoints.restore', { id: name, name: 'c1' });
      await asked(proxy, /^POST .*\/start$/);
      await engine.kill('SIGKILL');
      proxy.cutAll();
      expect(await refused(restoring)).toMatchObject({ code: 'unreachable' });
      await proxy.setMode('pass');
      await engine.restart();
      await eventually(
        'the engine to be asked again',
        async () => expect((await ok(call('checkpoints.list', { id: name }))).checkpoints).toHaveLength(1),
        60_000,
      );
      const restored = await ok(call('checkpoints.restore', { id: name, name: 'c1' }));
      // Through a proxy nobody can look at the processes: that it went on is what the counter shows.
      expect(restored.outcome).toBe('unproved');
      await eventually('the policy to be back', async () => expect(await policy()).toBe('always'));
      await eventually('it to count on', async () => expect((await counts()).at(-1)).toBeGreaterThan(before));
      expect((await counts()).filter((count) => count === 1)).toHaveLength(1);
    },
  );

  fault(
    'checkpoint, the disk of its folder is full',
    'refused before; tried all the same, what is lost is told, and no checkpoint is called one',
    () => engine,
    async (rig) => {
      await start(40);
      const directory = join(engine.runDir, 'small');
      await engine.exec(['mkdir', directory]);
      await engine.exec(['mount', '-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', directory]);
      const { slipway } = await rig.openFresh(engine.host);
      const wanted = { id: name, name: 'c1', directory };
      const error = await refused(slipway.client.call('checkpoints.create', wanted));
      expect(error).toMatchObject({ code: 'conflict', reason: 'checkpoint-no-room', params: { directory } });
      expect(await engine.dockerOk(['inspect', '-f', '{{.State.Status}}', name])).toBe('running');
      const before = (await counts()).at(-1) ?? 0;
      await eventually('it to count on', async () => expect((await counts()).at(-1)).toBeGreaterThan(before));
      // Tried all the same, the engine ends it and loses what does not fit: that is what is said.
      const lost = await refused(slipway.client.call('checkpoints.create', { ...wanted, anyway: true }));
      expect(lost).toMatchObject({ reason: 'checkpoint-lost' });
      expect(lost.message).toMatch(/no space left/);
      expect(await engine.dockerOk(['inspect', '-f', '{{.State.Status}}', name])).toBe('exited');
      expect(await policy()).toBe('always');
      const { checkpoints } = await ok(slipway.client.call('checkpoints.list', { id: name }));
      expect(checkpoints).toEqual([]);
      await engine.exec(['umount', directory]);
    },
  );

  // Not a row of the matrix, which asserts how long tasks are: another Slipway is started beside.
  it('gives a policy back that a Slipway took off which was killed', async () => {
    await start();
    const home = await temporaryFolder();
    const proxy = await startFaultProxy(engine.socket);
    // Time in which the policy is off and nothing is frozen yet.
    await proxy.setMode({ type: 'delay', ms: 4000 }, freezing);
    const args = [
      'call',
      '--engine',
      proxy.host,
      'checkpoints.create',
      JSON.stringify({ id: name, name: 'c1', anyway: true }),
    ];
    const root = fileURLToPath(new URL('../../', import.meta.url));
    const child = spawn(process.execPath, ['--import', 'tsx', 'electron/cli/main.ts', ...args], {
      cwd: root,
      env: { ...process.env, SLIPWAY_HOME: home.path },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const ended = new Promise<void>((resolve) => child.on('close', () => resolve()));
    await eventually('the policy to be off', async () => expect(await policy()).toBe('no'), 60_000);
    child.kill('SIGKILL');
    await ended;
    expect((await noted(home.path)).policies).toMatchObject([
      { restart: { name: 'always' }, freezing: true },
    ]);
    const next = await openApp({ engine: engine.host, home: home.path, watch: true });
    await eventually('the policy to be back', async () => expect(await policy()).toBe('always'));
    await eventually('the note to be gone', async () =>
      expect((await noted(home.path)).policies).toEqual([]),
    );
    await next.close();
    await proxy.close();
    await home.remove();
  });
});
