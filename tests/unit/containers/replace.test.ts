import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { replacementOf } from '../../../electron/containers/replace/body.ts';
import { changesOf } from '../../../electron/containers/replace/diff.ts';
import { isWorkedOn, Journal, type JournalEntry } from '../../../electron/containers/replace/journal.ts';
import type { Subject } from '../../../electron/containers/replace/subject.ts';
import { ownProcess } from '../../../electron/plans/owner.ts';

const id = '0123456789ab'.padEnd(64, 'c');

interface Parts {
  config?: object;
  host?: object;
  networks?: object;
  mounts?: object[];
  image?: object;
  newImage?: object;
  apiVersion?: string;
}

function subject({
  config,
  host,
  networks,
  mounts,
  image = {},
  newImage,
  apiVersion = '1.45',
}: Parts): Subject {
  const ownImage = { Id: `sha256:${'a'.repeat(64)}`, Config: image };
  return {
    kind: 'docker',
    apiVersion,
    container: {
      Id: id,
      Name: '/web',
      Config: { Hostname: id.slice(0, 12), Image: 'web:1', ...config },
      HostConfig: { NetworkMode: 'default', ...host },
      NetworkSettings: { Networks: networks ?? { bridge: {} } },
      Mounts: mounts ?? [],
    },
    ownImage,
    image: newImage === undefined ? ownImage : { Id: `sha256:${'b'.repeat(64)}`, Config: newImage },
    imageReference: newImage === undefined ? 'web:1' : 'web:2',
  };
}

const bodyOf = (parts: Parts, changes: Parameters<typeof replacementOf>[1] = {}) =>
  replacementOf(subject(parts), changes);

