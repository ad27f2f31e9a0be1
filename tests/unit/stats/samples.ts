import { statsSample } from '../../../electron/engine/raw/stats.ts';
import type { Reading, StatsSample } from '../../../shared/model/stats.ts';

/** A body as dockerd sends it, by the shape of its documentation; `more` replaces whole fields. */
export function body(more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    read: '2026-11-21T10:00:00.000000000Z',
    preread: '0001-01-01T00:00:00Z',
    pids_stats: { current: 3 },
    blkio_stats: { io_service_bytes_recursive: null },
    num_procs: 0,
    cpu_stats: {
      cpu_usage: { total_usage: 1_000_000_000, percpu_usage: [600_000_000, 400_000_000] },
      system_cpu_usage: 100_000_000_000,
      online_cpus: 2,
    },
    precpu_stats: { cpu_usage: { total_usage: 0 } },
    memory_stats: { usage: 20_000_000, stats: { inactive_file: 5_000_000 }, limit: 4_000_000_000 },
    networks: { eth0: { rx_bytes: 1000, tx_bytes: 500 } },
    ...more,
  };
}

/** The sample in a body that holds one. */
export function sampleOf(raw: unknown): StatsSample {
  const sample = statsSample(raw);
  if (sample === null) throw new Error('The body holds no sample.');
  return sample;
}

export function reading(raw: unknown, takenMs: number): Reading {
  return { sample: sampleOf(raw), takenMs };
}
