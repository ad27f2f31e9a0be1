import { isDeepStrictEqual } from 'node:util';
import { labDockerPath } from '../engine-lab/docker-cli.ts';
import { runOk } from '../engine-lab/run-command.ts';
import type { Benchmark } from './benchmark.ts';
import { built, ownHome } from './hosts.ts';
import { type Crowd, crowdSize, runningSize } from './lab.ts';
import { listedNames, rawApi } from './raw-api.ts';
import type { Row } from './report.ts';
import { best, interleaved, timed } from './statistics.ts';

/** Process start to rows: the command line beside `docker ps -a`, Node's own start and the engine alone. */
export const firstList: Benchmark = {
  name: 'first-list',
  async run({ lab, quick, say }) {
    const created = await lab.crowd();
    say('listing 500 created containers');
    const rows = await measure(created, lab.home(), quick, `${crowdSize} created`);
    if (quick) return rows;
    const running = await lab.crowd({ running: true });
    say('listing 500 containers of which 200 run');
    return [...rows, ...(await measure(running, lab.home(), quick, `${crowdSize}, ${runningSize} running`))];
  },
};

async function measure(crowd: Crowd, home: string, quick: boolean, which: string): Promise<Row[]> {
  const { engine } = crowd;
  const env = ownHome(home);
  const docker = labDockerPath();
  const cli = built('node/cli.js');
  const ours = () =>
    runOk(process.execPath, [cli, 'call', 'containers.list', '{"all":true}', '--engine', engine.host], {
      env,
    });
  const alone = async () => {
    const api = rawApi(engine.socket, 1);
    await api.send('GET', '/containers/json?all=1');
    api.close();
  };
  await check(crowd, await ours());
  const samples = await interleaved(quick ? 3 : 7, {
    docker: () => timed(() => runOk(docker, ['-H', engine.host, 'ps', '-a'])),
    ours: () => timed(ours),
    engine: () => timed(alone),
    node: () => timed(() => runOk(process.execPath, ['-e', '0'], { env })),
  });
  const figure = best(samples.ours);
  const what = `first list, ${which}: process start to rows`;
  return [
    {
      what,
      unit: 'ms',
      ours: figure,
      peer: { what: 'docker ps -a', value: best(samples.docker) },
      target: { of: 'ours', atMost: 600 },
    },
    { what, unit: 'ms', ours: figure, peer: { what: 'engine alone', value: best(samples.engine) } },
    { what, unit: 'ms', ours: figure, peer: { what: 'starting Node', value: best(samples.node) } },
  ];
}

async function check({ api }: Crowd, answer: string): Promise<void> {
  const rows: { id: string; name: string }[] = JSON.parse(answer);
  if (!isDeepStrictEqual(new Map(rows.map((row) => [row.id, row.name])), await listedNames(api)))
    throw new Error('containers.list does not show the containers the engine has.');
}
