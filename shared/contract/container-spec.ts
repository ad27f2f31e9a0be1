import { z } from 'zod';
import type { Reason, ReasonParams } from '../model/reasons.ts';

// What is possible for an engine is judged by `shared/model/container-spec/problems.ts`, field by field:
// a form half filled in has to be answered, not turned away.

const text = z.string().max(65_536).default('');
const texts = z.array(z.string().max(65_536)).max(1000).default([]);
/** A figure that is left to the engine is null. */
const figure = z.number().nullable().default(null);
const nameValue = z.strictObject({
  name: z.string().max(4096),
  value: z.string().max(1_048_576).default(''),
});
const nameValues = z.array(nameValue).max(5000).default([]);

const portProtocols = ['tcp', 'udp', 'sctp'] as const;

const port = z.strictObject({
  /** Empty: every address. */
  hostIp: text,
  /** null: one that is free. */
  hostPort: figure,
  /** The end of a range out of which the engine takes a free one; null: exactly `hostPort`. */
  hostPortEnd: figure,
  containerPort: z.number(),
  protocol: z.enum(portProtocols).default('tcp'),
});

const mountPropagations = ['', 'private', 'rprivate', 'shared', 'rshared', 'slave', 'rslave'] as const;

const bindMount = z.strictObject({
  type: z.literal('bind'),
  /** A path on the engine's host. */
  source: z.string().max(4096),
  target: z.string().max(4096),
  readOnly: z.boolean().default(false),
  /** Made as an empty folder when missing, as `-v` does; otherwise the engine refuses, as with `--mount`. */
  createSource: z.boolean().default(false),
  propagation: z.enum(mountPropagations).default(''),
  /** Label for SELinux: shared between containers (`z`) or this one's own (`Z`). */
  relabel: z.enum(['', 'z', 'Z']).default(''),
  /** Without what is mounted below the source. */
  nonRecursive: z.boolean().default(false),
});

const volumeMount = z.strictObject({
  type: z.literal('volume'),
  /** Name of the volume; empty: one without a name, of this container's own. */
  source: z.string().max(4096).default(''),
  target: z.string().max(4096),
  readOnly: z.boolean().default(false),
  /** Do not fill an empty volume with what the image has there. */
  noCopy: z.boolean().default(false),
  driver: text,
  driverOptions: nameValues,
  labels: nameValues,
  subpath: text,
});

const tmpfsMount = z.strictObject({
  type: z.literal('tmpfs'),
  target: z.string().max(4096),
  readOnly: z.boolean().default(false),
  sizeBytes: figure,
  /** Octal, e.g. `1777`. */
  mode: text,
  /** Further ones, e.g. `noexec`. */
  options: texts,
});

const mount = z.discriminatedUnion('type', [bindMount, volumeMount, tmpfsMount]);

const network = z.strictObject({
  /** A network's name, or `host`, `none`, `container:NAME`. */
  name: z.string().max(4096),
  aliases: texts,
  ipv4: text,
  ipv6: text,
  linkLocalIps: texts,
  macAddress: text,
  driverOptions: nameValues,
});

const restartPolicies = ['no', 'always', 'unless-stopped', 'on-failure'] as const;

const restart = z.strictObject({
  policy: z.enum(restartPolicies).default('no'),
  /** Of `on-failure`; 0: no limit. */
  maxRetries: z.number().default(0),
});

/** Sizes in bytes. */
const limits = z.strictObject({
  memoryBytes: figure,
  /** Memory and swap together; -1: as much swap as there is. */
  memorySwapBytes: figure,
  memoryReservationBytes: figure,
  /** 0..100. */
  memorySwappiness: figure,
  oomKillDisable: z.boolean().default(false),
  oomScoreAdj: figure,
  /** Cores, e.g. 1.5. */
  cpus: figure,
  cpuShares: figure,
  /** Microseconds. */
  cpuPeriod: figure,
  /** Microseconds of every period. */
  cpuQuota: figure,
  /** Which cores, e.g. `0-2,4`. */
  cpusetCpus: text,
  cpusetMems: text,
  /** -1: as many as wanted. */
  pids: figure,
  shmBytes: figure,
  blkioWeight: figure,
});

