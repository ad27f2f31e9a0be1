import { z } from 'zod';
import { answer, stream } from './define.ts';
import type { ApiError } from './errors.ts';

export type LogChannel = 'stdout' | 'stderr';

/** One line of a container's output. Hostile text: shown as text, never as markup. */
export interface LogLine {
  /** The container's name when the stream was attached to it. */
  container: string;
  /** ISO 8601 with milliseconds, by the engine's clock. */
  at: string;
  /** The same time as nanoseconds since the epoch, as the engine wrote it. */
  atNano: string;
  channel: LogChannel;
  /** Without the line's end; escape sequences are left in. */
  text: string;
  /** Bytes of the whole line where `text` holds only its beginning. */
  truncatedBytes?: number;
}

/** Why lines are missing. `rotated`: the engine no longer has them. `slow`: the reader fell behind. */
export type LogGapReason = 'rotated' | 'slow';

/** Lines that should stand here and do not. */
export interface LogGap {
  container: string;
  /** How many; null where nobody can know. */
  count: number | null;
  reason: LogGapReason;
}

/** Something that happened to a container between two lines. */
export interface LogMark {
  container: string;
  kind: 'started' | 'stopped' | 'removed' | 'lost' | 'resumed' | 'failed';
  /** Of `lost` and `failed`. */
  error?: ApiError;
}

/** What came within a moment, in order. An item with a gap or a mark has no lines: it stands between those around it. */
export interface LogBatch {
  lines: LogLine[];
  gap?: LogGap;
  mark?: LogMark;
}

const when = 'ISO 8601, seconds since the epoch, or an age such as 10m';

export const containerLogs = {
  logs: stream(
    'Lines that containers wrote, merged by time; resumed after a cut and re-attached after a restart',
    z.strictObject({
      ids: z.array(z.string().min(1)).min(1).max(20).describe('ids or names'),
      /** Stay until cancelled or every container is removed. */
      follow: z.boolean().default(false),
      /** The last so many lines of each container. */
      tail: z.union([z.literal('all'), z.int().min(0).max(10_000_000)]).default('all'),
      since: z.string().min(1).optional().describe(when),
      until: z.string().min(1).optional().describe(when),
      stdout: z.boolean().default(true),
      stderr: z.boolean().default(true),
    }),
    answer<LogBatch>(),
  ),
};
