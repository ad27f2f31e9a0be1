import { useMemo } from 'react';
import type { FigureName, StatsPoint } from '../../state/stats/points.ts';
import type { SparkPoint } from '../../ui/chart/points.ts';
import { Sparkline } from '../../ui/chart/sparkline.tsx';

const windowMs = 2 * 60_000;
/** Rows that were not on screen are read this seldom; their points belong together all the same. */
const gapMs = 20_000;

interface LatelyProps {
  points: readonly StatsPoint[];
  figure: FigureName;
  /** The least that its upper edge stands for: idling is not to look like work. */
  leastTop?: number;
}

/** What a figure was in the last two minutes. */
export function Lately({ points, figure, leastTop = 10 }: LatelyProps) {
  const line = useMemo(() => {
    const to = points.at(-1)?.at ?? 0;
    const shown = points
      .filter(({ at }) => at >= to - windowMs)
      .map((point): SparkPoint => [point.at, point[figure]]);
    const top = Math.max(leastTop, ...shown.map(([, value]) => value ?? 0));
    return { points: shown, from: to - windowMs, to, top };
  }, [points, figure, leastTop]);
  return <Sparkline {...line} gapMs={gapMs} />;
}
