import { startEngine } from '../engine-lab/engine.ts';
import type { EngineKind, EngineOptions, LabEngine } from '../engine-lab/types.ts';
import { eventually } from './wait-for.ts';

/** Two engines of one kind that are given the same commands: one is pruned by Slipway, the other by itself. */
export interface Twins {
  readonly ours: LabEngine;
  readonly theirs: LabEngine;
  /** The same docker command on both. */
  both(...args: string[]): Promise<void>;
  /** Builds the same image on both; `buildkit` false: step by step, as the classic builder does. */
  build(dockerfile: string, options: { tag?: string; buildkit?: boolean }): Promise<void>;
  /** The engine's own prune, on `theirs`. */
  prune(path: string, query?: Readonly<Record<string, string>>): Promise<void>;
  stop(): Promise<void>;
}

export async function startTwins(kind: EngineKind, options: EngineOptions = {}): Promise<Twins> {
  const started = await Promise.allSettled([1, 2].map(() => startEngine(kind, { images: true, ...options })));
  const [ours, theirs] = started.map((one) => (one.status === 'fulfilled' ? one.value : undefined));
  if (ours === undefined || theirs === undefined) {
    await Promise.all([ours?.stop(), theirs?.stop()]);
    throw new Error(`twins did not start: ${JSON.stringify(started)}`);
  }
  const each = async (work: (engine: LabEngine) => Promise<unknown>): Promise<void> => {
    await Promise.all([work(ours), work(theirs)]);
  };
  return {
    ours,
    theirs,
    both: (...args) => each((engine) => engine.dockerOk(args)),
    build: (dockerfile, { tag, buildkit = true }) =>
      each((engine) =>
        engine.dockerOk(['build', '-q', ...(tag === undefined ? [] : ['-t', tag]), '-'], {
          env: { DOCKER_BUILDKIT: buildkit ? '1' : '0' },
          input: dockerfile,
        }),
      ),
    prune: async (path, query = {}) => {
      const { status, body } = await theirs.request('POST', `${path}?${new URLSearchParams(query)}`);
      if (status !== 200) throw new Error(`${path}: ${status} ${JSON.stringify(body)}`);
    },
    stop: () => each((engine) => engine.stop()),
  };
}

/** What an engine has, in words that are the same on its twin: ids are random, names and contents are not. */
export interface Remains {
  containers: string[];
  networks: string[];
  volumes: string[];
  images: string[];
  cache: string[];
}

interface Row {
  Id?: string;
  ParentId?: string;
  Names?: string[];
  Name?: string;
  RepoTags?: string[] | null;
  Size?: number;
  Type?: string;
  Description?: string;
  Shared?: boolean;
  Volumes?: Row[] | null;
  BuildCache?: Row[] | null;
}

/** Old engines call what has no tag `<none>:<none>`. */
const isTag = (tag: string): boolean => !tag.includes('<none>');

export async function remainsOf(engine: LabEngine): Promise<Remains> {
  const ask = (path: string): Promise<unknown> =>
    // Old engines refuse to measure their disk while they do already.
    eventually(`an answer to ${path}`, async () => {
      const { status, body } = await engine.request('GET', path);
      if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`);
      return body;
    });
  // Whatever an engine answers here is only compared with what its twin answers.
  const rows = async (path: string): Promise<Row[]> => (await ask(path)) as Row[];
  const [containers, networks, volumes, images, usage] = await Promise.all([
    rows('/containers/json?all=1'),
    rows('/networks'),
    ask('/volumes') as Promise<Row>,
    rows('/images/json?all=1'),
    ask('/system/df') as Promise<Row>,
  ]);
  const anonymous = (name = ''): string => (/^[0-9a-f]{64}$/.test(name) ? 'anonymous' : name);
  return {
    containers: containers.map(({ Names = [] }) => Names.join()).sort(),
    networks: networks.map(({ Name = '' }) => Name).sort(),
    volumes: (volumes.Volumes ?? []).map(({ Name }) => anonymous(Name)).sort(),
    images: images
      .map(({ RepoTags, Size }) => `${(RepoTags ?? []).filter(isTag).sort().join()} ${Size}`)
      .sort(),
    cache: (usage.BuildCache ?? [])
      .map(({ Type, Description, Size, Shared }) => `${Type} ${Description} ${Size} ${Shared}`)
      .sort(),
  };
}
