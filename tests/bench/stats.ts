import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { InputOf } from '../../shared/contract/index.ts';
import { labDockerPath } from '../engine-lab/docker-cli.ts';
import type { LabEngine } from '../engine-lab/types.ts';
import type { Benchmark } from './benchmark.ts';
import { closing } from './closing.ts';
import { startWebHost } from './hosts.ts';
import { runningSize } from './lab.ts';
import { connectAsPage } from './page-client.ts';
import { cpuMs } from './process-cost.ts';
import type { Row } from './report.ts';
import { best } from './statistics.ts';

const seenSize = 30;

/** CPU in % of a core while something watches: of the client, and of the engine with all that it runs. */
interface Cost {
  client: number;
  engine: number;
}

/** What the figures of 200 containers cost, and those of the 30 that are seen, each beside `docker stats` in turn with it. */
export const stats: Benchmark = {
  name: 'stats',
  async run({ lab, quick, say }) {
    const { engine, members } = await lab.crowd({ running: true });
    const windowMs = quick ? 10_000 : 20_000;
    const rounds = quick ? 2 : 5;
    await using host = await startWebHost(engine.host, lab.home());
    using page = await connectAsPage(host.link);
    const watch = (input: InputOf<'stats.watch'>) => async () => {
      let items = 0;
      const handle = page.stream('stats.watch', input, {
        item: () => {
          items += 1;
        },
        done: () => undefined,
      });
      const cost = await measure(engine, host.pid, windowMs);
      handle.cancel();
      if (items < windowMs / 3000) throw new Error(`only ${items} items came`);
      return cost;
    };
    const work = {
      docker: () => dockerStats(engine, windowMs),
      nothing: () => measure(engine, host.pid, windowMs),
      all: watch({}),
      seen: watch({ ids: members.slice(0, seenSize).map(({ id }) => id) }),
    };
    const costs: Record<keyof typeof work, Cost[]> = { docker: [], nothing: [], all: [], seen: [] };
    // Details of 200 containers are read at first, one by one.
    await watch({})();
    for (let round = 1; round <= rounds; round += 1) {
      say(`round ${round} of ${rounds}`);
      for (const kind of Object.keys(work) as (keyof typeof work)[]) costs[kind].push(await work[kind]());
    }
    return rows(costs);
  },
};

function rows(costs: Record<'docker' | 'nothing' | 'all' | 'seen', Cost[]>): Row[] {
  const client = (kind: keyof typeof costs) => best(costs[kind].map((cost) => cost.client));
  // What the engine needs while nobody asks belongs to nobody.
  const idle = best(costs.nothing.map((cost) => cost.engine));
  const engine = (kind: keyof typeof costs) => best(costs[kind].map((cost) => cost.engine)) - idle;
  return [
    {
      what: `stats of ${runningSize} containers: CPU of the client`,
      unit: '% CPU',
      ours: client('all'),
      peer: { what: 'docker stats', value: client('docker') },
      target: { of: 'ratio', atMost: 1 },
    },
    {
      what: `stats of ${runningSize} containers: CPU of the engine`,
      unit: '% CPU',
      ours: engine('all'),
      peer: { what: 'docker stats', value: engine('docker') },
    },
    {
      what: `stats, ${seenSize} of ${runningSize} seen: CPU of the engine`,
      unit: '% CPU',
      ours: engine('seen'),
      peer: { what: 'docker stats', value: engine('docker') },
      target: { of: 'ratio', atMost: 0.25 },
    },
    {
      what: `stats, ${seenSize} of ${runningSize} seen: CPU of the client`,
      unit: '% CPU',
      ours: client('seen'),
      peer: { what: 'docker stats', value: client('docker') },
    },
  ];
}

async function measure(engine: LabEngine, client: number, windowMs: number): Promise<Cost> {
  // Connections and first readings are behind then.
  await sleep(3000);
  const before = { client: cpuMs(client), engine: cpuMs(engine.netnsPid), at: performance.now() };
  await sleep(windowMs);
  const elapsed = performance.now() - before.at;
  return {
    client: ((cpuMs(client) - before.client) / elapsed) * 100,
    engine: ((cpuMs(engine.netnsPid) - before.engine) / elapsed) * 100,
  };
}

async function dockerStats(engine: LabEngine, windowMs: number): Promise<Cost> {
  const args = ['-H', engine.host, 'stats', '--no-trunc', '--format', 'json'];
  await using cli = closing(
    spawn(labDockerPath(), args, { stdio: ['ignore', 'pipe', 'inherit'] }),
    async (child) => {
      child.kill('SIGKILL');
      if (child.exitCode === null) await once(child, 'exit');
    },
  );
  let bytes = 0;
  cli.stdout.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
  });
  await once(cli.stdout, 'data');
  bytes = 0;
  const cost = await measure(engine, cli.pid ?? 0, windowMs);
  // A row has about 300 bytes, and is told again twice a second.
  if (bytes < (runningSize * 100 * windowMs) / 1000) throw new Error(`docker stats told only ${bytes} bytes`);
  return cost;
}
