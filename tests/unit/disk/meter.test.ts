import { describe, expect, it } from 'vitest';
import { DiskMeter } from '../../../electron/disk/meter.ts';
import type { EngineConnection } from '../../../electron/engine/connection.ts';
import type { DiskDetails, DiskKind, DiskState } from '../../../shared/contract/disk-usage.ts';
import { fail, SlipwayError } from '../../../shared/contract/failure.ts';

type Listener = Parameters<EngineConnection['listen']>[0];

const line = { total: 0, active: 0, sizeBytes: 0, reclaimableBytes: 0 };
const detailsAt = (measuredAt: string): DiskDetails => ({
  usage: {
    ...{ images: line, containers: line, volumes: line, buildCache: line, tookMs: 1, engineId: 'one' },
    measuredAt,
    trash: { total: 0, sizeBytes: 0 },
  },
  ...{ images: [], containers: [], volumes: [], buildCache: [] },
});

interface Started {
  signal: AbortSignal;
  answered(kinds: readonly DiskKind[]): void;
  end(result: DiskDetails | Error): void;
}

function rig() {
  const runs: Started[] = [];
  let listener: Listener | null = null;
  const connection = {
    listen: (given: Listener) => {
      listener = given;
      return () => {
        listener = null;
      };
    },
  };
  const meter = new DiskMeter(
    connection,
    (signal, answered) =>
      new Promise((resolve, reject) => {
        signal.addEventListener('abort', () => reject(fail('cancelled', 'cancelled')));
        runs.push({
          signal,
          answered,
          end: (result) => (result instanceof Error ? reject(result) : resolve(result)),
        });
      }),
  );
  const run = (place: number): Started => {
    const found = runs[place];
    if (found === undefined) throw new Error(`there is no measurement ${place}`);
    return found;
  };
  return { meter, runs, run, switched: () => listener?.switched() };
}

const never = new AbortController().signal;
const now = () => detailsAt(new Date().toISOString());

describe('the meter of the disk', () => {
  it('has one measurement under way, shared by all who ask', async () => {
    const { meter, runs, run } = rig();
    const [first, second] = [meter.measured(0, never), meter.measured(0, never)];
    expect(runs).toHaveLength(1);
    const details = now();
    run(0).end(details);
    expect(await first).toBe(details);
    expect(await second).toBe(details);
  });

  it('answers an earlier one that is young enough, and measures anew otherwise', async () => {
    const { meter, runs, run } = rig();
    const first = meter.measured(0, never);
    run(0).end(detailsAt(new Date(Date.now() - 60_000).toISOString()));
    await first;
    await meter.measured(120, never);
    expect(runs).toHaveLength(1);
    const again = meter.measured(30, never);
    expect(runs).toHaveLength(2);
    run(1).end(now());
    await again;
  });

  it('goes on while anybody waits, and is given up with the last', async () => {
    const { meter, run } = rig();
    const [one, two] = [new AbortController(), new AbortController()];
    const first = meter.measured(0, one.signal);
    const second = meter.measured(0, two.signal);
    one.abort();
    await expect(first).rejects.toThrow(SlipwayError);
    expect(run(0).signal.aborted).toBe(false);
    expect(meter.state.measuring).not.toBeNull();
    two.abort();
    await expect(second).rejects.toThrow(SlipwayError);
    expect(run(0).signal.aborted).toBe(true);
    expect(meter.state).toEqual({ details: null, measuring: null, error: null });
  });

  it('tells what it waits for, and keeps the last measurement when one fails', async () => {
    const { meter, run } = rig();
    const seen: DiskState[] = [];
    const controller = new AbortController();
    const watching = (async () => {
      for await (const state of meter.watch(controller.signal)) seen.push(state);
    })();
    const first = meter.measured(0, never);
    run(0).answered(['images', 'containers']);
    expect(meter.state.measuring?.waitingFor).toEqual(['volumes', 'buildCache']);
    const details = now();
    run(0).end(details);
    await first;
    const second = meter.measured(0, never);
    run(1).end(fail('unreachable', 'not-connected', { status: 'lost' }));
    await expect(second).rejects.toThrow(SlipwayError);
    expect(meter.state).toMatchObject({ details, measuring: null, error: { reason: 'not-connected' } });
    await new Promise((resolve) => setTimeout(resolve, 0));
    controller.abort();
    await watching;
    expect(seen.at(-1)?.details).toBe(details);
  });

  it('forgets what it knew of another engine, and what was under way there', async () => {
    const { meter, run, switched } = rig();
    const first = meter.measured(0, never);
    run(0).end(now());
    await first;
    const second = meter.measured(0, never);
    switched();
    expect(meter.state).toEqual({ details: null, measuring: null, error: null });
    await expect(second).rejects.toThrow(SlipwayError);
    expect(run(1).signal.aborted).toBe(true);
  });
});
