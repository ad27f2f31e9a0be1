import type { CreatedContainer } from '../../../shared/contract/container-create.ts';
import type { ContainerSpec, SpecProblem } from '../../../shared/contract/container-spec.ts';
import { fail, SlipwayError } from '../../../shared/contract/failure.ts';
import { specToCreateBody } from '../../../shared/model/container-spec/create-body.ts';
import type { PullPolicy } from '../../../shared/model/container-spec/run-draft.ts';
import { parseTime } from '../../../shared/model/durations.ts';
import { inspectContainer, removeContainer } from '../../engine/api/containers.ts';
import { connectNetwork, createContainer } from '../../engine/api/creation.ts';
import { type AuthFor, pullImage } from '../../engine/api/pull.ts';
import type { EngineClient } from '../../engine/client.ts';
import type { Engine } from '../../engine/engine.ts';
import { text } from '../../engine/raw/fields.ts';
import { actOn } from '../actions.ts';
import { findContainer } from '../reference.ts';
import { checkSpec } from './check.ts';

/** Makes a container once nothing is wrong with it; otherwise nothing is made. A run that does not start leaves it, as docker does. */
export async function makeContainer(
  engine: Engine,
  authFor: AuthFor,
  wanted: { spec: ContainerSpec; pull: PullPolicy; start: boolean },
  signal: AbortSignal,
): Promise<CreatedContainer> {
  const { spec, start } = wanted;
  const client = await engine.client(signal);
  const problems = await checkSpec(client, spec, start, signal);
  const wrong = problems.find(({ severity }) => severity === 'error');
  if (wrong !== undefined) throw refusal(wrong);
  await getImage(client, authFor, wanted, problems, signal);
  const made = await create(engine, client, spec, signal);
  await show(engine, made.id);
  const { name } = await findContainer(client, made.id, signal);
  if (start) await startIt(engine, made.id, name, signal);
  return { ...made, name };
}

const codes: Partial<Record<SpecProblem['code'], 'conflict' | 'not-found'>> = {
  'name-taken': 'conflict',
  'port-taken': 'conflict',
  'network-unknown': 'not-found',
  'object-unknown': 'not-found',
};

function refusal({ code, params, field }: SpecProblem): SlipwayError {
  return fail(codes[code] ?? 'invalid-input', code, { ...params, field });
}

async function getImage(
  client: EngineClient,
  authFor: AuthFor,
  { spec, pull }: { spec: ContainerSpec; pull: PullPolicy },
  problems: readonly SpecProblem[],
  signal: AbortSignal,
): Promise<void> {
  const missing = problems.some(({ code }) => code === 'image-will-be-pulled');
  if (missing && pull === 'never')
    throw fail('not-found', 'image-not-here', { image: spec.image, field: 'image' });
  if (pull !== 'always' && !missing) return;
  const login = await authFor(spec.image, signal);
  const image = { reference: spec.image, platform: spec.platform, login };
  const pulling = pullImage(client, image, signal);
  let step = await pulling.next();
  while (step.done !== true) step = await pulling.next();
}

async function create(
  engine: Engine,
  client: EngineClient,
  spec: ContainerSpec,
  signal: AbortSignal,
): Promise<{ id: string; warnings: string[] }> {
  const request = specToCreateBody(spec, { apiVersion: client.apiVersion });
  const askedMs = engine.connection.clock.now() ?? Date.now();
  let settled = false;
  const made = await createContainer(client, request, { signal }).catch(async (thrown: unknown) => {
    if (!(thrown instanceof SlipwayError)) throw thrown;
    if (!wasLost(thrown)) throw explain(thrown, spec);
    settled = true;
    return settle(engine, spec, askedMs);
  });
  for (const { network, endpoint } of request.connectAfter) {
    try {
      await connectNetwork(client, network, made.id, endpoint, { signal });
    } catch (thrown) {
      if (!(thrown instanceof SlipwayError)) throw thrown;
      // What was only found by its name stays, should it be somebody else's after all.
      if (!settled)
        await removeContainer(client, made.id, {
          volumes: true,
          force: true,
          signal: AbortSignal.timeout(30_000),
        });
      const at = spec.networks.findIndex(({ name }) => name === network);
      throw fail('engine-error', 'network-join-failed', {
        network,
        detail: thrown.error.engine ?? thrown.error.message,
        field: `networks.${at}`,
      });
    }
  }
  return made;
}

function wasLost({ error }: SlipwayError): boolean {
  return error.reason === 'connection-lost' || error.reason === 'answer-cut' || error.reason === 'no-answer';
}

const settleMs = 8000;
/** The engine's clock is known to within about so much. */
const clockErrorMs = 1000;

/**
 * A create whose answer was lost is not repeated: its name was free before, so what has it now, and was made since, is
 * it.
 */
