import type { ReactNode } from 'react';
import { memoryText, percentText, rateText, shortNumberText, useWords } from '../../i18n/index.ts';
import { machineId, useLiveStats } from '../../state/stats/live.ts';
import type { StatsPoint } from '../../state/stats/points.ts';
import { Lately } from './lately.tsx';
import css from './stats.module.css';

const noPoints: readonly StatsPoint[] = [];

function Total({
  label,
  figure,
  under,
  children,
}: {
  label: string;
  figure: string;
  under: string;
  children?: ReactNode;
}) {
  return (
    <div className={css.total}>
      <dt>{label}</dt>
      <dd>
        <span className={css.totalFigure}>{figure}</span>
        {children}
        <span className={css.under} data-tip={under === '' ? undefined : under}>
          {under}
        </span>
      </dd>
    </div>
  );
}

/** What all running containers take together. */
export function Totals() {
  const words = useWords().stats;
  const totals = useLiveStats((state) => state.totals);
  const points = useLiveStats((state) => state.points.get(machineId) ?? noPoints);
  const text = (value: number | null | undefined, say: (known: number) => string): string =>
    value === null || value === undefined ? '–' : say(value);
  const cpus = totals?.cpus ?? null;
  const memory = totals?.machineMemoryBytes ?? null;
  const cpu = totals?.cpuPercent ?? null;
  const rates = (first: string, second: string) => `${first} · ${second}`;
  return (
    <section className={css.totals} aria-label={words.totals}>
      <dl className={css.totalList}>
        <Total
          label={words.totalCpu}
          figure={text(cpu, (value) => `${percentText(value)} %`)}
          under={
            cpu === null || cpus === null || cpus === 0 ? '' : words.ofCores(percentText(cpu / cpus), cpus)
          }
        >
          <Lately points={points} figure="cpuPercent" />
        </Total>
        <Total
          label={words.totalMemory}
          figure={text(totals?.memoryBytes, memoryText)}
          under={memory === null ? '' : words.ofMachine(memoryText(memory))}
        >
          <Lately points={points} figure="memoryBytes" leastTop={memory ?? 1} />
        </Total>
        <Total
          label={words.totalNetwork}
          figure={text(totals?.networkRxPerSecond, rateText)}
          under={rates(words.received, `${text(totals?.networkTxPerSecond, rateText)} ${words.sent}`)}
        />
        <Total
          label={words.totalBlock}
          figure={text(totals?.blockReadPerSecond, rateText)}
          under={rates(words.read, `${text(totals?.blockWritePerSecond, rateText)} ${words.written}`)}
        />
        <Total
          label={words.totalPids}
          figure={text(totals?.pids, shortNumberText)}
          under={totals === null ? '' : words.measured(totals.measured, totals.running)}
        />
      </dl>
    </section>
  );
}
