// The real web host and the real page, over rows that are made up: what the page can do without an engine in between.
//   tsx fake-host.ts ROWS CHANGES_PER_SECOND
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CallContext, DomainHandlers, Handlers } from '../../electron/rpc/handlers.ts';
import { createRouter } from '../../electron/rpc/router.ts';
import { startWebServer } from '../../electron/web/server.ts';
import type { Container } from '../../shared/contract/containers.ts';
import type { CrashItem } from '../../shared/contract/crashes.ts';
import type { EngineState, WatchItem } from '../../shared/contract/engine.ts';
import { fail } from '../../shared/contract/failure.ts';
import { contract } from '../../shared/contract/index.ts';
import { settingsSchema } from '../../shared/contract/settings.ts';
import type { StatsFigures, StatsItem } from '../../shared/contract/stats.ts';
import type { StatsAlertItem } from '../../shared/contract/stats-alerts.ts';
import { built } from './hosts.ts';

const [rowsAsked = '1000', changesPerSecond = '2'] = process.argv.slice(2);
const engineId = 'fake';
const began = Date.now();

/** A row with as much in it as a compose project's container has. Every change changes every row. */
function row(at: number, change: number): Container {
  const number = String(at).padStart(4, '0');
  return {
    id: number.repeat(16),
    name: `shop-web-${number}`,
    image: `registry.example.com/shop/web:${at % 7}`,
    imageId: `sha256:${number.repeat(16)}`,
    command: 'docker-entrypoint.sh node server.js',
    state: 'running',
    health: (at + change) % 2 === 0 ? 'healthy' : 'starting',
    createdAt: new Date(began - 3_600_000 - at * 1000).toISOString(),
    startedAt: new Date(began - 60_000 - change * 1000).toISOString(),
    restartCount: change,
    ports: [{ hostIp: '127.0.0.1', hostPort: 20_000 + at, containerPort: 8080, protocol: 'tcp' }],
    mounts: [
      {
        type: 'volume',
        name: `data-${number}`,
        source: `/data/${number}`,
        destination: '/data',
        readOnly: false,
      },
    ],
    networks: [{ name: 'shop_default', networkId: 'f'.repeat(64), ipAddress: '172.20.0.2' }],
    labels: {
      'com.docker.compose.project': `shop-${at % 9}`,
      'com.docker.compose.service': 'web',
      'com.docker.compose.config-hash': 'c'.repeat(64),
    },
    project: `shop-${at % 9}`,
    isTask: false,
    protected: false,
  };
}

const rows = (change: number) => Array.from({ length: Number(rowsAsked) }, (_, at) => row(at, change));

async function* watch(signal: AbortSignal): AsyncGenerator<WatchItem> {
  const freshness = { stale: false, listedAt: new Date(began).toISOString(), error: null };
  const base = { type: 'snapshot', revision: 1, engineId, freshness } as const;
  yield { ...base, kind: 'container', rows: rows(0) };
  yield { ...base, kind: 'image', rows: [] };
  yield { ...base, kind: 'volume', rows: [] };
  yield { ...base, kind: 'network', rows: [] };
  const pauseMs = Number(changesPerSecond) > 0 ? 1000 / Number(changesPerSecond) : 2 ** 30;
  for (let change = 1; !signal.aborted; change += 1) {
    await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
    yield { type: 'patch', kind: 'container', revision: 1 + change, upsert: rows(change), remove: [] };
  }
}

async function* state(signal: AbortSignal): AsyncGenerator<EngineState> {
  yield {
    status: 'ready',
    endpoint: {
      id: 'fake',
      name: 'fake',
      address: 'unix:///fake',
      source: 'argument',
      tls: false,
      current: true,
    },
    since: new Date(began).toISOString(),
    engineTimeMs: Date.now(),
    skippedEvents: 0,
    engine: {
      id: engineId,
      name: 'fake',
      kind: 'docker',
      version: '26.1.5',
      apiVersion: '1.45',
      serverApiVersion: '1.45',
      minApiVersion: '1.24',
      os: 'linux',
      arch: 'amd64',
      cpus: 2,
      memoryBytes: 2 ** 33,
      experimental: false,
    },
  };
  await sleep(2 ** 30, undefined, { signal }).catch(() => undefined);
}

