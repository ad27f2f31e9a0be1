// Many charts in one page, fed from outside: ours, and the same lines the way a page without a library draws them.
import { useState } from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { Chart, type ChartLine } from '../../../renderer/ui/chart/chart.tsx';
import '../../../renderer/styles/tokens.css';
import '../../../renderer/styles/base.css';

const kinds = ['ours', 'svg'] as const;
type Kind = (typeof kinds)[number];

const width = 320;
const height = 200;

interface Feed {
  times: number[];
  lines: ChartLine[];
}

/** A window of points that ends at `turn`: each turn is a second later, and every value another. */
function feed(chart: number, turn: number, points: number): Feed {
  const times = Array.from({ length: points }, (_, at) => (turn + at) * 1000);
  const values = times.map((time) => 50 + 40 * Math.sin(time / 9000 + chart) + ((time / 1000) % 7));
  return { times, lines: [{ name: 'web', values }] };
}

const text = (value: number): string => `${value.toFixed(1)} %`;
const clock = (ms: number): string => new Date(ms).toISOString().slice(11, 19);

function Ours({ times, lines }: Feed) {
  const to = times.at(-1) ?? 0;
  return (
    <div style={{ display: 'flex', height: height + 60, width }}>
      <Chart
        title="CPU"
        times={times}
        lines={lines}
        from={times[0] ?? 0}
        to={to}
        leastTop={10}
        valueText={text}
        axisText={text}
        clockText={clock}
        timeText={clock}
        summaryText={() => ''}
        together="bench"
      />
    </div>
  );
}

/** A dot a point and a line through them, all of it elements that React keeps. */
function Svg({ times, lines }: Feed) {
  const from = times[0] ?? 0;
  const to = times.at(-1) ?? 1;
  const values = lines[0]?.values ?? [];
  const x = (at: number) => (((times[at] ?? 0) - from) / (to - from)) * width;
  const y = (at: number) => height - ((values[at] ?? 0) / 100) * height;
  return (
    <svg width={width} height={height} role="img" aria-label="CPU">
      <polyline
        fill="none"
        stroke="blue"
        points={times.map((_, at) => `${x(at).toFixed(1)},${y(at).toFixed(1)}`).join(' ')}
      />
      {times.map((time, at) => (
        <circle key={time} cx={x(at)} cy={y(at)} r={1.5} />
      ))}
      {[0, 25, 50, 75, 100].map((value) => (
        <text key={value} x={0} y={height - value * 2}>
          {text(value)}
        </text>
      ))}
    </svg>
  );
}

function Many({ kind, feeds }: { kind: Kind; feeds: readonly Feed[] }) {
  const One = kind === 'ours' ? Ours : Svg;
  return (
    <div style={{ display: 'flex', flexWrap: 'wrap' }}>
      {feeds.map((one, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the charts are the same all the time
        <One key={at} {...one} />
      ))}
    </div>
  );
}

/** From new points to the next paint with all of them, in ms, a turn a frame. */
async function measure(kind: Kind, charts: number, points: number, turns: number): Promise<number[]> {
  const host = document.createElement('div');
  document.body.replaceChildren(host);
  const root = createRoot(host);
  let turn = 0;
  let show: (feeds: readonly Feed[]) => void = () => undefined;
  const feeds = () => Array.from({ length: charts }, (_, chart) => feed(chart, turn, points));
  function Page() {
    const [now, setNow] = useState<readonly Feed[]>(feeds);
    show = setNow;
    return <Many kind={kind} feeds={now} />;
  }
  flushSync(() => root.render(<Page />));
  const samples: number[] = [];
  for (turn = 1; turn <= turns; turn += 1) {
    const next = feeds();
    samples.push(await painted(() => flushSync(() => show(next))));
  }
  root.unmount();
  return samples;
}

/** The ms of some work at the beginning of a frame, with layout and paint of that frame. */
function painted(work: () => void): Promise<number> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => {
      const began = performance.now();
      work();
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => resolve(performance.now() - began);
      port2.postMessage(null);
    });
  });
}

Object.assign(globalThis, { measureCharts: measure });
