import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { objectsOf } from '../../../electron/reset/inventory.ts';
import { resetItems } from '../../../electron/reset/items.ts';
import { enginePlugins, keyOf, nodesOf, type Seed, whatStays } from '../../../electron/reset/keeping.ts';
import { verify } from '../../../electron/reset/proof.ts';
import type { ReportItem } from '../../../shared/contract/plans.ts';
import { type KeptObject, type ResetTick, resetTicks } from '../../../shared/contract/reset.ts';
import { container, image, network, plugin, service, survey, volume } from './holdings.ts';

const all = new Set(resetTicks);
const none = new Map<string, Seed>();
const noLeans = new Map<string, string[]>();
const seeds = (...keys: string[]) => new Map(keys.map((key) => [key, 'asked' as const]));

describe('what stays in a reset', () => {
  it('is all that a kept container needs, down to parents of its image and the plugin of its volume', () => {
    const from = survey({
      containers: [
        container('web', { imageId: 'child', volumes: ['data'], networks: ['front'] }),
        container('job'),
      ],
      images: [image('base'), image('child', 'base'), image('other')],
      volumes: [volume('data', 'lab/driver'), volume('spare')],
      networks: [network('front'), network('back')],
      plugins: [plugin('lab/driver:latest'), plugin('unused:1')],
    });
    const kept = whatStays(nodesOf(from, noLeans), all, seeds('container:web'));
    expect([...kept.keys()].sort()).toEqual(
      [
        'container:web',
        'image:base',
        'image:child',
        'network:front',
        'plugin:lab/driver:latest',
        'volume:data',
      ].sort(),
    );
    expect(kept.get('volume:data')).toMatchObject({ why: 'needed', for: ['web'] });
    expect(kept.get('plugin:lab/driver:latest')?.for).toEqual(['data']);
  });

  it('is what something outside the ticks uses', () => {
    const from = survey({
      containers: [container('web', { imageId: 'own', volumes: ['data'] })],
      images: [image('own'), image('other')],
      volumes: [volume('data'), volume('spare')],
    });
    const kept = whatStays(nodesOf(from, noLeans), new Set<ResetTick>(['volumes', 'images']), none);
    expect([...kept.keys()].sort()).toEqual(['image:own', 'volume:data']);
  });

  it('is the membership, with every task and secret of a service that is kept', () => {
    const from = survey({
      swarm: true,
      services: [service('shop', { secrets: ['s1'], networks: ['over'] }), service('other')],
      secrets: ['s1', 's2'],
      containers: [container('shop.1', { task: 'shop' }), container('other.1', { task: 'other' })],
      networks: [network('over', 'swarm'), network('docker_gwbridge')],
    });
    const kept = whatStays(nodesOf(from, noLeans), all, seeds('service:shop'));
    expect([...kept.keys()].sort()).toEqual(
      [
        'container:shop.1',
        'network:docker_gwbridge',
        'network:over',
        'secret:s1',
        'service:shop',
        'swarm:membership',
      ].sort(),
    );
    expect(kept.get('container:shop.1')?.why).toBe('task');
    const going = resetItems(from, all, kept, noLeans).map(({ kind, id }) => keyOf(kind, id));
    expect(going).toEqual(['service:other', 'container:other.1', 'secret:s2']);
  });

  it('are the tasks, where the swarm is not ticked', () => {
    const from = survey({
      swarm: true,
      services: [service('shop')],
      containers: [container('shop.1', { task: 'shop' }), container('web')],
    });
    const ticks = new Set<ResetTick>(['containers']);
    const kept = whatStays(nodesOf(from, noLeans), ticks, none);
    expect([...kept.values()]).toEqual([
      { kind: 'container', id: 'shop.1', name: 'shop.1', why: 'task', for: [] },
    ]);
    expect(resetItems(from, ticks, kept, noLeans).map(({ id }) => id)).toEqual(['web']);
  });

  it('is all that a swarm with another manager has: only the membership goes', () => {
    const from = survey({
      swarm: true,
      managers: 3,
      services: [service('shop')],
      secrets: ['s1'],
      containers: [container('shop.1', { task: 'shop' })],
    });
    const items = resetItems(from, all, whatStays(nodesOf(from, noLeans), all, none), noLeans);
    expect(items.map(({ kind, action }) => [kind, action])).toEqual([
      ['swarm', 'leave'],
      ['container', 'remove'],
    ]);
  });

  it('is the image and the log driver of a service without tasks here, and of a container that is kept', () => {
    const from = survey({
      swarm: true,
      services: [service('shop', { image: 'shop:1@sha256:abc', logDriver: 'lab/log' })],
      containers: [container('web'), container('other')],
      images: [image('shop'), { ...image('pulled'), tags: [], digests: ['shop@sha256:abc'] }, image('other')],
      plugins: [plugin('lab/log:latest'), plugin('lab/fluent:1'), plugin('lab/unused:1')],
    });
    const logDrivers = new Map([['web', 'lab/fluent:1']]);
    const nodes = nodesOf(from, noLeans, logDrivers);
    const kept = whatStays(nodes, all, seeds('service:shop', 'container:web'));
    expect([...kept.keys()].filter((key) => /^(image|plugin):/.test(key)).sort()).toEqual([
      'image:pulled',
      'image:shop',
      'plugin:lab/fluent:1',
      'plugin:lab/log:latest',
    ]);
  });

  it('are the plugins that the engine itself is set up with', () => {
    const plugins = [plugin('lab/authz:latest'), plugin('lab/log:1'), plugin('lab/other:1')];
    const from = survey({ plugins, engineDrivers: ['lab/authz', 'lab/log:1', 'json-file'] });
    expect(enginePlugins(from).map(({ name }) => name)).toEqual(['lab/authz:latest', 'lab/log:1']);
  });

  it('is picked under the tick it goes with', () => {
    const from = survey({
      swarm: true,
      containers: [container('task', { task: 'shop' }), container('web')],
      networks: [network('over', 'swarm'), network('front')],
      services: [service('shop')],
    });
    const ticks = Object.fromEntries(objectsOf(from, () => false).map(({ name, tick }) => [name, tick]));
    expect(ticks).toEqual({
      ...{ task: 'swarm', over: 'swarm', shop: 'swarm', web: 'containers', front: 'networks' },
    });
    for (const { id, tick } of nodesOf(from, noLeans)) if (id in ticks) expect(ticks[id], id).toBe(tick);
  });

  it('is the container that a kept one lives in', () => {
    const from = survey({ containers: [container('net'), container('app'), container('other')] });
    const leans = new Map([['app', ['net']]]);
    const kept = whatStays(nodesOf(from, leans), all, seeds('container:app'));
    expect([...kept.keys()].sort()).toEqual(['container:app', 'container:net']);
  });
});

