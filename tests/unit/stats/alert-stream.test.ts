import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Alerts } from '../../../electron/stats/alerts.ts';
import type { StatsListener } from '../../../electron/stats/stats.ts';
import type { AlertRule, StatsAlertItem } from '../../../shared/contract/stats-alerts.ts';
import { noFigures } from '../../../shared/model/stats.ts';
import { sampleContainer } from '../renderer/samples.ts';

const rule: AlertRule = {
  id: 'r',
  pattern: '*',
  metric: 'cpu',
  threshold: 80,
  forSeconds: 5,
  enabled: true,
};

describe('the stream of alerts', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('ends what it told when the engine is gone, and when nothing is heard of a container', async () => {
    const told: StatsListener[] = [];
    const alerts = new Alerts(
      {
        start: () => Promise.resolve(),
        open: () => Promise.resolve(() => Promise.resolve()),
        listen: (listener) => told.push(listener),
      },
      { current: () => [rule], onChange: () => () => undefined },
    );
    const stop = new AbortController();
    const seen: StatsAlertItem['type'][] = [];
    const reading = (async () => {
      for await (const { type } of alerts.stream(stop.signal)) seen.push(type);
    })();
    await vi.advanceTimersByTimeAsync(0);
    const [service] = told;
    const busy = async () => {
      for (let at = 0; at < 10; at += 1) {
        service?.measured(sampleContainer(), {
          figures: { ...noFigures, cpuPercent: 100 },
          windowMs: 1000,
        });
        await vi.advanceTimersByTimeAsync(1000);
      }
    };
    await busy();
    expect(seen).toEqual(['snapshot', 'alert']);
    service?.lost();
    await busy();
    expect(seen).toEqual(['snapshot', 'alert', 'ended', 'alert']);
    await vi.advanceTimersByTimeAsync(20_000);
    service?.drained();
    await vi.advanceTimersByTimeAsync(0);
    expect(seen).toEqual(['snapshot', 'alert', 'ended', 'alert', 'ended']);
    stop.abort();
    await reading;
  });
});
