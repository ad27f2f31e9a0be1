import { setTimeout as sleep } from 'node:timers/promises';
import { labDockerPath } from '../engine-lab/docker-cli.ts';
import { runOk } from '../engine-lab/run-command.ts';
import type { Benchmark } from './benchmark.ts';
import { type FirstRows, openPage, type ProbedPage } from './browser.ts';
import { startWebHost } from './hosts.ts';
import { crowdSize } from './lab.ts';
import { best, interleaved, timed } from './statistics.ts';

const hash = '#/containers';

/** From a page that asks to rows on its screen, and how smoothly these rows scroll and filter. */
export const requestToPaint: Benchmark = {
  name: 'request-to-paint',
  async run({ lab, quick, say }) {
    const { engine } = await lab.crowd({ running: !quick });
    await using host = await startWebHost(engine.host, lab.home());
    await using probed = await openPage(host.link);
    // Start times of running containers are read in the background right after the list.
    await sleep(3000);
    say('loading the containers page');
    const loads: FirstRows[] = [];
    const samples = await interleaved(quick ? 3 : 7, {
      docker: () => timed(() => runOk(labDockerPath(), ['-H', engine.host, 'ps', '-a'])),
      ours: async () => {
        const load = await probed.load(hash);
        loads.push(load);
        return load.paintedAt - load.socketOpenAt;
      },
    });
    const peer = { what: 'docker ps -a', value: best(samples.docker) };
    say('scrolling and filtering');
    const longTasks = await longTasksWhileUsed(probed, quick);
    return [
      {
        what: `page of ${crowdSize}: socket open to 20 rows painted`,
        unit: 'ms',
        ours: best(samples.ours),
        peer,
        target: { of: 'ours', atMost: 250 },
      },
      {
        what: `page of ${crowdSize}: navigation to 20 rows painted`,
        unit: 'ms',
        ours: best(loads.map((load) => load.paintedAt - load.navigatedAt)),
        peer,
      },
      {
        what: `page of ${crowdSize}: tasks over 50 ms while scrolling and filtering`,
        unit: 'count',
        ours: longTasks,
        target: { of: 'ours', atMost: 0 },
      },
    ];
  },
};

/** Scrolls and types as a person does, and counts the tasks a person would feel; the best of three tries. */
async function longTasksWhileUsed(probed: ProbedPage, quick: boolean): Promise<number> {
  const counts: number[] = [];
  for (let round = 0; round < (quick ? 1 : 3); round += 1) {
    await probed.takeLongTasks();
    await probed.frames(3000, 60);
    await probed.page.keyboard.press('/');
    await probed.page.keyboard.type('bench-04', { delay: 60 });
    await probed.rowNamed('bench-040');
    if ((await probed.rowCount()) > 10) throw new Error('The filter lets rows through that it should not.');
    for (let at = 0; at < 'bench-04'.length; at += 1)
      await probed.page.keyboard.press('Backspace', { delay: 60 });
    await probed.page.keyboard.press('Escape');
    await probed.frames(500, 0);
    counts.push((await probed.takeLongTasks()).length);
  }
  return best(counts);
}
