import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { labDockerPath } from '../engine-lab/docker-cli.ts';
import { runOk } from '../engine-lab/run-command.ts';
import type { LabEngine } from '../engine-lab/types.ts';
import { startTwins } from '../rig/twins.ts';
import type { Benchmark } from './benchmark.ts';
import { createCrowd } from './crowd.ts';
import { built, ownHome } from './hosts.ts';
import { rawApi } from './raw-api.ts';
import { best, interleaved, timed } from './statistics.ts';

const containers = 480;
const networks = 20;

/** A prune of 500 objects, process start to end: planned, each looked at again and reported, beside the engine's own. */
export const prune: Benchmark = {
  name: 'prune',
  async run({ lab, quick, say }) {
    say('starting twin engines');
    const twins = await startTwins('main');
    try {
      const home = lab.home();
      const file = join(home, 'plan.json');
      await writeFile(file, JSON.stringify({ kinds: ['containers', 'networks', 'images', 'build-cache'] }));
      const docker = labDockerPath();
      const samples = await interleaved(quick ? 1 : 3, {
        docker: async () => {
          await populate(twins.theirs);
          const took = await timed(() =>
            runOk(docker, ['-H', twins.theirs.host, 'system', 'prune', '--force'], { timeout: 300_000 }),
          );
          await checkEmpty(twins.theirs);
          return took;
        },
        ours: async () => {
          await populate(twins.ours);
          const args = ['prune', '--plan-file', file, '--yes', '--engine', twins.ours.host];
          const took = await timed(() =>
            runOk(process.execPath, [built('node/cli.js'), ...args], {
              env: ownHome(home),
              timeout: 300_000,
            }),
          );
          await checkEmpty(twins.ours);
          return took;
        },
      });
      return [
        {
          what: `prune of ${containers} containers and ${networks} networks, process start to report`,
          unit: 'ms',
          ours: best(samples.ours),
          peer: { what: 'docker system prune', value: best(samples.docker) },
        },
      ];
    } finally {
      await twins.stop();
    }
  },
};

async function populate(engine: LabEngine): Promise<void> {
  const api = rawApi(engine.socket);
  await createCrowd(api, containers);
  api.close();
  for (let n = 0; n < networks; n += 1) await engine.dockerOk(['network', 'create', `n-${n}`]);
}

async function checkEmpty(engine: LabEngine): Promise<void> {
  const left = await engine.dockerOk(['ps', '-aq']);
  const nets = await engine.dockerOk(['network', 'ls', '-q', '--filter', 'type=custom']);
  if (left !== '' || nets !== '') throw new Error('Not all of it was pruned.');
}
