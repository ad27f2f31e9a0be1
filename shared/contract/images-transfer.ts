import { z } from 'zod';
import { answer, session, stream } from './define.ts';

/** A step of a pull, push or load. Sizes in bytes. */
export interface PullProgress {
  /** The layer; empty where the whole is meant. */
  id: string;
  /** In the engine's words, e.g. `Downloading`. */
  status: string;
  /** null where the engine tells no figure. */
  current: number | null;
  total: number | null;
  /** Of what was pushed, in the last step of a push. */
  digest?: string;
}

export type SaveItem =
  /** `aboutBytes`: the layers, each once; the tar may be smaller or larger. null where that is not known. */
  { type: 'start'; name: string; aboutBytes: number | null } | { type: 'data'; data: Uint8Array };

export type LoadItem =
  | { type: 'received'; bytes: number }
  /** Everything is here and is looked through before the engine sees any of it. A load is an operation from now on. */
  | { type: 'checking'; operationId?: string }
  /** The engine reads it. Cancelled from now on, some images may be there. */
  | { type: 'loading'; progress: PullProgress }
  /** Names, or ids of those without; `newer`: of what was there and lost this name to it. */
  | { type: 'done'; images: { id: string; names: string[] }[] };

const reference = z.string().min(1).max(4096);
const platform = z
  .string()
  .max(100)
  .regex(/^(?:[a-z0-9]+\/[a-z0-9_]+(?:\/[a-z0-9]+)?)?$/, 'os/architecture, such as linux/arm64')
  .default('')
  .describe('os/arch');
const size = z.int().min(0).max(Number.MAX_SAFE_INTEGER).describe('bytes of the whole tar');

/** One piece of a tar. */
const piece = z.strictObject({
  type: z.literal('data'),
  data: z
    .instanceof(Uint8Array)
    .refine((data) => data.length <= 256 * 1024, 'at most 262144 bytes')
    .describe('bytes'),
});

export const imageTransfers = {
  pull: stream(
    'Pull an image; ends when it is here, cancelling stops the engine',
    z.strictObject({
      reference: reference.describe('such as nginx:1.27'),
      platform,
      /** Every tag of the repository. */
      allTags: z.boolean().default(false),
    }),
    answer<PullProgress>(),
  ),
  push: stream(
    'Push an image to the registry its name says; cancelling stops the engine',
    z.strictObject({
      reference: reference.describe('with the registry, such as registry.example:5000/app:1'),
    }),
    answer<PullProgress>(),
  ),
  save: stream(
    'The bytes of a tar with images in it, as docker load takes it',
    z.strictObject({ references: z.array(reference).min(1).max(500).describe('names, or ids') }),
    answer<SaveItem>(),
  ),
  load: session(
    'Load images out of a tar, plain or packed; it is looked through before the engine sees it',
    z.strictObject({ size, name: z.string().max(1000).default('images.tar').describe('of the file') }),
    piece,
    answer<LoadItem>(),
  ),
  import: session(
    'Make an image of a tar that holds a root filesystem',
    z.strictObject({
      size,
      reference: z.string().max(4096).default('').describe('its name; empty: none'),
      changes: z.array(z.string().min(1).max(10_000)).max(100).default([]).describe('such as CMD ["sh"]'),
      message: z.string().max(1000).default(''),
      platform,
    }),
    piece,
    answer<LoadItem>(),
  ),
};
