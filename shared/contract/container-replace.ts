import { z } from 'zod';
import { answer, call } from './define.ts';
import type { ApiError } from './errors.ts';
import type { Plan } from './plans.ts';

const portNumber = /^(?:[1-9]\d{0,4})$/;
const isPort = (text: string): boolean => portNumber.test(text) && Number(text) <= 65_535;
/** A port, a range of ports, or nothing: then the engine picks one. */
const hostPorts = (text: string): boolean => {
  if (text === '') return true;
  const [first = '', last, ...more] = text.split('-');
  if (more.length > 0 || !isPort(first)) return false;
  return last === undefined || (isPort(last) && Number(last) >= Number(first));
};

const wantedPort = z.strictObject({
  hostIp: z
    .string()
    .regex(/^[0-9a-fA-F.:]*$/, 'an IP address, or nothing for all')
    .default(''),
  hostPort: z
    .string()
    .refine(hostPorts, 'a port from 1 to 65535, a range such as 8000-8010, or nothing: the engine picks one')
    .default(''),
  containerPort: z.int().min(1).max(65_535),
  protocol: z.enum(['tcp', 'udp', 'sctp']).default('tcp'),
});

const wantedMount = z
  .strictObject({
    type: z.enum(['bind', 'volume', 'tmpfs']),
    source: z.string().default('').describe('a path of the host, or the name of a volume; empty: a new one'),
    target: z.string().regex(/^\/[^\0]*$/, 'an absolute path inside of the container'),
    readOnly: z.boolean().default(false),
  })
  .refine(({ type, source }) => type !== 'bind' || source.startsWith('/'), {
    message: 'an absolute path of the host',
    path: ['source'],
  })
  .refine(({ type, source }) => type !== 'volume' || /^(?:[a-zA-Z0-9][a-zA-Z0-9_.-]*)?$/.test(source), {
    message: 'the name of a volume: letters, digits, _ . or -',
    path: ['source'],
  });

export type WantedPort = z.output<typeof wantedPort>;
export type WantedMount = z.output<typeof wantedMount>;

const unique = <T>(key: (item: T) => string) => {
  return (items: T[]): boolean => new Set(items.map(key)).size === items.length;
};

/** What is left out stays as it is; what is given is the whole of that field. */
const changes = {
  image: z.string().min(1).max(500).optional().describe('another image; it must be on the engine'),
  env: z
    .array(z.string().regex(/^[^=\0]+=[^\0]*$/, 'NAME=value'))
    .refine(
      unique<string>((line) => line.slice(0, line.indexOf('='))),
      'each name once',
    )
    .optional()
    .describe('all variables but those of the image'),
  ports: z
    .array(wantedPort)
    .refine(
      unique<WantedPort>(
        ({ hostIp, hostPort, containerPort, protocol }) =>
          `${hostIp} ${hostPort} ${containerPort}/${protocol}`,
      ),
      'each port once',
    )
    .optional()
    .describe('all published ports'),
  mounts: z
    .array(wantedMount)
    .refine(
      unique<WantedMount>(({ target }) => target),
      'each target once',
    )
    .optional()
    .describe('all mounts'),
  command: z.array(z.string()).optional(),
  labels: z.record(z.string().min(1), z.string()).optional().describe('all labels but those of the image'),
  restart: z
    .strictObject({
      name: z.enum(['no', 'always', 'unless-stopped', 'on-failure']),
      maximumRetryCount: z.int().min(0).default(0),
    })
    .optional(),
  memoryBytes: z.int().min(0).optional().describe('0: no limit'),
  cpus: z.number().min(0).max(4096).optional().describe('0: no limit'),
};

/** What can be changed by replacement, as a container has it now. */
export interface EditableContainer {
  id: string;
  name: string;
  image: string;
  /** Without what comes from the image. */
  env: string[];
  ports: WantedPort[];
  mounts: WantedMount[];
  /** Restart policy, as `--restart` takes it. */
  restart: { name: string; maximumRetryCount: number };
  /** Running containers are stopped for the replacement. */
  running: boolean;
  hasHealthCheck: boolean;
  /** What it wrote outside of its volumes: not in a replacement. null where that is not known. */
  ownBytes: number | null;
}

/** What became of a replacement that Slipway or the engine did not live to finish. */
export interface UnfinishedReplacement {
  id: string;
  container: string;
  at: string;
  /**
   * `pending`: it is put back as soon as the engine answers. `stuck`: that failed, `error` says of what.
   * `put-back`: the original is as it was. `old-left`: the replacement runs, the original is still there as well.
   */
  status: 'pending' | 'stuck' | 'put-back' | 'old-left';
  /** Names the original and the replacement may have now. */
  asideName: string;
  temporaryName: string;
  error?: ApiError;
}

const id = z.string().min(1).describe('id or name');

/** Edit by replacement; part of the domain `containers`. */
export const containerReplace = {
  editable: call(
    'What replace can change of a container, as it is now',
    z.strictObject({ id }),
    answer<EditableContainer>(),
  ),
  replace: call(
    'Plan to replace a container by a changed one; nothing is touched until plans.execute',
    z.strictObject({
      id,
      ...changes,
      /** Without a health check: for how long it must run before it counts as good. */
      waitSeconds: z.int().min(1).max(3600).default(10),
      /** With a health check: how long it may take to become healthy. */
      healthSeconds: z.int().min(1).max(3600).default(120),
      /** Docker 28 and newer restore no checkpoint of a container that owns its network. */
      pauseNetwork: z
        .literal(true)
        .optional()
        .describe('give its network, with addresses, ports and names, to a pause container NAME-network'),
      keepOld: z
        .boolean()
        .optional()
        .describe(
          'keep the original, stopped and under another name; by default where it wrote more than 64 KiB outside of its volumes',
        ),
    }),
    answer<Plan>(),
  ),
  replacements: call(
    'Replacements that were cut off, and what became of them',
    z.strictObject({}),
    answer<UnfinishedReplacement[]>(),
  ),
  forgetReplacement: call(
    'Forget what was told of a replacement that was cut off',
    z.strictObject({ id: z.string().regex(/^[a-z0-9-]{4,64}$/) }),
    answer<{ forgotten: boolean }>(),
  ),
};

export type ReplaceInput = z.output<typeof containerReplace.replace.input>;
