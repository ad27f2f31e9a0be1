import { spawn } from 'node:child_process';
import { mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ManagedEngine, ManagedState } from '../../shared/contract/managed.ts';
import { leakGuard } from '../engine-lab/leaks.ts';
import { commandLine, listPids } from '../engine-lab/processes.ts';
import { ownSupport } from '../engine-lab/support.ts';
import { type ManagedLab, openManagedLab } from '../rig/managed-lab.ts';
import { type OpenApp, ok, openApp, refused } from '../rig/open-app.ts';
import { eventually, waitFor } from '../rig/wait-for.ts';

const support = ownSupport('newest');

describe.skipIf(!support.ok)('an engine of Slipway’s own that does not do well', () => {
  const guard = leakGuard();
  let lab: ManagedLab;
  let slipway: OpenApp;
  const open = () =>
    openApp({ home: lab.home, env: lab.env, watch: true, owning: { lookMs: 200, pingMs: 50, killMs: 2000 } });
  const stop = async () => {
    const plan = await ok(slipway.client.call('managed.stop', { engine: 'own' }));
    await ok(slipway.client.call('plans.execute', { id: plan.id }));
  };

  beforeAll(async () => {
    await guard.before();
    lab = await openManagedLab('newest');
    slipway = await open();
  });
  afterAll(async () => {
    await slipway?.close();
    await lab?.end();
    await guard.after();
  });

  it('tells the engine’s own line where it ends at once', async () => {
    const config = join(lab.folder, 'daemon.json');
    await mkdir(lab.folder, { recursive: true });
    await writeFile(config, '{"no-such-key": true}\n');
    const error = await refused(slipway.client.call('managed.start', {}));
    expect(error).toMatchObject({ code: 'engine-error', reason: 'engine-start-failed' });
    expect(error.message).toContain('no-such-key');
    const { state } = await own(slipway);
    expect(state).toMatchObject({ status: 'failed', exit: { cause: 'code', code: 1 } });
    expect(state.status === 'failed' && state.error).toContain('no-such-key');
    // It is not tried over and over.
    expect(lab.pid()).toBe(0);
    await rm(config);
  });

  it('refuses a socket that something else has', async () => {
    const server = createServer().listen(lab.socket);
    await waitFor('the socket', () => server.listening);
    const taken = await refused(slipway.client.call('managed.start', {}));
    expect(taken).toMatchObject({ code: 'conflict', reason: 'engine-socket-taken' });
    await new Promise((done) => server.close(done));
    await writeFile(lab.socket, 'mine');
    const file = await refused(slipway.client.call('managed.start', {}));
    expect(file.reason).toBe('engine-socket-taken');
    expect(await readFile(lab.socket, 'utf8')).toBe('mine');
    await rm(lab.socket);
  });

  it('waits for one that takes its time, tells so, and gives up only at its deadline', async () => {
    lab.delay(611);
    // It is told to be slow after 10 s, which leaves a loaded machine 15 to look.
    await ok(slipway.client.call('settings.set', { engineStartSeconds: 25 }));
    const seen: ManagedState[] = [];
    const stream = slipway.client.stream(
      'managed.watch',
      {},
      {
        item: ({ engines }) =>
          void seen.push(...engines.filter(({ id }) => id === 'own').map(({ state }) => state)),
      },
    );
    const late = await refused(slipway.client.call('managed.start', {}));
    expect(late).toMatchObject({ code: 'timeout', reason: 'engine-start-late', params: { seconds: '25' } });
    expect(seen.some((state) => state.status === 'starting' && !state.slow)).toBe(true);
    expect(seen.some((state) => state.status === 'starting' && state.slow)).toBe(true);
    stream.cancel();
    // Nothing of what was begun is left, the wrapper's own child included.
    await eventually('the wrapper to be gone', () => expect(sleepers()).toEqual([]));
    await ok(slipway.client.call('settings.set', { engineStartSeconds: 120 }));
    lab.delay(3);
    expect((await ok(slipway.client.call('managed.start', {})))?.state.status).toBe('running');
    lab.delay(0);
  });

  it('is not mistaken for a stranger that has its old number', async () => {
    await stop();
    const stranger = spawn('sleep', ['600']);
    const pid = stranger.pid ?? 0;
    await slipway.close();
    await writeFile(join(lab.folder, 'docker.pid'), String(pid));
    const record = JSON.parse(await readFile(join(lab.folder, 'engine.json'), 'utf8'));
    const state = { at: 'running', sinceMs: Date.now(), attempt: 0 };
    const mark = { pid, started: '1' };
    await writeFile(
      join(lab.folder, 'engine.json'),
      JSON.stringify({ ...record, state, launcher: mark, daemon: mark }),
    );
    slipway = await open();
    // Its engine is gone, whoever has the number now: it is started again.
    await eventually('the engine to run', async () =>
      expect((await own(slipway)).state.status).toBe('running'),
    );
    expect((await own(slipway)).pid).toBe(lab.pid());
    await stop();
    expect(stranger.exitCode).toBeNull();
    expect(stranger.signalCode).toBeNull();
    const gone = new Promise((done) => stranger.once('exit', done));
    stranger.kill('SIGKILL');
    await gone;
  });

  it('goes on when the Slipway that started it is killed, and the next one finds it', async () => {
    await slipway.close();
    const source = `
      import { createApp } from '${join(import.meta.dirname, '../../electron/app.ts')}';
      const app = await createApp({ home: process.env.LAB_HOME, env: process.env, watch: true });
      const result = await app.router.connect('test').call('managed.start', {});
      process.stdout.write(JSON.stringify(result.ok));
      setInterval(() => undefined, 1000);
    `;
    const other = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', source], {
      env: { ...lab.env, LAB_HOME: lab.home },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    other.stdout.on('data', (chunk: Buffer) => {
      said += chunk;
    });
    await waitFor('the other Slipway to start it', () => said === 'true', 60_000);
    const before = lab.pid();
    slipway = await open();
    expect((await own(slipway)).owner).toBe('elsewhere');
    const gone = new Promise((done) => other.once('close', done));
    other.kill('SIGKILL');
    await gone;
    expect(lab.pid()).toBe(before);
    await waitFor('it to be looked after again', async () => (await own(slipway)).owner === 'here');
    expect(await own(slipway)).toMatchObject({ pid: before, state: { status: 'running' } });
    await lab.kill('SIGKILL');
    await waitFor('another engine', () => lab.pid() !== 0 && lab.pid() !== before);
    await eventually('it to run', async () => expect((await own(slipway)).state.status).toBe('running'));
  });

  it('keeps its data where the data root is a link', async () => {
    await stop();
    const elsewhere = join(lab.home, 'elsewhere');
    await mkdir(elsewhere);
    await writeFile(join(elsewhere, 'mine'), 'mine');
    await symlink(elsewhere, join(lab.folder, 'wiped-link'));
    const { wipeData } = await import('../../electron/supervision/own/wipe.ts');
    const { ownPlaces } = await import('../../electron/supervision/own/places.ts');
    const places = { ...ownPlaces(lab.home), data: join(lab.folder, 'wiped-link') };
    await expect(wipeData(places)).rejects.toMatchObject({ error: { reason: 'engine-data-link' } });
    expect(await readFile(join(elsewhere, 'mine'), 'utf8')).toBe('mine');
  });
});

/** Processes that wait as the lab's wrapper does. */
function sleepers(): string[] {
  return listPids()
    .map(commandLine)
    .filter((line) => line === 'sleep 611');
}

async function own({ client }: OpenApp): Promise<ManagedEngine> {
  const { engines } = await ok(client.call('managed.status', {}));
  const found = engines.find(({ id }) => id === 'own');
  if (found === undefined) throw new Error('there is no engine of Slipway’s own');
  return found;
}
