import type { StatsFigures } from '../contract/stats.ts';

/** What one reading of a container's counters holds; null where the engine does not tell. */
export interface StatsSample {
  /** When the engine read them, ms since the epoch by its clock. */
  readAtMs: number | null;
  os: 'linux' | 'windows';
  /** CPU time used so far: ns, on Windows units of 100 ns. */
  cpuUsed: number | null;
  /** CPU time of the whole machine so far, idle time too, in ns; not on Windows. */
  cpuSystem: number | null;
  /** How many CPUs the container may run on. */
  cpus: number | null;
  memoryUsage: number | null;
  /** File pages the kernel gives back at once: `total_inactive_file` of cgroup v1, `inactive_file` of v2. */
  memoryInactiveV1: number | null;
  memoryInactiveV2: number | null;
  memoryLimit: number | null;
  /** Sums over interfaces and devices. */
  networkRx: number | null;
  networkTx: number | null;
  blockRead: number | null;
  blockWrite: number | null;
  pids: number | null;
}

/** A sample and when it came, ms by a clock that never steps. */
export interface Reading {
  sample: StatsSample;
  takenMs: number;
}

/** What the figures also depend on. */
export interface StatsHost {
  /** Podman's `system_cpu_usage` is what all containers used, not what the machine could: its CPU % is taken by the clock. */
  kind: 'docker' | 'podman';
  /** Of the machine, in bytes; null while not known. */
  memoryBytes: number | null;
}

export const noFigures: StatsFigures = {
  cpuPercent: null,
  memoryBytes: null,
  memoryLimitBytes: null,
  memoryPercent: null,
  networkRxBytes: null,
  networkTxBytes: null,
  blockReadBytes: null,
  blockWriteBytes: null,
  pids: null,
  networkRxPerSecond: null,
  networkTxPerSecond: null,
  blockReadPerSecond: null,
  blockWritePerSecond: null,
};

/**
 * The figures of `docker stats` from two readings of one run of a container, `earlier` null for the first.
 * Formulas: docker/cli, cli/command/container/stats_helpers.go (v20.10 to v28). Where the CLI prints 0 because it
 * cannot know (no earlier sample, a counter that was reset), the figure is null.
 */
export function figuresOf(earlier: Reading | null, now: Reading, host: StatsHost): StatsFigures {
  const { sample } = now;
  const before = earlier !== null && isReset(earlier.sample, sample) ? null : earlier;
  const last = before?.sample ?? null;
  const elapsed = before === null ? null : elapsedMs(before, now);
  const memoryBytes = memoryUsed(sample);
  const memoryLimitBytes = memoryLimit(sample, host);
  return {
    cpuPercent: last === null ? null : cpuPercent(last, sample, host.kind, elapsed),
    memoryBytes,
    memoryLimitBytes,
    memoryPercent: shareOf(memoryBytes, memoryLimitBytes),
    networkRxBytes: sample.networkRx,
    networkTxBytes: sample.networkTx,
    blockReadBytes: sample.blockRead,
    blockWriteBytes: sample.blockWrite,
    pids: sample.pids,
    networkRxPerSecond: perSecond(last?.networkRx, sample.networkRx, elapsed),
    networkTxPerSecond: perSecond(last?.networkTx, sample.networkTx, elapsed),
    blockReadPerSecond: perSecond(last?.blockRead, sample.blockRead, elapsed),
    blockWritePerSecond: perSecond(last?.blockWrite, sample.blockWrite, elapsed),
  };
}

/** CPU time never falls but with a new start, and then every counter began anew. */
function isReset(before: StatsSample, now: StatsSample): boolean {
  return before.cpuUsed !== null && now.cpuUsed !== null && now.cpuUsed < before.cpuUsed;
}

/**
 * ms between two readings by the engine's clock, which knows best when it read. null where that clock disagrees with
 * ours by more than a second and by half: it was set.
 */
function elapsedMs(before: Reading, now: Reading): number | null {
  const taken = now.takenMs - before.takenMs;
  const { readAtMs: from } = before.sample;
  const { readAtMs: to } = now.sample;
  if (from === null || to === null) return taken > 0 ? taken : null;
  const read = to - from;
  if (!(read > 0) || Math.abs(read - taken) > Math.max(1000, taken / 2)) return null;
  return read;
}

/**
 * CPU use between two samples, 100 for a whole CPU; on Windows 100 for all of them.
 * Linux: calculateCPUPercentUnix: used / system * online CPUs. The counters pass 2^53 ns and are then some ns off.
 * Windows: calculateCPUPercentWindows: used / (elapsed in units of 100 ns * CPUs).
 */
function cpuPercent(
  before: StatsSample,
  now: StatsSample,
  kind: StatsHost['kind'],
  elapsed: number | null,
): number | null {
  const used = difference(before.cpuUsed, now.cpuUsed);
  if (used === null) return null;
  if (now.os === 'windows') {
    if (elapsed === null || now.cpus === null) return null;
    return finite((used / (elapsed * 10_000 * now.cpus)) * 100);
  }
  if (kind === 'podman') return elapsed === null ? null : finite((used / (elapsed * 1e6)) * 100);
  const system = difference(before.cpuSystem, now.cpuSystem);
  // Nothing was counted before the first sample of a run: a difference to 0 is no use of CPU.
  if (system === null || before.cpuSystem === 0 || now.cpus === null) return null;
  return finite((used / system) * now.cpus * 100);
}

/** calculateMemUsageUnixNoCache: usage less inactive file pages; on Windows the private working set, as it comes. */
export function memoryUsed({ memoryUsage, memoryInactiveV1, memoryInactiveV2 }: StatsSample): number | null {
  if (memoryUsage === null) return null;
  if (memoryInactiveV1 !== null && memoryInactiveV1 < memoryUsage) return memoryUsage - memoryInactiveV1;
  if (memoryInactiveV2 !== null && memoryInactiveV2 < memoryUsage) return memoryUsage - memoryInactiveV2;
  return memoryUsage;
}

/** A container without a limit has the machine's memory; some engines say a number beyond it instead. */
function memoryLimit({ memoryLimit: limit }: StatsSample, host: StatsHost): number | null {
  if (limit === null || limit <= 0) return null;
  return host.memoryBytes !== null && host.memoryBytes > 0 ? Math.min(limit, host.memoryBytes) : limit;
}

function shareOf(part: number | null, whole: number | null): number | null {
  return part === null || whole === null || whole === 0 ? null : finite((part / whole) * 100);
}

/** null where a counter fell: it was reset, or an interface went away with what it had counted. */
function difference(before: number | null | undefined, now: number | null): number | null {
  if (before === null || before === undefined || now === null || now < before) return null;
  return now - before;
}

function perSecond(
  before: number | null | undefined,
  now: number | null,
  elapsed: number | null,
): number | null {
  const more = difference(before, now);
  return more === null || elapsed === null ? null : finite((more / elapsed) * 1000);
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
