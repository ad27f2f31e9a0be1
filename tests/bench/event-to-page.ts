import { setTimeout as sleep } from 'node:timers/promises';
import type { Benchmark } from './benchmark.ts';
import { openPage } from './browser.ts';
import { type Delays, delayRows } from './event-delays.ts';
import { startWebHost } from './hosts.ts';
import { followEvents } from './raw-api.ts';
import { wallNow } from './statistics.ts';

/** From the moment the engine made an event to the row in the page's document. */
export const eventToPage: Benchmark = {
  name: 'event-to-page',
  async run({ lab, quick, say }) {
    const { engine, api, members } = await lab.crowd({ running: !quick });
    await using host = await startWebHost(engine.host, lab.home());
    await using probed = await openPage(host.link);
    await probed.load('#/containers');
    await sleep(3000);
    // First by name, so that its row is on screen whatever runs.
    const [member] = members;
    if (member === undefined) throw new Error('There is no crowd.');
    let seen = { at: 0, made: 0 };
    await using floor = followEvents(engine.socket, (event) => {
      if (event.action === 'rename') seen = { at: wallNow(), made: event.atMs };
    });
    await floor.ready;
    const times = quick ? 40 : 120;
    say(`${times} renames, one at a time`);
    const delays: Delays = { ours: [], floor: [] };
    for (let at = 0; at < times; at += 1) {
      const name = `${member.name}-${at}`;
      const shown = probed.rowNamed(name);
      await api.send('POST', `/containers/${member.id}/rename?name=${name}`);
      const shownAt = await shown;
      delays.ours.push(shownAt - seen.made);
      delays.floor.push(seen.at - seen.made);
      await sleep(90 * (1 + Math.random()));
    }
    return delayRows('event to row on the page (rename)', delays);
  },
};