/** Figures of all rows, each time others; what is asked for is sent as often as the page wants it. */
async function* stats(
  ids: readonly string[],
  intervalMs: number,
  signal: AbortSignal,
): AsyncGenerator<StatsItem> {
  const asked = new Set(ids);
  for (let turn = 0; !signal.aborted; turn += 1) {
    const at = new Date().toISOString();
    const seen = turn % 15 === 0 ? rows(0) : rows(0).filter(({ id }) => asked.has(id));
    const all = seen.map(({ id, name, state }, place) => ({
      ...figures(place, turn),
      ...{ id, name, state, restarts: 0, sampledAt: at },
    }));
    const totals = { ...figures(0, turn), running: seen.length, measured: seen.length };
    yield {
      ...{ at, stale: false, rows: all, absent: [] },
      totals: { ...totals, cpus: 2, machineMemoryBytes: 2 ** 33 },
    };
    await sleep(intervalMs, undefined, { signal }).catch(() => undefined);
  }
}

function figures(place: number, turn: number): StatsFigures {
  const value = ((place * 37 + turn * 11) % 1000) / 10;
  const bytes = (place + 1) * 1_000_000 + turn * 1000;
  return {
    ...{ cpuPercent: value, memoryBytes: bytes, memoryLimitBytes: 2 ** 33, memoryPercent: value, pids: turn },
    ...{ networkRxBytes: bytes, networkTxBytes: bytes, blockReadBytes: bytes, blockWriteBytes: bytes },
    ...{ networkRxPerSecond: value, networkTxPerSecond: value },
    ...{ blockReadPerSecond: value, blockWritePerSecond: value },
  };
}

async function* noAlerts(signal: AbortSignal): AsyncGenerator<StatsAlertItem> {
  yield { type: 'snapshot', alerts: [] };
  await sleep(2 ** 30, undefined, { signal }).catch(() => undefined);
}

async function* noCrashes(signal: AbortSignal): AsyncGenerator<CrashItem> {
  yield { type: 'snapshot', crashes: [] };
  await sleep(2 ** 30, undefined, { signal }).catch(() => undefined);
}

/** A handler for everything in the contract: what is not served here is refused. */
function handlers(): Handlers {
  const refuse = () => {
    throw fail('cancelled', 'cancelled');
  };
  const refusing = Object.entries(contract).map(([domain, members]) => [
    domain,
    Object.fromEntries(Object.keys(members).map((member) => [member, refuse])),
  ]);
  const settings = {
    settings: settingsSchema.parse({}),
    host: { startAtLogin: false, reveal: false },
    file: '',
  };
  const served: {
    engine: Partial<DomainHandlers<'engine'>>;
    settings: DomainHandlers<'settings'>;
    stats: Partial<DomainHandlers<'stats'>>;
  } = {
    engine: {
      endpoints: async () => [],
      state: (_input, { signal }) => state(signal),
      watch: (_input, { signal }) => watch(signal),
    },
    settings: {
      get: async () => settings,
      set: async () => settings,
      storage: async () => ({ folder: '', parts: [], totalBytes: 0 }),
      reveal: async () => ({ path: '' }),
    },
    stats: {
      watch: ({ ids, intervalMs }, { signal }) => stats(ids ?? [], intervalMs, signal),
      history: async ({ span }) => ({ span, gapMs: 5000, series: [] }),
      alerts: (_input, { signal }) => noAlerts(signal),
    },
  };
  const all: Record<string, object> = Object.fromEntries(refusing);
  // Built from the contract itself, so that every member is there.
  return {
    ...all,
    engine: { ...all.engine, ...served.engine },
    containers: {
      ...all.containers,
      crashes: (_input: object, { signal }: CallContext) => noCrashes(signal),
    },
    settings: served.settings,
    stats: { ...all.stats, ...served.stats },
  } as unknown as Handlers;
}

const router = createRouter(handlers());
const server = await startWebServer({
  router,
  pageFolder: built('renderer'),
  port: 0,
  log: (text) => process.stderr.write(`${text}\n`),
});
process.stdout.write(`Slipway is ready: ${server.newLink()}\n`);
process.on('SIGTERM', () => process.exit(0));
