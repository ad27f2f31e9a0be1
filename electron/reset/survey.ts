import { setTimeout as sleep } from 'node:timers/promises';
import type { Container } from '../../shared/contract/containers.ts';
import type { Volume } from '../../shared/contract/engine.ts';
import { SlipwayError } from '../../shared/contract/failure.ts';
import type { ResetSwarm } from '../../shared/contract/reset.ts';
import { inspectContainer, listContainers } from '../engine/api/containers.ts';
import { engineDrivers, listPlugins, type Plugin } from '../engine/api/plugins.ts';
import {
  type CacheRecord,
  type ImageNode,
  listImageNodes,
  listNetworkNodes,
  type NetworkNode,
  readSizes,
  type SizedKind,
  type Sizes,
} from '../engine/api/prune.ts';
import { listVolumes } from '../engine/api/resources.ts';
import {
  listConfigs,
  listSecrets,
  listServices,
  type SwarmObject,
  type SwarmPlace,
  type SwarmService,
  swarmPlace,
  wantsLeader,
} from '../engine/api/swarm.ts';
import { compareVersions } from '../engine/api-version.ts';
import type { EngineClient } from '../engine/client.ts';
import { record, text } from '../engine/raw/fields.ts';

/** All that an engine holds at one moment. */
export interface Holdings {
  containers: Container[];
  images: ImageNode[];
  volumes: Volume[];
  /** Without those that cannot go. */
  networks: NetworkNode[];
  /** null where the engine lists none. */
  cache: CacheRecord[] | null;
  plugins: Plugin[] | null;
  /** Drivers that the engine itself is set up with. */
  engineDrivers: string[];
  swarm: ResetSwarm | null;
  services: SwarmService[];
  secrets: SwarmObject[];
  configs: SwarmObject[];
}

/** The same with sizes, which may come late. */
export interface Survey extends Holdings {
  imageBytes: ReadonlyMap<string, number | null>;
  volumeBytes: ReadonlyMap<string, number | null>;
  /** All layers, each counted once. */
  layersBytes: number | null;
  sizesLate: boolean;
}

const sizesDeadlineMs = 15_000;
const cacheDeadlineMs = 60_000;
const busyMs = 250;
/** From this API on the kinds can be asked for one by one. */
const byTypeFrom = '1.42';
const stackLabel = 'com.docker.stack.namespace';

/** Lists everything, without sizes. Build cache is known from nowhere but the sizes, and is waited for. */
export async function readHoldings(
  client: EngineClient,
  kind: 'docker' | 'podman',
  signal: AbortSignal,
): Promise<Holdings> {
  const [lists, cache] = await Promise.all([
    readLists(client, kind, signal),
    kind === 'docker' ? readCache(client, signal) : Promise.resolve(null),
  ]);
  return { ...lists, cache };
}

/** Lists everything and measures it; what is not measured in time is told as unknown. */
export async function readSurvey(
  client: EngineClient,
  kind: 'docker' | 'podman',
  signal: AbortSignal,
): Promise<Survey> {
  const [lists, sizes, written] = await Promise.all([
    readLists(client, kind, signal),
    allSizes(client, kind, signal),
    inTime(listContainers(client, { all: true, size: true, deadlineMs: sizesDeadlineMs, signal })),
  ]);
  const bytes = new Map((written ?? []).map((row) => [row.id, row.sizeRwBytes]));
  const containers = lists.containers.map((row) => {
    const sizeRwBytes = bytes.get(row.id);
    return sizeRwBytes === undefined ? row : { ...row, sizeRwBytes };
  });
  const known = sizes.layersBytes !== null && (sizes.layersBytes > 0 || lists.images.length === 0);
  return {
    ...lists,
    containers,
    cache: sizes.cache,
    imageBytes: new Map(sizes.images.map((one) => [one.id, one.uniqueBytes])),
    volumeBytes: new Map(sizes.volumes.map((one) => [one.name, one.sizeBytes])),
    // Podman answers 0 for what it does not know.
    layersBytes: known ? sizes.layersBytes : null,
    sizesLate: sizes.late || written === null,
  };
}

async function readLists(
  client: EngineClient,
  kind: 'docker' | 'podman',
  signal: AbortSignal,
): Promise<Omit<Holdings, 'cache'>> {
  const [containers, images, volumes, networks, plugins, ownDrivers, place] = await Promise.all([
    listContainers(client, { all: true, signal }),
    listImageNodes(client, signal),
    listVolumes(client, { signal }),
    listNetworkNodes(client, signal),
    kind === 'docker' ? listPlugins(client, signal) : Promise.resolve(null),
    kind === 'docker' ? engineDrivers(client, signal) : Promise.resolve([]),
    kind === 'docker' ? swarmPlace(client, signal) : Promise.resolve(null),
  ]);
  const own = networks.filter(({ predefined, ingress }) => !predefined && !ingress);
  const held = place === null ? 'unseen' : await readSwarm(client, place, signal);
  const { services, secrets, configs } =
    typeof held === 'string' ? { services: [], secrets: [], configs: [] } : held;
  const swarm = place === null ? null : describe(place, held, own);
  return {
    ...{ containers, images, volumes, networks: own, plugins, engineDrivers: ownDrivers },
    ...{ swarm, services, secrets, configs },
  };
}

