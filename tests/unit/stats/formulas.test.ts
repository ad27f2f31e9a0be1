import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { statsSample } from '../../../electron/engine/raw/stats.ts';
import { figuresOf, type Reading, type StatsHost } from '../../../shared/model/stats.ts';
import { totalsOf } from '../../../shared/model/stats-totals.ts';
import { body, reading, sampleOf } from './samples.ts';

const docker: StatsHost = { kind: 'docker', memoryBytes: 8_000_000_000 };
const podman: StatsHost = { kind: 'podman', memoryBytes: 8_000_000_000 };

const cpu = (used: number, system: number, cpus: number | null = 2, more = {}) => ({
  cpu_stats: {
    cpu_usage: { total_usage: used, ...more },
    system_cpu_usage: system,
    ...(cpus === null ? {} : { online_cpus: cpus }),
  },
});

describe('CPU on Linux', () => {
  const first = reading(body(cpu(1e9, 100e9)), 0);
  const sampledAfter = (more: object, ms = 1000): Reading =>
    reading(body({ read: `2026-11-21T10:00:0${ms / 1000}.000000000Z`, ...more }), ms);

  it('is used / system * online CPUs', () => {
    // One core of two for a second: the machine counted two seconds.
    expect(figuresOf(first, sampledAfter(cpu(2e9, 102e9)), docker).cpuPercent).toBeCloseTo(100, 9);
    expect(figuresOf(first, sampledAfter(cpu(1.5e9, 102e9)), docker).cpuPercent).toBeCloseTo(50, 9);
    expect(figuresOf(first, sampledAfter(cpu(1e9, 102e9)), docker).cpuPercent).toBe(0);
  });

  it('counts the CPUs of percpu_usage where the engine does not say how many are online', () => {
    const more = { percpu_usage: [1, 1, 1, 1] };
    expect(figuresOf(first, sampledAfter(cpu(2e9, 104e9, null, more)), docker).cpuPercent).toBeCloseTo(
      100,
      9,
    );
  });

  it.each([
    ['there is no sample before', null, sampledAfter(cpu(2e9, 102e9))],
    ['the counter fell: the container was started again', first, sampledAfter(cpu(0.1e9, 102e9))],
    ['the system counter stands still', first, sampledAfter(cpu(2e9, 100e9))],
    ['the system counter fell', first, sampledAfter(cpu(2e9, 99e9))],
    ['the sample before was zero', reading(body(cpu(0, 0)), 0), sampledAfter(cpu(2e9, 102e9))],
    ['nobody says how many CPUs there are', first, sampledAfter(cpu(2e9, 102e9, null))],
    ['a counter is missing', first, sampledAfter({ cpu_stats: { cpu_usage: {}, online_cpus: 2 } })],
  ])('is not known where %s', (_why, before, now) => {
    expect(figuresOf(before, now, docker).cpuPercent).toBeNull();
  });

  it('does not mind a clock that was set: it is not in the formula', () => {
    const later = reading(body({ read: '2026-11-21T11:00:01Z', ...cpu(2e9, 102e9) }), 1000);
    const figures = figuresOf(first, later, docker);
    expect(figures.cpuPercent).toBeCloseTo(100, 9);
    expect(figures.networkRxPerSecond).toBeNull();
  });

  it('is taken by the clock with Podman, whose system counter is what containers used', () => {
    expect(figuresOf(first, sampledAfter(cpu(1.5e9, 100.5e9)), podman).cpuPercent).toBeCloseTo(50, 9);
    const backwards = reading(body({ read: '2026-11-21T09:00:00Z', ...cpu(1.5e9, 101e9) }), 1000);
    expect(figuresOf(first, backwards, podman).cpuPercent).toBeNull();
  });
});