/** How the engine tells that the container is well. What is left out is the image's. */
const health = z.strictObject({
  /** No check, whatever the image says. */
  disabled: z.boolean().default(false),
  /** As the engine has it: `CMD-SHELL` and a line, or `CMD` and the arguments; empty: the image's. */
  test: texts,
  intervalMs: figure,
  timeoutMs: figure,
  retries: figure,
  startPeriodMs: figure,
  startIntervalMs: figure,
});

const device = z.strictObject({
  host: z.string().max(4096),
  container: z.string().max(4096),
  /** Letters out of `rwm`. */
  permissions: z.string().max(16).default('rwm'),
});

const ulimit = z.strictObject({ name: z.string().max(64), soft: z.number(), hard: z.number() });

/** A container to be made, as somebody wants it: what is empty or null is left to the image or the engine. */
export const containerSpec = z.strictObject({
  image: z.string().max(4096),
  /** Empty: the engine thinks one up. */
  name: text,
  /** `os/arch`; empty: the engine's own. */
  platform: text,
  /** Arguments after the image; empty: the image's. */
  command: texts,
  /** null: the image's; an empty list: none. */
  entrypoint: z.array(z.string().max(65_536)).max(1000).nullable().default(null),
  env: nameValues,
  labels: nameValues,
  annotations: nameValues,
  ports: z.array(port).max(20_000).default([]),
  /** Ports told to others but not published. */
  expose: z
    .array(z.strictObject({ port: z.number(), protocol: z.enum(portProtocols).default('tcp') }))
    .max(20_000)
    .default([]),
  /** Every exposed port to a free one of the host. */
  publishAll: z.boolean().default(false),
  mounts: z.array(mount).max(1000).default([]),
  volumesFrom: texts,
  /** Empty: the engine's default. The first is the main one. */
  networks: z.array(network).max(100).default([]),
  /** `container:alias`, the old way of the default network. */
  links: texts,
  restart: restart.prefault({}),
  limits: limits.prefault({}),
  health: health.prefault({}),
  user: text,
  /** Further groups of that user. */
  groups: texts,
  workdir: text,
  hostname: text,
  domainname: text,
  dns: texts,
  dnsSearch: texts,
  dnsOptions: texts,
  /** Host and address; `host-gateway` stands for the engine's host. */
  extraHosts: nameValues,
  tty: z.boolean().default(false),
  interactive: z.boolean().default(false),
  /** A small init as process 1, which forwards signals and reaps. */
  init: z.boolean().default(false),
  /** Removed by the engine when it ends. */
  autoRemove: z.boolean().default(false),
  privileged: z.boolean().default(false),
  readOnlyRoot: z.boolean().default(false),
  capAdd: texts,
  capDrop: texts,
  securityOptions: texts,
  devices: z.array(device).max(1000).default([]),
  deviceCgroupRules: texts,
  /** As `--gpus` takes it, e.g. `all` or `2`. */
  gpus: text,
  ulimits: z.array(ulimit).max(100).default([]),
  sysctls: nameValues,
  /** `host`, `container:NAME`, and what else the engine knows; empty: its default. */
  pidMode: text,
  ipcMode: text,
  utsMode: text,
  usernsMode: text,
  cgroupnsMode: text,
  cgroupParent: text,
  runtime: text,
  stopSignal: text,
  stopTimeoutSeconds: figure,
  /** Quota for what the container writes, where the storage driver has quotas. */
  storageSizeBytes: figure,
  /** Empty: the engine's default. */
  logDriver: text,
  logOptions: nameValues,
});

export type ContainerSpec = z.output<typeof containerSpec>;
export type NameValue = z.output<typeof nameValue>;
export type PortSpec = z.output<typeof port>;
export type MountSpec = z.output<typeof mount>;
export type NetworkSpec = z.output<typeof network>;
export type ExposedPort = ContainerSpec['expose'][number];

/** Something to say of one field of a spec. Only errors stand in the way. */
export interface SpecProblem {
  /** `name`, `image`, `ports.0`, `mounts.2`, `env.1`, `networks.0`, `limits.memoryBytes`, ... */
  field: string;
  severity: 'error' | 'warning' | 'note';
  /** Names the sentence in `shared/model/reasons.ts`. */
  code: Reason;
  params: ReasonParams;
  /** The sentence in English. */
  message: string;
  hint?: string;
}
