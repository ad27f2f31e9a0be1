import { z } from 'zod';
import type { Container } from './containers.ts';
import { answer, call, stream } from './define.ts';
import type { ApiError } from './errors.ts';

export const resourceKinds = ['container', 'image', 'volume', 'network'] as const;
export type ResourceKind = (typeof resourceKinds)[number];

export interface Image {
  id: string;
  /** `repository:tag`; empty for a dangling image. */
  tags: string[];
  digests: string[];
  createdAt: string;
  sizeBytes: number;
  labels: Record<string, string>;
  dangling: boolean;
  protected: boolean;
}

export interface Volume {
  name: string;
  driver: string;
  mountpoint: string;
  createdAt?: string;
  scope: string;
  labels: Record<string, string>;
  options: Record<string, string>;
  anonymous: boolean;
  protected: boolean;
}

export interface Network {
  id: string;
  name: string;
  driver: string;
  scope: string;
  createdAt: string;
  internal: boolean;
  attachable: boolean;
  ingress: boolean;
  ipv6: boolean;
  subnets: string[];
  labels: Record<string, string>;
  /** bridge, host, none: the engine's own, never removable. */
  predefined: boolean;
  protected: boolean;
}

/** The row type of each mirrored kind. Rows are keyed by `id`, volumes by `name`. */
export interface ResourceRows {
  container: Container;
  image: Image;
  volume: Volume;
  network: Network;
}

/** Where an endpoint was learnt from, strongest first. */
export type EndpointSource = 'argument' | 'environment' | 'context' | 'socket' | 'settings';

export interface Endpoint {
  /** Stable: the same address gives the same id at every start. */
  id: string;
  name: string;
  /** unix:///path, npipe://..., tcp://host:port, ssh://user@host */
  address: string;
  source: EndpointSource;
  /** Name of the docker context, when it is one. */
  context?: string;
  tls: boolean;
  current: boolean;
}

export interface ProbedEndpoint extends Endpoint {
  probe:
    | { status: 'usable'; version: string; apiVersion: string; kind: EngineKind; ms: number }
    | { status: 'unusable'; error: ApiError };
}

export type EngineKind = 'docker' | 'podman';

export interface EngineIdentity {
  id: string;
  /** The engine's host name. */
  name: string;
  kind: EngineKind;
  version: string;
  /** Spoken with this engine: min(ours, the engine's). */
  apiVersion: string;
  serverApiVersion: string;
  minApiVersion: string;
  os: string;
  arch: string;
  cpus: number;
  memoryBytes: number;
  experimental: boolean;
}

interface StateBase {
  endpoint: Endpoint | null;
  /** When this status began, by Slipway's clock. */
  since: string;
  /** The engine's clock when this item was sent, ms since the epoch; null while unknown. */
  engineTimeMs: number | null;
  /** Events and lines that could not be understood, since the connection began. */
  skippedEvents: number;
}

/** The connection to the one engine in use. */
export type EngineState =
  | (StateBase & { status: 'connecting' })
  | (StateBase & { status: 'ready'; engine: EngineIdentity })
  /** Was ready, is not now; comes back by itself. */
  | (StateBase & { status: 'reconnecting'; engine: EngineIdentity; attempt: number; error: ApiError })
  /** Never reached yet; retried. */
  | (StateBase & { status: 'unreachable'; attempt: number; error: ApiError })
  /** Reached but not let in (permission, TLS); retried slowly. */
  | (StateBase & { status: 'refused'; attempt: number; error: ApiError })
  /** Not an engine Slipway can speak with; retried slowly. */
  | (StateBase & { status: 'unsupported'; attempt: number; error: ApiError });

export interface Freshness {
  /** True while the rows may no longer be the truth. */
  stale: boolean;
  /** When the whole list was last read; null before the first. */
  listedAt: string | null;
  /** Why the last read failed; cleared when one succeeds. */
  error: ApiError | null;
}

