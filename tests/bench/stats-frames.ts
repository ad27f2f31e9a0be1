import { setTimeout as sleep } from 'node:timers/promises';
import type { Benchmark } from './benchmark.ts';
import { openPage } from './browser.ts';
import { script, startNode } from './child.ts';
import { best, percentile } from './statistics.ts';

const rowsShown = 200;
/** A screen of 18 rows goes by ten times a second. */
const pixelsPerFrame = 100;
const fakeHost = new URL('fake-host.ts', import.meta.url);

/** Frames of the page of stats, whose seen rows all change once a second, beside the list of the same containers at rest. */
export const statsFrames: Benchmark = {
  name: 'stats-frames',
  async run({ quick, say }) {
    const live: Frames[] = [];
    const still: Frames[] = [];
    for (let round = 0; round < (quick ? 1 : 3); round += 1) {
      say(`${rowsShown} rows, round ${round + 1}`);
      still.push(await framesOf('#/containers', quick));
      live.push(await framesOf('#/stats', quick));
    }
    return (['resting', 'scrolling'] as const).map((how) => ({
      what: `stats of ${rowsShown} rows at 1 Hz, ${how}: p99 frame`,
      unit: 'ms' as const,
      ours: best(live.map((frames) => percentile(frames[how], 0.99))),
      peer: {
        what: 'the list of containers, no changes',
        value: best(still.map((frames) => percentile(frames[how], 0.99))),
      },
      target: { of: 'ours' as const, atMost: 25 },
    }));
  },
};

interface Frames {
  resting: number[];
  scrolling: number[];
}

async function framesOf(page: string, quick: boolean): Promise<Frames> {
  await using host = startNode(script(fakeHost, String(rowsShown), '0'));
  const [, link = ''] = await host.line(/^Slipway is ready: (\S+)$/);
  await using probed = await openPage(link);
  await probed.load(page);
  await sleep(2000);
  const ms = quick ? 4_000 : 10_000;
  return { resting: await probed.frames(ms, 0), scrolling: await probed.frames(ms, pixelsPerFrame) };
}
