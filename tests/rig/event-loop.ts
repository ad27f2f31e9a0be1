import { existsSync, readFileSync } from 'node:fs';

const tickMs = 20;
const schedule = '/proc/thread-self/schedstat';

export interface LoopWatch {
  /** Ends it and answers the longest task on the event loop, in ms. */
  stop(): number;
}

/**
 * Watches for tasks that keep the event loop busy: a ticker that comes late was held up. Time this thread was ready
 * but the kernel ran others instead is taken off, so that a busy machine is not mistaken for a long task.
 */
export function watchEventLoop(): LoopWatch {
  let longest = 0;
  let last = now();
  const timer = setInterval(() => {
    const next = now();
    longest = Math.max(longest, next.at - last.at - (next.waited - last.waited) - tickMs);
    last = next;
  }, tickMs);
  return {
    stop: () => {
      clearInterval(timer);
      return Math.round(longest);
    },
  };
}

function now(): { at: number; waited: number } {
  const at = performance.now();
  if (!existsSync(schedule)) return { at, waited: 0 };
  // Time on a processor, time waiting for one, both in ns, and the number of turns.
  const [, waited = '0'] = readFileSync(schedule, 'utf8').split(' ');
  return { at, waited: Number(waited) / 1e6 };
}
