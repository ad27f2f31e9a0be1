import { describe, expect, it } from 'vitest';
import { chooseItems } from '../../../electron/disk/prune/choose.ts';
import { LastUses } from '../../../electron/disk/prune/last-uses.ts';
import { readRules } from '../../../electron/disk/prune/rules.ts';
import type { Survey } from '../../../electron/disk/prune/survey.ts';
import type { CacheRecord, NetworkNode } from '../../../electron/engine/api/prune.ts';
import type { Container } from '../../../shared/contract/containers.ts';
import type { EngineEvent } from '../../../shared/contract/engine.ts';
import { pruneRules } from '../../../shared/contract/prune.ts';

const made = '2026-01-01T00:00:00.000Z';

const container = (name: string, more: Partial<Container> = {}): Container =>
  ({
    id: `id-${name}`,
    name,
    image: 'img:1',
    imageId: 'sha256:img',
    state: 'exited',
    createdAt: made,
    mounts: [],
    networks: [],
    labels: {},
    ...more,
  }) as Container;

const network = (name: string, more: Partial<NetworkNode> = {}): Survey['networks'][number] =>
  ({
    id: `id-${name}`,
    name,
    scope: 'local',
    createdAt: made,
    labels: {},
    predefined: false,
    configOnly: false,
    ingress: false,
    endpoints: 0,
    ...more,
  }) as Survey['networks'][number];

const record: CacheRecord = {
  id: 'record',
  type: 'regular',
  description: 'RUN',
  sizeBytes: 5,
  createdAt: made,
  lastUsedAt: made,
  lastUsedOrder: made,
  usageCount: 1,
  inUse: false,
  shared: false,
  parents: [],
};

const survey = (more: Partial<Survey>): Survey => ({
  containers: [],
  networks: [],
  volumes: [],
  images: [],
  cache: [record],
  imageBytes: new Map(),
  volumeBytes: new Map(),
  sizesUnknown: false,
  labelsAnonymous: true,
  lastUses: new LastUses([]),
  ...more,
});

const choose = (from: Partial<Survey>, rules: object, kept: readonly string[] = []) =>
  chooseItems(survey(from), readRules(pruneRules.parse(rules), Date.parse(made)), (_kind, id) =>
    kept.includes(id),
  );

describe('what a prune lists', () => {
  it('labels leave build cache out, and it is said; labels that must not be there do not', () => {
    const asked = choose({}, { kinds: ['build-cache'], label: ['a'] });
    expect([asked.items, asked.warnings]).toEqual([[], [{ kind: 'cache-without-labels', names: [] }]]);
    expect(choose({}, { kinds: ['build-cache'], labelNot: ['a'] }).items).toHaveLength(1);
    expect(choose({ cache: null }, { kinds: ['build-cache'] }).warnings).toEqual([
      { kind: 'cache-unsupported', names: [] },
    ]);
  });

  it('networks of a swarm stay and are named', () => {
    const networks = [
      network('mesh', { scope: 'swarm' }),
      network('spare'),
      network('bridge', { predefined: true }),
    ];
    const { items, warnings } = choose({ networks }, { kinds: ['networks'] });
    expect(items.map(({ name }) => name)).toEqual(['spare']);
    expect(warnings).toEqual([{ kind: 'swarm-networks', names: ['mesh'] }]);
  });

  it('a network goes with the containers that need it, and stays with those that stay', () => {
    const attached = { networks: [{ name: 'net', networkId: '' }] };
    const from = { networks: [network('net')], containers: [container('job', attached)] };
    expect(choose(from, { kinds: ['networks'] }).warnings).toEqual([
      { kind: 'networks-needed', names: ['net'] },
    ]);
    const both = choose(from, { kinds: ['containers', 'networks'] }).items;
    expect(both.map(({ name, reasonKey }) => `${name} ${reasonKey}`)).toEqual([
      'job container-stopped',
      'net used-by-listed',
    ]);
    const kept = choose(from, { kinds: ['containers', 'networks'] }, ['id-job']);
    expect(kept.items).toEqual([]);
    expect(kept.warnings.map(({ kind }) => kind)).toEqual(['protected', 'networks-needed']);
    const rules = readRules(
      pruneRules.parse({ kinds: ['containers', 'networks'] }),
      Date.parse('2026-06-01T00:00:00Z'),
    );
    const held = chooseItems(
      survey(from),
      rules,
      () => false,
      ({ name }) => name === 'job',
    );
    expect(held.items).toEqual([]);
    expect(held.warnings).toEqual([
      { kind: 'replacing', names: ['job'] },
      { kind: 'networks-needed', names: ['net'] },
    ]);
  });

  it('the trash stays, with all it has', () => {
    const trashed = container('slipway-trash-web', { networks: [{ name: 'net', networkId: 'id-net' }] });
    const from = { containers: [trashed, container('job')], networks: [network('net')] };
    const { items } = choose(from, { kinds: ['containers', 'networks'] });
    expect(items.map(({ name }) => name)).toEqual(['job']);
  });

  it('names who used an object last, as far as the events tell', () => {
    const event = (
      type: string,
      action: string,
      id: string,
      attributes: Record<string, string>,
    ): EngineEvent => ({ at: made, atNano: '0', type, action, id, attributes }) as EngineEvent;
    const lastUses = new LastUses([
      event('container', 'create', 'c1', { name: 'gone', image: 'app:1' }),
      event('network', 'connect', 'id-net', { container: 'c1' }),
      event('volume', 'mount', 'data', { container: 'c1' }),
    ]);
    expect(lastUses.image('sha256:x', ['app:1'])).toEqual({ by: 'gone', at: made });
    expect(lastUses.image('sha256:x', ['app:2'])).toBeNull();
    expect(lastUses.network('id-net')).toEqual({ by: 'gone', at: made });
    expect(lastUses.volume('data')).toEqual({ by: 'gone', at: made });
    expect(lastUses.volume('other')).toBeNull();
  });
});
