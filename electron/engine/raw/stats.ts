import type { StatsSample } from '../../../shared/model/stats.ts';
import { list, type RawRecord, record, text } from './fields.ts';

/**
 * A sample as `GET /containers/{id}/stats` sends it; null for the empty one of a container that does not run (its
 * `read` is Go's zero time). `swapsNetwork`: it tells what was sent as what was received. It names its system only since API 1.52; before, only Windows fills `num_procs`.
 */
export function statsSample(body: unknown, swapsNetwork = false): StatsSample | null {
  const raw = record(body);
  if (text(raw.read).startsWith('0001-01-01')) return null;
  const cpu = record(raw.cpu_stats);
  const cpuUsage = record(cpu.cpu_usage);
  const cpuUsed = count(cpuUsage.total_usage);
  const memory = record(raw.memory_stats);
  if (cpuUsed === null && Object.keys(memory).length === 0) return null;
  const networks = record(raw.networks);
  const common = {
    readAtMs: timeMs(raw.read),
    cpuUsed,
    networkRx: sumOf(networks, swapsNetwork ? 'tx_bytes' : 'rx_bytes'),
    networkTx: sumOf(networks, swapsNetwork ? 'rx_bytes' : 'tx_bytes'),
  };
  const cpus = positive(raw.num_procs);
  if (text(raw.os_type) === 'windows' || (text(raw.os_type) === '' && cpus !== null)) {
    const storage = record(raw.storage_stats);
    return {
      ...common,
      os: 'windows',
      cpuSystem: null,
      cpus,
      memoryUsage: count(memory.privateworkingset),
      memoryInactiveV1: null,
      memoryInactiveV2: null,
      memoryLimit: null,
      blockRead: count(storage.read_size_bytes),
      blockWrite: count(storage.write_size_bytes),
      pids: null,
    };
  }
  const inside = record(memory.stats);
  const blocks = list(record(raw.blkio_stats).io_service_bytes_recursive).map(record);
  return {
    ...common,
    os: 'linux',
    cpuSystem: count(cpu.system_cpu_usage),
    cpus: positive(cpu.online_cpus) ?? positive(list(cpuUsage.percpu_usage).length),
    memoryUsage: count(memory.usage),
    memoryInactiveV1: count(inside.total_inactive_file),
    memoryInactiveV2: count(inside.inactive_file),
    memoryLimit: count(memory.limit),
    blockRead: blockSum(blocks, 'r'),
    blockWrite: blockSum(blocks, 'w'),
    pids: count(record(raw.pids_stats).current),
  };
}

/** ms since the epoch with their fraction; the engine writes ns, of which Date keeps the ms only. */
function timeMs(value: unknown): number | null {
  const written = text(value);
  const ms = Date.parse(written);
  if (Number.isNaN(ms)) return null;
  const fraction = /\.\d{3}(\d{1,6})/.exec(written)?.[1] ?? '';
  return ms + Number(fraction.padEnd(6, '0')) / 1e6;
}

/** Counters of the engine have 64 bits: what is more is none. */
function count(value: unknown): number | null {
  return typeof value === 'number' && value >= 0 && value <= 2 ** 64 ? value : null;
}

function positive(value: unknown): number | null {
  const found = count(value);
  return found === 0 ? null : found;
}

/** Over all interfaces, as the CLI's calculateNetwork. A container without any has moved nothing, as the CLI shows it. */
function sumOf(networks: RawRecord, key: string): number {
  return Object.values(networks).reduce<number>((sum, one) => sum + (count(record(one)[key]) ?? 0), 0);
}

/** calculateBlockIO: entries whose operation begins so, in either case (cgroup v1 writes Read, v2 read). No entries: nothing was moved. */
function blockSum(entries: readonly RawRecord[], initial: 'r' | 'w'): number {
  return entries
    .filter(({ op }) => text(op).toLowerCase().startsWith(initial))
    .reduce((sum, { value }) => sum + (count(value) ?? 0), 0);
}
