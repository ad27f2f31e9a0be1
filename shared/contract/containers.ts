import { z } from 'zod';
import { containerCreate } from './container-create.ts';
import { containerFiles } from './container-files.ts';
import { containerInsides } from './container-insides.ts';
import { containerReplace } from './container-replace.ts';
import { containerCrashes } from './crashes.ts';
import { answer, call } from './define.ts';
import { containerLogs } from './logs.ts';
import type { Plan } from './plans.ts';
import { terminals } from './terminals.ts';
import { keepDays } from './trash.ts';

export const containerStates = [
  'created',
  'running',
  'paused',
  'restarting',
  'removing',
  'exited',
  'dead',
] as const;
export type ContainerState = (typeof containerStates)[number];
export type ContainerHealth = 'starting' | 'healthy' | 'unhealthy';

export interface PortBinding {
  /** Empty when the port is only exposed, not published. */
  hostIp: string;
  /** null when the port is only exposed. */
  hostPort: number | null;
  containerPort: number;
  protocol: 'tcp' | 'udp' | 'sctp';
}

export interface Mount {
  type: string;
  /** Name of the volume, for volumes. */
  name?: string;
  source: string;
  destination: string;
  readOnly: boolean;
}

export interface NetworkAttachment {
  name: string;
  networkId: string;
  ipAddress?: string;
}

/** A container as a list shows it. Times are ISO 8601 by the engine's clock. */
export interface Container {
  id: string;
  /** Without the leading slash. */
  name: string;
  image: string;
  imageId: string;
  command: string;
  state: ContainerState;
  health?: ContainerHealth;
  createdAt: string;
  startedAt?: string;
  finishedAt?: string;
  exitCode?: number;
  oomKilled?: boolean;
  restartCount?: number;
  ports: PortBinding[];
  mounts: Mount[];
  networks: NetworkAttachment[];
  labels: Record<string, string>;
  /** Compose project or stack. */
  project?: string;
  /** A task of a swarm service. */
  isTask: boolean;
  protected: boolean;
  /** Bytes in the writable layer; only when asked for. */
  sizeRwBytes?: number;
  sizeRootFsBytes?: number;
}

/** What became of one action on one container. */
export interface ActionResult {
  id: string;
  name: string;
  state: ContainerState;
  /** False when it was so already, e.g. starting a running container. */
  changed: boolean;
}

const one = { id: z.string().min(1).describe('id or name') };
const stopTimeout = z.int().min(0).max(3600).optional().describe('seconds before the engine kills it');

export const containers = {
  list: call(
    'The containers, running ones or all',
    z.strictObject({
      all: z.boolean().default(false),
      /** Also sizes on disk; slow on some engines. */
      size: z.boolean().default(false),
      states: z.array(z.enum(containerStates)).optional(),
      name: z.string().optional().describe('part of a name'),
      labels: z.array(z.string().min(1)).optional().describe('key or key=value'),
      project: z.string().optional(),
      isTask: z.boolean().optional(),
    }),
    answer<Container[]>(),
  ),
  inspect: call(
    'Everything the engine knows of one container',
    z.strictObject(one),
    answer<Record<string, unknown>>(),
  ),
  start: call('Start a container', z.strictObject(one), answer<ActionResult>()),
  stop: call(
    'Stop a container',
    z.strictObject({ ...one, timeoutSeconds: stopTimeout }),
    answer<ActionResult>(),
  ),
  restart: call(
    'Stop and start a container',
    z.strictObject({ ...one, timeoutSeconds: stopTimeout }),
    answer<ActionResult>(),
  ),
  pause: call('Freeze the processes of a container', z.strictObject(one), answer<ActionResult>()),
  unpause: call('Let a paused container go on', z.strictObject(one), answer<ActionResult>()),
  kill: call(
    'Send a signal to the main process',
    z.strictObject({
      ...one,
      signal: z
        .string()
        .regex(/^(?:SIG)?[A-Z][A-Z0-9+-]*$|^[1-9][0-9]?$/, 'a signal name such as SIGTERM, or its number')
        .default('SIGKILL'),
    }),
    answer<ActionResult>(),
  ),
  rename: call(
    'Give a container another name',
    z.strictObject({
      ...one,
      name: z
        .string()
        .regex(
          /^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/,
          'two or more letters, digits, _ . or -, starting with a letter or digit',
        ),
    }),
    answer<ActionResult>(),
  ),
  remove: call(
    'Plan the removal of containers; nothing is removed until plans.execute',
    z.strictObject({
      ids: z.array(z.string().min(1)).min(1).max(5000).describe('ids or names'),
      /** Also the anonymous volumes of these containers. */
      volumes: z.boolean().default(false),
      /** Running ones too: they are killed. */
      force: z.boolean().default(false),
      /** Into the trash instead, for so many days: running ones are then stopped, and volumes stay. */
      keepDays: keepDays.optional(),
    }),
    answer<Plan>(),
  ),
  ...containerCreate,
  ...containerLogs,
  ...containerInsides,
  ...containerCrashes,
  ...containerFiles,
  ...containerReplace,
  ...terminals,
};