describe('the body of a replacement', () => {
  it('keeps fields that nobody here knows', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.stringMatching(/^X[A-Za-z]{1,8}$/), fc.jsonValue()),
        fc.dictionary(fc.stringMatching(/^Y[A-Za-z]{1,8}$/), fc.jsonValue()),
        (config, host) => {
          const { body } = bodyOf({ config, host });
          expect(body).toMatchObject(config);
          expect(body.HostConfig).toMatchObject(host);
        },
      ),
    );
  });

  it('leaves to the image what is the image’s, and keeps what is not', () => {
    const image = {
      Env: ['PATH=/bin', 'LANG=C'],
      User: 'app',
      WorkingDir: '/app',
      Labels: { vendor: 'x' },
      Healthcheck: { Test: ['CMD', 'true'] },
      ExposedPorts: { '80/tcp': {} },
    };
    const { body } = bodyOf({
      image,
      config: {
        ...image,
        Env: ['LANG=de', 'PATH=/bin', 'MINE=1'],
        User: 'root',
        Labels: { vendor: 'x', mine: 'y' },
        ExposedPorts: { '80/tcp': {}, '9/udp': {}, '8080/tcp': {} },
      },
      host: { PortBindings: { '8080/tcp': [{ HostIp: '', HostPort: '1' }] } },
    });
    expect(body).toMatchObject({
      Env: ['LANG=de', 'MINE=1'],
      User: 'root',
      Labels: { mine: 'y' },
      ExposedPorts: { '9/udp': {}, '8080/tcp': {} },
    });
    expect(body).not.toHaveProperty('WorkingDir');
    expect(body).not.toHaveProperty('Healthcheck');
    expect(body).not.toHaveProperty('Hostname');
    expect(body.ExposedPorts).not.toHaveProperty('80/tcp');
  });

  it.each([
    ['both the image’s', { Entrypoint: ['e'], Cmd: ['c'] }, { Entrypoint: ['e'], Cmd: ['c'] }, {}],
    ['an own command', { Entrypoint: ['e'], Cmd: ['c'] }, { Entrypoint: ['e'], Cmd: ['d'] }, { Cmd: ['d'] }],
    [
      'an own entrypoint keeps its command, the image’s or none',
      { Entrypoint: ['e'], Cmd: ['c'] },
      { Entrypoint: ['x'], Cmd: ['c'] },
      { Entrypoint: ['x'], Cmd: ['c'] },
    ],
    [
      'the image’s entrypoint named again, which empties the command',
      { Entrypoint: ['e'], Cmd: ['c'] },
      { Entrypoint: ['e'], Cmd: null },
      { Entrypoint: ['e'], Cmd: [] },
    ],
    ['neither', {}, { Entrypoint: null, Cmd: ['c'] }, { Cmd: ['c'] }],
  ])('commands: %s', (_, image, config, expected) => {
    const { Entrypoint, Cmd } = bodyOf({ image, config }).body;
    expect({ Entrypoint, Cmd }).toEqual({ Entrypoint: undefined, Cmd: undefined, ...expected });
  });

  it('mounts the same anonymous volumes, by name', () => {
    const volume = 'f'.repeat(64);
    const { body } = bodyOf({
      host: { Binds: ['/a:/b:ro,Z', 'named:/n'], Mounts: [{ Type: 'volume', Target: '/m', X: 1 }] },
      mounts: [
        { Type: 'volume', Name: volume, Destination: '/anonymous', RW: true },
        { Type: 'volume', Name: 'e'.repeat(64), Destination: '/m', RW: true },
        { Type: 'volume', Name: 'named', Destination: '/n', RW: true },
        { Type: 'bind', Source: '/a', Destination: '/b', RW: false },
      ],
    });
    expect(body.HostConfig).toMatchObject({
      Binds: ['/a:/b:ro,Z', 'named:/n', `${volume}:/anonymous`],
      Mounts: [{ Type: 'volume', Target: '/m', Source: 'e'.repeat(64), X: 1 }],
    });
  });

  it('has all networks at once on newer engines, the others afterwards on older ones', () => {
    const networks = {
      front: {
        ...{ IPAMConfig: { IPv4Address: '10.0.0.7' }, Aliases: ['a', id.slice(0, 12)] },
        ...{ MacAddress: '02:00:00:00:00:01', NetworkID: 'x', IPAddress: '10.0.0.7' },
      },
      back: { Aliases: ['b'], DriverOpts: { o: '1' }, MacAddress: '02:00:00:00:00:02' },
    };
    const parts = { networks, host: { NetworkMode: 'front' }, config: { MacAddress: '02:00:00:00:00:01' } };
    const front = { IPAMConfig: { IPv4Address: '10.0.0.7' }, Aliases: ['a'] };
    const back = { Aliases: ['b'], DriverOpts: { o: '1' } };
    const modern = bodyOf(parts);
    expect(modern.networks).toEqual({
      networkMode: 'front',
      atCreation: { front: { ...front, MacAddress: '02:00:00:00:00:01' }, back },
      afterwards: {},
    });
    expect(modern.body).not.toHaveProperty('MacAddress');
    const old = bodyOf({ ...parts, apiVersion: '1.41' });
    expect(old.networks).toEqual({ networkMode: 'front', atCreation: { front }, afterwards: { back } });
    expect(old.body).toMatchObject({
      MacAddress: '02:00:00:00:00:01',
      NetworkingConfig: { EndpointsConfig: { front } },
    });
  });

  it('names no network for host, none and another container', () => {
    for (const NetworkMode of ['host', 'none', 'container:abc'])
      expect(bodyOf({ host: { NetworkMode }, networks: { host: {} } }).networks).toEqual({
        networkMode: NetworkMode,
        atCreation: {},
        afterwards: {},
      });
  });

  it('takes the swap limit with the memory limit it was made from', () => {
    const host = { Memory: 100, MemorySwap: 200 };
    expect(bodyOf({ host }, { memoryBytes: 300 }).body.HostConfig).not.toHaveProperty('MemorySwap');
    expect(bodyOf({ host: { ...host, MemorySwap: -1 } }, { memoryBytes: 300 }).body.HostConfig).toMatchObject(
      {
        MemorySwap: -1,
      },
    );
  });
});

