import { setTimeout as sleep } from 'node:timers/promises';
import type { Benchmark } from './benchmark.ts';
import { openPage } from './browser.ts';
import { script, startNode } from './child.ts';
import type { Row } from './report.ts';
import { best, percentile } from './statistics.ts';

const rowsShown = 1000;
const perSecond = 2;
/** A screen of 18 rows goes by ten times a second. */
const pixelsPerFrame = 100;
const fakeHost = new URL('fake-host.ts', import.meta.url);

/** Frames of a table of 1,000 rows that all change twice a second, at rest and while it is scrolled. */
export const tableFrames: Benchmark = {
  name: 'table-frames',
  async run({ quick, say }) {
    const still: Frames[] = [];
    const live: Frames[] = [];
    for (let round = 0; round < (quick ? 1 : 3); round += 1) {
      say(`${rowsShown} rows, round ${round + 1}`);
      still.push(await framesOf(0, quick));
      live.push(await framesOf(perSecond, quick));
    }
    return (['resting', 'scrolling'] as const).flatMap((how) => rows(how, live, still));
  },
};

interface Frames {
  resting: number[];
  scrolling: number[];
}

async function framesOf(changesPerSecond: number, quick: boolean): Promise<Frames> {
  await using host = startNode(script(fakeHost, String(rowsShown), String(changesPerSecond)));
  const [, link = ''] = await host.line(/^Slipway is ready: (\S+)$/);
  await using probed = await openPage(link);
  await probed.load('#/containers');
  await sleep(2000);
  const ms = quick ? 4_000 : 10_000;
  return { resting: await probed.frames(ms, 0), scrolling: await probed.frames(ms, pixelsPerFrame) };
}

function rows(how: keyof Frames, live: readonly Frames[], still: readonly Frames[]): Row[] {
  const figure = (rounds: readonly Frames[], share: number) =>
    best(rounds.map((frames) => percentile(frames[how], share)));
  const row = (what: string, share: number, atMost: number): Row => ({
    what: `${rowsShown} rows, all changing at ${perSecond} Hz, ${how}: ${what} frame`,
    unit: 'ms',
    ours: figure(live, share),
    peer: { what: 'no changes', value: figure(still, share) },
    target: { of: 'ours', atMost },
  });
  return [row('p99', 0.99, 25), row('longest', 1, 50)];
}
