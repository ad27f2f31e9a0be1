import type { Client, SessionHandle } from '../../shared/contract/client.ts';
import type { MessageOf } from '../../shared/contract/index.ts';
import type { TerminalItem } from '../../shared/contract/terminals.ts';
import type { Benchmark } from './benchmark.ts';
import { startWebHost } from './hosts.ts';
import { docker, dockerToNowhere } from './log-source.ts';
import { connectAsPage } from './page-client.ts';
import { best, interleaved, percentile, timed } from './statistics.ts';

/** A process run in a container, and a key that comes back from a terminal in it. */
export const exec: Benchmark = {
  name: 'exec',
  async run({ lab, quick, say }) {
    const { engine } = await lab.crowd();
    const name = 'bench-exec';
    await docker(
      engine,
      'run',
      '-d',
      '--name',
      name,
      '--network',
      'none',
      'lab/busybox:1',
      'sleep',
      '1000000',
    );
    await using host = await startWebHost(engine.host, lab.home());
    using client = await connectAsPage(host.link);
    say('running true in a container');
    const samples = await interleaved(quick ? 5 : 20, {
      docker: () => timed(() => dockerToNowhere(engine, 'exec', name, 'true')),
      ours: () => timed(() => runTrue(client, name)),
    });
    say('typing into a terminal');
    const keys = await typed(client, name, quick ? 50 : 300);
    return [
      {
        what: 'exec of true in a container: asked to its exit code',
        unit: 'ms',
        ours: best(samples.ours),
        peer: { what: 'docker exec', value: best(samples.docker) },
        target: { of: 'ratio', atMost: 1.05 },
      },
      { what: 'terminal: key to its echo, p50', unit: 'ms', ours: percentile(keys, 0.5) },
      { what: 'terminal: key to its echo, p99', unit: 'ms', ours: percentile(keys, 0.99) },
    ];
  },
};

function runTrue(client: Client, id: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let code: number | null = null;
    client.session(
      'containers.exec',
      { id, command: ['true'], tty: false },
      {
        item: (item) => {
          if (item.type === 'exit') code = item.code;
        },
        done: (error) => {
          if (error !== undefined) reject(new Error(error.message));
          else if (code !== 0) reject(new Error(`true ended with ${String(code)}.`));
          else resolve();
        },
      },
    );
  });
}

/** Types one letter after the other into `cat`, each once the one before has come back; answers how long each took. */
async function typed(client: Client, id: string, count: number): Promise<number[]> {
  let hear: (item: TerminalItem) => void = () => undefined;
  let fail: (thrown: Error) => void = () => undefined;
  const next = (wanted: (item: TerminalItem) => boolean) =>
    new Promise<void>((resolve, reject) => {
      fail = reject;
      hear = (item) => {
        if (wanted(item)) resolve();
      };
    });
  const started = next((item) => item.type === 'started');
  const session: SessionHandle<MessageOf<'containers.exec'>> = client.session(
    'containers.exec',
    { id, command: ['cat'] },
    { item: (item) => hear(item), done: (error) => fail(new Error(error?.message ?? 'The terminal ended.')) },
  );
  await started;
  const times: number[] = [];
  for (let at = 0; at < count; at += 1) {
    const data = new TextEncoder().encode(String.fromCharCode(97 + (at % 26)));
    const echoed = next((item) => item.type === 'output');
    times.push(
      await timed(async () => {
        await session.send({ type: 'input', data });
        await echoed;
      }),
    );
  }
  session.cancel();
  return times;
}
