import { setTimeout as sleep } from 'node:timers/promises';
import type { LabEngine } from '../engine-lab/types.ts';
import type { Benchmark } from './benchmark.ts';
import { openPage, type ProbedPage } from './browser.ts';
import { startWebHost } from './hosts.ts';
import { dockerToNowhere, logText, writeLog } from './log-source.ts';
import { best, interleaved, percentile, timed } from './statistics.ts';

/** What shows the lines. */
const log = '[role="log"]';
const perLines = 100_000;

/** The log view: how soon the end of a log is on screen, and how fast a long one goes through it. */
export const logView: Benchmark = {
  name: 'log-view',
  async run({ lab, quick, say }) {
    const { engine } = await lab.crowd();
    const count = quick ? 200_000 : 1_000_000;
    const name = 'bench-log-view';
    say(`writing ${count} lines`);
    await writeLog(engine, name, count);
    await using host = await startWebHost(engine.host, lab.home());
    await using probed = await openPage(host.link);
    await probed.goTo('#/containers');
    await sleep(3000);
    say('opening the last 1000');
    const hash = `#/containers/${name}/logs`;
    const opened = await interleaved(quick ? 3 : 7, {
      docker: () => timed(() => dockerToNowhere(engine, 'logs', '--tail', '1000', name)),
      ours: () => opening(probed, hash, count),
    });
    say('all of it through the view');
    const through: Through[] = [];
    for (let round = 0; round < (quick ? 1 : 3); round += 1)
      through.push(await allThrough(probed, engine, name, count));
    const scale = perLines / count;
    return [
      {
        what: 'log: going to its page to the last of 1,000 lines painted',
        unit: 'ms',
        ours: best(opened.ours),
        peer: { what: 'docker logs --tail 1000', value: best(opened.docker) },
      },
      {
        what: `log view: ${count.toLocaleString('en-GB')} lines from the engine, for each 100,000`,
        unit: 'ms',
        ours: best(through.map(({ ms }) => ms)) * scale,
        peer: {
          what: 'docker logs >/dev/null',
          value: best(through.map(({ dockerMs }) => dockerMs)) * scale,
        },
      },
      {
        // The engine hands out lines slower than the target: what the view can take is told by how busy it was.
        what: 'log view: work of the page for each 100,000 lines',
        unit: 'ms',
        ours: best(through.map(({ busyMs }) => busyMs)) * scale,
        target: { of: 'ours', atMost: 1000 },
      },
      {
        what: 'log view: p99 frame meanwhile',
        unit: 'ms',
        ours: best(through.map(({ frames }) => percentile(frames, 0.99))),
        target: { of: 'ours', atMost: 33 },
      },
    ];
  },
};

/** From the click on a link to the log until its last line is on screen. */
async function opening(probed: ProbedPage, hash: string, count: number): Promise<number> {
  await probed.goTo('#/containers');
  await probed.rowNamed('bench-000');
  await probed.frames(300, 0);
  return probed.goTo(hash, { selector: log, text: logText(count) });
}

interface Through {
  ms: number;
  dockerMs: number;
  busyMs: number;
  frames: number[];
}

async function allThrough(
  probed: ProbedPage,
  engine: LabEngine,
  name: string,
  count: number,
): Promise<Through> {
  const dockerMs = await timed(() => dockerToNowhere(engine, 'logs', name));
  const choice = probed.page.getByRole('combobox', { name: 'Lines to load' });
  await choice.selectOption('100');
  await probed.page.getByText('100 lines', { exact: true }).waitFor();
  const reading = probed.leavesAndReturns({ selector: log, text: logText(count) });
  const before = await probed.busyMs();
  await choice.selectOption('all');
  const read = await reading;
  return { dockerMs, busyMs: (await probed.busyMs()) - before, ...read };
}
