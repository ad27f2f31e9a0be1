import { useEffect, useMemo } from 'react';
import { useAttention } from '../attention.ts';
import { engineIdOf, useConnection, useStanding } from '../connection.ts';
import { call, keepStream } from '../link.ts';
import { forgetStats, takeHistory, takeStats } from './live.ts';

/** ms from one reading of a seen row to the next, by how much somebody looks; a hidden page reads nothing. */
const paceMs = { focused: 1_000, seen: 5_000 } as const;
/** The same for the rows that are not on screen, which count for sums and order. */
const othersPaceMs = { focused: 15_000, seen: 60_000 } as const;

interface Following {
  /** Containers whose figures are on screen. */
  ids: readonly string[];
  /** The rest too, seldom, and the machine's sums. */
  others: boolean;
}

let followedEngine: string | null = null;

/**
 * Follows the figures of what is on screen while the page is seen. Other `ids` open the stream anew before the last one
 * ends: samples are shared in Slipway, so that nothing is measured twice and nothing starts from nothing.
 */
export function useStatsOf({ ids, others }: Following): void {
  const attention = useAttention();
  const ready = useStanding() === 'ready';
  const engineId = useConnection((state) => engineIdOf(state.engine));
  const key = useMemo(() => [...ids].sort().join(','), [ids]);

  useEffect(() => {
    if (engineId === null || engineId === followedEngine) return;
    if (followedEngine !== null) forgetStats();
    followedEngine = engineId;
  }, [engineId]);

  useEffect(() => {
    if (attention === 'hidden' || engineId === null) return;
    const stream = keepStream(
      'stats.watch',
      {
        ids: key === '' ? [] : key.split(','),
        intervalMs: paceMs[attention],
        ...(others ? { othersMs: othersPaceMs[attention] } : {}),
      },
      takeStats,
    );
    // The next stream is opened before this one ends: what it samples goes on being sampled.
    return () => queueMicrotask(stream.stop);
  }, [key, others, attention, engineId]);

  const seen = attention !== 'hidden' && ready;
  useEffect(() => {
    if (!seen) return;
    const controller = new AbortController();
    const asked = { ids: key === '' ? [] : key.split(','), machine: others, span: '5m' } as const;
    void call('stats.history', asked, { signal: controller.signal }).then((answer) => {
      // Without it lines start now: nothing is lost that could be told here.
      if (answer.ok && !controller.signal.aborted) takeHistory(answer.value);
    });
    return () => controller.abort();
  }, [key, others, seen]);
}