export type Snapshot<K extends ResourceKind = ResourceKind> = {
  type: 'snapshot';
  kind: K;
  revision: number;
  engineId: string;
  rows: ResourceRows[K][];
  freshness: Freshness;
};
export type Patch<K extends ResourceKind = ResourceKind> = {
  type: 'patch';
  kind: K;
  revision: number;
  upsert: ResourceRows[K][];
  /** Ids (volumes: names). */
  remove: string[];
};
/** The first item for a kind is a snapshot, once its list is read; then patches and freshness. A new snapshot replaces all rows. */
export type WatchItem =
  | { [K in ResourceKind]: Snapshot<K> | Patch<K> }[ResourceKind]
  | { type: 'freshness'; kind: ResourceKind; revision: number; freshness: Freshness };

export interface EngineEvent {
  /** ISO 8601, by the engine's clock. */
  at: string;
  /** Nanoseconds as text: they do not fit a number. */
  atNano: string;
  type: string;
  action: string;
  id: string;
  name?: string;
  scope?: string;
  attributes: Record<string, string>;
  /** How many events before this one were dropped because the viewer was too slow for them. */
  missedBefore?: number;
}

export interface EngineInfo {
  id: string;
  name: string;
  version: string;
  operatingSystem: string;
  kernelVersion: string;
  architecture: string;
  cpus: number;
  memoryBytes: number;
  rootDir: string;
  storageDriver: string;
  loggingDriver: string;
  cgroupDriver: string;
  cgroupVersion: string;
  containers: { total: number; running: number; paused: number; stopped: number };
  images: number;
  swarm: { state: string; nodeId?: string };
  runtimes: string[];
  defaultRuntime: string;
  securityOptions: string[];
  experimental: boolean;
  liveRestore: boolean;
  labels: string[];
  warnings: string[];
  systemTime: string;
}

export interface EngineVersion {
  version: string;
  apiVersion: string;
  minApiVersion: string;
  /** The version Slipway speaks with this engine. */
  negotiated: string;
  os: string;
  arch: string;
  kernelVersion?: string;
  gitCommit?: string;
  goVersion?: string;
  buildTime?: string;
  components: { name: string; version: string }[];
}

export const engine = {
  endpoints: call(
    'Every engine address on this machine, each probed now, and why it cannot be used',
    z.strictObject({}),
    answer<ProbedEndpoint[]>(),
  ),
  use: call(
    'Switch to an endpoint, by id or address; answers the state right after',
    z.strictObject({ endpoint: z.string().min(1) }),
    answer<EngineState>(),
  ),
  info: call('What the engine says of itself and its host', z.strictObject({}), answer<EngineInfo>()),
  version: call('Engine, API and component versions', z.strictObject({}), answer<EngineVersion>()),
  ping: call(
    'One round trip to the engine',
    z.strictObject({}),
    answer<{ ms: number; apiVersion: string }>(),
  ),
  state: stream(
    'The connection state, at once and at each change',
    z.strictObject({}),
    answer<EngineState>(),
  ),
  watch: stream(
    'Rows of the given kinds: a snapshot each, then patches',
    z.strictObject({
      kinds: z
        .array(z.enum(resourceKinds))
        .min(1)
        .default([...resourceKinds]),
      /** Nobody looks: missed events are then not searched for by reading lists now and then. */
      background: z.boolean().default(false),
    }),
    answer<WatchItem>(),
  ),
  events: stream(
    'The engine events as they happen',
    z.strictObject({
      types: z.array(z.string().min(1)).optional().describe('container, image, network, ...'),
      actions: z.array(z.string().min(1)).optional().describe('start, die, exec_start, ...'),
      objects: z.array(z.string().min(1)).optional().describe('names, or the start of an id'),
      labels: z.array(z.string().min(1)).optional().describe('key or key=value; all must fit'),
      /** Also what the engine still remembers since then (dockerd: its last 256 events). */
      since: z.iso.datetime({ offset: true }).optional().describe('ISO 8601, by the clock of the engine'),
      /** Also the events remembered from before (at most 100). */
      recent: z.boolean().default(false),
    }),
    answer<EngineEvent>(),
  ),
};
