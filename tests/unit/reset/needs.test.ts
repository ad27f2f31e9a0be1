import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  containersNeeded,
  inOrder,
  networksNeeded,
  volumesNeeded,
} from '../../../electron/reset/import/needs.ts';
import { manifestSchema } from '../../../electron/reset/manifest.ts';

const needing = (name: string, ...others: string[]) => ({
  name,
  container: { HostConfig: { VolumesFrom: others } },
});

it('finds what a container shares with others, in each of the ways there are', () => {
  const HostConfig = {
    ...{ NetworkMode: 'container:net', IpcMode: 'container:ipc', PidMode: 'host' },
    ...{ VolumesFrom: ['data:ro'], Links: ['/db:/web/database'] },
  };
  expect(containersNeeded({ HostConfig }).sort()).toEqual(['data', 'db', 'ipc', 'net']);
  expect(containersNeeded({})).toEqual([]);
  const Mounts = [{ Type: 'volume', Name: 'v' }, { Type: 'bind', Source: '/x' }, { Type: 'tmpfs' }];
  expect(volumesNeeded({ Mounts })).toEqual(['v']);
  const Networks = { bridge: {}, front: {}, host: {} };
  expect(networksNeeded({ NetworkSettings: { Networks } })).toEqual(['front']);
});

it('puts each after what it needs, loses none, and survives circles', () => {
  const graph = fc.array(fc.array(fc.nat(9), { maxLength: 3 }), { minLength: 1, maxLength: 10 });
  fc.assert(
    fc.property(graph, (edges) => {
      const all = edges.map((needs, at) => needing(String(at), ...needs.map(String)));
      const names = inOrder(all).map(({ name }) => name);
      expect([...names].sort()).toEqual(all.map(({ name }) => name).sort());
    }),
  );
  // Without circles: each needs only those of a lower number.
  fc.assert(
    fc.property(graph, (edges) => {
      const all = edges.map((needs, at) =>
        needing(String(at), ...needs.filter((one) => one < at).map(String)),
      );
      const places = new Map(inOrder([...all].reverse()).map(({ name }, place) => [name, place]));
      for (const one of all)
        for (const needed of containersNeeded(one.container))
          expect(places.get(needed)).toBeLessThan(places.get(one.name) ?? -1);
    }),
  );
});

it('takes no path out of the folder from a manifest', () => {
  const withPath = (path: string) =>
    manifestSchema.safeParse({
      ...{ format: 'slipway-export', version: 1, createdAt: '', objects: [], leftOut: [] },
      engine: { id: '', name: '', kind: 'docker', version: '', apiVersion: '' },
      files: [{ path, bytes: 0, sha256: '0'.repeat(64) }],
    }).success;
  for (const good of ['images.json', 'volumes/0001-data.tar', 'swarm/0002-secret-x.json'])
    expect(withPath(good), good).toBe(true);
  for (const bad of [
    '../x',
    '/etc/passwd',
    'volumes/../x',
    'volumes/a/b',
    '.hidden',
    'volumes/',
    'other/x',
    'volumes/..',
  ])
    expect(withPath(bad), bad).toBe(false);
});
