import type { Container } from '../../shared/contract/containers.ts';
import type { StatsFigures, StatsItem, StatsRow } from '../../shared/contract/stats.ts';
import type { Engine } from '../engine/engine.ts';
import type { DomainHandlers } from '../rpc/handlers.ts';

const unknown: StatsFigures = {
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

/** Serves `stats.*`: so far the containers that run, without figures. */
export function statsHandlers(engine: Engine): DomainHandlers<'stats'> {
  return {
    watch: async function* (_input, { signal }) {
      for await (const _change of engine.watch(['container'], true, signal))
        yield itemOf(engine.mirror.rows('container').filter(({ state }) => state === 'running'));
    },
    history: async ({ span }) => ({ span, gapMs: 5000, series: [] }),
    export: async function* (_input, { signal }) {
      yield { data: new Uint8Array() };
      signal.throwIfAborted();
    },
    alerts: async function* (_input, { signal }) {
      yield { type: 'snapshot', alerts: [] };
      await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
    },
  };
}

function itemOf(containers: readonly Container[]): StatsItem {
  const rows = containers.map(
    ({ id, name, project, state, restartCount }): StatsRow => ({
      ...unknown,
      id,
      name,
      ...(project === undefined ? {} : { project }),
      state,
      restarts: restartCount ?? null,
      sampledAt: null,
    }),
  );
  const totals = {
    cpuPercent: null,
    memoryBytes: null,
    networkRxPerSecond: null,
    networkTxPerSecond: null,
    blockReadPerSecond: null,
    blockWritePerSecond: null,
    pids: null,
    running: rows.length,
    measured: 0,
    cpus: null,
    machineMemoryBytes: null,
  };
  return { at: new Date().toISOString(), stale: false, rows, totals, absent: [] };
}
