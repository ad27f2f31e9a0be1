import { z } from 'zod';
import { answer, stream } from './define.ts';

/**
 * What a rule looks at: `cpu` in percent as `docker stats` has it (200 = two cores), `memory` in percent of the
 * container's limit, `memoryBytes` in bytes.
 */
const alertMetrics = ['cpu', 'memory', 'memoryBytes'] as const;

/**
 * Tell when a container was at or above `threshold` for `forSeconds`: in the mean of each third of that time (2 to 30 s),
 * whoever looks. Kept in the settings as `statsAlerts`.
 */
export const alertRuleSchema = z.strictObject({
  id: z.string().min(1).max(100),
  /** Of the container's whole name: `*` is any text, `?` one character. */
  pattern: z.string().min(1).max(200),
  metric: z.enum(alertMetrics),
  /** Percent or bytes, by the metric. */
  threshold: z.number().positive().max(Number.MAX_SAFE_INTEGER),
  forSeconds: z.int().min(5).max(86_400),
  enabled: z.boolean(),
});

export type AlertRule = z.output<typeof alertRuleSchema>;

/** A container that has been above a threshold for long enough. */
export interface StatsAlert extends Pick<AlertRule, 'pattern' | 'metric' | 'threshold' | 'forSeconds'> {
  /** The same while it lasts; another one the next time. */
  id: string;
  ruleId: string;
  containerId: string;
  name: string;
  project?: string;
  /** The last mean while it lasted. */
  value: number;
  /** Since when it is above, and when it no longer was: ISO 8601 by Slipway's clock. */
  since: string;
  endedAt?: string;
}

export type StatsAlertItem =
  /** Those that last now, newest first. */
  | { type: 'snapshot'; alerts: StatsAlert[] }
  /** New. `tell`: worth a message; false where the same container was told for the same rule within 5 minutes. */
  | { type: 'alert'; alert: StatsAlert; tell: boolean }
  /** It fell below the threshold, stopped, or its rule is gone or looks at other names; or nothing is known of it now. */
  | { type: 'ended'; alert: StatsAlert };

/** Thresholds on figures; part of the domain `stats`. */
export const statsAlerts = {
  alerts: stream(
    'Containers above a threshold of the settings (statsAlerts): those that are, then each as it happens',
    z.strictObject({}),
    answer<StatsAlertItem>(),
  ),
};
