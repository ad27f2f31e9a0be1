import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { promptPace, Sampler } from '../../../electron/stats/sampler.ts';
import { body, sampleOf } from './samples.ts';

const seen = 30;
const othersMs = 15_000;

/**
 * Looks each 250 ms for a minute at a row somebody sees, among 30 that are seen and others wanted each 15 s, on an
 * engine (or a way to it) that needs `tookMs` for a reading.
 */
async function look(tookMs: number, count: number) {
  const measured = new Set<string>();
  let counted = 0;
  let drained = 0;
  const sampler = new Sampler({
    read: async () => {
      await new Promise((resolve) => setTimeout(resolve, tookMs));
      counted += 1e6;
      return sampleOf(
        body({
          read: new Date().toISOString(),
          cpu_stats: {
            cpu_usage: { total_usage: counted },
            system_cpu_usage: counted * 100,
            online_cpus: 4,
          },
        }),
      );
    },
    wanted: (id) => (Number(id) < seen ? 1000 : othersMs),
    host: () => ({ kind: 'docker', memoryBytes: null }),
    pace: () => promptPace,
    measured: (id) => measured.add(id),
    drained: () => {
      drained += 1;
    },
  });
  sampler.setRunning(Array.from({ length: count }, (_, at) => ({ id: String(at), startedAt: 'then' })));
  await vi.advanceTimersByTimeAsync(10_000);
  const blank = { row: 0, cpu: 0 };
  for (let at = 0; at < 240; at += 1) {
    await vi.advanceTimersByTimeAsync(250);
    const figures = sampler.subject('5')?.figures(performance.now(), 1000) ?? null;
    if (figures === null) blank.row += 1;
    else if (figures.cpuPercent === null) blank.cpu += 1;
  }
  sampler.close();
  return { blank, measured: measured.size, drained };
}

describe('the sampler of an engine that is far away or slow', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it.each([
    { tookMs: 2, count: 200 },
    { tookMs: 100, count: 200 },
    { tookMs: 200, count: 200 },
    { tookMs: 450, count: 30 },
    { tookMs: 450, count: 200 },
    { tookMs: 900, count: 200 },
  ])(
    'shows what is seen without holes: $count containers, $tookMs ms a reading',
    async ({ tookMs, count }) => {
      const { blank, measured, drained } = await look(tookMs, count);
      expect(blank).toEqual({ row: 0, cpu: 0 });
      // The others have their turn, however slow it is, and viewers are told.
      expect(measured).toBeGreaterThanOrEqual(Math.min(count, seen + 30));
      expect(drained).toBeGreaterThan(10);
    },
  );
});
