import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CheckpointFacts, preflightOf } from '../../../shared/model/checkpoint-checks.ts';
import { judgeLayouts, memoryLayout } from '../../../shared/model/memory-layout.ts';
import { tcpSockets } from '../../../shared/model/proc-net.ts';

const facts: CheckpointFacts = {
  engine: { kind: 'docker', version: '26.1.5+dfsg1', osType: 'linux', experimental: true },
  kernel: '6.1.0-18-amd64',
  cgroupVersion: '2',
  criu: { version: '4.1.1', good: true, detail: '', keepsConnections: false },
  runtime: 'runc',
  container: { id: 'abc', name: 'web', state: 'running', tty: false, autoRemove: false },
  restartPolicy: 'no',
  networkMode: 'bridge',
  networkDisabled: false,
  sockets: { established: [], all: [] },
  mounts: { paths: [], sockets: [] },
  devices: [],
  securityOptions: [],
  changedFiles: 0,
};

describe('the preflight of a checkpoint', () => {
  const odd = (changes: Partial<CheckpointFacts>) => {
    const { canCreate, canRestore, checks } = preflightOf({ ...facts, ...changes });
    const told = checks
      .filter(({ verdict }) => verdict !== 'ok')
      .map(({ key, verdict }) => `${key} ${verdict}`);
    return { canCreate, canRestore, told };
  };

  it('finds nothing where nothing is wrong', () => {
    expect(odd({})).toEqual({ canCreate: true, canRestore: true, told: [] });
  });

  it('names what stands in the way of either, and of one', () => {
    const off = { ...facts.engine, experimental: false };
    expect(odd({ engine: off })).toMatchObject({ canCreate: false, canRestore: false });
    expect(odd({ criu: null })).toEqual({ canCreate: true, canRestore: true, told: ['criu unknown'] });
    const none = { version: '', good: false, detail: '', keepsConnections: false };
    expect(odd({ criu: none }).told).toEqual(['criu problem']);
    const stopped = { ...facts.container, state: 'exited' };
    expect(odd({ container: stopped })).toEqual({
      canCreate: false,
      canRestore: true,
      told: ['running problem'],
    });
  });

  it('knows that 28.0 and newer cannot restore a network of its own', () => {
    const engine = { ...facts.engine, version: '28.5.2' };
    expect(odd({ engine })).toEqual({ canCreate: true, canRestore: false, told: ['network problem'] });
    for (const networkMode of ['host', 'container:abc'])
      expect(odd({ engine, networkMode }).told).toEqual([]);
    expect(odd({ engine, networkDisabled: true }).told).toEqual([]);
    expect(odd({ engine: { ...engine, version: '27.5.1' } }).told).toEqual([]);
  });

  it('knows which CRIU can save network sockets on which kernel', () => {
    const sockets = { established: [], all: ['0.0.0.0:80'] };
    const old = { kernel: '6.18.1', sockets };
    expect(odd(old).told).toEqual(['listening problem']);
    expect(odd({ ...old, kernel: '6.15.9' }).told).toEqual([]);
    const newer = { version: '4.2', good: true, detail: '', keepsConnections: false };
    expect(odd({ ...old, criu: newer }).told).toEqual([]);
  });

  it('refuses open connections unless CRIU is told to keep them', () => {
    const sockets = { established: ['10.0.0.1:5432'], all: ['10.0.0.2:999'] };
    expect(odd({ sockets })).toMatchObject({ canCreate: false, told: ['connections problem'] });
    const keeps = { version: '4.2', good: true, detail: '', keepsConnections: true };
    expect(odd({ sockets, criu: keeps })).toMatchObject({ canCreate: true, told: ['connections warning'] });
    expect(odd({ sockets: null }).told).toEqual(['connections unknown', 'listening unknown']);
  });

  it('says of each check what it means, and of each problem what to do', () => {
    for (const verdictOf of [facts, { ...facts, criu: null }, { ...facts, sockets: null }])
      for (const { meaning } of preflightOf(verdictOf).checks) expect(meaning).toMatch(/^\S.*[.:)]/);
    const worst = preflightOf({
      ...facts,
      engine: { kind: 'podman', version: '4.3', osType: 'linux', experimental: false },
      container: { ...facts.container, state: 'exited' },
      criu: { version: '3.17', good: false, detail: 'vdso', keepsConnections: false },
      sockets: { established: ['a'], all: ['b'] },
      mounts: { paths: ['/x'], sockets: ['/run/docker.sock'] },
      devices: ['/dev/kvm'],
    });
    const problems = worst.checks.filter(({ verdict }) => verdict === 'problem');
    expect(problems.length).toBeGreaterThan(5);
    for (const { key, fix } of problems) expect(fix, key).not.toBe('');
  });
});

