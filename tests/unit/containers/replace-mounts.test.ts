import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  changedMounts,
  mountFields,
  mountsOf,
  mountText,
} from '../../../electron/containers/replace/mounts.ts';
import { clashes, portBindings, portsOf } from '../../../electron/containers/replace/ports.ts';
import { containerReplace, type WantedPort } from '../../../shared/contract/container-replace.ts';

describe('ports and mounts', () => {
  const port: fc.Arbitrary<WantedPort> = fc.record({
    hostIp: fc.constantFrom('', '127.0.0.1', '::1'),
    hostPort: fc.oneof(fc.constant(''), fc.integer({ min: 1, max: 65_535 }).map(String)),
    containerPort: fc.integer({ min: 1, max: 65_535 }),
    protocol: fc.constantFrom('tcp', 'udp', 'sctp'),
  });

  it('come back as they were asked for', () => {
    fc.assert(
      fc.property(fc.array(port, { maxLength: 6 }), (ports) => {
        const sorted = (rows: WantedPort[]) => rows.map((row) => JSON.stringify(row)).sort();
        expect(sorted(portsOf(portBindings(ports)))).toEqual(sorted(ports));
      }),
    );
  });

  it('clash where both want one port of one address', () => {
    const wanted = { hostIp: '', hostPort: '80', containerPort: 1, protocol: 'tcp' as const };
    const taken = { hostIp: '127.0.0.1', hostPort: 80, protocol: 'tcp' };
    expect(clashes(wanted, taken)).toBe(true);
    expect(clashes({ ...wanted, hostIp: '127.0.0.2' }, taken)).toBe(false);
    expect(clashes({ ...wanted, hostIp: '127.0.0.2' }, { ...taken, hostIp: '0.0.0.0' })).toBe(true);
    expect(clashes({ ...wanted, protocol: 'udp' }, taken)).toBe(false);
    expect(clashes({ ...wanted, hostPort: '' }, taken)).toBe(false);
  });

  it('keep the options of a mount where it is made writable or read-only, or gets another source', () => {
    const volume = (more: object) => ({
      ...{ Type: 'volume', Source: 'data', Target: '/v', VolumeOptions: { Subpath: 'sub', NoCopy: true } },
      ...more,
    });
    const known = mountsOf({
      HostConfig: {
        Binds: ['/a:/b:rw,rslave,Z'],
        Tmpfs: { '/t': 'size=1m,mode=1777' },
        Mounts: [
          volume({}),
          {
            ...{ Type: 'bind', Source: '/s', Target: '/s', ReadOnly: true },
            BindOptions: { Propagation: 'rshared', ReadOnlyForceRecursive: true },
          },
          { Type: 'tmpfs', Target: '/m', TmpfsOptions: { SizeBytes: 1024, Mode: 448 } },
        ],
      },
    });
    const rows = known.flatMap(({ row }) => (row === null ? [] : [row]));
    const turned = rows.map((row) => ({ ...row, readOnly: !row.readOnly }));
    expect(mountFields(changedMounts(known, turned))).toEqual({
      Binds: ['/a:/b:ro,rslave,Z'],
      Tmpfs: { '/t': 'ro,size=1m,mode=1777' },
      Mounts: [
        volume({ ReadOnly: true }),
        { Type: 'bind', Source: '/s', Target: '/s', BindOptions: { Propagation: 'rshared' } },
        { Type: 'tmpfs', Target: '/m', ReadOnly: true, TmpfsOptions: { SizeBytes: 1024, Mode: 448 } },
      ],
    });
    const moved = changedMounts(
      known,
      rows.map((row) => (row.type === 'tmpfs' ? row : { ...row, source: `${row.source}2` })),
    );
    expect(mountFields(moved)).toMatchObject({
      Binds: ['/a2:/b:rslave,Z'],
      Mounts: [
        { Source: 'data2', VolumeOptions: { NoCopy: true } },
        {
          ...{ Source: '/s2', ReadOnly: true },
          BindOptions: { Propagation: 'rshared', ReadOnlyForceRecursive: true },
        },
        { Target: '/m' },
      ],
    });
    // What is lost is said.
    expect(known.map(mountText)).toContain('volume data (Subpath=sub, NoCopy)');
    expect(moved.map(mountText)).toContain('volume data2 (NoCopy)');
    expect(known.map(mountText)).toContain('tmpfs (size=1m, mode=1777)');
  });

  it('name the driver options of a volume, but not what they say', () => {
    const [mount] = mountsOf({
      HostConfig: {
        Mounts: [
          {
            ...{ Type: 'volume', Source: 'nas', Target: '/n' },
            VolumeOptions: { DriverConfig: { Name: 'local', Options: { o: 'password=hush' } } },
          },
        ],
      },
    });
    expect(mount === undefined ? '' : mountText(mount)).toBe('volume nas (driver=local, driver-opt=o)');
  });

  it('keep the options of a mount that nobody edited, and those of one that was', () => {
    const known = mountsOf({
      HostConfig: {
        Binds: ['/a:/b:ro,Z'],
        Tmpfs: { '/t': 'size=1m' },
        Mounts: [{ Type: 'npipe', Target: '/p' }],
      },
    });
    const rows = known.flatMap(({ row }) => (row === null ? [] : [row]));
    expect(mountFields(changedMounts(known, rows))).toEqual(mountFields(known));
    const writable = rows.map((row) => ({ ...row, readOnly: false }));
    expect(mountFields(changedMounts(known, writable))).toEqual({
      Binds: ['/a:/b:Z'],
      Mounts: [{ Type: 'npipe', Target: '/p' }],
      Tmpfs: { '/t': 'size=1m' },
    });
    expect(mountFields(changedMounts(known, []))).toEqual({
      Binds: [],
      Mounts: [{ Type: 'npipe', Target: '/p' }],
      Tmpfs: {},
    });
  });

  it.each([
    { ports: [{ containerPort: 0 }] },
    { ports: [{ containerPort: 80, hostPort: '70000' }] },
    { ports: [{ containerPort: 80, hostPort: '90-80' }] },
    { ports: [{ containerPort: 80, hostIp: 'nowhere' }] },
    { ports: [{ containerPort: 80 }, { containerPort: 80 }] },
    { mounts: [{ type: 'bind', source: 'relative', target: '/x' }] },
    { mounts: [{ type: 'volume', source: '../x', target: '/x' }] },
    { mounts: [{ type: 'volume', source: 'x', target: 'relative' }] },
    { env: ['no sign'] },
    { env: ['A=1', 'A=2'] },
    { waitSeconds: 0 },
  ])('are refused where they cannot be: %j', (input) => {
    expect(containerReplace.replace.input.safeParse({ id: 'web', ...input }).success).toBe(false);
  });
});
