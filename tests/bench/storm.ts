import { setTimeout as sleep } from 'node:timers/promises';
import { startFaultProxy } from '../engine-lab/fault-proxy.ts';
import { bareClientName, startBareClient } from './bare-client.ts';
import type { Benchmark } from './benchmark.ts';
import { script, startNode } from './child.ts';
import { closing } from './closing.ts';
import { startWebHost } from './hosts.ts';
import type { Crowd } from './lab.ts';
import { connectAsPage } from './page-client.ts';
import { cpuMs } from './process-cost.ts';
import type { Row } from './report.ts';
import { best, interleaved } from './statistics.ts';
import { type WatchedRows, watchRows } from './watched-rows.ts';

const connections = 8;
const pace = 1600;
/** Fault L2: the rows are true again within this time. */
const settleMs = 2000;
const containerLists = /^GET \/containers\/json$/;
const inspects = /^GET \/containers\/[^/]+\/json$/;

/** A storm of events with somebody looking: what it costs us, whether the rows end true, and whom we slow down. */
export const storm: Benchmark = {
  name: 'storm',
  async run({ lab, quick, say }) {
    const crowd = await lab.crowd({ running: !quick });
    const seconds = quick ? 4 : 10;
    say(`${pace} renames a second for ${seconds} s`);
    const cost = await costOf(crowd, lab.home(), seconds);
    say('renames as fast as the engine can, with and without us');
    const race = () => produce(crowd, seconds / 2, 0).then(({ done, ms }) => ms / done);
    const { alone, bare, attached } = await interleaved(quick ? 2 : 6, {
      alone: race,
      attached: () => besideUs(crowd, lab.home(), race),
      bare: () => besideBare(crowd, race),
    });
    return rows(cost, { attached: best(attached), bare: best(bare), alone: best(alone) });
  },
};

interface Produced {
  done: number;
  ms: number;
}

/** Renames every container again and again, from a process of its own. `perSecond` 0: as fast as the engine can. */
async function produce({ engine }: Crowd, seconds: number, perSecond: number): Promise<Produced> {
  const options = [engine.socket, seconds, perSecond, connections].map(String);
  await using producer = startNode(script(new URL('storm-producer.ts', import.meta.url), ...options));
  const [said = ''] = await producer.line(/^\{.*\}$/);
  return JSON.parse(said);
}

async function besideUs<T>(crowd: Crowd, home: string, work: () => Promise<T>): Promise<T> {
  await using host = await startWebHost(crowd.engine.host, home);
  using client = await connectAsPage(host.link);
  await watchRows(client).loaded;
  return await work();
}

async function besideBare<T>({ engine }: Crowd, work: () => Promise<T>): Promise<T> {
  const bare = await startBareClient(engine.socket);
  try {
    return await work();
  } finally {
    await bare[Symbol.asyncDispose]();
  }
}

interface Cost {
  rate: number;
  listsPerSecond: number;
  inspectsPerSecond: number;
  cpuPercent: number;
  barePercent: number;
  settledMs: number;
}

/** What a storm at a known pace makes us do, counted by a proxy in front of the engine. */
async function costOf(crowd: Crowd, home: string, seconds: number): Promise<Cost> {
  await using proxy = closing(await startFaultProxy(crowd.engine.socket), ({ close }) => close());
  await using host = await startWebHost(proxy.host, home);
  await using bare = await startBareClient(crowd.engine.socket);
  using client = await connectAsPage(host.link);
  const watched = watchRows(client);
  await watched.loaded;
  await sleep(2000);
  proxy.stats.reset();
  const before = { ours: cpuMs(host.pid), bare: cpuMs(bare.pid) };
  const { done, ms } = await produce(crowd, seconds, pace);
  const perSecond = (pattern: RegExp) => proxy.stats.count(pattern) / (ms / 1000);
  const counted = { listsPerSecond: perSecond(containerLists), inspectsPerSecond: perSecond(inspects) };
  const cpuPercent = ((cpuMs(host.pid) - before.ours) / ms) * 100;
  const barePercent = ((cpuMs(bare.pid) - before.bare) / ms) * 100;
  const rate = done / (ms / 1000);
  return { ...counted, rate, cpuPercent, barePercent, settledMs: await settled(crowd, watched) };
}

/** Milliseconds until the rows equal what the docker CLI says; throws when they do not become so. */
async function settled({ engine }: Crowd, watched: WatchedRows): Promise<number> {
  const began = performance.now();
  const told = await engine.dockerOk(['ps', '-a', '--no-trunc', '--format', '{{.ID}} {{.Names}} {{.State}}']);
  const wanted = told.split('\n').toSorted().join('\n');
  const shown = () =>
    [...watched.rows.values()]
      .map((row) => `${row.id} ${row.name} ${row.state}`)
      .toSorted()
      .join('\n');
  while (shown() !== wanted) {
    if (performance.now() - began > 5 * settleMs)
      throw new Error('After the storm the rows differ from docker ps -a.');
    await sleep(10);
  }
  return performance.now() - began;
}

interface RenameMs {
  alone: number;
  attached: number;
  bare: number;
}

function rows(cost: Cost, { attached, alone, bare }: RenameMs): Row[] {
  const storming = `storm of ${Math.round(cost.rate)} events/s`;
  const racing = `storm of up to ${Math.round(1000 / alone)} events/s: one rename`;
  return [
    {
      what: `${storming}: container lists`,
      unit: '/s',
      ours: cost.listsPerSecond,
      target: { of: 'ours', atMost: 2 },
    },
    { what: `${storming}: inspects`, unit: '/s', ours: cost.inspectsPerSecond },
    {
      what: `${storming}: share of a core`,
      unit: '% CPU',
      ours: cost.cpuPercent,
      peer: { what: bareClientName, value: cost.barePercent },
    },
    {
      what: 'storm: its end to rows equal docker ps -a',
      unit: 'ms',
      ours: cost.settledMs,
      target: { of: 'ours', atMost: settleMs },
    },
    {
      what: racing,
      unit: 'ms',
      ours: attached,
      peer: { what: 'without Slipway', value: alone },
      target: { of: 'ratio', atMost: 1.1 },
    },
    { what: racing, unit: 'ms', ours: attached, peer: { what: bareClientName, value: bare } },
  ];
}
