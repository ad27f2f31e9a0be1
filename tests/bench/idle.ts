import { setTimeout as sleep } from 'node:timers/promises';
import { startFaultProxy } from '../engine-lab/fault-proxy.ts';
import { bareClientName, startBareClient } from './bare-client.ts';
import type { Benchmark } from './benchmark.ts';
import { closing } from './closing.ts';
import { startWebHost } from './hosts.ts';
import { connectAsPage } from './page-client.ts';
import { cpuMs, residentBytes } from './process-cost.ts';
import type { Row } from './report.ts';
import { watchRows } from './watched-rows.ts';

/** Requests that read more than one object. */
const lists = /^GET \/(containers\/json|images\/json|volumes|networks|info|system\/df)$/;
const mib = 2 ** 20;

/** What Slipway costs while nobody looks at 500 containers and nothing happens: as in the tray, watching in the background. */
export const idle: Benchmark = {
  name: 'idle',
  async run({ lab, quick, say }) {
    const { engine } = await lab.crowd({ running: !quick });
    await using proxy = closing(await startFaultProxy(engine.socket), ({ close }) => close());
    await using host = await startWebHost(proxy.host, lab.home());
    await using bare = await startBareClient(engine.socket);
    using client = await connectAsPage(host.link);
    await watchRows(client, { background: true }).loaded;
    // The first reading of details, and the garbage of starting up, are behind them then.
    await sleep(quick ? 5_000 : 30_000);
    const windowMs = quick ? 15_000 : 60_000;
    say(`${windowMs / 1000} s of nothing`);
    proxy.stats.reset();
    const before = { ours: cpuMs(host.pid), bare: cpuMs(bare.pid), at: performance.now() };
    await sleep(windowMs);
    const elapsed = performance.now() - before.at;
    const percent = (pid: number, from: number) => ((cpuMs(pid) - from) / elapsed) * 100;
    return rows({
      cpu: [percent(host.pid, before.ours), percent(bare.pid, before.bare)],
      memory: [residentBytes(host.pid) / mib, residentBytes(bare.pid) / mib],
      lists: proxy.stats.count(lists),
    });
  },
};

function rows(measured: { cpu: [number, number]; memory: [number, number]; lists: number }): Row[] {
  const { cpu, memory } = measured;
  return [
    {
      what: 'idle, nobody looking: share of a core',
      unit: '% CPU',
      ours: cpu[0],
      peer: { what: bareClientName, value: cpu[1] },
      target: { of: 'ours', atMost: 0.1 },
    },
    {
      what: 'idle, nobody looking: list calls',
      unit: 'count',
      ours: measured.lists,
      target: { of: 'ours', atMost: 0 },
    },
    {
      what: 'idle: resident memory',
      unit: 'MB',
      ours: memory[0],
      peer: { what: bareClientName, value: memory[1] },
    },
  ];
}
