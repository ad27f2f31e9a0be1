import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { promptPace, Sampler } from '../../../electron/stats/sampler.ts';
import type { StatsFigures } from '../../../shared/contract/stats.ts';
import type { StatsSample } from '../../../shared/model/stats.ts';
import { body, sampleOf } from './samples.ts';

/** A sampler of containers that read at once, unless a test says how long they take. */
function make() {
  const wanted = new Map<string, number>();
  const tookMs = new Map<string, number>();
  const failing = new Set<string>();
  const reads: string[] = [];
  const figures = new Map<string, StatsFigures>();
  const seen = { atOnce: 0, most: 0, drained: 0 };
  let at = 0;
  const answer = (): StatsSample => {
    at += 1;
    const read = new Date(Date.now()).toISOString();
    return sampleOf(body({ read, networks: { eth0: { rx_bytes: at } } }));
  };
  const sampler = new Sampler({
    read: async (id) => {
      reads.push(id);
      seen.atOnce += 1;
      seen.most = Math.max(seen.most, seen.atOnce);
      await new Promise((resolve) => setTimeout(resolve, tookMs.get(id) ?? 2));
      seen.atOnce -= 1;
      if (failing.has(id)) throw new Error('no');
      return answer();
    },
    wanted: (id) => wanted.get(id) ?? null,
    host: () => ({ kind: 'docker', memoryBytes: null }),
    pace: () => promptPace,
    measured: (id, measured) => figures.set(id, measured.figures),
    drained: () => {
      seen.drained += 1;
    },
  });
  const count = (id: string) => reads.filter((read) => read === id).length;
  return { sampler, wanted, tookMs, failing, reads, figures, seen, count };
}

const run = (...ids: string[]) => ids.map((id) => ({ id, startedAt: 'then' }));
const ids = (count: number) => Array.from({ length: count }, (_, at) => `c${at}`);

describe('the sampler', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('reads only what is wanted, each at its pace, and nothing once nobody wants any', async () => {
    const { sampler, wanted, count } = make();
    wanted.set('fast', 1000).set('seldom', 5000);
    sampler.setRunning(run('fast', 'seldom', 'unseen'));
    await vi.advanceTimersByTimeAsync(10_000);
    expect(count('unseen')).toBe(0);
    expect(count('fast')).toBeGreaterThanOrEqual(10);
    expect(count('fast')).toBeLessThanOrEqual(11);
    expect(count('seldom')).toBeGreaterThanOrEqual(2);
    expect(count('seldom')).toBeLessThanOrEqual(3);
    wanted.clear();
    const before = count('fast');
    await vi.advanceTimersByTimeAsync(2000);
    expect(count('fast')).toBeLessThanOrEqual(before + 1);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('reads a few at once and leaves the engine in peace after it worked', async () => {
    const { sampler, wanted, tookMs, seen, reads } = make();
    for (const id of ids(40)) {
      wanted.set(id, 1000);
      tookMs.set(id, 200);
    }
    sampler.setRunning(run(...ids(40)));
    await vi.advanceTimersByTimeAsync(20_000);
    expect(seen.most).toBe(8);
    // A round takes a second, and for half of one there is none: about thirteen rounds instead of twenty.
    expect(reads.length).toBeGreaterThan(10 * 40);
    expect(reads.length).toBeLessThanOrEqual(14 * 40);
    sampler.close();
  });

  it('goes on with the others while some hang', async () => {
    const { sampler, wanted, tookMs, count, seen } = make();
    for (const id of [...ids(10), 'h1', 'h2', 'h3', 'h4', 'h5']) wanted.set(id, 1000);
    for (const id of ['h1', 'h2', 'h3', 'h4', 'h5']) tookMs.set(id, 1e9);
    sampler.setRunning(run('h1', 'h2', 'h3', 'h4', 'h5', ...ids(10)));
    await vi.advanceTimersByTimeAsync(20_000);
    for (const id of ids(10)) expect(count(id)).toBeGreaterThanOrEqual(12);
    expect(count('h1')).toBe(1);
    expect(seen.most).toBeLessThanOrEqual(13);
    expect(seen.drained).toBeGreaterThanOrEqual(12);
    sampler.close();
  });

  it('asks for what fails ever less often', async () => {
    const { sampler, wanted, failing, count } = make();
    wanted.set('bad', 1000).set('good', 1000);
    failing.add('bad');
    sampler.setRunning(run('bad', 'good'));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(count('good')).toBeGreaterThanOrEqual(59);
    expect(count('bad')).toBeLessThanOrEqual(8);
    failing.clear();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(sampler.subject('bad')?.figures(performance.now(), 1000)).not.toBeNull();
    sampler.close();
  });

  it('has no rates after a new start, and none from before a pause', async () => {
    const { sampler, wanted, figures } = make();
    const rate = () => figures.get('one')?.networkRxPerSecond ?? null;
    wanted.set('one', 1000);
    sampler.setRunning(run('one'));
    await vi.advanceTimersByTimeAsync(3500);
    expect(rate()).not.toBeNull();
    sampler.setRunning([{ id: 'one', startedAt: 'now' }]);
    await vi.advanceTimersByTimeAsync(20);
    expect(rate()).toBeNull();
    await vi.advanceTimersByTimeAsync(2000);
    expect(rate()).not.toBeNull();
    // Nobody looks for a minute: what is shown first must not be the mean of that minute.
    wanted.clear();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(sampler.subject('one')?.figures(performance.now(), 1000)).toBeNull();
    wanted.set('one', 1000);
    sampler.wake();
    await vi.advanceTimersByTimeAsync(20);
    expect(rate()).toBeNull();
    sampler.close();
  });

  it('takes no answers of the connection before', async () => {
    const { sampler, wanted, tookMs, figures, count } = make();
    wanted.set('one', 1000);
    tookMs.set('one', 500);
    sampler.setRunning(run('one'));
    await vi.advanceTimersByTimeAsync(100);
    sampler.reset();
    await vi.advanceTimersByTimeAsync(450);
    expect(figures.has('one')).toBe(false);
    sampler.setRunning(run('one'));
    await vi.advanceTimersByTimeAsync(2500);
    expect(count('one')).toBeGreaterThanOrEqual(3);
    expect(figures.has('one')).toBe(true);
    sampler.close();
  });
});
