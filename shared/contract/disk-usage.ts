import { z } from 'zod';
import type { ContainerState } from './containers.ts';
import { answer, call, stream } from './define.ts';
import type { ApiError } from './errors.ts';

export const diskKinds = ['images', 'containers', 'volumes', 'buildCache'] as const;
export type DiskKind = (typeof diskKinds)[number];

/** One line of `docker system df`. Sizes in bytes; null where the engine does not tell. */
export interface UsageLine {
  total: number;
  active: number;
  sizeBytes: number | null;
  /** As the docker CLI of the same engine computes it. */
  reclaimableBytes: number | null;
}

export interface DiskUsage extends Record<DiskKind, UsageLine> {
  /** When it was measured, by Slipway's clock, ISO 8601. */
  measuredAt: string;
  tookMs: number;
  engineId: string;
  /** What stands in Slipway's trash; its bytes are part of the lines above. */
  trash: { total: number; sizeBytes: number | null };
}

export interface DiskImage {
  id: string;
  /** `repository:tag`; empty for a dangling one, and without the hidden tag of the trash. */
  tags: string[];
  createdAt: string;
  sizeBytes: number | null;
  /** In layers that other images have, too. */
  sharedBytes: number | null;
  /** In layers no other image has: what its removal frees at least. */
  uniqueBytes: number | null;
  /** How many containers, running or not, are made from it. */
  containers: number | null;
  dangling: boolean;
  protected: boolean;
  trashed: boolean;
}

export interface DiskContainer {
  id: string;
  name: string;
  image: string;
  imageId: string;
  command: string;
  state: ContainerState;
  createdAt: string;
  /** What it wrote outside of its volumes. */
  writtenBytes: number | null;
  /** Its image and what it wrote. */
  rootBytes: number | null;
  localVolumes: number;
  protected: boolean;
  trashed: boolean;
}

export interface DiskVolume {
  name: string;
  driver: string;
  createdAt: string;
  sizeBytes: number | null;
  /** How many containers, running or not, mount it. */
  links: number | null;
  anonymous: boolean;
  protected: boolean;
}

export interface DiskCacheRecord {
  id: string;
  type: string;
  description: string;
  sizeBytes: number;
  createdAt: string;
  /** Empty when it never was. */
  lastUsedAt: string;
  usageCount: number;
  inUse: boolean;
  /** Its bytes are those of an image, too. */
  shared: boolean;
  parents: string[];
}

/** `docker system df -v`: every object, with the totals over them. */
export interface DiskDetails {
  usage: DiskUsage;
  images: DiskImage[];
  containers: DiskContainer[];
  volumes: DiskVolume[];
  buildCache: DiskCacheRecord[];
}

/** What is known of the disk at this moment. */
export interface DiskState {
  /** The last measurement of this engine; null before the first. */
  details: DiskDetails | null;
  /** A measurement under way: since when, and which kinds the engine has not answered yet. */
  measuring: { since: string; waitingFor: DiskKind[] } | null;
  /** Why the last measurement failed; null once one succeeded. */
  error: ApiError | null;
}

const howFresh = z.strictObject({
  maxAgeSeconds: z
    .int()
    .min(0)
    .max(86_400)
    .default(0)
    .describe('an earlier measurement will do when it is no older'),
});

/**
 * Measuring may take minutes on a full engine. However many ask, one measurement is under way at a time: who asks while
 * it is waits for that one. It is given up when the last who waits for it has cancelled.
 */
export const diskUsage = {
  usage: call('What takes space: totals as docker system df tells them', howFresh, answer<DiskUsage>()),
  details: call('The same object by object, as docker system df -v', howFresh, answer<DiskDetails>()),
  watch: stream(
    'The last measurement, whether one is under way, and each new one; measures nothing by itself',
    z.strictObject({}),
    answer<DiskState>(),
  ),
};
