// The benchmarks, each beside its peer or floor in the same run.
//   npx tsx tests/bench/run.ts [--only NAME] [--quick] [--markdown]
import { mkdirSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Benchmark } from './benchmark.ts';
import { eventToPage } from './event-to-page.ts';
import { eventToRow } from './event-to-row.ts';
import { exec } from './exec.ts';
import { firstList } from './first-list.ts';
import { idle } from './idle.ts';
import { initialJs } from './initial-js.ts';
import { createLab } from './lab.ts';
import { liveCharts } from './live-charts.ts';
import { logIngest } from './log-ingest.ts';
import { logView } from './log-view.ts';
import { machineFacts, untilQuiet } from './machine.ts';
import { prune } from './prune.ts';
import { type BenchReport, judge, markdownTable, plainTable } from './report.ts';
import { requestToPaint } from './request-to-paint.ts';
import { stats } from './stats.ts';
import { statsFrames } from './stats-frames.ts';
import { storm } from './storm.ts';
import { tableFrames } from './table-frames.ts';

const benchmarks: readonly Benchmark[] = [
  firstList,
  requestToPaint,
  eventToRow,
  eventToPage,
  idle,
  storm,
  stats,
  tableFrames,
  statsFrames,
  logIngest,
  logView,
  exec,
  liveCharts,
  prune,
  initialJs,
];

const say = (text: string) => process.stderr.write(`bench: ${text}\n`);

async function run(chosen: readonly Benchmark[], quick: boolean): Promise<BenchReport> {
  const lab = createLab(say);
  const report: BenchReport = {
    at: new Date().toISOString(),
    quick,
    machine: machineFacts(),
    engine: null,
    rows: [],
    broken: [],
  };
  try {
    for (const bench of chosen) {
      const busy = await untilQuiet(quick ? 2_000 : 60_000);
      say(
        `${bench.name}${busy > 0.15 ? ` (the machine is ${Math.round(busy * 100)} % busy with other work)` : ''}`,
      );
      try {
        const rows = await bench.run({ lab, quick, say });
        report.rows.push(...rows.map((row) => judge(bench.name, row)));
      } catch (thrown) {
        const why = thrown instanceof Error ? thrown.message : String(thrown);
        report.broken.push({ bench: bench.name, why });
        say(`${bench.name} could not be measured: ${why}`);
      }
    }
    report.engine = lab.version;
  } finally {
    await lab.close();
  }
  return report;
}

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    quick: { type: 'boolean', default: false },
    markdown: { type: 'boolean', default: false },
  },
});
const names = benchmarks.map((bench) => bench.name);
const unknown = values.only?.filter((name) => !names.includes(name)) ?? [];
if (unknown.length > 0) {
  say(`there is no ${unknown.join(', ')}: ${names.join(', ')}`);
  process.exit(2);
}
const report = await run(
  benchmarks.filter(({ name }) => values.only?.includes(name) ?? true),
  values.quick,
);
const file = new URL('../../dist/bench.json', import.meta.url);
mkdirSync(new URL('.', file), { recursive: true });
writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`);
process.stdout.write(`${values.markdown ? markdownTable(report) : plainTable(report.rows)}\n`);
for (const { bench, why } of report.broken) process.stdout.write(`${bench}: not measured: ${why}\n`);
process.exitCode = report.broken.length > 0 ? 1 : 0;
