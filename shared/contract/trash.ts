import { z } from 'zod';
import { answer, call } from './define.ts';
import type { ApiError } from './errors.ts';
import type { Plan } from './plans.ts';

export const trashKinds = ['container', 'image'] as const;
export type TrashKind = (typeof trashKinds)[number];

export const keepDays = z.int().min(1).max(365);

/** Something that was removed and can be put back. */
export interface TrashEntry {
  id: string;
  engineId: string;
  kind: TrashKind;
  /** Of the container or image, as the engine knows it. */
  objectId: string;
  /** What it was called: the container's name, or the image's first tag. */
  name: string;
  /** Of an image: all its tags, put back with it. */
  tags: string[];
  /** Of a container: the networks it is put back into. */
  networks: string[];
  /** Of a container: taken off while it is here, so that the engine does not start it. */
  restartPolicy: string | null;
  /** It ran until it was put here. */
  wasRunning: boolean;
  /** ISO 8601; null where only the engine knows of it. */
  putAt: string | null;
  /** When it may be emptied by itself, ISO 8601; null: never. */
  expiresAt: string | null;
  /** What emptying it frees at least, as measured last; null while that is not known. */
  bytes: number | null;
  /**
   * `kept`: can be put back. `unfinished`: Slipway was ended in the middle of putting it here or back, and finishes that
   * when the engine answers. `gone`: somebody removed it on the engine. `foreign`: put here by another Slipway.
   */
  state: 'kept' | 'unfinished' | 'gone' | 'foreign';
  /** Why it could not be put back when that was last tried, or stays although its time is over. */
  error: ApiError | null;
}

export interface Restored {
  kind: TrashKind;
  objectId: string;
  /** Its name now. */
  name: string;
  /** Networks that were gone and were made again. */
  networksMade: string[];
  /** Tags that another image has by now: left to that one. */
  tagsTaken: string[];
  /** The engine would not take its restart policy back. */
  restartPolicyLost: string | null;
  started: boolean;
  /** Why it does not run although it was to. */
  startError: ApiError | null;
}

const entryId = z.string().regex(/^[a-z0-9][a-z0-9-]{3,80}$/, 'the id of an entry of the trash');

export const trash = {
  trash: call('What is in the trash on this engine', z.strictObject({}), answer<TrashEntry[]>()),
  putInTrash: call(
    'Plan to put containers or images into the trash; nothing is touched until plans.execute',
    z.strictObject({
      kind: z.enum(trashKinds),
      ids: z.array(z.string().min(1)).min(1).max(5000).describe('ids or names'),
      days: keepDays.optional().describe('kept for so long; default: the setting trashDays'),
      /** Running containers, too: they are stopped. */
      force: z.boolean().default(false),
    }),
    answer<Plan>(),
  ),
  restore: call(
    'Put something back from the trash, under its name and in its networks',
    z.strictObject({
      id: entryId,
      /** Of a container: start it as well. */
      start: z.boolean().default(false),
      /** Of a container: another name, where its own is taken. */
      name: z
        .string()
        .regex(/^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/, 'a container name')
        .optional(),
    }),
    answer<Restored>(),
  ),
  emptyTrash: call(
    'Plan to remove what is in the trash for good; nothing is removed until plans.execute',
    z.strictObject({
      ids: z.array(entryId).min(1).optional().describe('default: everything'),
      /** Only what is past its time. */
      expired: z.boolean().default(false),
    }),
    answer<Plan>(),
  ),
};