describe('the table of sockets', () => {
  const head =
    '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode';

  it('is read with its addresses', () => {
    const table = [
      head,
      '   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 11 1',
      '   1: 020011AC:C350 0101A8C0:1538 01 00000000:00000000 00:00000000 00000000     0        0 12 1',
      '   2: 00000000000000000000000000000000:0050 00000000000000000000000000000000:0000 0A 0:0 0:0 0 0 0 13 1',
      '   3: 0000000000000000FFFF00000100007F:0016 000080FE00000000FF005402A89C4CFE:8000 06 0:0 0:0 0 0 0 0 1',
      // CLOSE_WAIT: the other end is gone, and CRIU cannot save it.
      '   4: 0100007F:0051 0100007F:0052 08 0:0 0:0 0 0 0 14 1',
    ].join('\n');
    expect(tcpSockets(table)).toEqual([
      { state: 'listening', local: '127.0.0.1:8080', remote: '0.0.0.0:0', inode: '11' },
      { state: 'open', local: '172.17.0.2:50000', remote: '192.168.1.1:5432', inode: '12' },
      { state: 'listening', local: '[::]:80', remote: '[::]:0', inode: '13' },
      { state: 'idle', local: '[::ffff:7f00:1]:22', remote: '[fe80::254:ff:fe4c:9ca8]:32768', inode: '0' },
      { state: 'open', local: '127.0.0.1:81', remote: '127.0.0.1:82', inode: '14' },
    ]);
  });

  it('takes any text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(tcpSockets(text)).toEqual([]);
      }),
    );
  });
});

describe('the layout of a memory', () => {
  const stat = (name: string, stack: number, state = 'S') => {
    const fields = Array.from({ length: 52 }, (_, at) => String(at + 1));
    fields[0] = '17';
    fields[1] = `(${name})`;
    fields[2] = state;
    fields[27] = String(stack);
    return fields.join(' ');
  };

  it('is the same for the same places, whatever else has changed', () => {
    expect(memoryLayout(stat('sh', 140))).toBe('26 27 140 45 46 47 48 50');
    expect(memoryLayout(stat('a) (b', 140, 'R'))).toBe(memoryLayout(stat('sh', 140)));
    expect(memoryLayout(stat('sh', 141))).not.toBe(memoryLayout(stat('sh', 140)));
  });

  it('is empty where nothing is told', () => {
    expect(memoryLayout(stat('sh', 0))).toBe('');
    expect(memoryLayout('')).toBe('');
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(memoryLayout(`17 (${text}`)).toMatch(/^$|^(\S* ){7}\S*$/);
      }),
    );
  });
});

describe('what layouts say of a restore', () => {
  it('is resumed only where both are known and the same', () => {
    expect(judgeLayouts('1 2', '1 2', true).outcome).toBe('resumed');
    expect(judgeLayouts('1 2', '1 3', true).outcome).toBe('fresh');
    for (const [before, after] of [
      ['', '1 2'],
      ['1 2', ''],
      ['', ''],
    ] as const)
      expect(judgeLayouts(before, after, true).outcome).toBe('unproved');
    expect(judgeLayouts('1 2', '1 2', false)).toMatchObject({
      outcome: 'unproved',
      evidence: expect.stringContaining('ended at once'),
    });
  });
});
