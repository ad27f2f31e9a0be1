import { z } from 'zod';
import { psArgumentsForm, psArgumentsLength } from '../model/ps-arguments.ts';
import { answer, call } from './define.ts';

/** The processes of a container as the `ps` of the engine's host lists them. */
export interface ContainerProcesses {
  titles: string[];
  /** One cell a title. */
  rows: string[][];
}

export interface FileChange {
  /** Absolute, inside of the container. */
  path: string;
  change: 'added' | 'changed' | 'deleted';
}

const id = z.string().min(1).describe('id or name');

/** What goes on inside of a container; part of the domain `containers`. */
export const containerInsides = {
  top: call(
    'The processes of a running container',
    z.strictObject({
      id,
      psArgs: z
        .string()
        .max(psArgumentsLength)
        .regex(psArgumentsForm, 'options of ps such as aux, or -eo pid,comm')
        .optional()
        .describe('options for ps; it must print PID'),
    }),
    answer<ContainerProcesses>(),
  ),
  diff: call('The files that differ from the image', z.strictObject({ id }), answer<FileChange[]>()),
};
