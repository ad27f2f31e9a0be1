import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { readColours } from '../palette.ts';
import { lineLook } from './line-looks.ts';
import { binarySteps, lonePoints, type Value } from './points.ts';

/** Times in ms since the epoch, then the values of each line. */
export type PlotData = readonly [times: readonly number[], ...lines: (readonly Value[])[]];

export interface PlotInput {
  lines: number;
  data: PlotData;
  /** The times at the two ends, ms since the epoch. */
  window(): readonly [from: number, to: number];
  /** The highest value that the axis has room for at least: small jitter is not to fill the chart. */
  leastTop: number;
  /** Lines of the axis at powers of two. */
  binary: boolean;
  axisText(value: number): string;
  clockText(ms: number): string;
  /** Charts of the same key show their cursor at the same time. */
  together: string;
  /** Where the cursor is: the index of the nearest time; null when it is nowhere. */
  onCursor(at: number | null): void;
}

const dash = [3, 3];
const axisHeight = 26;
const perTimeLabel = 56;
/** Further away from the cursor than this many pixels, a point is not what it is at. */
const nearPixels = 24;
const perValueLabel = 44;

/** Draws lines over time on a canvas in `host`. The caller sizes, feeds and destroys it. */
export function createPlot(host: HTMLElement, input: PlotInput): uPlot {
  const looks = Array.from({ length: input.lines }, (_, at) => lineLook(at));
  const variables = Object.fromEntries(looks.map(({ colour }) => [colour, colour]));
  const colours = readColours<string>(host, { ink: '--ink-2', grid: '--line', ...variables });
  const { fontFamily } = getComputedStyle(host);
  const axis = { stroke: colours.ink ?? '', font: `11px ${fontFamily}`, ticks: { show: false } };
  const grid = { stroke: colours.grid ?? '', width: 1, dash };
  const top = (_plot: uPlot, _low: number | null, high: number | null): [number, number] => {
    const needed = Math.max(high ?? 0, input.leastTop);
    return [0, needed * 1.08];
  };
  let last: number | null = null;
  return new uPlot(
    {
      width: Math.max(host.clientWidth, 40),
      height: Math.max(host.clientHeight, 40),
      ms: 1,
      padding: [8, 12, 0, 0],
      legend: { show: false },
      select: { show: false, left: 0, top: 0, width: 0, height: 0 },
      scales: { x: { time: true, range: () => [...input.window()] }, y: { range: top } },
      axes: [
        {
          ...axis,
          grid: { show: false },
          size: axisHeight,
          space: perTimeLabel,
          values: (_plot, splits) => splits.map(input.clockText),
        },
        {
          ...axis,
          grid,
          size: (_plot, values) => axisWidth(host, values),
          space: perValueLabel,
          gap: 6,
          ...(input.binary ? { incrs: [...binarySteps] } : {}),
          values: (_plot, splits) => splits.map(input.axisText),
        },
      ],
      series: [
        {},
        ...looks.map(({ colour, dash: pattern }) => ({
          stroke: colours[colour] ?? '',
          width: 1.5,
          dash: [...pattern],
          ...(input.lines === 1 ? { fill: faded(colours[colour] ?? '') } : {}),
          points: {
            show: false,
            size: 4,
            filter: (plot: uPlot, line: number) => lonePoints(plot.data[line] ?? []),
          },
        })),
      ],
      cursor: {
        drag: { x: false, y: false, setScale: false },
        y: false,
        points: { size: 7 },
        hover: { prox: nearPixels, skip: [undefined] },
        sync: { key: input.together, scales: ['x', null] },
      },
      hooks: {
        setCursor: [
          (plot) => {
            const at = nearestTo(plot);
            if (at === last) return;
            last = at;
            input.onCursor(at);
          },
        ],
      },
    },
    mutable(input.data),
    host,
  );
}

/** The index of the time at the cursor; null where there is none near. */
function nearestTo(plot: uPlot): number | null {
  const { idx, left } = plot.cursor;
  const time = typeof idx === 'number' ? plot.data[0][idx] : undefined;
  if (typeof idx !== 'number' || time === undefined || left === undefined || left < 0) return null;
  return Math.abs(plot.valToPos(time, 'x') - left) <= nearPixels ? idx : null;
}

/** uPlot only reads what it is given, but its types do not say so. */
export function mutable(data: PlotData): uPlot.AlignedData {
  return data as unknown as uPlot.AlignedData;
}

const faded = (colour: string): string => colour.replace(/^rgb\((.*)\)$/, 'rgba($1, 0.12)');

let ruler: CanvasRenderingContext2D | null = null;

/** As wide as the widest label, so that no figure is cut. */
function axisWidth(host: HTMLElement, values: readonly string[] | null): number {
  ruler ??= document.createElement('canvas').getContext('2d');
  if (ruler === null || values === null) return 56;
  ruler.font = `11px ${getComputedStyle(host).fontFamily}`;
  return Math.ceil(Math.max(24, ...values.map((text) => ruler?.measureText(text).width ?? 0))) + 14;
}