async function settle(
  engine: Engine,
  spec: ContainerSpec,
  askedMs: number,
): Promise<{ id: string; warnings: string[] }> {
  const name = spec.name || spec.image;
  const unknown = fail('unreachable', 'outcome-unknown', { name, action: 'created' });
  const deadline = AbortSignal.timeout(settleMs);
  while (spec.name !== '' && !deadline.aborted) {
    try {
      const found = await inspectContainer(await engine.client(deadline), spec.name, deadline);
      // The engine also finds by the beginning of an id.
      const isIt =
        text(found.Name) === `/${spec.name}` &&
        (parseTime(text(found.Created)) ?? 0) >= askedMs - clockErrorMs;
      if (!isIt) throw unknown;
      return { id: text(found.Id), warnings: [] };
    } catch (thrown) {
      if (!(thrown instanceof SlipwayError)) throw thrown;
      if (thrown === unknown || thrown.error.code === 'not-found') throw unknown;
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  }
  throw unknown;
}

/** Adds the field, where the engine's sentence tells which it is about. */
function explain(thrown: SlipwayError, spec: ContainerSpec): SlipwayError {
  const { code, reason, params, status, engine = '' } = thrown.error;
  const extra = { engine, ...(status === undefined ? {} : { status }) };
  const missing =
    /bind source path does not exist: (\S+)/i.exec(engine) ??
    /(?:stat|statfs) (\S+): no such file/i.exec(engine);
  if (missing !== null) {
    const source = (missing[1] ?? '').replace(/[:,"]+$/, '');
    const at = spec.mounts.findIndex((mount) => mount.type === 'bind' && mount.source === source);
    return fail('not-found', 'mount-source-missing', { source, field: `mounts.${Math.max(at, 0)}` }, extra);
  }
  if (reason === 'name-taken') return fail('conflict', 'name-taken', { ...params, field: 'name' }, extra);
  if (reason === undefined) return thrown;
  return fail(code, reason, { ...params, field: fieldOf(engine) }, extra);
}

const hints: readonly (readonly [RegExp, string])[] = [
  [/no such image|image/i, 'image'],
  [/memory.?swap/i, 'limits.memorySwapBytes'],
  [/memory/i, 'limits.memoryBytes'],
  [/cpus?et/i, 'limits.cpusetCpus'],
  [/cpus?\b/i, 'limits.cpus'],
  [/storage.?opt|quota|overlay/i, 'storageSizeBytes'],
  [/log.?opt|log.?driver|logging/i, 'logDriver'],
  [/volume|mount/i, 'mounts'],
  [/network/i, 'networks'],
  [/port/i, 'ports'],
  [/capabilit/i, 'capAdd'],
  [/runtime/i, 'runtime'],
  [/signal/i, 'stopSignal'],
  [/device/i, 'devices'],
];

function fieldOf(engine: string): string {
  return hints.find(([pattern]) => pattern.test(engine))?.[1] ?? '';
}

async function startIt(engine: Engine, id: string, name: string, signal: AbortSignal): Promise<void> {
  try {
    await actOn(engine, id, { verb: 'start', query: {} }, signal);
  } catch (thrown) {
    if (!(thrown instanceof SlipwayError) || thrown.error.reason === 'outcome-unknown') throw thrown;
    const { error } = thrown;
    const there = await exists(await engine.client(), id);
    const detail = error.reason === 'engine-error' ? (error.engine ?? error.message) : error.message;
    throw fail(
      error.code,
      there ? 'made-not-started' : 'removed-not-started',
      { name, detail, id: there ? id : '', field: error.reason === 'port-taken' ? 'ports' : '' },
      {
        ...(error.status === undefined ? {} : { status: error.status }),
        ...(error.engine === undefined ? {} : { engine: error.engine }),
        ...(there ? { action: { kind: 'open', route: `#/containers/${encodeURIComponent(name)}` } } : {}),
      },
    );
  }
}

async function exists(client: EngineClient, id: string): Promise<boolean> {
  try {
    await findContainer(client, id, AbortSignal.timeout(10_000));
    return true;
  } catch (thrown) {
    if (thrown instanceof SlipwayError && thrown.error.code === 'not-found') return false;
    throw thrown;
  }
}

/** The row is there at once; a slow engine does not hold the answer up. */
async function show(engine: Engine, id: string): Promise<void> {
  if (!engine.connection.supervised) return;
  const late = new Promise<void>((resolve) => setTimeout(resolve, 1500).unref());
  const read = engine.mirror.refresh('container', [id]).catch((thrown: unknown) => {
    // The mirror shows its own failures and reads again by itself.
    if (!(thrown instanceof SlipwayError)) throw thrown;
  });
  await Promise.race([read, late]);
}
