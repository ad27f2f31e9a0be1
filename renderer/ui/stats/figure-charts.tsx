import { useMemo } from 'react';
import {
  axisTimeText,
  clockText,
  memoryText,
  percentText,
  rateText,
  shortNumberText,
  timeText,
  useWords,
  type Words,
} from '../../i18n/index.ts';
import { type FigureName, joinLines, type StatsPoint } from '../../state/stats/points.ts';
import { Chart } from '../chart/chart.tsx';
import { summarise } from '../chart/points.ts';

/** How a figure is drawn and said. */
interface FigureLook {
  /** The least that the upper edge of its chart stands for. */
  leastTop: number;
  binary?: boolean;
  text(value: number): string;
  /** As short as it can be. */
  axis?(value: number): string;
}

const percent = (value: number): string => `${percentText(value)} %`;
const rate: FigureLook = { leastTop: 1000, text: rateText };

const looks: Readonly<Record<FigureName, FigureLook>> = {
  cpuPercent: { leastTop: 2, text: percent, axis: (value) => `${shortNumberText(value)} %` },
  memoryBytes: { leastTop: 1024 * 1024, binary: true, text: memoryText },
  networkRxPerSecond: rate,
  networkTxPerSecond: rate,
  blockReadPerSecond: rate,
  blockWritePerSecond: rate,
  pids: { leastTop: 4, text: String },
};

/** The words of a figure's value, with its unit. */
export const figureText = (figure: FigureName, value: number): string => looks[figure].text(value);

export interface ChartedLine {
  name: string;
  points: readonly StatsPoint[];
  figure: FigureName;
}

export interface TimeWindow {
  from: number;
  to: number;
  gapMs: number;
}

/** One chart: lines of one kind of figure over the same time. */
export function FigureChart({
  title,
  lines,
  window,
  together,
}: {
  title: string;
  lines: readonly ChartedLine[];
  window: TimeWindow;
  together: string;
}) {
  const words = useWords();
  const { from, to, gapMs } = window;
  const look = looks[lines[0]?.figure ?? 'cpuPercent'];
  const joined = useMemo(() => joinLines(lines, gapMs), [lines, gapMs]);
  const drawn = useMemo(
    () => lines.map(({ name }, at) => ({ name, values: joined.values[at] ?? [] })),
    [lines, joined],
  );
  return (
    <Chart
      title={title}
      times={joined.times}
      lines={drawn}
      from={from}
      to={to}
      leastTop={look.leastTop}
      binary={look.binary ?? false}
      valueText={look.text}
      axisText={look.axis ?? look.text}
      clockText={axisTimeText}
      timeText={to - from > 3_600_000 ? timeText : clockText}
      summaryText={(line) => summaryText(line.values, look.text, words)}
      together={together}
    />
  );
}

function summaryText(
  values: readonly (number | null | undefined)[],
  text: (value: number) => string,
  { stats }: Words,
): string {
  const { last, mean, most } = summarise(values);
  if (last === null || mean === null || most === null) return stats.summaryNone;
  return stats.summary(text(last), text(mean), text(most));
}
