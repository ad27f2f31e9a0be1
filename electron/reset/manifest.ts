import { z } from 'zod';
import type { exportKinds } from '../../shared/contract/reset-export.ts';

/** Raised when a Slipway of before could no longer read it. */
export const exportVersion = 1;

export const manifestName = 'manifest.json';
/** `sha256sum --check` understands it. */
export const checksumName = 'manifest.json.sha256';

const file = z.object({
  /** In the folder; made here, so that no name of an object leads anywhere. */
  path: z.string().regex(/^(?:(?:volumes|networks|containers|swarm)\/)?[0-9a-z][0-9A-Za-z_.-]{0,200}$/),
  bytes: z.int().min(0),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

const objectSchema = z.object({
  kind: z.enum(['volume', 'network', 'container', 'service', 'secret', 'config']),
  name: z.string(),
  /** What the engine says of it. */
  definition: z.string(),
  /** Only of a volume: the files in it. null where only the definition is there. */
  data: z.string().nullable(),
});

export const manifestSchema = z.object({
  format: z.literal('slipway-export'),
  version: z.literal(exportVersion),
  createdAt: z.string(),
  engine: z.object({
    id: z.string(),
    name: z.string(),
    kind: z.enum(['docker', 'podman']),
    version: z.string(),
    apiVersion: z.string(),
  }),
  objects: z.array(objectSchema),
  leftOut: z.array(
    z.object({
      kind: z.enum(['image', 'volume', 'network', 'container', 'secret']),
      name: z.string(),
      why: z.enum([
        'image',
        'secret-data',
        'data-unreadable',
        'attributes',
        'changed-meanwhile',
        'task',
        'asked',
      ]),
      detail: z.string(),
    }),
  ),
  files: z.array(file),
});

export type Manifest = z.output<typeof manifestSchema>;
export type ExportedObject = z.output<typeof objectSchema>;
export type ExportedFile = z.output<typeof file>;

/** Counts of a manifest's objects. */
export function countsOf(
  objects: readonly Pick<ExportedObject, 'kind'>[],
): Record<(typeof exportKinds)[number], number> {
  const count = (...kinds: ExportedObject['kind'][]) =>
    objects.filter(({ kind }) => kinds.includes(kind)).length;
  return {
    volumes: count('volume'),
    networks: count('network'),
    containers: count('container'),
    swarm: count('service', 'secret', 'config'),
  };
}
