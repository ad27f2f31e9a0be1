import { z } from 'zod';
import { answer, call } from './define.ts';
import type { ApiError } from './errors.ts';
import type { Plan } from './plans.ts';

/** In the order they are worked through: what a container used is free once it is gone. */
export const pruneKinds = ['containers', 'networks', 'volumes', 'images', 'build-cache'] as const;
export type PruneKind = (typeof pruneKinds)[number];

const label = z.string().min(1).max(1000);

/** What a prune may take. A plan file of `slipway prune` holds just this. */
export const pruneRules = z.strictObject({
  kinds: z.array(z.enum(pruneKinds)).min(1).max(pruneKinds.length).describe('volumes only where named here'),
  images: z.enum(['dangling', 'all']).default('dangling').describe('all: also tagged ones nothing uses'),
  volumes: z.enum(['anonymous', 'all']).default('anonymous').describe('all: also named ones nothing uses'),
  buildCache: z
    .enum(['unused', 'all'])
    .default('unused')
    .describe('all: also records that images share, and those of frontends'),
  until: z
    .string()
    .min(1)
    .max(64)
    .optional()
    .describe('only what is older: an age (10m, 24h, 7d), ISO 8601, or seconds since the epoch'),
  label: z.array(label).max(50).default([]).describe('key or key=value; all must fit'),
  labelNot: z.array(label).max(50).default([]).describe('key or key=value; whatever has one of them is left'),
  keepStorage: z
    .union([z.int().min(0), z.string().min(1).max(32)])
    .optional()
    .describe('so much build cache may stay: bytes, or a size such as 10GB'),
});
export type CheckedPruneRules = z.output<typeof pruneRules>;

const timeOfDay = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'a time of day such as 03:30');

/** When a schedule runs, by the clock and time zone of the machine Slipway runs on. */
export const pruneWhen = z.discriminatedUnion('every', [
  z.strictObject({ every: z.literal('hours'), hours: z.int().min(1).max(720) }),
  z.strictObject({ every: z.literal('day'), at: timeOfDay }),
  z.strictObject({
    every: z.literal('week'),
    day: z.int().min(1).max(7).describe('1 is Monday'),
    at: timeOfDay,
  }),
]);
export type PruneWhen = z.output<typeof pruneWhen>;

/** What became of a scheduled run. */
export interface ScheduledRun {
  at: string;
  /** The report of it, where it came so far. */
  reportId: string | null;
  /** Why it could not run, or not to its end. */
  error: ApiError | null;
}

/** A prune that Slipway does by itself while it runs. It belongs to one engine. */
export interface PruneSchedule {
  id: string;
  name: string;
  enabled: boolean;
  when: PruneWhen;
  rules: CheckedPruneRules;
  engineId: string;
  engineName: string;
  /** null while it is off. */
  nextAt: string | null;
  last: ScheduledRun | null;
  /** Runs that fell in a time when Slipway did not run or had another engine. They are not made up for. */
  missed: { count: number; lastAt: string } | null;
}

const scheduleId = z.string().regex(/^[a-z0-9-]{4,64}$/, 'the id of a schedule');

export const prune = {
  plan: call(
    'Plan to free disk space: lists all that fits and why; nothing is removed until plans.execute',
    pruneRules,
    answer<Plan>(),
  ),
  schedule: call('The scheduled prunes, of every engine', z.strictObject({}), answer<PruneSchedule[]>()),
  setSchedule: call(
    'Make a schedule for the engine in use, or change one',
    z.strictObject({
      /** Left out: a new one. */
      id: scheduleId.optional(),
      name: z.string().trim().min(1).max(80),
      enabled: z.boolean().default(true),
      when: pruneWhen,
      rules: pruneRules,
    }),
    answer<PruneSchedule>(),
  ),
  removeSchedule: call(
    'Forget a schedule',
    z.strictObject({ id: scheduleId }),
    answer<{ removed: boolean }>(),
  ),
};
