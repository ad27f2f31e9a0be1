import type { MachineFacts } from './machine.ts';

type Unit = 'ms' | '% CPU' | '/s' | 'KiB' | 'MB' | 'count';

/** One figure of a benchmark beside its peer or floor. */
export interface Row {
  what: string;
  unit: Unit;
  ours: number;
  /** The same work by the docker CLI, the engine alone, or the least a client can do. */
  peer?: { what: string; value: number };
  /** A bound for our figure, or for the ratio of ours to the peer's. */
  target?: { of: 'ours' | 'ratio'; atMost: number };
}

/** A row with what follows from it; `ok` is null where no target was set. */
export interface JudgedRow extends Row {
  bench: string;
  ratio: number | null;
  ok: boolean | null;
}

/** Everything a run found out, as it is written to dist/bench.json. */
export interface BenchReport {
  at: string;
  quick: boolean;
  machine: MachineFacts;
  engine: string | null;
  rows: JudgedRow[];
  /** Benchmarks that could not run, or whose rows were wrong. */
  broken: { bench: string; why: string }[];
}

/** Computes the ratio and holds the row against its target. */
export function judge(bench: string, row: Row): JudgedRow {
  const ratio = row.peer !== undefined && row.peer.value > 0 ? row.ours / row.peer.value : null;
  return { bench, ...row, ratio, ok: verdict(row, ratio) };
}

function verdict({ ours, target }: Row, ratio: number | null): boolean | null {
  if (target === undefined) return null;
  if (target.of === 'ours') return ours <= target.atMost;
  return ratio !== null && ratio <= target.atMost;
}

const headings = ['what', 'ours', 'peer or floor', 'ratio', 'target', 'ok?'];

/** The table with aligned columns, for a terminal. */
export function plainTable(rows: readonly JudgedRow[]): string {
  const lines = [headings, ...rows.map(cells)];
  const widths = headings.map((_, at) => Math.max(...lines.map((line) => line[at]?.length ?? 0)));
  return lines.map((line) => line.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join('  ')).join('\n');
}

/** The table as Markdown, under a line that describes the machine. */
export function markdownTable({ rows, machine, engine }: BenchReport): string {
  const { cores, cpu, memoryGiB, kernel, node } = machine;
  const facts = [`${cores} cores (${cpu})`, `${memoryGiB} GiB`, `Linux ${kernel}`, `Node ${node}`];
  if (engine !== null) facts.push(`engine ${engine}`);
  const line = (parts: readonly string[]) =>
    `| ${parts.map((part) => part.replaceAll('|', '\\|')).join(' | ')} |`;
  return [
    `Measured on ${facts.join(', ')}; the ratios carry over to other machines, the figures do not.`,
    '',
    line(headings),
    line(headings.map(() => '---')),
    ...rows.map((row) => line(cells(row))),
  ].join('\n');
}

function cells(row: JudgedRow): string[] {
  const { what, unit, ours, peer, target, ratio, ok } = row;
  return [
    what,
    figure(ours, unit),
    peer === undefined ? '-' : `${peer.what}: ${figure(peer.value, unit)}`,
    ratio === null ? '-' : `${digits(ratio)}x`,
    target === undefined
      ? '-'
      : `<= ${target.of === 'ratio' ? `${digits(target.atMost)}x` : figure(target.atMost, unit)}`,
    ok === null ? '-' : ok ? 'yes' : 'missed',
  ];
}

function figure(value: number, unit: Unit): string {
  if (unit === 'count') return digits(value);
  return unit === '/s' ? `${digits(value)}/s` : `${digits(value)} ${unit}`;
}

/** Three significant digits: more would claim what a benchmark cannot know. */
function digits(value: number): string {
  if (value === 0) return '0';
  return Math.abs(value) >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(3)));
}
