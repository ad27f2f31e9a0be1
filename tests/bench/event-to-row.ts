import { setTimeout as sleep } from 'node:timers/promises';
import type { Benchmark } from './benchmark.ts';
import { type Delays, delayRows } from './event-delays.ts';
import { startWebHost } from './hosts.ts';
import type { Crowd } from './lab.ts';
import { connectAsPage } from './page-client.ts';
import { followEvents } from './raw-api.ts';
import { wallNow } from './statistics.ts';
import { type WatchedRows, watchRows } from './watched-rows.ts';

const patienceMs = 5000;

/** From the moment the engine made an event to the row that shows it, in `engine.watch` over the web host's socket. */
export const eventToRow: Benchmark = {
  name: 'event-to-row',
  async run({ lab, quick, say }) {
    const crowd = await lab.crowd({ running: !quick });
    await using host = await startWebHost(crowd.engine.host, lab.home());
    using client = await connectAsPage(host.link);
    const watched = watchRows(client);
    await watched.loaded;
    // Start times of running containers are read in the background right after the list.
    await sleep(2000);
    const renames = quick ? 40 : 120;
    say(`${renames} renames, one at a time`);
    const renamed = await follow(crowd, watched, 'rename', renames, 90);
    if (quick) return delayRows('event to row (rename)', renamed);
    say('30 starts, one at a time');
    const started = await follow(crowd, watched, 'start', 30, 400);
    return [...delayRows('event to row (rename)', renamed), ...delayRows('event to row (start)', started)];
  },
};

/** Acts on one container after the other; what both clients take is counted from the time the engine gave the event. */
async function follow(
  crowd: Crowd,
  watched: WatchedRows,
  action: 'rename' | 'start',
  times: number,
  pauseMs: number,
): Promise<Delays> {
  const { api, engine, members } = crowd;
  const delays: Delays = { ours: [], floor: [] };
  const seen = new Map<string, { at: number; made: number }>();
  await using floor = followEvents(engine.socket, (event) => {
    if (event.action === action) seen.set(event.id, { at: wallNow(), made: event.atMs });
  });
  await floor.ready;
  for (let at = 0; at < times; at += 1) {
    // From the end of the crowd: these were never started.
    const member = members[members.length - 1 - at];
    if (member === undefined) throw new Error('The crowd is too small.');
    const name = `${member.name}-${action}`;
    const shown = until(
      watched,
      (row) => row.id === member.id && (action === 'rename' ? row.name === name : row.state === 'running'),
    );
    await api.send('POST', `/containers/${member.id}/${action}?name=${name}`);
    const shownAt = await shown;
    const event = seen.get(member.id);
    if (event === undefined) throw new Error(`A bare client saw no ${action} of ${member.id}.`);
    delays.ours.push(shownAt - event.made);
    delays.floor.push(event.at - event.made);
    // Not in step with any timer.
    await sleep(pauseMs * (1 + Math.random()));
  }
  return delays;
}

type RowTest = (row: WatchedRows['rows'] extends ReadonlyMap<string, infer R> ? R : never) => boolean;

/** The wall-clock time at which a row that passes is there. */
function until(watched: WatchedRows, passes: RowTest): Promise<number> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`No row within ${patienceMs} ms of the event.`)),
      patienceMs,
    );
    watched.onRows((rows) => {
      if (!rows.some(passes)) return;
      clearTimeout(timer);
      resolve(wallNow());
    });
  });
}