describe('the difference', () => {
  it('is empty where nothing was changed, whatever the container is like', () => {
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^[A-Z]{1,4}=[a-z]{0,3}$/), { maxLength: 5 }),
        fc.array(fc.stringMatching(/^[A-Z]{1,4}=[a-z]{0,3}$/), { maxLength: 5 }),
        fc.dictionary(fc.stringMatching(/^[a-z]{1,3}$/), fc.string(), { maxKeys: 3 }),
        (imageEnv, own, labels) => {
          const parts = { image: { Env: imageEnv, Labels: labels }, config: { Env: [...imageEnv, ...own] } };
          expect(changesOf(subject(parts), {})).toEqual([]);
        },
      ),
    );
  });

  it('tells what the other image brings apart from what was asked for, and masks secrets', () => {
    const changes = changesOf(
      subject({
        image: { Env: ['A=1'], Cmd: ['old'] },
        config: { Env: ['A=1', 'DB_PASSWORD=x', 'URL=postgres://u:pw@db/x'], Cmd: ['old'] },
        newImage: { Env: ['A=2', 'B=1'], Cmd: ['new'], User: 'app', Volumes: { '/data': {} } },
      }),
      { image: 'web:2', env: ['DB_PASSWORD=y', 'URL=postgres://u:qw@db/y'] },
    );
    expect(changes).toEqual([
      {
        ...{ field: 'image', key: '', because: 'asked-for' },
        ...{ before: 'web:1 (aaaaaaaaaaaa)', after: 'web:2 (bbbbbbbbbbbb)' },
      },
      { field: 'command', key: '', before: 'old', after: 'new', because: 'image' },
      { field: 'env', key: 'A', before: '1', after: '2', because: 'asked-for' },
      { field: 'env', key: 'B', before: null, after: '1', because: 'asked-for' },
      { field: 'env', key: 'DB_PASSWORD', before: '••••••••', after: '••••••••', because: 'asked-for' },
      {
        ...{ field: 'env', key: 'URL', because: 'asked-for' },
        ...{ before: 'postgres://u:••••••••@db/x', after: 'postgres://u:••••••••@db/y' },
      },
      { field: 'mounts', key: '/data', before: null, after: 'volume', because: 'image' },
      { field: 'user', key: '', before: null, after: 'app', because: 'image' },
    ]);
  });
});

describe('the journal', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'slipway-journal-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const entry = async (): Promise<JournalEntry> => ({
    id: 'plan-0001',
    engineId: 'one',
    oldId: id,
    name: 'web',
    temporaryName: 'web-new-1',
    asideName: 'web-old-1',
    wasRunning: true,
    startedAt: '',
    stopSeconds: 10,
    phase: 'stopping',
    volumesBefore: ['data'],
    at: '2026-01-01T00:00:00Z',
    owner: await ownProcess(),
  });

  it('keeps what is under way, and forgets what is over', async () => {
    const journal = new Journal(join(folder, 'deep'));
    expect(await journal.list()).toEqual([]);
    const one = await entry();
    await journal.save(one);
    await journal.save({ ...one, phase: 'starting', newId: 'n' });
    expect(await new Journal(join(folder, 'deep')).list()).toEqual([
      { ...one, phase: 'starting', newId: 'n' },
    ]);
    expect(await journal.remove(one.id)).toBe(true);
    expect(await journal.remove(one.id)).toBe(false);
  });

  it('holds both containers of what is not settled', async () => {
    const journal = new Journal(folder);
    const one = await entry();
    await journal.save(one);
    expect([...(await journal.held('one'))].sort()).toEqual([id, 'web-new-1']);
    await journal.save({ ...one, newId: 'n', told: 'stuck' });
    expect([...(await journal.held('one'))].sort()).toEqual([id, 'n', 'web-new-1']);
    expect((await journal.held('other')).size).toBe(0);
    await journal.save({ ...one, newId: 'n', told: 'put-back' });
    expect((await journal.held('one')).size).toBe(0);
  });

  it('passes over what is none of its own', async () => {
    const journal = new Journal(folder);
    await journal.save(await entry());
    await writeFile(join(folder, 'broken.json'), '{ no');
    await writeFile(join(folder, 'other.json'), '{}');
    expect(await journal.list()).toHaveLength(1);
  });

  it('knows whether another process is at it', async () => {
    const one = await entry();
    expect(await isWorkedOn(one)).toBe(false);
    const parent = { ...one, owner: { pid: process.ppid, started: '' } };
    expect(await isWorkedOn(parent)).toBe(true);
    expect(await isWorkedOn({ ...parent, told: 'stuck' })).toBe(false);
    expect(await isWorkedOn({ ...one, owner: { pid: process.ppid, started: '1' } })).toBe(false);
    expect(await isWorkedOn({ ...one, owner: { pid: 4_194_304, started: '1' } })).toBe(false);
  });
});
