import { z } from 'zod';
import type { ContainerState } from './containers.ts';
import { answer, call } from './define.ts';
import type { Image } from './engine.ts';
import { imageTransfers } from './images-transfer.ts';
import type { Plan } from './plans.ts';
import { keepDays } from './trash.ts';

/** A container made from an image, running or not. */
export interface ImageUser {
  id: string;
  name: string;
  state: ContainerState;
  /** Compose project or stack. */
  project?: string;
}

/** An image as a list shows it. Sizes in bytes. */
export interface ListedImage extends Image {
  /** Containers made from it, running or not. */
  usedBy: ImageUser[];
  /** Projects of those containers, and the one it was built for. */
  projects: string[];
  /** In layers that other images have, too; null where it was not measured. */
  sharedBytes: number | null;
  /** In layers no other image has: what its removal frees at least. */
  uniqueBytes: number | null;
  /** Such as `linux/arm64`; null where nobody asked or the engine does not tell. */
  platforms: string[] | null;
}

/** One of the images that a name stands for. */
export interface ImagePlatform {
  /** `os/architecture`, or `os/architecture/variant`; empty where it is told nowhere. */
  platform: string;
  /** Of its manifest; null where the engine tells none. */
  digest: string | null;
  /** Its layers are here; of others only the entry is. */
  available: boolean;
  /** `attestation`: no image, but what was written down of how one was built. */
  kind: 'image' | 'attestation' | 'unknown';
  sizeBytes: number | null;
  /** Ids of containers made from this one; null where the engine does not tell. */
  containers: string[] | null;
}

/** What containers of the image start with. Hostile text; variables and labels may hold secrets. */
export interface ImageSettings {
  entrypoint: string[];
  command: string[];
  shell: string[];
  env: string[];
  /** Such as `80/tcp`. */
  ports: string[];
  /** Folders that get an anonymous volume. */
  volumes: string[];
  labels: Record<string, string>;
  user: string;
  workdir: string;
  stopSignal: string;
  /** The test of its health check; empty where it has none. */
  healthTest: string[];
  onBuild: string[];
}

export interface ImageDetails {
  id: string;
  tags: string[];
  digests: string[];
  /** Empty where it was left out, as reproducible builds do. */
  createdAt: string;
  /** When a name was last given to it here, where the engine tells. */
  taggedAt: string | null;
  sizeBytes: number;
  author: string;
  comment: string;
  /** The engine that built it, where that was written down. */
  builtBy: string;
  /** Of the image that this one was built on here; empty where the engine does not know. */
  parentId: string;
  settings: ImageSettings;
  /** `sha256:...` of each layer, the lowest first. */
  layers: string[];
  storageDriver: string;
  /** One, where the engine keeps one platform under a name. */
  platforms: ImagePlatform[];
  /** Whether the engine tells all platforms of a name, or keeps one only. */
  multiPlatform: boolean;
  usedBy: ImageUser[];
  /** Images here that were built on this one. */
  children: { id: string; name: string }[];
  protected: boolean;
}

/** Why a step of the history has no image id. */
export type MissingId =
  /** It has one. */
  | 'none'
  /** Built elsewhere, or by a builder that keeps no image a step: only its layer is here. */
  | 'not-kept';

/** One step an image was made with, newest first. */
export interface HistoryStep {
  /** null: `<missing>`. */
  id: string | null;
  missing: MissingId;
  createdAt: string;
  /** As the builder wrote it. */
  createdBy: string;
  /** `RUN`, `COPY`, `CMD` ...; empty where it is no instruction. */
  instruction: string;
  /** The instruction without what builders put around it. */
  text: string;
  /** What it added; 0 where it only changed settings or was merged. */
  sizeBytes: number;
  comment: string;
  tags: string[];
  /**
   * `layer`: it added files. `settings`: it changed none. `squashed`: the layer that others were merged into.
   * `merged`: its files are in that one. `imported`: the whole came out of a tar.
   */
  role: 'layer' | 'settings' | 'squashed' | 'merged' | 'imported';
}

/** Where layers were merged into one. */
export interface Squash {
  /** Place of the merged layer in the steps. */
  step: number;
  /** The image that was merged. */
  from: string;
  /** What it was merged onto; null: down to nothing. */
  onto: string | null;
  /** How many steps below it are merged into it. */
  merged: number;
  /** Whether that number is certain; otherwise it is told by which steps are empty. */
  exact: boolean;
}

export interface ImageHistory {
  id: string;
  name: string;
  steps: HistoryStep[];
  squashes: Squash[];
  /** Layers with files, and all their bytes. */
  layers: number;
  totalBytes: number;
}

const image = z.string().min(1).max(4096).describe('id, start of an id, or name');

export const images = {
  list: call(
    'The images, and which containers use each',
    z.strictObject({
      name: z.string().optional().describe('part of a name or an id'),
      project: z.string().optional(),
      /** Without a name. */
      dangling: z.boolean().optional(),
      /** Without a container, running or not. */
      unused: z.boolean().optional(),
      /** Also what they share; slow on some engines. */
      sizes: z.boolean().default(false),
      /** Also for which platforms each is; every image is then looked at. */
      platforms: z.boolean().default(false),
    }),
    answer<ListedImage[]>(),
  ),
  inspect: call('What an image is and who uses it', z.strictObject({ id: image }), answer<ImageDetails>()),
  history: call('How an image was made, step by step', z.strictObject({ id: image }), answer<ImageHistory>()),
  tag: call(
    'Give an image one more name; a name that another image has moves to it',
    z.strictObject({
      id: image,
      name: z.string().min(1).max(4096).describe('such as registry.example:5000/team/app:1'),
      /** Also where another image has the name: it loses it. */
      move: z.boolean().default(false),
    }),
    answer<TaggedAs>(),
  ),
  plan: call(
    'Plan to remove images or names of images; nothing is removed until plans.execute',
    z.strictObject({
      images: z
        .array(image)
        .min(1)
        .max(5000)
        .describe('by id: the image with all its names; by a name: that name, and the image with its last'),
      /** Into the trash instead, for so many days. Whole images only. */
      keepDays: keepDays.optional(),
    }),
    answer<Plan>(),
  ),
  ...imageTransfers,
};

export interface TaggedAs {
  id: string;
  name: string;
  /** The image that had the name before; null where none had it. */
  takenFrom: string | null;
}
