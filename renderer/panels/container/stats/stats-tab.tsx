import { useMemo } from 'react';
import type { Container } from '../../../../shared/contract/containers.ts';
import { useWords } from '../../../i18n/index.ts';
import type { FigureName, StatsPoint } from '../../../state/stats/points.ts';
import { type StatsChart, StatsView } from '../../../ui/stats/stats-view.tsx';
import css from './stats-tab.module.css';

const noPoints: readonly StatsPoint[] = [];

/** What the container costs, over time. */
export function StatsTab({ container }: { container: Container }) {
  const { stats: words } = useWords();
  const { id, name, state } = container;
  const ids = useMemo(() => [id], [id]);
  const chartsOf = (all: ReadonlyMap<string, readonly StatsPoint[]>): StatsChart[] => {
    const points = all.get(id) ?? noPoints;
    const line = (figure: FigureName, called: string = name) => ({ name: called, points, figure });
    return [
      { title: words.charts.cpu, lines: [line('cpuPercent')] },
      { title: words.charts.memory, lines: [line('memoryBytes')] },
      {
        title: words.charts.network,
        lines: [line('networkRxPerSecond', words.received), line('networkTxPerSecond', words.sent)],
      },
      {
        title: words.charts.block,
        lines: [line('blockReadPerSecond', words.read), line('blockWritePerSecond', words.written)],
      },
    ];
  };
  const running = state === 'running' || state === 'paused';
  return (
    <StatsView
      title={name}
      ids={ids}
      chartsOf={chartsOf}
      note={running ? null : <p className={css.note}>{words.notRunning(name)}</p>}
    />
  );
}
