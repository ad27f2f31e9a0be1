import { z } from 'zod';
import type { NamedFile, ParsedRun } from '../model/container-spec/parse-run.ts';
import { type ContainerSpec, containerSpec, type SpecProblem } from './container-spec.ts';
import { answer, call } from './define.ts';

/** A container that was made. */
export interface CreatedContainer {
  id: string;
  name: string;
  /** What the engine said about it, as text. */
  warnings: string[];
}

const files = z
  .array(
    z.strictObject({
      name: z.string().min(1),
      content: z.string().max(1_048_576),
    }) satisfies z.ZodType<NamedFile>,
  )
  .max(20)
  .default([])
  .describe('content of files named by --env-file and --label-file');

const wanted = z.strictObject({
  spec: containerSpec,
  pull: z
    .enum(['missing', 'always', 'never'])
    .default('missing')
    .describe('whether the image is pulled first; images.pull shows the progress'),
});

/** Either the spec of one, or the id or name of a container that is there. */
const which = z
  .strictObject({
    spec: containerSpec.optional(),
    id: z.string().min(1).optional().describe('id or name'),
  })
  .refine(({ spec, id }) => (spec === undefined) !== (id === undefined), 'either a spec or an id');

/** How containers are made; part of the domain `containers`. */
export const containerCreate = {
  parseRun: call(
    'Read a docker run line; nothing is created',
    z.strictObject({ line: z.string().max(1_048_576), files }),
    answer<ParsedRun>(),
  ),
  toRun: call('A docker run line that makes such a container', which, answer<{ line: string }>()),
  toCompose: call('A compose file with such a container as its service', which, answer<{ yaml: string }>()),
  toSpec: call(
    'What somebody could have asked for to get this container',
    z.strictObject({ id: z.string().min(1).describe('id or name') }),
    answer<{ spec: ContainerSpec }>(),
  ),
  check: call(
    'What would be wrong with such a container on this engine, field by field; nothing is created',
    z.strictObject({
      spec: containerSpec,
      start: z.boolean().default(true).describe('it is to be started too'),
    }),
    answer<SpecProblem[]>(),
  ),
  create: call(
    'Make a container; refused as a whole when a field is wrong',
    wanted,
    answer<CreatedContainer>(),
  ),
  run: call('Make a container and start it', wanted, answer<CreatedContainer>()),
};
