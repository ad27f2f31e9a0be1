import { z } from 'zod';
import { answer, stream } from './define.ts';

/** A step of a pull. Sizes in bytes. */
export interface PullProgress {
  /** The layer; empty where the whole is meant. */
  id: string;
  /** In the engine's words, e.g. `Downloading`. */
  status: string;
  /** null where the engine tells no figure. */
  current: number | null;
  total: number | null;
}

export const images = {
  pull: stream(
    'Pull an image; ends when it is here, cancelling stops the engine',
    z.strictObject({
      reference: z.string().min(1).max(4096).describe('such as nginx:1.27'),
      platform: z.string().max(100).default('').describe('os/arch'),
    }),
    answer<PullProgress>(),
  ),
};
