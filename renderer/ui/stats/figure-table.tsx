import { clockText, timeText, useWords } from '../../i18n/index.ts';
import { slotsOf } from '../../state/stats/points.ts';
import { type ChartedLine, figureText, type TimeWindow } from './figure-charts.tsx';
import css from './stats-view.module.css';

/** A column of figures; its title is that of its chart, with the line's name where the chart has several. */
export interface TableLine extends ChartedLine {
  title: string;
}

interface FigureTableProps {
  label: string;
  lines: readonly TableLine[];
  window: TimeWindow;
  /** Into how many equal parts the time is cut; each shows the mean. */
  slots: number;
}

/** The lines of charts as figures, the newest first. */
export function FigureTable({ label, lines, window, slots }: FigureTableProps) {
  const words = useWords().stats;
  const { from, to } = window;
  const text = to - from > 3_600_000 ? timeText : clockText;
  // Cut at whole parts of the clock, so that a part keeps its place while time goes by.
  const length = (to - from) / slots;
  const end = Math.ceil(to / length) * length;
  const columns = lines.map((line) => ({
    ...line,
    cells: slotsOf(line.points, end - slots * length, end, slots).toReversed(),
  }));
  const times = Array.from({ length: slots }, (_, at) => end - (at + 1) * length);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={css.scroller} aria-label={label} tabIndex={0}>
      <table className={css.table} aria-label={label}>
        <thead>
          <tr>
            <th scope="col">{words.time}</th>
            {columns.map(({ title }) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {times.map((time, row) => (
            <tr key={time}>
              <th scope="row">{text(time)}</th>
              {columns.map(({ title, figure, cells }) => {
                const value = cells[row]?.[figure] ?? null;
                return <td key={title}>{value === null ? '–' : figureText(figure, value)}</td>;
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
