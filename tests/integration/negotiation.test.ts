import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { leakGuard } from '../engine-lab/leaks.ts';
import type { EngineKind } from '../engine-lab/types.ts';
import { type FakeEngine, startFakeEngine } from '../rig/fake-engine.ts';
import { type OpenApp, ok, openApp, refused } from '../rig/open-app.ts';
import { onEachEngine } from '../rig/suite.ts';
import { Watching } from '../rig/watching.ts';

/** What each engine of the lab speaks, and what is spoken with it. */
const spoken: Record<EngineKind, { kind: 'docker' | 'podman'; api: string; version: RegExp }> = {
  oldest: { kind: 'docker', api: '1.41', version: /^20\.10/ },
  main: { kind: 'docker', api: '1.45', version: /^26\.1/ },
  newest: { kind: 'docker', api: '1.51', version: /^28\.5/ },
  podman: { kind: 'podman', api: '1.41', version: /^4\.3/ },
};

onEachEngine('negotiation', { prefix: 'it-nego-' }, (bench, kind) => {
  const expected = spoken[kind];

  it('agrees on a version and knows the engine', async () => {
    expect(await ok(bench.client.call('engine.version', {}))).toMatchObject({
      apiVersion: expected.api,
      negotiated: expected.api,
      version: expect.stringMatching(expected.version),
    });
    expect(await ok(bench.client.call('engine.ping', {}))).toMatchObject({ apiVersion: expected.api });
    const watching = new Watching(bench.client, ['container']);
    const state = await watching.until('ready');
    watching.close();
    if (state.status !== 'ready') throw new Error('not ready');
    expect(state.engine).toMatchObject({
      kind: expected.kind,
      apiVersion: expected.api,
      serverApiVersion: expected.api,
      version: expect.stringMatching(expected.version),
    });
    expect(Math.abs((state.engineTimeMs ?? 0) - Date.now())).toBeLessThan(2000);
  });

  it('tells what the engine says of its host', async () => {
    const info = await ok(bench.client.call('engine.info', {}));
    const docker = JSON.parse(await bench.docker('info', '--format', '{{json .}}'));
    expect(info).toMatchObject({
      name: docker.Name,
      cpus: docker.NCPU,
      memoryBytes: docker.MemTotal,
      storageDriver: docker.Driver,
      kernelVersion: docker.KernelVersion,
      version: docker.ServerVersion,
    });
    expect(info.containers.total).toBe(docker.Containers);
  });
});

describe('negotiation with other engines', () => {
  const guard = leakGuard();
  let fake: FakeEngine | undefined;
  let slipway: OpenApp | undefined;

  beforeEach(() => guard.before());
  afterEach(async () => {
    await slipway?.close();
    await fake?.close();
    await guard.after();
  });

  const open = async (...args: Parameters<typeof startFakeEngine>): Promise<[OpenApp, FakeEngine]> => {
    fake = await startFakeEngine(...args);
    slipway = await openApp({ engine: fake.host });
    return [slipway, fake];
  };

  const limits: [string, Parameters<typeof startFakeEngine>[0], object][] = [
    ['too old', { apiVersion: '1.20' }, { reason: 'engine-too-old', params: { api: '1.20', needs: '1.24' } }],
    [
      'too new',
      { apiVersion: '9.12', minApiVersion: '9.9' },
      { reason: 'engine-too-new', params: { needs: '9.9', api: '1.51' } },
    ],
  ];
  it.each(limits)(
    'tells of an engine that is %s, and sends it nothing it may not know',
    async (_, is, told) => {
      const [{ client }, { asked }] = await open(is);
      const watching = new Watching(client);
      const state = await watching.until('unsupported');
      expect(state).toMatchObject({ status: 'unsupported', error: { code: 'unsupported', ...told } });
      for (const call of [
        client.call('containers.list', {}),
        client.call('engine.info', {}),
        client.call('containers.start', { id: 'web' }),
      ])
        expect(await refused<unknown>(call)).toMatchObject({ code: 'unsupported', ...told });
      expect(watching.rows('container')).toEqual([]);
      expect(watching.items.filter((item) => item.type === 'snapshot')).toEqual([]);
      watching.close();
      expect([...new Set(asked)].sort()).toEqual(['/_ping', '/version']);
    },
  );

  it('speaks the oldest version it can with an engine that tells no minimum', async () => {
    const [{ client }, { asked }] = await open({ apiVersion: '1.24' });
    expect(await ok(client.call('containers.list', { all: true }))).toEqual([]);
    expect(asked).toContain('/v1.24/containers/json');
  });

  it('speaks its own newest version with an engine that is ahead of it', async () => {
    const [{ client }, { asked }] = await open({ apiVersion: '1.99', minApiVersion: '1.44' });
    expect(await ok(client.call('containers.list', { all: true }))).toEqual([]);
    expect(asked).toContain('/v1.51/containers/json');
  });

  it('tells of an engine that becomes usable, without being asked again', async () => {
    const [{ client }, engine] = await open({ apiVersion: '1.20' });
    const watching = new Watching(client);
    await watching.until('unsupported');
    engine.identity = { apiVersion: '1.45' };
    await watching.until('ready', 15_000);
    await watching.untilFresh();
    watching.close();
  });

  const strangers: [string, Parameters<typeof startFakeEngine>[1]][] = [
    [
      'a web page',
      (_, outgoing) => {
        outgoing.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><h1>Router</h1>');
        return true;
      },
    ],
    [
      'another word than OK',
      (_, outgoing) => {
        outgoing.end('pong');
        return true;
      },
    ],
    [
      'a redirect',
      (_, outgoing) => {
        outgoing.writeHead(302, { location: 'http://127.0.0.1:9/login' }).end();
        return true;
      },
    ],
    [
      'a redirect to no address',
      (_, outgoing) => {
        outgoing.writeHead(301, { location: 'nonsense://[' }).end();
        return true;
      },
    ],
    [
      'no HTTP',
      (incoming) => {
        incoming.socket.end('SSH-2.0-OpenSSH_9.2\r\n');
        return true;
      },
    ],
  ];
  it.each(strangers)('takes %s for what it is', async (_, answer) => {
    const [{ client }] = await open({ apiVersion: '1.45' }, answer);
    const watching = new Watching(client, ['container']);
    const state = await watching.until('unsupported');
    expect(state).toMatchObject({ error: { code: 'unsupported', reason: 'not-an-engine' } });
    watching.close();
  });
});