describe('memory', () => {
  const memory = (memory_stats: object) => figuresOf(null, reading(body({ memory_stats }), 0), docker);

  it('is without inactive file pages, by the name cgroup v1 or v2 has for them', () => {
    const v1 = { total_inactive_file: 4e6, inactive_file: 1e6 };
    expect(memory({ usage: 10e6, stats: v1, limit: 100e6 })).toMatchObject({
      memoryBytes: 6e6,
      memoryLimitBytes: 100e6,
      memoryPercent: 6,
    });
    expect(memory({ usage: 10e6, stats: { inactive_file: 3e6 }, limit: 100e6 }).memoryBytes).toBe(7e6);
    expect(memory({ usage: 10e6, limit: 100e6 }).memoryBytes).toBe(10e6);
  });

  it('keeps pages that are more than was used', () => {
    const stats = { total_inactive_file: 11e6, inactive_file: 12e6 };
    expect(memory({ usage: 10e6, stats, limit: 100e6 }).memoryBytes).toBe(10e6);
  });

  it('has the machine for its limit where there is none', () => {
    expect(memory({ usage: 10e6, limit: 2 ** 63 }).memoryLimitBytes).toBe(8e9);
    expect(memory({ usage: 10e6, limit: 0 })).toMatchObject({ memoryLimitBytes: null, memoryPercent: null });
    expect(memory({})).toMatchObject({ memoryBytes: null, memoryPercent: null });
  });
});

describe('network and block devices', () => {
  it('are sums', () => {
    const networks = { eth0: { rx_bytes: 10, tx_bytes: 1 }, eth1: { rx_bytes: 20, tx_bytes: 2 } };
    const io_service_bytes_recursive = [
      { major: 8, minor: 0, op: 'Read', value: 100 },
      { major: 8, minor: 0, op: 'Write', value: 7 },
      { major: 8, minor: 0, op: 'Total', value: 107 },
      { major: 8, minor: 16, op: 'read', value: 5 },
      { major: 8, minor: 16, op: 'write', value: 2 },
    ];
    const raw = body({ networks, blkio_stats: { io_service_bytes_recursive } });
    expect(figuresOf(null, reading(raw, 0), docker)).toMatchObject({
      networkRxBytes: 30,
      networkTxBytes: 3,
      blockReadBytes: 105,
      blockWriteBytes: 9,
      pids: 3,
    });
  });

  it('have no rate after an interface is gone with what it had counted, nor after a start', () => {
    const at = (second: number, networks: object, used = second) =>
      reading(
        body({ read: `2026-11-21T10:00:0${second}Z`, networks, ...cpu(used * 1e9, 1e12) }),
        second * 1e3,
      );
    const both = { eth0: { rx_bytes: 1000, tx_bytes: 0 }, eth1: { rx_bytes: 5000, tx_bytes: 0 } };
    const one = { eth0: { rx_bytes: 1500, tx_bytes: 700 } };
    expect(figuresOf(at(1, both), at(2, one), docker)).toMatchObject({
      networkRxBytes: 1500,
      networkRxPerSecond: null,
      networkTxPerSecond: 700,
    });
    expect(figuresOf(at(3, { eth0: { rx_bytes: 10 } }), at(4, one, 1), docker).networkRxPerSecond).toBeNull();
  });
});

it('takes Windows for what it is', () => {
  const windows = (second: number, used: number) =>
    reading(
      {
        read: `2026-11-21T10:00:0${second}Z`,
        num_procs: 4,
        cpu_stats: { cpu_usage: { total_usage: used } },
        memory_stats: { commitbytes: 9e6, privateworkingset: 7e6 },
        storage_stats: { read_size_bytes: 11, write_size_bytes: 12 },
        networks: { nic: { rx_bytes: 1, tx_bytes: 2 } },
      },
      second * 1000,
    );
  // Two of four CPUs for a second, in units of 100 ns.
  expect(figuresOf(windows(0, 1e7), windows(1, 3e7), docker)).toMatchObject({
    cpuPercent: 50,
    memoryBytes: 7e6,
    memoryLimitBytes: null,
    memoryPercent: null,
    blockReadBytes: 11,
    blockWriteBytes: 12,
    pids: null,
  });
});

