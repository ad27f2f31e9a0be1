import { ChartSpline } from 'lucide-react';
import { useMemo } from 'react';
import { compareNames } from '../../../shared/model/names.ts';
import { useWords, type Words } from '../../i18n/index.ts';
import { useTable } from '../../state/resources.ts';
import { routeHash } from '../../state/route.ts';
import type { FigureName, StatsPoint } from '../../state/stats/points.ts';
import { mostLines } from '../../ui/chart/line-looks.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Page } from '../../ui/page.tsx';
import { StaleBar } from '../../ui/stale-bar.tsx';
import { type StatsChart, StatsView } from '../../ui/stats/stats-view.tsx';

const compared: readonly (readonly [title: keyof Words['stats']['charts'], figure: FigureName])[] = [
  ['cpu', 'cpuPercent'],
  ['memory', 'memoryBytes'],
  ['networkRx', 'networkRxPerSecond'],
  ['networkTx', 'networkTxPerSecond'],
  ['blockRead', 'blockReadPerSecond'],
  ['blockWrite', 'blockWritePerSecond'],
];

const noPoints: readonly StatsPoint[] = [];

/** Several containers in one chart a figure. */
export function Compare({ asked }: { asked: readonly string[] }) {
  const words = useWords();
  const { stats } = words;
  const { rows, phase, standing, error } = useTable('container');
  const wanted = asked.join(',');
  const found = useMemo(() => {
    const prefixes = wanted.split(',').filter((prefix) => prefix !== '');
    return [...rows.values()]
      .filter(({ id, name }) => prefixes.some((prefix) => id.startsWith(prefix) || name === prefix))
      .sort((a, b) => compareNames(a.name, b.name))
      .slice(0, mostLines)
      .map(({ id, name }) => ({ id, name }));
  }, [rows, wanted]);
  const ids = useMemo(() => found.map(({ id }) => id), [found]);
  const chartsOf = (points: ReadonlyMap<string, readonly StatsPoint[]>): StatsChart[] =>
    compared.map(([title, figure]) => ({
      title: stats.charts[title],
      lines: found.map(({ id, name }) => ({ name, points: points.get(id) ?? noPoints, figure })),
    }));
  return (
    <Page
      title={words.pages.stats}
      aside={found.length > 0 ? stats.comparing(found.length) : ''}
      controls={<a href={routeHash('stats')}>{stats.backToAll}</a>}
      busy={phase === 'loading'}
    >
      <StaleBar standing={standing} error={phase === 'shown' ? error : null} />
      {found.length === 0 ? (
        <EmptyState picture={<ChartSpline size={26} />} title={stats.compareGone}>
          <a href={routeHash('stats')}>{stats.backToAll}</a>
        </EmptyState>
      ) : (
        <StatsView title={stats.comparing(found.length)} ids={ids} chartsOf={chartsOf} />
      )}
    </Page>
  );
}
