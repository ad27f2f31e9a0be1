import { z } from 'zod';
import { answer, call } from './define.ts';
import { alertRuleSchema } from './stats-alerts.ts';

const fields = {
  theme: z.enum(['system', 'light', 'dark']),
  language: z.enum(['system', 'en', 'zh-CN']),
  /** Address of the endpoint used last; null: choose by itself as the docker CLI does. */
  endpoint: z.string().min(1).nullable(),
  notificationsPaused: z.boolean(),
  crashNotifications: z.boolean(),
  closeToTray: z.boolean(),
  /** Start when the person logs in; of the desktop only. */
  startAtLogin: z.boolean(),
  /** Columns a person hid, by grid. */
  hiddenColumns: z.record(z.string(), z.array(z.string())),
  sort: z.record(z.string(), z.strictObject({ column: z.string(), descending: z.boolean() })),
  /** By container id, the time in ns since the epoch up to which a person hid its log. */
  logsHiddenUpTo: z.record(z.string(), z.string().regex(/^\d{1,20}$/)),
  /** Containers acted on last, newest first, for the tray. */
  recentContainers: z.array(z.string()).max(20),
  /** Thresholds on figures of containers. */
  statsAlerts: z.array(alertRuleSchema).max(50),
  /** Record figures by the minute also while nobody looks at them. */
  statsInBackground: z.boolean(),
  /** Keep figures of the last day on disk. */
  statsHistory: z.boolean(),
  /** So many reports of plans are kept. */
  keptReports: z.int().min(10).max(1000),
  /** How long removed things are kept in the trash. */
  trashDays: z.int().min(1).max(365),
  /** A dockerd for an engine of Slipway's own; null: the one on the PATH. */
  engineBinary: z
    .string()
    .regex(/^\/[^\0]*$/, 'an absolute path')
    .max(1000)
    .nullable(),
  /** How long an engine is waited for after its start. */
  engineStartSeconds: z.int().min(5).max(900),
  /** Start the engine when Slipway opens and none answers. */
  engineOnDemand: z.boolean(),
  /** New containers begin with host.docker.internal. */
  hostInternal: z.boolean(),
  window: z
    .strictObject({
      x: z.int().optional(),
      y: z.int().optional(),
      width: z.int().min(400).max(20000),
      height: z.int().min(300).max(20000),
      maximized: z.boolean(),
      route: z.string().max(200),
    })
    .nullable(),
};

/** Everything remembered between starts. Unknown keys are dropped; a value out of bounds falls back to its default. */
export const settingsSchema = z.object({
  theme: fields.theme.default('system'),
  language: fields.language.default('system'),
  endpoint: fields.endpoint.default(null),
  notificationsPaused: fields.notificationsPaused.default(false),
  /** Tell of containers that crash. */
  crashNotifications: fields.crashNotifications.default(true),
  closeToTray: fields.closeToTray.default(true),
  startAtLogin: fields.startAtLogin.default(false),
  hiddenColumns: fields.hiddenColumns.default({}),
  sort: fields.sort.default({}),
  logsHiddenUpTo: fields.logsHiddenUpTo.default({}),
  recentContainers: fields.recentContainers.default([]),
  statsAlerts: fields.statsAlerts.default([]),
  statsInBackground: fields.statsInBackground.default(false),
  statsHistory: fields.statsHistory.default(true),
  keptReports: fields.keptReports.default(100),
  trashDays: fields.trashDays.default(7),
  engineBinary: fields.engineBinary.default(null),
  engineStartSeconds: fields.engineStartSeconds.default(120),
  engineOnDemand: fields.engineOnDemand.default(false),
  hostInternal: fields.hostInternal.default(false),
  window: fields.window.default(null),
});

export type Settings = z.output<typeof settingsSchema>;

/** What Slipway's own folder is made of. */
export const storageParts = [
  'settings',
  'reports',
  'trash',
  'history',
  'plans',
  'engine',
  'window',
  'other',
] as const;
export type StoragePart = (typeof storageParts)[number];

export interface StorageAnswer {
  /** Slipway's own folder. */
  folder: string;
  parts: {
    part: StoragePart;
    /** What is there of it: absolute. */
    paths: string[];
    bytes: number;
    files: number;
    /** False where it holds more than was counted, or what may not be looked into. */
    complete: boolean;
  }[];
  totalBytes: number;
}

export interface SettingsAnswer {
  settings: Settings;
  /** What this host can do: a browser can neither start at login nor show a folder. */
  host: { startAtLogin: boolean; reveal: boolean };
  /** Where they are kept. */
  file: string;
  /** Set once after a broken file was put aside: where it is now. */
  brokenFileKept?: string;
}

// Not settingsSchema.partial(): zod fills defaults in there too, and a change of one would reset the others.
const changes = z.strictObject(fields).partial();

export const settings = {
  get: call('The settings', z.strictObject({}), answer<SettingsAnswer>()),
  storage: call("What Slipway's own folder holds, measured now", z.strictObject({}), answer<StorageAnswer>()),
  reveal: call(
    "Show Slipway's own folder, or a part of it, in the file manager; on the desktop only",
    z.strictObject({ part: z.enum(storageParts).optional() }),
    answer<{ path: string }>(),
  ),
  set: call('Change some settings; the others stay', changes, answer<SettingsAnswer>()),
};