type SwarmHeld = Pick<Holdings, 'services' | 'secrets' | 'configs'>;

/** What the swarm holds, as far as this node may see it. Without a leader it sees nothing, which keeps nothing else. */
async function readSwarm(
  client: EngineClient,
  place: SwarmPlace,
  signal: AbortSignal,
): Promise<SwarmHeld | 'unseen' | 'no-leader'> {
  if (!place.manager || place.state !== 'active') return 'unseen';
  try {
    const [services, secrets, configs] = await Promise.all([
      listServices(client, signal),
      listSecrets(client, signal),
      listConfigs(client, signal),
    ]);
    return { services, secrets, configs };
  } catch (thrown) {
    if (wantsLeader(thrown)) return 'no-leader';
    throw thrown;
  }
}

function describe(
  place: SwarmPlace,
  held: SwarmHeld | 'unseen' | 'no-leader',
  networks: readonly NetworkNode[],
): ResetSwarm {
  const { manager, knownManager, nodeId, clusterId, nodes, managers } = place;
  const state = held === 'no-leader' ? held : place.state;
  const seen = typeof held === 'string' ? null : held;
  const all = seen === null ? [] : [...seen.services, ...seen.secrets, ...seen.configs];
  const stacks = new Set(all.map((one) => one.labels[stackLabel] ?? '').filter((name) => name !== ''));
  return {
    role: knownManager ? 'manager' : state === 'active' ? 'worker' : 'member',
    ...{ state, clusterId, nodeId, nodes, managers },
    lastManager: manager && managers === 1 && state === 'active',
    services: seen === null ? null : seen.services.length,
    stacks: seen === null ? null : stacks.size,
    secrets: seen === null ? null : seen.secrets.length,
    configs: seen === null ? null : seen.configs.length,
    networks: seen ? networks.filter(({ scope }) => scope === 'swarm').length : null,
  };
}

async function allSizes(
  client: EngineClient,
  kind: 'docker' | 'podman',
  signal: AbortSignal,
): Promise<Sizes & { cache: CacheRecord[] | null; late: boolean }> {
  const none: Sizes = { images: [], volumes: [], buildCache: [], layersBytes: null };
  const others: readonly SizedKind[] = ['image', 'volume'];
  if (compareVersions(client.apiVersion, byTypeFrom) < 0) {
    // Such an engine measures everything at once, and answers one who asks at a time.
    const sizes = await oneAtATime(() => readSizes(client, [], cacheDeadlineMs, signal), signal);
    return { ...sizes, cache: kind === 'docker' ? sizes.buildCache : null, late: false };
  }
  const [sizes, cache] = await Promise.all([
    inTime(readSizes(client, others, sizesDeadlineMs, signal)),
    kind === 'docker' ? readCache(client, signal) : Promise.resolve(null),
  ]);
  return { ...(sizes ?? none), cache, late: sizes === null };
}

async function readCache(client: EngineClient, signal: AbortSignal): Promise<CacheRecord[]> {
  const read = () => readSizes(client, ['build-cache'], cacheDeadlineMs, signal);
  return (await oneAtATime(read, signal)).buildCache;
}

/** 20.10 refuses to measure while it is at it for somebody else, such as the page of the disk. */
async function oneAtATime<T>(read: () => Promise<T>, signal: AbortSignal): Promise<T> {
  const end = performance.now() + cacheDeadlineMs;
  for (;;) {
    try {
      return await read();
    } catch (thrown) {
      const said = thrown instanceof SlipwayError ? (thrown.error.engine ?? '') : '';
      if (!/already running/i.test(said) || performance.now() > end) throw thrown;
      await sleep(busyMs, undefined, { signal });
    }
  }
}

/** null where the engine is too slow: sizes are a help. */
async function inTime<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (thrown) {
    if (thrown instanceof SlipwayError && thrown.error.code === 'timeout') return null;
    throw thrown;
  }
}

/** What only an inspect tells of what a container needs. */
export interface Leans {
  /** Ids or names of the containers it lives in: by its network, processes or shared memory, or by an old link. */
  on: string[];
  /** Empty where the engine does not tell. */
  logDriver: string;
}

/** One that is gone meanwhile needs nothing. */
export async function leansOn(client: EngineClient, id: string, signal: AbortSignal): Promise<Leans> {
  try {
    const host = record((await inspectContainer(client, id, signal)).HostConfig);
    const modes = [host.NetworkMode, host.PidMode, host.IpcMode].map(text);
    const links = Array.isArray(host.Links) ? host.Links.map(text) : [];
    const on = [
      ...modes.flatMap((mode) => /^container:(.+)$/.exec(mode)?.[1] ?? []),
      ...links.map((link) => link.split(':')[0]?.replace(/^\//, '') ?? ''),
    ].filter((one) => one !== '');
    return { on, logDriver: text(record(host.LogConfig).Type) };
  } catch (thrown) {
    if (thrown instanceof SlipwayError && thrown.error.code === 'not-found') return { on: [], logDriver: '' };
    throw thrown;
  }
}
