import { z } from 'zod';
import { terminalInputBytes } from '../model/terminal.ts';
import { answer, call, session } from './define.ts';

/** A terminal that outlives the page that opened it. Times are ISO 8601 by Slipway's clock. */
export interface Terminal {
  id: string;
  containerId: string;
  /** The container's name when it was opened. */
  containerName: string;
  /** What runs in it; empty when attached to the main process. */
  command: string[];
  /** Empty where the image's own user is root or not known. */
  user: string;
  attached: boolean;
  tty: boolean;
  startedAt: string;
  /** Pages that look at it now. */
  viewers: number;
  state: 'running' | 'ended';
  /** null while it runs, and where the engine does not tell. */
  exitCode: number | null;
}

export type TerminalItem =
  | {
      type: 'started';
      /** The engine's id of the exec; null when attached to the main process. */
      execId: string | null;
      command: string[];
      user: string;
      /** For `containers.exec` with `terminal`, `containers.terminals` and `containers.closeTerminal`. */
      terminal: string;
      attached: boolean;
      tty: boolean;
      /** False where the main process reads no input. */
      takesInput: boolean;
    }
  | {
      type: 'output';
      data: Uint8Array;
      /** Which of the two, where there is no TTY that makes one of them. */
      channel?: 'stdout' | 'stderr';
      /** What was written before this viewer came: answers to questions in it were given long ago. */
      replay?: true;
    }
  /** The process has ended. null: the engine does not tell, or the main process goes on without us. */
  | { type: 'exit'; code: number | null };

const noNul = /^[^\0]*$/;
const word = z.string().max(131_072).regex(noNul, 'text without NUL');
const columns = z.int().min(1).max(1000).default(80).describe('characters');
const rows = z.int().min(1).max(1000).default(24).describe('lines');

export const terminals = {
  exec: session(
    'A process in a running container, with its input and output; or the main process; or a terminal kept open',
    z
      .strictObject({
        id: z.string().min(1).optional().describe('id or name of the container'),
        terminal: z.string().min(1).optional().describe('instead: a terminal that is open already'),
        attach: z.boolean().default(false).describe('to the main process; nothing new is run'),
        command: z
          .array(word)
          .min(1)
          .max(1000)
          .refine(([program]) => program !== '', 'the first word names a program')
          .optional()
          .describe('default: the best shell in the image'),
        user: word.min(1).optional().describe('name or id, with :group where wanted'),
        workdir: word.regex(/^\//, 'an absolute path').optional(),
        env: z
          .array(word.regex(/^[^=]+=/, 'NAME=value'))
          .max(1000)
          .optional(),
        tty: z.boolean().default(true),
        columns,
        rows,
        /** Else the process is ended with the session. */
        keep: z.boolean().default(false).describe('lives on for 30 minutes after the last viewer left'),
      })
      .refine(({ id, terminal }) => (id === undefined) !== (terminal === undefined), {
        message: 'give either id or terminal',
      })
      .refine(
        ({ id, attach, command, user, workdir, env }) =>
          (id !== undefined && !attach) ||
          (command === undefined && user === undefined && workdir === undefined && env === undefined),
        { message: 'command, user, workdir and env are for a new process: not with attach or terminal' },
      ),
    z.discriminatedUnion('type', [
      z.strictObject({
        type: z.literal('input'),
        data: z
          .instanceof(Uint8Array)
          .refine((data) => data.length <= terminalInputBytes, `at most ${terminalInputBytes} bytes`)
          .describe('bytes'),
      }),
      z.strictObject({ type: z.literal('resize'), columns, rows }),
    ]),
    answer<TerminalItem>(),
  ),
  terminals: call(
    'The terminals that are kept open',
    z.strictObject({ id: z.string().min(1).optional().describe('only of this container, by id or name') }),
    answer<Terminal[]>(),
  ),
  closeTerminal: call(
    'Hang up on a terminal: its process is ended; a main process one is attached to goes on',
    z.strictObject({ terminal: z.string().min(1) }),
    /** `ended` is false where the process could not be made to end and may still run. */
    answer<{ ended: boolean }>(),
  ),
};
