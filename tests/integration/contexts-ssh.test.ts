import { spawn } from 'node:child_process';
import { chmod, chown, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { InputOf } from '../../shared/contract/index.ts';
import { labDockerPath } from '../engine-lab/docker-cli.ts';
import { leakGuard } from '../engine-lab/leaks.ts';
import { runOk } from '../engine-lab/run-command.ts';
import { connectEngine } from '../engine-lab/shared-engine.ts';
import { labSupport } from '../engine-lab/support.ts';
import type { LabEngine } from '../engine-lab/types.ts';
import { strangers } from '../rig/as-stranger.ts';
import { type OpenApp, ok, openApp, plainEnv, temporaryFolder } from '../rig/open-app.ts';
import { type SshServer, sshMissing, startSshServer } from '../rig/sshd.ts';

const support = labSupport('main');
const missing = support.ok ? sshMissing() : support.reason;
const root = join(import.meta.dirname, '../..');

describe('contexts over ssh, and sockets of others', () => {
  if (missing !== undefined) {
    it('needs an ssh server', (context) => context.skip(missing));
    return;
  }
  let engine: LabEngine;
  let server: SshServer;
  let slipway: OpenApp;
  let home: Awaited<ReturnType<typeof temporaryFolder>>;
  const guard = leakGuard();

  beforeAll(async () => {
    engine = await connectEngine('main');
    await guard.before();
    home = await temporaryFolder();
    server = await startSshServer(engine);
    const PATH = `${server.bin}:${process.env.PATH}`;
    slipway = await openApp({ home: home.path, env: plainEnv(home.path, { PATH }) });
  });
  afterAll(async () => {
    await slipway.close();
    await server.stop();
    await home.remove();
    await guard.after();
  });

  const verdictOf = (input: InputOf<'contexts.test'>) => ok(slipway.client.call('contexts.test', input));
  const host = () => `ssh://root@127.0.0.1:${server.port}`;
  const failing = async (input: InputOf<'contexts.test'>) => {
    const verdict = await verdictOf(input);
    if (verdict.status === 'usable') throw new Error('it was to fail');
    expect(verdict.error.hint?.text).toBeTruthy();
    return verdict.error;
  };

  it('makes, tries and uses a context behind a real sshd', async () => {
    const { client } = slipway;
    await ok(client.call('contexts.create', { name: 'far', host: host() }));
    expect(await verdictOf({ name: 'far' })).toMatchObject({ status: 'usable', version: engine.version });
    await ok(client.call('contexts.use', { name: 'far' }));
    expect((await ok(client.call('engine.version', {}))).version).toBe(engine.version);
    const { contexts, choice } = await ok(client.call('contexts.list', {}));
    expect(contexts.find(({ name }) => name === 'far')).toMatchObject({ scheme: 'ssh', inUse: true });
    expect(choice).toMatchObject({ source: 'current-context', value: 'far' });
  });

  it('shares contexts behind a real sshd with the docker CLI, both ways', async () => {
    const { client } = slipway;
    const env = {
      PATH: `${server.bin}:${process.env.PATH}`,
      SLIPWAY_LAB_DOCKER_CONFIG: join(home.path, '.docker'),
    };
    const docker = (...args: string[]) => runOk(labDockerPath(), args, { env });
    await ok(client.call('contexts.create', { name: 'ours', host: host() }));
    expect(await docker('--context', 'ours', 'version', '-f', '{{.Server.Version}}')).toBe(engine.version);
    await docker('context', 'create', 'theirs', '--docker', `host=${host()}`);
    expect(await verdictOf({ name: 'theirs' })).toMatchObject({ status: 'usable', version: engine.version });
    await ok(client.call('contexts.use', { name: 'theirs' }));
    expect((await ok(client.call('engine.version', {}))).version).toBe(engine.version);
    const { contexts } = await ok(client.call('contexts.list', {}));
    expect(contexts.find(({ name }) => name === 'theirs')).toMatchObject({ scheme: 'ssh', inUse: true });
  });

  it('says which part of the way is missing, and what to do', async () => {
    for (const [file, reason, fix] of [
      [server.knownHosts, 'ssh-host-key', `ssh -p ${server.port} root@127.0.0.1`],
      [server.allowedKeys, 'ssh-denied', `ssh-copy-id -p ${server.port} root@127.0.0.1`],
    ] as const) {
      const good = await readFile(file, 'utf8');
      await writeFile(file, '');
      const error = await failing({ host: host() });
      expect(error).toMatchObject({ code: 'unauthorized', reason });
      expect(error.hint?.action).toEqual({ kind: 'copy', text: fix });
      await writeFile(file, good);
    }
    expect(await failing({ host: `${host()}/nonexistent/engine.sock` })).toMatchObject({
      reason: 'ssh-no-engine',
    });
    const empty = join(home.path, 'empty');
    await mkdir(empty);
    const bare = await openApp({ home: home.path, env: plainEnv(home.path, { PATH: empty }) });
    const verdict = await ok(bare.client.call('contexts.test', { host: host() }));
    await bare.close();
    expect(verdict).toMatchObject({ status: 'unusable', error: { reason: 'ssh-missing' } });
  });

  it("tells of a socket of another user's whose it is, and how to be let in", async () => {
    const folder = await temporaryFolder();
    await chmod(folder.path, 0o755);
    const socket = join(folder.path, 'closed.sock');
    const listening = createServer();
    await new Promise<void>((resolve) => listening.listen(socket, resolve));
    await chmod(socket, 0o600);
    const own = join(folder.path, 'home');
    await mkdir(own);
    await chown(own, strangers.nobody, strangers.nobody);
    const child = spawn(
      process.execPath,
      [
        '--import',
        'tsx',
        'electron/cli/main.ts',
        'call',
        'contexts.test',
        JSON.stringify({ host: `unix://${socket}` }),
      ],
      {
        cwd: root,
        env: { PATH: process.env.PATH, HOME: own, TMPDIR: own, SLIPWAY_HOME: own },
        ...{ uid: strangers.nobody, gid: strangers.nobody },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    let said = '';
    child.stdout.on('data', (text: Buffer) => {
      said += text.toString();
    });
    child.stderr.on('data', (text: Buffer) => {
      said += text.toString();
    });
    await new Promise((resolve) => child.once('close', resolve));
    await new Promise((resolve) => listening.close(resolve));
    await rm(folder.path, { recursive: true });
    expect(JSON.parse(said)).toMatchObject({
      status: 'unusable',
      error: {
        code: 'permission-denied',
        reason: 'socket-permission',
        params: { path: socket, owner: 'user 0, group 0', user: 'nobody' },
      },
    });
  });
});
