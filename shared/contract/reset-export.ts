import { z } from 'zod';
import { answer, call, stream } from './define.ts';
import type { Plan } from './plans.ts';

/** What an export can hold. Images are named in it, and not saved. */
export const exportKinds = ['volumes', 'networks', 'containers', 'swarm'] as const;
export type ExportKind = (typeof exportKinds)[number];

/** Why something is not in an export, or not all of it. */
export type LeftOutWhy =
  /** Only its name and digest are written down. */
  | 'image'
  /** What the engine never tells: the content of a secret. */
  | 'secret-data'
  /** Its data could not be read: only its definition is there. */
  | 'data-unreadable'
  /** The engine's API gives no extended attributes but capabilities, and no holes. */
  | 'attributes'
  /** Some of its files changed while they were read. */
  | 'changed-meanwhile'
  /** Made by the swarm, which makes it again from its service. */
  | 'task'
  | 'asked';

export interface LeftOut {
  kind: 'image' | 'volume' | 'network' | 'container' | 'secret';
  name: string;
  why: LeftOutWhy;
  /** The words of whoever refused. Hostile text. */
  detail: string;
}

export type ExportCounts = Record<ExportKind, number>;

/** A finished export. */
export interface Exported {
  /** The operation that it was. */
  operationId: string;
  folder: string;
  /** sha256 of `manifest.json`, which holds the sha256 of every other file. */
  checksum: string;
  counts: ExportCounts;
  files: number;
  bytes: number;
  leftOut: LeftOut[];
}

/** How far an export is. */
export type ExportStep =
  | {
      kind: 'working';
      /** Objects that are over, and how many there are. */
      done: number;
      total: number;
      /** The name of the object that is worked on. */
      current: string;
      /** Written so far. */
      bytes: number;
    }
  | { kind: 'done'; exported: Exported };

/** What an export folder holds, read from its manifest; nothing is checked yet. */
export interface ExportSummary {
  folder: string;
  createdAt: string;
  engine: { name: string; kind: 'docker' | 'podman'; version: string };
  checksum: string;
  counts: ExportCounts;
  bytes: number;
  leftOut: LeftOut[];
}

/** Slipway's own settings, and what a reset of them did. */
export interface AppSettingsState {
  file: string;
  /** Names of settings that are not as a new Slipway has them. */
  changed: string[];
  /** What the last reset kept; undo puts it back. null where there is none. */
  backup: { file: string; at: string; changed: string[] } | null;
  /** What a reset leaves, by the name of its file or folder. */
  stays: AppStay[];
}

/** State of Slipway that is no preference: it is about objects of an engine, and a reset would lose or undo something. */
export const appStays = [
  'protected',
  'plans',
  'reports',
  'trash',
  'schedules',
  'checkpoints',
  'replacements',
  'history',
] as const;
export type AppStay = (typeof appStays)[number];

const folder = z
  .string()
  .min(1)
  .max(4000)
  .refine((path) => !path.includes('\0'), 'a path')
  .describe('absolute path of a folder on the machine where Slipway runs');

const exporting = z.strictObject({
  folder: folder.describe('absolute path of a folder where Slipway runs; it must not exist, or be empty'),
  kinds: z
    .array(z.enum(exportKinds))
    .min(1)
    .default([...exportKinds]),
  /** Names of volumes, networks and containers that are left out. */
  except: z.array(z.string().min(1).max(300)).max(5000).default([]),
});

export type ExportInput = z.output<typeof exporting>;

/** Export, import and reset of the app's own settings; part of the domain `reset`. */
export const resetExport = {
  export: call(
    'Write volumes, and definitions of networks, containers and swarm objects, into a folder; nothing is removed',
    exporting,
    answer<Exported>(),
  ),
  exporting: stream('The same, telling how far it is', exporting, answer<ExportStep>()),
  examine: call(
    'What an export folder holds, by its own words',
    z.strictObject({ folder }),
    answer<ExportSummary>(),
  ),
  import: call(
    'Check every file of an export, then plan to make again what it holds; plans.execute does it',
    z.strictObject({
      folder,
      /** As the export told it: an export with another is refused. */
      checksum: z
        .string()
        .regex(/^[0-9a-f]{64}$/, 'a sha256 of 64 hex digits')
        .optional(),
      /** Start containers that ran. */
      start: z.boolean().default(true),
    }),
    answer<Plan>(),
  ),
  appState: call(
    "Slipway's own settings: what is changed, and what a reset kept",
    z.strictObject({}),
    answer<AppSettingsState>(),
  ),
  app: call(
    "Put Slipway's own settings back to what a new one has; what they were is kept in a file",
    z.strictObject({}),
    answer<AppSettingsState>(),
  ),
  undoApp: call(
    'Put back the settings that the last reset of them kept',
    z.strictObject({}),
    answer<AppSettingsState>(),
  ),
};
