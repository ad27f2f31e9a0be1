import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { containerDetails, containerRow, stateOf } from '../../../electron/engine/raw/containers.ts';
import { isoFromSeconds, isoFromText } from '../../../electron/engine/raw/fields.ts';
import { engineIdentity, engineInfo, systemTimeMs } from '../../../electron/engine/raw/identity.ts';
import { imageRow, networkRow, volumeRow } from '../../../electron/engine/raw/resources.ts';

const raw = {
  Id: 'b310e9f2ed45b426b48f5c924775b395f02acc175abce2355b8d87c22bb64e44',
  Names: ['/db/alias', '/web'],
  Image: 'lab/web:1',
  ImageID: 'sha256:e6',
  Command: 'httpd -f',
  Created: 1795231194,
  Ports: [
    { PrivatePort: 443, Type: 'tcp' },
    { IP: '::', PrivatePort: 80, PublicPort: 8080, Type: 'tcp' },
    { IP: '0.0.0.0', PrivatePort: 80, PublicPort: 8080, Type: 'tcp' },
  ],
  Labels: { 'com.docker.compose.project': 'shop' },
  State: 'running',
  Status: 'Up 2 minutes',
  NetworkSettings: {
    Networks: { zeta: { NetworkID: 'n2', IPAddress: '' }, alpha: { NetworkID: 'n1', IPAddress: '10.0.0.2' } },
  },
  Mounts: [{ Type: 'volume', Name: 'data', Source: '/v', Destination: '/data', RW: false }],
};

describe('containerRow', () => {
  it('maps a row, with its own name rather than a link alias', () => {
    expect(containerRow(raw)).toEqual({
      id: raw.Id,
      name: 'web',
      image: 'lab/web:1',
      imageId: 'sha256:e6',
      command: 'httpd -f',
      state: 'running',
      createdAt: '2026-11-21T03:19:54.000Z',
      ports: [
        { hostIp: '0.0.0.0', hostPort: 8080, containerPort: 80, protocol: 'tcp' },
        { hostIp: '::', hostPort: 8080, containerPort: 80, protocol: 'tcp' },
        { hostIp: '', hostPort: null, containerPort: 443, protocol: 'tcp' },
      ],
      mounts: [{ type: 'volume', name: 'data', source: '/v', destination: '/data', readOnly: true }],
      networks: [
        { name: 'alpha', networkId: 'n1', ipAddress: '10.0.0.2' },
        { name: 'zeta', networkId: 'n2' },
      ],
      labels: { 'com.docker.compose.project': 'shop' },
      project: 'shop',
      isTask: false,
      protected: false,
    });
  });

  it('renders a row of which everything but the id is null or missing', () => {
    const bare = Object.fromEntries(Object.keys(raw).map((key) => [key, null]));
    expect(containerRow({ ...bare, Id: raw.Id })).toMatchObject({
      name: 'b310e9f2ed45',
      state: 'dead',
      ports: [],
    });
    expect(containerRow({ Id: raw.Id })).toMatchObject({ name: 'b310e9f2ed45', labels: {}, networks: [] });
  });

  it('tells a task of a service', () => {
    expect(containerRow({ ...raw, Labels: { 'com.docker.swarm.task.id': 't' } })?.isTask).toBe(true);
  });

  it('has a word of ours for every state of Podman', () => {
    expect(['configured', 'initialized', 'stopped', 'stopping', 'unknown'].map(stateOf)).toEqual([
      'created',
      'created',
      'exited',
      'exited',
      'dead',
    ]);
  });
});