it('takes the empty sample of a stopped container for none', () => {
  expect(statsSample({ ...body(), read: '0001-01-01T00:00:00Z' })).toBeNull();
  expect(statsSample({ read: '2026-11-21T10:00:00Z', memory_stats: {}, cpu_stats: {} })).toBeNull();
  expect(statsSample(undefined)).toBeNull();
});

it('keeps the fraction of the time a sample was read at', () => {
  expect(sampleOf(body({ read: '2026-11-21T10:00:00.123456789Z' })).readAtMs).toBeCloseTo(
    Date.parse('2026-11-21T10:00:00.123Z') + 0.456789,
    3,
  );
});

const anything = fc.oneof(
  fc.double(),
  fc.integer(),
  fc.constantFrom(null, 'x', -1, 0, 2 ** 64, Number.NaN, Number.POSITIVE_INFINITY),
);
const anyBody = fc.record(
  {
    read: fc.constantFrom('2026-11-21T10:00:00Z', '2026-11-21T10:00:01Z', '2020-01-01T00:00:00Z', '', 'x'),
    num_procs: anything,
    os_type: fc.constantFrom('', 'linux', 'windows'),
    pids_stats: fc.record({ current: anything }),
    cpu_stats: fc.record({
      cpu_usage: fc.record({ total_usage: anything, percpu_usage: fc.array(anything, { maxLength: 3 }) }),
      system_cpu_usage: anything,
      online_cpus: anything,
    }),
    memory_stats: fc.record({
      usage: anything,
      limit: anything,
      privateworkingset: anything,
      stats: fc.record({ inactive_file: anything, total_inactive_file: anything }),
    }),
    networks: fc.oneof(
      anything,
      fc.dictionary(fc.string(), fc.record({ rx_bytes: anything, tx_bytes: anything })),
    ),
    blkio_stats: fc.record({
      io_service_bytes_recursive: fc.array(
        fc.record({ op: fc.constantFrom('Read', 'w', ''), value: anything }),
      ),
    }),
  },
  { requiredKeys: [] },
);

describe('whatever an engine sends', () => {
  const sane = (value: number | null | string) =>
    value === null || (typeof value === 'number' && Number.isFinite(value) && value >= 0);

  it('no figure is NaN, infinite or negative', () => {
    fc.assert(
      fc.property(anyBody, anyBody, fc.nat(5000), fc.constantFrom(docker, podman), (one, two, ms, host) => {
        const [before, now] = [statsSample(one), statsSample(two)];
        if (now === null) return;
        const last = before === null ? null : { sample: before, takenMs: 0 };
        const figures = figuresOf(last, { sample: now, takenMs: ms }, host);
        expect(Object.entries(figures).filter(([, value]) => !sane(value))).toEqual([]);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('totals', () => {
  const machine = { cpus: 2, memoryBytes: 8e9 };
  const one = figuresOf(null, reading(body(), 0), docker);

  it('sum what is known, and say of how many', () => {
    expect(totalsOf([one, null, { ...one, pids: null, cpuPercent: 12 }], machine)).toMatchObject({
      cpuPercent: 12,
      memoryBytes: 30_000_000,
      pids: 3,
      networkRxPerSecond: null,
      running: 3,
      measured: 2,
      cpus: 2,
    });
  });

  it('are nothing where nothing runs, and not known where nothing was measured', () => {
    expect(totalsOf([], machine)).toMatchObject({ cpuPercent: 0, memoryBytes: 0, running: 0 });
    expect(totalsOf(null, machine)).toMatchObject({ cpuPercent: null, pids: null, measured: 0 });
    expect(totalsOf([null], machine)).toMatchObject({ cpuPercent: null, memoryBytes: null, measured: 0 });
  });
});
