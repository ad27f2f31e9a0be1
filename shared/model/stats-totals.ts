import type { StatsFigures, StatsTotals } from '../contract/stats.ts';

type Summed = Exclude<keyof StatsTotals, 'running' | 'measured' | 'cpus' | 'machineMemoryBytes'>;

const summed: readonly Summed[] = [
  'cpuPercent',
  'memoryBytes',
  'networkRxPerSecond',
  'networkTxPerSecond',
  'blockReadPerSecond',
  'blockWritePerSecond',
  'pids',
];

/** The sums over the containers that run, one entry each, null for one that was not measured; null where it is not known what runs. */
export function totalsOf(
  running: readonly (StatsFigures | null)[] | null,
  machine: { cpus: number | null; memoryBytes: number | null },
): StatsTotals {
  const measured = (running ?? []).filter((figures) => figures !== null);
  const sums = Object.fromEntries(
    summed.map((key) => {
      const known = measured.map((figures) => figures[key]).filter((value) => value !== null);
      const nothing = known.length === 0 && running?.length !== 0;
      return [key, nothing ? null : known.reduce((sum, value) => sum + value, 0)];
    }),
  ) as Record<Summed, number | null>;
  return {
    ...sums,
    running: running?.length ?? 0,
    measured: measured.length,
    cpus: machine.cpus,
    machineMemoryBytes: machine.memoryBytes,
  };
}
