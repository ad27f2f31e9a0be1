import { existsSync } from 'node:fs';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import type { ProbedEndpoint } from '../../shared/contract/engine.ts';
import { type Certificates, makeCertificates } from '../engine-lab/certificates.ts';
import { exposeTcp } from '../engine-lab/expose-tcp.ts';
import { leakGuard } from '../engine-lab/leaks.ts';
import { connectEngine } from '../engine-lab/shared-engine.ts';
import type { ExposedTcp, LabEngine } from '../engine-lab/types.ts';
import { type DockerConfig, makeDockerConfig } from '../rig/docker-contexts.ts';
import { type OpenApp, ok, openApp, plainEnv, refused, temporaryFolder } from '../rig/open-app.ts';
import { Watching } from '../rig/watching.ts';
import { describeOnEngine } from '../support/describe-on-engine.ts';

describeOnEngine('main', 'endpoints', () => {
  const guard = leakGuard();
  let engine: LabEngine;
  let other: LabEngine;
  let config: DockerConfig;
  let certificates: Certificates;
  let tls: ExposedTcp;
  let home: Awaited<ReturnType<typeof temporaryFolder>>;
  let slipway: OpenApp | undefined;

  beforeAll(async () => {
    await guard.before();
    [engine, other] = await Promise.all([connectEngine('main'), connectEngine('newest')]);
    config = await makeDockerConfig();
    certificates = await makeCertificates(join(config.path, 'certificates'));
    const { ca, cert, key } = certificates.client;
    tls = await exposeTcp(engine, { tls: certificates.server });
    await config.create('first', `host=${engine.host}`);
    await config.create('second', `host=${other.host}`);
    await config.create('secure', `host=${tls.host},ca=${ca},cert=${cert},key=${key}`);
    await config.create('gone', 'host=unix:///nonexistent/docker.sock');
    await config.create('by-ssh', 'host=ssh://nobody@127.0.0.1:1');
  });
  afterAll(async () => {
    await tls.close();
    await config.remove();
    await guard.after();
  });
  beforeEach(async () => {
    home = await temporaryFolder();
  });
  afterEach(async () => {
    await slipway?.close();
    slipway = undefined;
    await home.remove();
  });

  const open = async (env: NodeJS.ProcessEnv = {}, more: { engine?: string } = {}): Promise<OpenApp> => {
    const base = plainEnv(home.path, { DOCKER_CONFIG: config.path, ...env });
    slipway = await openApp({ home: home.path, env: base, ...more });
    return slipway;
  };
  const endpoints = async (): Promise<ProbedEndpoint[]> =>
    ok((slipway as OpenApp).client.call('engine.endpoints', {}));
  const named = async (name: string): Promise<ProbedEndpoint | undefined> =>
    (await endpoints()).find((endpoint) => endpoint.name === name);
  const versionInUse = async (): Promise<string> =>
    (await ok((slipway as OpenApp).client.call('engine.version', {}))).version;
  const current = async (): Promise<string[]> =>
    (await endpoints()).filter((endpoint) => endpoint.current).map((endpoint) => endpoint.name);

  it('finds the contexts the docker CLI made, and says why each cannot be used', async () => {
    await open();
    const found = await endpoints();
    const byName = new Map(found.map((endpoint) => [endpoint.name, endpoint]));
    expect(byName.get('first')).toMatchObject({
      source: 'context',
      context: 'first',
      address: engine.host,
      tls: false,
      probe: { status: 'usable', version: engine.version, kind: 'docker', apiVersion: '1.45' },
    });
    expect(byName.get('second')).toMatchObject({ probe: { status: 'usable', apiVersion: '1.51' } });
    expect(byName.get('secure')).toMatchObject({ tls: true, probe: { status: 'usable' } });
    expect(byName.get('gone')).toMatchObject({
      probe: { status: 'unusable', error: { code: 'unreachable', reason: 'socket-missing' } },
    });
    expect(byName.get('by-ssh')).toMatchObject({
      probe: { status: 'unusable', error: { code: 'unreachable', reason: 'ssh-failed' } },
    });
    for (const { probe } of found)
      if (probe.status === 'unusable') expect(probe.error.hint?.text).toBeTruthy();
    expect(new Set(found.map((endpoint) => endpoint.id)).size).toBe(found.length);
  });

  it('gives an endpoint the same id at every start', async () => {
    await open();
    const before = await named('first');
    await slipway?.close();
    await open();
    expect((await named('first'))?.id).toBe(before?.id);
  });

  it('follows --engine, then DOCKER_HOST, then DOCKER_CONTEXT, then the current context', async () => {
    await config.use('second');
    await open();
    expect(await current()).toEqual(['second']);
    expect(await versionInUse()).toBe(other.version);
    await slipway?.close();
    await open({ DOCKER_CONTEXT: 'first' });
    expect(await current()).toEqual(['first']);
    expect(await versionInUse()).toBe(engine.version);
    await slipway?.close();
    await open({ DOCKER_CONTEXT: 'first', DOCKER_HOST: other.host });
    expect(await versionInUse()).toBe(other.version);
    await slipway?.close();
    await open({ DOCKER_CONTEXT: 'second', DOCKER_HOST: other.host }, { engine: engine.host });
    expect(await current()).toEqual([engine.host]);
    expect(await versionInUse()).toBe(engine.version);
    await config.use('default');
  });

  it('takes a context or an endpoint by its name for --engine', async () => {
    await open({}, { engine: 'second' });
    expect(await versionInUse()).toBe(other.version);
    const second = (await endpoints()).find((endpoint) => endpoint.address === other.host);
    await slipway?.close();
    await open({}, { engine: second?.id ?? '' });
    expect(await versionInUse()).toBe(other.version);
    await slipway?.close();
    const { client } = await open({ DOCKER_HOST: engine.host }, { engine: 'nowhere' });
    expect(await refused(client.call('engine.version', {}))).toMatchObject({
      code: 'not-found',
      reason: 'endpoint-unknown',
    });
  });

  it('takes the default context for the default socket, and one of two twins for the other', async () => {
    await config.create('twin', `host=${other.host}`);
    await config.use('first');
    await open({ DOCKER_CONTEXT: 'twin' });
    expect(await versionInUse()).toBe(other.version);
    await slipway?.close();
    await open({ DOCKER_CONTEXT: 'default' });
    expect((await endpoints()).find((endpoint) => endpoint.current)?.source).toBe('socket');
    await config.use('default');
  });

  it('finds a well-known socket, and uses it where nothing was named', async () => {
    const empty = join(home.path, 'no-contexts');
    await mkdir(join(home.path, '.docker/run'), { recursive: true });
    await symlink(engine.socket, join(home.path, '.docker/run/docker.sock'));
    await mkdir(join(home.path, '.colima/work'), { recursive: true });
    await open({ DOCKER_CONFIG: empty });
    const found = await endpoints();
    expect(found.find((endpoint) => endpoint.address.includes('/.docker/run/'))).toMatchObject({
      source: 'socket',
      probe: { status: 'usable', version: engine.version },
    });
    expect(found.find((endpoint) => endpoint.name === 'Colima (work)')).toMatchObject({
      probe: { status: 'unusable', error: { reason: 'socket-missing' } },
    });
    // A machine with an engine of its own prefers that one.
    if (!existsSync('/var/run/docker.sock')) expect(await versionInUse()).toBe(engine.version);
  });

  it('tells what is wrong with what was named, and does not go elsewhere', async () => {
    await config.use('first');
    const failures: [NodeJS.ProcessEnv, object][] = [
      [{ DOCKER_HOST: 'gopher://x' }, { code: 'invalid-input', reason: 'address-malformed' }],
      [{ DOCKER_HOST: 'unix:///nonexistent.sock' }, { code: 'unreachable', reason: 'socket-missing' }],
      [{ DOCKER_HOST: 'tcp://127.0.0.1:1' }, { code: 'unreachable', reason: 'connection-refused' }],
      [{ DOCKER_HOST: 'tcp://no.such.host.invalid:2375' }, { code: 'unreachable', reason: 'host-unknown' }],
      [{ DOCKER_CONTEXT: 'nowhere' }, { reason: 'context-broken', params: { context: 'nowhere' } }],
    ];
    for (const [env, told] of failures) {
      const { client } = await open(env);
      expect(await refused(client.call('containers.list', {})), JSON.stringify(env)).toMatchObject(told);
      const watching = new Watching(client, ['container']);
      const state = await watching.until('unreachable');
      expect(state).toMatchObject({ error: told });
      watching.close();
      await slipway?.close();
    }
    await config.use('default');
  });

  it('tells of contexts and settings it cannot read, and lists the others', async () => {
    const folder = join(config.path, 'contexts/meta/broken');
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'meta.json'), '{"Name": "half');
    await open();
    const found = await endpoints();
    expect(found.find((endpoint) => endpoint.name === 'broken')).toMatchObject({
      source: 'context',
      probe: { status: 'unusable', error: { reason: 'context-broken' } },
    });
    expect(found.find((endpoint) => endpoint.name === 'first')?.probe.status).toBe('usable');
  });

  it('reaches an engine over TLS by a context', async () => {
    const { client } = await open({ DOCKER_CONTEXT: 'secure' });
    expect(await versionInUse()).toBe(engine.version);
    const watching = new Watching(client);
    const state = await watching.until('ready');
    expect(state.endpoint).toMatchObject({ context: 'secure', tls: true, address: tls.host });
    await watching.untilFresh();
    watching.close();
  });

  it('refuses to use what is not there, and stays where it is', async () => {
    const { client } = await open({}, { engine: engine.host });
    const use = (endpoint: string) => refused(client.call('engine.use', { endpoint }));
    expect(await use('nowhere')).toMatchObject({ code: 'not-found', reason: 'endpoint-unknown' });
    expect(await use('gopher://x')).toMatchObject({ code: 'invalid-input', reason: 'address-malformed' });
    expect(await use('')).toMatchObject({ code: 'invalid-input' });
    expect(await versionInUse()).toBe(engine.version);
  });
});
