import { afterAll, beforeAll, expect, it } from 'vitest';
import { startEngine } from '../engine-lab/engine.ts';
import type { LabEngine } from '../engine-lab/types.ts';
import { type OpenApp, ok, openApp, refused } from '../rig/open-app.ts';
import { onEachEngine } from '../rig/suite.ts';
import { describeOnEngine } from '../support/describe-on-engine.ts';

const prefix = 'it-look-';
const first = (text: string): Record<string, unknown> => JSON.parse(text)[0];

onEachEngine(
  'inspect.any',
  {
    prefix,
    prepare: async ({ docker }) => {
      await docker('run', '-d', '--name', `${prefix}web`, '-e', 'DB_PASSWORD=hunter2', 'lab/counter:1');
      await docker('create', '--name', `${prefix}twin`, 'lab/busybox:1');
      await docker('volume', 'create', `${prefix}data`);
      await docker('volume', 'create', `${prefix}twin`);
      await docker('network', 'create', `${prefix}net`);
    },
  },
  (bench, kind) => {
    const any = (id: string) => ok(bench.client.call('inspect.any', { id }));

    it('finds a container, an image, a volume and a network by name, as docker inspect does', async () => {
      for (const [type, name] of [
        ['container', `${prefix}web`],
        ['volume', `${prefix}data`],
        ['network', `${prefix}net`],
        ['image', 'lab/busybox:1'],
      ] as const) {
        const found = await any(name);
        const truth = first(await bench.docker(type, 'inspect', name));
        expect(found.kind, name).toBe(type);
        expect(found.raw.Id ?? found.raw.Name).toBe(truth.Id ?? truth.Name);
        // The docker CLI adds fields of its own to images.
        if (kind !== 'podman' && type !== 'image')
          expect(found.raw).toEqual(JSON.parse(JSON.stringify(truth)));
      }
    });

    it('finds them by id and by the start of an id', async () => {
      const id = await bench.docker('inspect', '-f', '{{.Id}}', `${prefix}web`);
      const network = await bench.docker('network', 'inspect', '-f', '{{.Id}}', `${prefix}net`);
      const image = await bench.docker('image', 'inspect', '-f', '{{.Id}}', 'lab/counter:1');
      for (const given of [id, id.slice(0, 12), `/${prefix}web`])
        expect(await any(given)).toMatchObject({ kind: 'container', id, name: `${prefix}web` });
      for (const given of [network, network.slice(0, 12)])
        expect(await any(given)).toMatchObject({ kind: 'network', id: network, name: `${prefix}net` });
      const digits = image.replace('sha256:', '');
      for (const given of [`sha256:${digits}`, digits, digits.slice(0, 12)])
        expect(await any(given)).toMatchObject({ kind: 'image' });
    });

    it('names the candidates when several kinds have it, and takes a kind', async () => {
      const error = await refused(bench.client.call('inspect.any', { id: `${prefix}twin` }));
      expect(error).toMatchObject({ code: 'conflict', reason: 'id-in-kinds' });
      expect(error.params?.kinds).toBe('container,volume');
      expect(error.params?.candidates).toContain(`volume ${prefix}twin`);
      for (const wanted of ['container', 'volume'] as const) {
        const found = await ok(bench.client.call('inspect.any', { id: `${prefix}twin`, kind: wanted }));
        expect(found).toMatchObject({ kind: wanted, name: `${prefix}twin` });
      }
    });

    it('says what is not there, and refuses a path', async () => {
      const none = await refused(bench.client.call('inspect.any', { id: 'no-such-thing' }));
      expect(none).toMatchObject({ code: 'not-found', reason: 'object-unknown' });
      const volume = await refused(bench.client.call('inspect.any', { id: `${prefix}web`, kind: 'volume' }));
      expect(volume.params).toMatchObject({ kind: 'volume', id: `${prefix}web` });
      for (const id of ['../info', 'a/../../info', './x', 'a b', 'x?y=1', '']) {
        const error = await refused(bench.client.call('inspect.any', { id }));
        expect(error.code, id).toBe('invalid-input');
      }
      const capitals = await refused(bench.client.call('inspect.any', { id: 'CAPITALS', kind: 'image' }));
      expect(capitals.code).toBe('not-found');
    });

    it('says that an engine outside of a swarm has no services', async () => {
      const error = await refused(bench.client.call('inspect.any', { id: 'web', kind: 'service' }));
      expect(error).toMatchObject({ code: 'unsupported', reason: 'swarm-needed' });
    });
  },
);

describeOnEngine('main', 'inspect.any on a swarm manager', () => {
  let engine: LabEngine;
  let slipway: OpenApp;
  beforeAll(async () => {
    engine = await startEngine('main', { images: true });
    await engine.dockerOk(['swarm', 'init', '--advertise-addr', '127.0.0.1']);
    slipway = await openApp({ engine: engine.host });
  });
  afterAll(async () => {
    await slipway?.close();
    await engine?.stop();
  });

  it('finds services, tasks, nodes, secrets and configs by name and id', async () => {
    await engine.dockerOk(['service', 'create', '-d', '--name', 'shop', 'lab/counter:1']);
    await engine.docker(['secret', 'create', '-l', 'a=b', 'pin', '/etc/hostname']);
    await engine.docker(['config', 'create', 'conf', '/etc/hostname']);
    const list = async (what: string) => engine.dockerOk([what, 'ls', '-q']);
    for (const kind of ['service', 'secret', 'config', 'node'] as const) {
      const id = (await list(kind)).split('\n')[0] ?? '';
      const found = await ok(slipway.client.call('inspect.any', { id, kind }));
      expect(found.id.startsWith(id), kind).toBe(true);
      expect(found.name, kind).not.toBe('');
      const alone = await ok(slipway.client.call('inspect.any', { id: found.id }));
      expect(alone, kind).toMatchObject({ kind, id: found.id });
    }
    const named = await ok(slipway.client.call('inspect.any', { id: 'shop' }));
    expect(named).toMatchObject({ kind: 'service', name: 'shop' });
    const task = (await engine.dockerOk(['service', 'ps', '-q', '--no-trunc', 'shop'])).split('\n')[0] ?? '';
    const found = await ok(slipway.client.call('inspect.any', { id: task }));
    expect(found).toMatchObject({ kind: 'task', id: task });
  });
});
