import { z } from 'zod';
import type { ContainerState } from './containers.ts';
import { answer, call, stream } from './define.ts';
import type { ApiError } from './errors.ts';
import { statsAlerts } from './stats-alerts.ts';

/** The figures of one container, as `docker stats` computes them. null: not known (yet), never NaN or negative. */
export interface StatsFigures {
  /** 200 is two cores. Needs two samples. */
  cpuPercent: number | null;
  /** Without file pages the kernel would give back at once. */
  memoryBytes: number | null;
  memoryLimitBytes: number | null;
  memoryPercent: number | null;
  /** Since the container started, over all its interfaces and devices. */
  networkRxBytes: number | null;
  networkTxBytes: number | null;
  blockReadBytes: number | null;
  blockWriteBytes: number | null;
  pids: number | null;
  /** Bytes a second since the sample before. */
  networkRxPerSecond: number | null;
  networkTxPerSecond: number | null;
  blockReadPerSecond: number | null;
  blockWritePerSecond: number | null;
}

export interface StatsRow extends StatsFigures {
  id: string;
  name: string;
  project?: string;
  state: ContainerState;
  /** By the engine, since the container was made; null where not known. */
  restarts: number | null;
  /** When the figures were read, ISO 8601 by Slipway's clock; null where there are none. */
  sampledAt: string | null;
}

/** Sums over the running containers; null where no container has the figure. */
export interface StatsTotals {
  /** 0..cpus * 100. */
  cpuPercent: number | null;
  memoryBytes: number | null;
  networkRxPerSecond: number | null;
  networkTxPerSecond: number | null;
  blockReadPerSecond: number | null;
  blockWritePerSecond: number | null;
  pids: number | null;
  /** How many run, and how many of them are in the sums: fewer where not all are sampled. */
  running: number;
  measured: number;
  /** Of the machine the engine runs on; null while not known. */
  cpus: number | null;
  machineMemoryBytes: number | null;
}

export interface StatsItem {
  /** ISO 8601, by Slipway's clock. */
  at: string;
  /** The engine does not answer (yet): rows are the last known ones, or none, without figures. */
  stale: boolean;
  /** By name. Those of `ids`, with `others` the rest too. */
  rows: StatsRow[];
  totals: StatsTotals;
  /** Of `ids`: what is no container (any more), or one that does not run while `all` is false. */
  absent: string[];
}

/** A day of so many containers at once, at the most: an answer has its bounds. */
const mostInDay = 50;

/** How a history is cut: 5 minutes at the pace they were watched, from memory; a day by the minute, from disk. */
export const historySpans = ['5m', '24h'] as const;
export type HistorySpan = (typeof historySpans)[number];

/** Columns of one length; `at` rises. A time at which nothing was measured is not there, a figure not known is null. */
export interface StatsColumns {
  /** ms since the epoch, by Slipway's clock. */
  at: number[];
  cpuPercent: (number | null)[];
  memoryBytes: (number | null)[];
  networkRxPerSecond: (number | null)[];
  networkTxPerSecond: (number | null)[];
  blockReadPerSecond: (number | null)[];
  blockWritePerSecond: (number | null)[];
  pids: (number | null)[];
}

export interface StatsSeries extends StatsColumns {
  /** Of the container; `machine` for the sums over all containers. */
  id: string;
  /** null for a container that is gone. */
  name: string | null;
}

export interface StatsHistory {
  span: HistorySpan;
  /** Points nearer than this belong together: where they are further apart, draw a gap. In ms. */
  gapMs: number;
  series: StatsSeries[];
  /** Why the last minute could not be kept on disk. */
  notKept?: ApiError;
}

const ids = z.array(z.string().min(1).max(300)).max(2000);
const intervalMs = z
  .int()
  .min(1000)
  .max(600_000)
  .default(1000)
  .describe('ms from one sample to the next; longer where the engine needs longer');

/** What is sampled, and how often. */
const watched = {
  ids: ids.optional().describe('ids or names of what is seen; left out: every container'),
  intervalMs,
  othersMs: z
    .int()
    .min(5000)
    .max(600_000)
    .optional()
    .describe('with ids: the rest too, this seldom, for sums and order; left out: not at all'),
  all: z.boolean().default(false).describe('also containers that do not run; they have no figures'),
};

const fewEnough = ({ ids = [], span }: { ids?: string[] | undefined; span?: HistorySpan | undefined }) =>
  span !== '24h' || ids.length <= mostInDay;
const tooMany = { message: `a day of at most ${mostInDay} containers at once`, path: ['ids'] };

export const stats = {
  ...statsAlerts,
  /**
   * Whoever sees other rows opens it again with other `ids` and cancels the first: samples are shared and kept, so
   * that the first item of the second has the last figures at once.
   */
  watch: stream(
    'The figures of docker stats by name: what is known at once, then at each interval; containers come and go',
    z.strictObject(watched),
    answer<StatsItem>(),
  ),
  history: call(
    'Figures of the last 5 minutes, or of the last day by the minute',
    z
      .strictObject({
        ids: ids.default([]).describe('ids or names'),
        machine: z.boolean().default(false).describe('also the sums over all containers'),
        span: z.enum(historySpans).default('5m'),
      })
      .refine(fewEnough, tooMany),
    answer<StatsHistory>(),
  ),
  export: stream(
    'The same as text in a file: live figures until it is cancelled (one row a container and interval), or a history',
    z
      .strictObject({
        ...watched,
        format: z.enum(['csv', 'json']).default('csv').describe('json: one object a line'),
        span: z
          .enum(historySpans)
          .optional()
          .describe('a history instead of live figures; needs ids or machine'),
        machine: z.boolean().default(false).describe('of a history: also the sums over all containers'),
      })
      .refine(fewEnough, tooMany),
    answer<{ data: Uint8Array }>(),
  ),
};
