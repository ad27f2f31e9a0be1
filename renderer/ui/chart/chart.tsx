import { useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type uPlot from 'uplot';
import { onPaletteChange } from '../palette.ts';
import css from './chart.module.css';
import { createPlot, mutable, type PlotData } from './plot.ts';
import { type Value, valueAt } from './points.ts';
import { Swatch } from './swatch.tsx';

export interface ChartLine {
  /** Of a container: text, never markup. */
  name: string;
  values: readonly Value[];
}

interface ChartProps {
  title: string;
  /** Ascending, ms since the epoch; each line has a value for each. */
  times: readonly number[];
  lines: readonly ChartLine[];
  /** The times at the two ends. */
  from: number;
  to: number;
  leastTop: number;
  binary?: boolean;
  valueText(value: number): string;
  /** The same as short as it can be, for the axis. */
  axisText(value: number): string;
  clockText(ms: number): string;
  /** The time of a reading, in full. */
  timeText(ms: number): string;
  /** The figures of a line in a sentence, e.g. "now 3 %, highest 9 %". */
  summaryText(line: ChartLine): string;
  together: string;
}

/**
 * Lines over time. The keyboard reads it point by point through a slider that lies over it; each line's figures stand
 * beside its name, at the cursor while there is one, else the newest.
 */
export function Chart(props: ChartProps) {
  const { title, times, lines, from, to, together } = props;
  const id = useId();
  const host = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const latest = useRef(props);
  latest.current = props;
  const [cursor, setCursor] = useState<number | null>(null);
  const [palette, setPalette] = useState(0);
  const data = useMemo<PlotData>(() => [times, ...lines.map(({ values }) => values)], [times, lines]);
  const count = lines.length;

  useEffect(() => onPaletteChange(() => setPalette((turn) => turn + 1)), []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the palette is read anew; data and words are fed below
  useLayoutEffect(() => {
    const element = host.current;
    if (element === null) return;
    const drawn = createPlot(element, {
      lines: count,
      data: [latest.current.times, ...latest.current.lines.map(({ values }) => values)],
      window: () => [latest.current.from, latest.current.to],
      leastTop: latest.current.leastTop,
      binary: latest.current.binary ?? false,
      axisText: (value) => latest.current.axisText(value),
      clockText: (ms) => latest.current.clockText(ms),
      together,
      onCursor: setCursor,
    });
    plot.current = drawn;
    const observer = new ResizeObserver(() =>
      drawn.setSize({ width: element.clientWidth, height: element.clientHeight }),
    );
    observer.observe(element);
    return () => {
      observer.disconnect();
      drawn.destroy();
      plot.current = null;
    };
  }, [count, together, palette]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a moved window is drawn too
  useLayoutEffect(() => plot.current?.setData(mutable(data)), [data, from, to]);

  const last = times.length - 1;
  const at = cursor === null || cursor > last ? null : cursor;
  const figure = ({ values }: ChartLine): string => {
    const value = valueAt(values, at ?? last);
    return value === null ? '–' : props.valueText(value);
  };
  const shownAt = times[at ?? last];
  const spoken = lines
    .map((line) => (count === 1 ? figure(line) : `${line.name} ${figure(line)}`))
    .join(', ');

  return (
    <figure className={css.figure} aria-labelledby={id}>
      <figcaption className={css.caption} data-many={count > 2 || undefined}>
        <h2 id={id}>{title}</h2>
        <span className={css.time}>
          {at !== null && shownAt !== undefined ? props.timeText(shownAt) : ''}
        </span>
        <ul className={css.lines}>
          {lines.map((line, place) => (
            <li key={line.name} className={css.line} data-tip={props.summaryText(line)}>
              {count > 1 && <Swatch at={place} />}
              {count > 1 && <bdi className={css.name}>{line.name}</bdi>}
              <span className={css.value}>{figure(line)}</span>
            </li>
          ))}
        </ul>
      </figcaption>
      <p className={count === 1 ? css.summary : css.spoken}>
        {lines.map((line) => (count === 1 ? '' : `${line.name}: `) + props.summaryText(line)).join('; ')}
      </p>
      <div className={css.plot}>
        <div ref={host} className={css.host} aria-hidden="true" />
        <input
          type="range"
          className={css.reader}
          aria-label={title}
          aria-valuetext={shownAt === undefined ? '–' : `${props.timeText(shownAt)}: ${spoken}`}
          min={0}
          max={Math.max(last, 0)}
          step={1}
          value={Math.max(at ?? last, 0)}
          onChange={(event) => {
            const time = times[Number(event.target.value)];
            const drawn = plot.current;
            if (time === undefined || drawn === null) return;
            drawn.setCursor({ left: drawn.valToPos(time, 'x'), top: 10 });
          }}
          onKeyDown={(event) => {
            if (event.key === 'Escape') plot.current?.setCursor({ left: -10, top: -10 });
          }}
          onBlur={() => plot.current?.setCursor({ left: -10, top: -10 })}
        />
      </div>
    </figure>
  );
}
