import { ChartSpline, Download } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { type HistorySpan, historySpans } from '../../../shared/contract/stats.ts';
import { useWords } from '../../i18n/index.ts';
import { engineNow } from '../../state/connection.ts';
import { exportHistory } from '../../state/stats/export.ts';
import { type SeriesView, useStatsSeries } from '../../state/stats/series.ts';
import { Button } from '../button.tsx';
import { EmptyState } from '../empty-state.tsx';
import { ErrorCard } from '../error-card.tsx';
import { Menu } from '../menu.tsx';
import { Segmented } from '../segmented.tsx';
import { Skeleton } from '../skeleton.tsx';
import { BackgroundTick } from './background-tick.tsx';
import { type ChartedLine, FigureChart } from './figure-charts.tsx';
import { FigureTable } from './figure-table.tsx';
import css from './stats-view.module.css';

const views = ['charts', 'table'] as const;
type ViewName = (typeof views)[number];
const formats = ['csv', 'json'] as const;
const slots: Readonly<Record<HistorySpan, number>> = { '5m': 20, '24h': 24 };

export interface StatsChart {
  title: string;
  lines: readonly ChartedLine[];
}

interface StatsViewProps {
  /** What it is about, for the accessible name of the table. */
  title: string;
  ids: readonly string[];
  /** The charts, from the points of each container. */
  chartsOf(points: SeriesView['points']): readonly StatsChart[];
  note?: ReactNode;
}

/** Charts of some containers, or the same as a table: the last minutes live, or the last day. */
export function StatsView({ title, ids, chartsOf, note }: StatsViewProps) {
  const words = useWords();
  const { stats } = words;
  const [span, setSpan] = useState<HistorySpan>('5m');
  const [view, setView] = useState<ViewName>('charts');
  const series = useStatsSeries(ids, span);
  const charts = chartsOf(series.points);
  const recorded = ids.some((id) => (series.points.get(id)?.length ?? 0) > 0);
  const entries = historySpans.flatMap((each) =>
    formats.map((format) => ({
      kind: 'item' as const,
      label: stats.exportHistory[each][format],
      onSelect: () => exportHistory(ids, each, format, engineNow()),
    })),
  );
  return (
    <div className={css.view}>
      <div className={css.bar}>
        <Segmented<HistorySpan>
          label={stats.span}
          value={span}
          options={historySpans.map((value) => ({ value, label: stats.spans[value] }))}
          onChange={setSpan}
        />
        <Segmented<ViewName>
          label={stats.view}
          value={view}
          options={views.map((value) => ({ value, label: stats.views[value] }))}
          onChange={setView}
        />
        <div className={css.tools}>
          <Menu entries={entries} label={stats.export} align="end">
            <Button>
              <Download size={14} />
              {stats.export}
            </Button>
          </Menu>
        </div>
      </div>
      {note}
      {series.error !== null && (
        <div className={css.pad}>
          <ErrorCard title={stats.historyNotRead} error={series.error} onRetry={series.read} />
        </div>
      )}
      {series.loading && (
        <div className={css.pad} role="status" aria-label={words.loading}>
          <Skeleton width="60%" />
        </div>
      )}
      {!series.loading && span === '24h' && !recorded && series.error === null && (
        <EmptyState
          picture={<ChartSpline size={26} />}
          title={stats.noHistoryTitle}
          text={stats.noHistoryText}
        >
          <BackgroundTick />
        </EmptyState>
      )}
      {!series.loading && (span === '5m' || recorded) && (
        <Shown view={view} title={title} charts={charts} series={series} slots={slots[span]} />
      )}
    </div>
  );
}

function Shown({
  view,
  title,
  charts,
  series,
  slots: parts,
}: {
  view: ViewName;
  title: string;
  charts: readonly StatsChart[];
  series: SeriesView;
  slots: number;
}) {
  const words = useWords().stats;
  const look = `${css.charts} ${charts.length <= 4 ? css.few : ''}`;
  if (view === 'charts')
    return (
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      <section className={look} aria-label={title} tabIndex={0}>
        {charts.map((chart) => (
          <FigureChart
            key={chart.title}
            title={chart.title}
            lines={chart.lines}
            window={series}
            together={title}
          />
        ))}
      </section>
    );
  const lines = charts.flatMap((chart) =>
    chart.lines.map((line) => ({
      ...line,
      title: chart.lines.length === 1 ? chart.title : `${chart.title}: ${line.name}`,
    })),
  );
  return <FigureTable label={words.tableOf(title)} lines={lines} window={series} slots={parts} />;
}