describe('containerDetails', () => {
  const inspect = (state: object, more: object = {}) => containerDetails({ State: state, ...more });
  const started = '2026-11-21T03:19:54.123456789Z';

  it('has an exit code and an end only for one that ended', () => {
    expect(
      inspect({ Status: 'running', StartedAt: started, FinishedAt: '0001-01-01T00:00:00Z', ExitCode: 0 }),
    ).toEqual({
      state: 'running',
      startedAt: '2026-11-21T03:19:54.123Z',
    });
    expect(
      inspect({ Status: 'exited', StartedAt: started, FinishedAt: started, ExitCode: 137, OOMKilled: true }),
    ).toEqual({
      state: 'exited',
      startedAt: '2026-11-21T03:19:54.123Z',
      finishedAt: '2026-11-21T03:19:54.123Z',
      exitCode: 137,
      oomKilled: true,
    });
  });

  it('has health while running, whichever name the engine gives it', () => {
    expect(inspect({ Status: 'running', Health: { Status: 'unhealthy' } }).health).toBe('unhealthy');
    expect(inspect({ Status: 'running', Healthcheck: { Status: 'starting' } }).health).toBe('starting');
    expect(inspect({ Status: 'running', Health: { Status: 'none' } }).health).toBeUndefined();
    expect(inspect({ Status: 'exited', Health: { Status: 'unhealthy' } }).health).toBeUndefined();
  });

  it('counts restarts', () => {
    expect(inspect({ Status: 'restarting', ExitCode: 3 }, { RestartCount: 4 })).toMatchObject({
      exitCode: 3,
      restartCount: 4,
    });
  });
});

describe('the other rows', () => {
  it('maps an image, a dangling one without names', () => {
    expect(
      imageRow({ Id: 'sha256:1', RepoTags: ['<none>:<none>'], RepoDigests: ['<none>@<none>'], Size: 5 }),
    ).toMatchObject({
      tags: [],
      digests: [],
      dangling: true,
      sizeBytes: 5,
    });
    expect(imageRow({ Id: 'sha256:1', RepoTags: null, Size: -1 })).toMatchObject({
      dangling: true,
      sizeBytes: 0,
    });
  });

  it('knows an anonymous volume by its label or its name', () => {
    expect(volumeRow({ Name: 'x', Labels: { 'com.docker.volume.anonymous': '' } })?.anonymous).toBe(true);
    expect(volumeRow({ Name: 'a'.repeat(64) })?.anonymous).toBe(true);
    expect(volumeRow({ Name: 'data', CreatedAt: '2026-11-21T03:19:54+01:00' })).toMatchObject({
      anonymous: false,
      createdAt: '2026-11-21T02:19:54.000Z',
    });
  });

  it('maps a network', () => {
    expect(
      networkRow({ Id: 'n', Name: 'bridge', IPAM: { Config: [{ Subnet: '10.0.0.0/8' }, null] } }),
    ).toMatchObject({
      predefined: true,
      subnets: ['10.0.0.0/8'],
    });
  });

  it('is null, never an exception, for what is no object of the kind', () => {
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.object(), fc.jsonValue()), (value) => {
        for (const map of [containerRow, imageRow, volumeRow, networkRow]) {
          const row = map(value);
          if (row !== null) expect(JSON.parse(JSON.stringify(row))).toEqual(row);
        }
        containerDetails(value);
        engineInfo(value, '1');
        systemTimeMs(value);
      }),
      { numRuns: 500 },
    );
  });
});

describe('times', () => {
  it('has none for zero and nonsense', () => {
    expect(isoFromSeconds(0)).toBe('');
    expect(isoFromSeconds('x')).toBe('');
    expect(isoFromSeconds(1e300)).toBe('');
    expect(isoFromText('0001-01-01T00:00:00Z')).toBeUndefined();
    expect(isoFromText('yesterday')).toBeUndefined();
  });
});

describe('engineIdentity', () => {
  it('does not rely on the id Podman makes up anew at each call', () => {
    const shake = {
      kind: 'podman',
      version: '4.3.1',
      serverApiVersion: '1.41',
      minApiVersion: '1.24',
    } as const;
    const of = (ID: string) =>
      engineIdentity(
        { ID, Name: 'box', DockerRootDir: '/r' },
        { ...shake, client: { apiVersion: '1.41' }, ms: 1 },
      ).id;
    expect(of('a')).toBe(of('b'));
  });
});
