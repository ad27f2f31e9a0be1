import type { Client } from '../../shared/contract/client.ts';
import type { Benchmark } from './benchmark.ts';
import { startWebHost } from './hosts.ts';
import { dockerToNowhere, logText, writeLog } from './log-source.ts';
import { connectAsPage } from './page-client.ts';
import { best, interleaved, timed } from './statistics.ts';

/** A log of a million lines, read whole through the web host, beside `docker logs >/dev/null`. */
export const logIngest: Benchmark = {
  name: 'log-ingest',
  async run({ lab, quick, say }) {
    const { engine } = await lab.crowd();
    const count = quick ? 200_000 : 1_000_000;
    const name = 'bench-log-ingest';
    say(`writing ${count} lines`);
    await writeLog(engine, name, count);
    await using host = await startWebHost(engine.host, lab.home());
    using client = await connectAsPage(host.link);
    say('reading them');
    const missing: number[] = [];
    const samples = await interleaved(quick ? 2 : 5, {
      docker: () => timed(() => dockerToNowhere(engine, 'logs', name)),
      stamped: () => timed(() => dockerToNowhere(engine, 'logs', '-t', name)),
      ours: () => timed(async () => missing.push(count - (await readAll(client, name)))),
    });
    const what = `log of ${count.toLocaleString('en-GB')} lines`;
    const ours = best(samples.ours);
    return [
      {
        what: `${what}: read whole by a client`,
        unit: 'ms',
        ours,
        peer: { what: 'docker logs >/dev/null', value: best(samples.docker) },
        target: { of: 'ratio', atMost: 1.05 },
      },
      {
        what: `${what}: with times`,
        unit: 'ms',
        ours,
        peer: { what: 'docker logs -t >/dev/null', value: best(samples.stamped) },
      },
      {
        what: `${what}: lines lost`,
        unit: 'count',
        ours: Math.max(...missing),
        target: { of: 'ours', atMost: 0 },
      },
    ];
  },
};

/** Reads the whole log; answers how many lines came. Throws when they are not the lines 1, 2, 3 ... in order. */
function readAll(client: Client, name: string): Promise<number> {
  return new Promise((resolve, reject) => {
    let came = 0;
    const handle = client.stream(
      'containers.logs',
      { ids: [name] },
      {
        item: ({ lines, gap }) => {
          if (gap !== undefined) reject(new Error(`A gap after line ${came}: ${JSON.stringify(gap)}`));
          for (const { text } of lines) {
            came += 1;
            if (text !== logText(came)) reject(new Error(`Line ${came} is "${text}".`));
          }
        },
        done: (error) => {
          handle.cancel();
          if (error === undefined) resolve(came);
          else reject(new Error(error.message));
        },
      },
      { credit: 12 },
    );
  });
}
