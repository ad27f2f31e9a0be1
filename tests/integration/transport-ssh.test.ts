import { readFile, writeFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { leakGuard, snapshotProcesses } from '../engine-lab/leaks.ts';
import { connectEngine } from '../engine-lab/shared-engine.ts';
import { labSupport } from '../engine-lab/support.ts';
import type { LabEngine } from '../engine-lab/types.ts';
import { expectEqualToDocker } from '../rig/compare.ts';
import { dockerInspect } from '../rig/docker-view.ts';
import { type OpenApp, ok, openApp, plainEnv, refused, temporaryFolder } from '../rig/open-app.ts';
import { removeAll } from '../rig/remove-all.ts';
import { type SshServer, sshMissing, startSshServer } from '../rig/sshd.ts';
import { eventually, waitFor } from '../rig/wait-for.ts';
import { Watching } from '../rig/watching.ts';

const prefix = 'it-ssh-';
const support = labSupport('main');
const missing = support.ok ? sshMissing() : support.reason;

describe('over ssh', () => {
  if (missing !== undefined) {
    it('needs an ssh server', (context) => context.skip(missing));
    return;
  }
  let engine: LabEngine;
  let server: SshServer;
  let slipway: OpenApp | undefined;
  let home: Awaited<ReturnType<typeof temporaryFolder>>;
  let guard: ReturnType<typeof leakGuard>;

  beforeAll(async () => {
    engine = await connectEngine('main');
    await removeAll(engine, prefix);
    guard = leakGuard({ engines: [engine] });
    await guard.before();
    home = await temporaryFolder();
    server = await startSshServer(engine);
    await engine.dockerOk(['run', '-d', '--name', `${prefix}web`, 'lab/counter:1']);
  });
  afterEach(async () => {
    await slipway?.close();
    slipway = undefined;
  });
  afterAll(async () => {
    await server.stop();
    await home.remove();
    await removeAll(engine, prefix);
    await guard.after();
  });

  const open = async (address: string): Promise<OpenApp> => {
    const PATH = `${server.bin}:${process.env.PATH}`;
    slipway = await openApp({ home: home.path, env: plainEnv(home.path, { PATH }), engine: address });
    return slipway;
  };
  const address = (socket = ''): string => `ssh://root@127.0.0.1:${server.port}${socket}`;

  it('lists, acts and watches', async () => {
    const { client } = await open(address());
    await expectEqualToDocker(engine, () => ok(client.call('containers.list', { all: true })));
    const watching = new Watching(client);
    await watching.until('ready');
    await watching.untilFresh();
    const name = `${prefix}web`;
    const stop = client.call('containers.stop', { id: name, timeoutSeconds: 0 });
    expect(await ok(stop)).toMatchObject({ name, state: 'exited', changed: true });
    expect((await dockerInspect(engine, name)).State.Status).toBe('exited');
    expect(watching.named('container', name)?.state).toBe('exited');
    await engine.dockerOk(['start', name]);
    await waitFor('it runs', () => watching.named('container', name)?.state === 'running');
    await expectEqualToDocker(engine, () => watching.rows('container'));
    watching.close();
  });

  it('speaks with another socket of the far machine when the address names one', async () => {
    const { client } = await open(address(engine.socket));
    expect((await ok(client.call('engine.version', {}))).version).toBe(engine.version);
    await slipway?.close();
    const other = await open(address("/nonexistent/it's a $(test).sock"));
    expect(await refused(other.client.call('engine.version', {}))).toMatchObject({
      code: 'unreachable',
      reason: 'ssh-failed',
    });
  });

  it('connects again by itself after the connection was cut, with rows kept', async () => {
    const { client } = await open(address());
    const watching = new Watching(client);
    await watching.until('ready');
    await watching.untilFresh();
    const before = watching.rows('container');
    await server.cut();
    await watching.until('reconnecting');
    expect(watching.rows('container')).toEqual(before);
    await watching.until('ready', 15_000);
    await watching.untilFresh();
    await expectEqualToDocker(engine, () => watching.rows('container'));
    watching.close();
  });

  it('refuses a server it does not know, and one that does not know it', async () => {
    for (const file of [server.knownHosts, server.allowedKeys]) {
      const good = await readFile(file, 'utf8');
      await writeFile(file, '');
      const { client } = await open(address());
      const watching = new Watching(client, ['container']);
      const state = await watching.until('refused', 15_000);
      expect(state).toMatchObject({ error: { code: 'unauthorized', reason: 'ssh-failed' } });
      const told = await refused(client.call('containers.list', {}));
      expect(told).toMatchObject({ code: 'unauthorized', reason: 'ssh-failed' });
      expect(told.params?.detail).toMatch(/verification failed|permission denied/i);
      watching.close();
      await slipway?.close();
      await writeFile(file, good);
    }
  });

  it('tells what ssh says when nothing listens there', async () => {
    const { client } = await open('ssh://root@127.0.0.1:1');
    const watching = new Watching(client, ['container']);
    const state = await watching.until('unreachable');
    expect(state).toMatchObject({ error: { code: 'unreachable', reason: 'ssh-failed' } });
    expect('error' in state ? state.error.message : '').toContain('refused');
    watching.close();
  });

  it('leaves no ssh behind when it is closed', async () => {
    const { client } = await open(address());
    const watching = new Watching(client);
    await watching.untilFresh();
    await slipway?.close();
    await eventually('every ssh to end', () => {
      const clients = snapshotProcesses().filter((line) => / \/usr\/bin\/ssh /.test(line));
      expect(clients).toEqual([]);
    });
  });
});
