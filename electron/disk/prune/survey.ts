import type { Container } from '../../../shared/contract/containers.ts';
import type { Volume } from '../../../shared/contract/engine.ts';
import { SlipwayError } from '../../../shared/contract/failure.ts';
import { detailsOf, listContainers } from '../../engine/api/containers.ts';
import {
  type CacheRecord,
  type ImageNode,
  listImageNodes,
  listNetworkNodes,
  measuresByKind,
  type NetworkNode,
  networkEndpoints,
  readSizes,
  type SizedKind,
  type Sizes,
} from '../../engine/api/prune.ts';
import { listVolumes } from '../../engine/api/resources.ts';
import { compareVersions } from '../../engine/api-version.ts';
import type { EngineClient } from '../../engine/client.ts';
import type { Engine } from '../../engine/engine.ts';
import { LastUses } from './last-uses.ts';
import type { PruneFilter } from './rules.ts';

/** What a plan to prune is made from: the engine as it is at one moment. */
export interface Survey {
  containers: Container[];
  networks: (NetworkNode & { endpoints: number })[];
  volumes: Volume[];
  images: ImageNode[];
  /** null where this engine lists none. */
  cache: CacheRecord[] | null;
  imageBytes: ReadonlyMap<string, number | null>;
  volumeBytes: ReadonlyMap<string, number | null>;
  sizesUnknown: boolean;
  /** Volumes made without a name have a label that says so; before API 1.42 only their names tell. */
  labelsAnonymous: boolean;
  lastUses: LastUses;
}

/** Sizes are a help: a plan does not wait longer for them. */
const sizesDeadlineMs = 10_000;
const cacheDeadlineMs = 60_000;

/** Reads all that the kinds of the filter need. Containers always: they are what everything else is used by. */
export async function survey(
  engine: Engine,
  client: EngineClient,
  filter: PruneFilter,
  signal: AbortSignal,
): Promise<Survey> {
  const identity = await engine.connection.identity(signal);
  const { kinds } = filter;
  const wants = <T>(kind: Parameters<typeof kinds.has>[0], read: () => Promise<T[]>): Promise<T[]> =>
    kinds.has(kind) ? read() : Promise.resolve([]);
  const hasCache = identity.kind === 'docker';
  const [containers, networks, volumes, images, sizes, lastUses] = await Promise.all([
    containersWithSizes(client, kinds.has('containers'), signal),
    wants('networks', () => listNetworkNodes(client, signal)),
    wants('volumes', () => listVolumes(client, { signal })),
    wants('images', () => listImageNodes(client, signal)),
    sizesFor(client, filter, hasCache, signal),
    LastUses.read(client, identity.kind, engine.connection.state.engineTimeMs, signal),
  ]);
  await addTimes(engine, client, containers.rows, signal);
  return {
    containers: containers.rows,
    networks: await withEndpoints(client, networks, signal),
    volumes,
    images,
    cache: hasCache ? sizes.buildCache : null,
    imageBytes: new Map(sizes.images.map((one) => [one.id, one.uniqueBytes])),
    volumeBytes: new Map(sizes.volumes.map((one) => [one.name, one.sizeBytes])),
    sizesUnknown: sizes.late || containers.late,
    labelsAnonymous: compareVersions(client.apiVersion, '1.42') >= 0,
    lastUses,
  };
}

function isLate(thrown: unknown): boolean {
  return thrown instanceof SlipwayError && thrown.error.code === 'timeout';
}

async function containersWithSizes(
  client: EngineClient,
  size: boolean,
  signal: AbortSignal,
): Promise<{ rows: Container[]; late: boolean }> {
  if (size)
    try {
      const options = { all: true, size: true, deadlineMs: sizesDeadlineMs, signal };
      return { rows: await listContainers(client, options), late: false };
    } catch (thrown) {
      if (!isLate(thrown)) throw thrown;
    }
  return { rows: await listContainers(client, { all: true, signal }), late: size };
}

async function sizesFor(
  client: EngineClient,
  { kinds }: PruneFilter,
  hasCache: boolean,
  signal: AbortSignal,
): Promise<Sizes & { late: boolean }> {
  const none: Sizes = { images: [], volumes: [], buildCache: [], layersBytes: null };
  const wanted: SizedKind[] = [];
  if (kinds.has('images')) wanted.push('image');
  if (kinds.has('volumes')) wanted.push('volume');
  const withCache = kinds.has('build-cache') && hasCache;
  const figures = async () => {
    if (wanted.length === 0) return { ...none, late: false };
    try {
      return { ...(await readSizes(client, wanted, sizesDeadlineMs, signal)), late: false };
    } catch (thrown) {
      if (!isLate(thrown)) throw thrown;
      return { ...none, late: true };
    }
  };
  // Older engines measure everything whatever is asked for, and for one at a time.
  if (withCache && !measuresByKind(client))
    return { ...(await readSizes(client, [...wanted, 'build-cache'], cacheDeadlineMs, signal)), late: false };
  // Its records are known from nowhere else: it is waited for.
  const cache = withCache ? readSizes(client, ['build-cache'], cacheDeadlineMs, signal) : none;
  const [sizes, { buildCache }] = await Promise.all([figures(), cache]);
  return { ...sizes, buildCache };
}

/** When stopped ones ended: from the mirror where it knows, else from the engine. */
async function addTimes(
  engine: Engine,
  client: EngineClient,
  rows: Container[],
  signal: AbortSignal,
): Promise<void> {
  const known = new Map(engine.mirror.rows('container').map((row) => [row.id, row.finishedAt]));
  const ended = rows.filter((row) => row.state === 'exited' || row.state === 'dead');
  const times = new Map<string, string>();
  const unknown = ended.filter(({ id }) => {
    const at = known.get(id);
    if (at !== undefined) times.set(id, at);
    return at === undefined;
  });
  await detailsOf(
    client,
    unknown.map(({ id }) => id),
    (id, { finishedAt }) => {
      if (finishedAt !== undefined) times.set(id, finishedAt);
    },
    (_id, thrown) => {
      // When it ended is a help; one that is gone meanwhile is found so when the plan is executed.
      if (!(thrown instanceof SlipwayError) || thrown.error.code === 'unreachable') throw thrown;
    },
    signal,
  );
  for (const row of ended) {
    const at = times.get(row.id);
    if (at !== undefined) row.finishedAt = at;
  }
}

/** A list of networks does not tell who is attached: each is asked. */
async function withEndpoints(
  client: EngineClient,
  networks: readonly NetworkNode[],
  signal: AbortSignal,
): Promise<Survey['networks']> {
  const known: Survey['networks'] = [];
  for (const network of networks) {
    if (network.predefined || network.configOnly || network.ingress) {
      known.push({ ...network, endpoints: 0 });
      continue;
    }
    try {
      known.push({ ...network, endpoints: await networkEndpoints(client, network.id, signal) });
    } catch (thrown) {
      // Removed since it was listed.
      if (!(thrown instanceof SlipwayError) || thrown.error.code !== 'not-found') throw thrown;
    }
  }
  return known;
}
