import { z } from 'zod';
import { answer, call } from './define.ts';

/** In the order the docker CLI looks through them. */
export const inspectableKinds = [
  'container',
  'image',
  'network',
  'volume',
  'service',
  'task',
  'node',
  'plugin',
  'secret',
  'config',
] as const;
export type InspectableKind = (typeof inspectableKinds)[number];

/** One object with everything the engine says of it, as the engine says it. */
export interface InspectedObject {
  kind: InspectableKind;
  /** Volumes have none: their name stands for it. */
  id: string;
  name: string;
  raw: Record<string, unknown>;
}

/** What `docker version` and `docker info` are made of, as the engine says it. */
export interface EngineDocument {
  version: Record<string, unknown>;
  info: Record<string, unknown>;
}

/** What an id or a name of any kind is made of. */
const reference = z
  .string()
  .min(1)
  .max(512)
  .regex(
    /^\/?[a-zA-Z0-9_][a-zA-Z0-9_.:/@+-]*$/,
    'an id or name: letters, digits, and _ . - : / @ + between them',
  )
  .refine((id) => !id.split('/').includes('..') && !id.split('/').includes('.'), 'no path');

export const inspect = {
  any: call(
    'Everything the engine knows of one object, by id, start of an id, or name',
    z.strictObject({
      id: reference.describe('id, start of an id, or name'),
      kind: z.enum(inspectableKinds).optional().describe('look among these only'),
    }),
    answer<InspectedObject>(),
  ),
  engine: call(
    'Everything the engine says of itself and its host',
    z.strictObject({}),
    answer<EngineDocument>(),
  ),
};
