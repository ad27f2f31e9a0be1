import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { statsSample } from '../../../electron/engine/raw/stats.ts';
import { figuresOf, type StatsHost, type StatsSample } from '../../../shared/model/stats.ts';

/** Two readings of one container, two seconds apart, as the engine sent them: half a CPU, 64 MiB, a file of 5 MB. */
function recorded(name: string): { first: StatsSample; second: StatsSample; raw: unknown[] } {
  const raw: unknown[] = JSON.parse(readFileSync(new URL(`recorded/${name}.json`, import.meta.url), 'utf8'));
  const [first, second] = raw.map((body) => statsSample(body));
  if (!first || !second) throw new Error('There are no two samples.');
  return { first, second, raw };
}

describe.each([
  ['cgroup-v1-20.10', 'docker'],
  ['cgroup-v1-28.5', 'docker'],
  ['podman-4.3', 'podman'],
] as const)('%s', (name, kind) => {
  const host: StatsHost = { kind, memoryBytes: 25_276_510_208 };
  const { first, second } = recorded(name);

  it('gives the figures of that time', () => {
    const figures = figuresOf({ sample: first, takenMs: 0 }, { sample: second, takenMs: 2050 }, host);
    // The limit is half a CPU; on a busy machine it got less.
    expect(figures.cpuPercent).toBeGreaterThan(20);
    expect(figures.cpuPercent).toBeLessThan(55);
    expect(figures).toMatchObject({ memoryLimitBytes: 64 * 2 ** 20, pids: 1 });
    expect(figures.memoryPercent).toBeCloseTo(((figures.memoryBytes ?? 0) / (64 * 2 ** 20)) * 100, 9);
    // dockerd tells the pages of the file apart, Podman does not.
    if (kind === 'docker') expect(figures.memoryBytes).toBeLessThan(2e6);
    else expect(figures.memoryBytes).toBeGreaterThan(4e6);
    expect(figures.networkRxBytes).toBeGreaterThan(0);
    expect(figures.networkRxPerSecond).toBeGreaterThanOrEqual(0);
  });

  it('gives all but differences at first', () => {
    const figures = figuresOf(null, { sample: first, takenMs: 0 }, host);
    expect(figures.memoryBytes).toBeGreaterThan(0);
    expect(figures).toMatchObject({ cpuPercent: null, networkRxPerSecond: null, blockReadPerSecond: null });
  });
});

it('reads what Podman before 4.4 sent as what it received', () => {
  const { raw, first } = recorded('podman-4.3');
  expect(statsSample(raw[0], true)).toMatchObject({ networkRx: first.networkTx, networkTx: first.networkRx });
});