describe('the order of a reset', () => {
  it('cannot block itself, and what goes and what stays is everything', () => {
    const parents = fc.array(fc.nat({ max: 9 }), { minLength: 1, maxLength: 10 });
    const keep = fc.subarray(['container:c0', 'container:c1', 'image:i3', 'volume:v0', 'network:n1']);
    fc.assert(
      fc.property(
        parents,
        keep,
        fc.boolean(),
        fc.subarray([...resetTicks], { minLength: 1 }),
        (tree, kept, swarm, ticked) => {
          const from = survey({
            swarm,
            services: swarm ? [service('shop', { networks: ['n2'] })] : [],
            containers: [
              ...tree.map((at, n) =>
                container(`c${n}`, {
                  imageId: `i${at % tree.length}`,
                  volumes: [`v${at % 3}`],
                  networks: [`n${at % 3}`],
                }),
              ),
              ...(swarm ? [container('task', { task: 'shop' })] : []),
            ],
            // Each image is made from one with a lower number, or from none.
            images: tree.map((at, n) => (at < n ? image(`i${n}`, `i${at}`) : image(`i${n}`))),
            volumes: [volume('v0'), volume('v1', 'p1'), volume('v2')],
            networks: [network('n0'), network('n1'), network('n2', swarm ? 'swarm' : 'local')],
            plugins: [plugin('p1')],
          });
          const ticks = new Set(ticked);
          const nodes = nodesOf(from, noLeans);
          const stays = whatStays(nodes, ticks, seeds(...kept));
          const items = resetItems(from, ticks, stays, noLeans).map(({ kind, id }) =>
            kind === 'swarm' ? 'swarm:membership' : keyOf(kind, id),
          );
          const place = new Map(items.map((key, n) => [key, n]));
          expect(place.size, 'each once').toBe(items.length);
          for (const { kind, id, tick, needs } of nodes) {
            const key = keyOf(kind, id);
            const goes = place.get(key);
            expect(goes !== undefined, key).toBe(ticks.has(tick) && !stays.has(key));
            for (const { key: needed, why } of needs) {
              const then = place.get(needed);
              // What stays has all it needs; what goes, goes before what it needs. Tasks go after their service.
              if (goes === undefined) expect(then, `${key} needs ${needed}`).toBeUndefined();
              else if (
                then !== undefined &&
                why === 'needed' &&
                !(kind === 'container' && needed.startsWith('service:'))
              )
                expect(goes, `${key} before ${needed}`).toBeLessThan(then);
            }
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('what is left', () => {
  const done = (
    kind: ReportItem['kind'],
    id: string,
    outcomeKey: ReportItem['outcomeKey'],
    outcome: ReportItem['outcome'],
  ): ReportItem => ({
    ...{ kind, id, name: id, reason: '', reasonKey: 'reset', bytes: null, action: 'remove' },
    ...{ outcome, outcomeKey, detail: '' },
  });

  it('is told with its reason, and is empty only where all of it was kept', () => {
    const now = survey({
      containers: ['kept', 'new', 'hung', 'later', 'started'].map((name) => container(name)),
    });
    const items = [
      done('container', 'hung', 'will-not-die', 'failed'),
      done('container', 'later', 'not-reached', 'skipped'),
      done('container', 'started', 'now-running', 'skipped'),
    ];
    const kept: KeptObject[] = [{ kind: 'container', id: 'kept', name: 'kept', why: 'asked', for: [] }];
    const told = verify('containers', now, items, kept);
    expect(told.empty).toBe(false);
    expect(Object.fromEntries(told.left.map(({ name, why }) => [name, why]))).toEqual({
      ...{ kept: 'kept', new: 'came-since', hung: 'failed', later: 'not-reached', started: 'skipped' },
    });
    expect(verify('containers', survey({ containers: [container('kept')] }), [], kept).empty).toBe(true);
    expect(verify('volumes', now, items, []).empty).toBe(true);
  });
});
