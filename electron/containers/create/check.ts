import type { ContainerSpec, SpecProblem } from '../../../shared/contract/container-spec.ts';
import type { Container } from '../../../shared/contract/containers.ts';
import { SlipwayError } from '../../../shared/contract/failure.ts';
import { problem } from '../../../shared/model/container-spec/problem.ts';
import { problemsOf } from '../../../shared/model/container-spec/problems.ts';
import { listContainers } from '../../engine/api/containers.ts';
import { inspectObject } from '../../engine/api/objects.ts';
import type { EngineClient } from '../../engine/client.ts';
import { num, type RawRecord, record, text, texts } from '../../engine/raw/fields.ts';
import { networkProblems } from './check-network.ts';
import { portProblems } from './check-ports.ts';

/**
 * Everything that is wrong with a spec, by itself and on this engine, in the order of the form.
 * @param start it is to be started too: only then a taken port stands in the way
 */
export async function checkSpec(
  client: EngineClient,
  spec: ContainerSpec,
  start: boolean,
  signal: AbortSignal,
): Promise<SpecProblem[]> {
  const own = problemsOf(spec);
  const sound = (field: string) => !own.some((known) => known.field === field && known.severity === 'error');
  const [rows, image, volumes, networks, engine] = await Promise.all([
    listContainers(client, { all: true, signal }),
    sound('image') ? imageProblems(client, spec, signal) : [],
    Promise.all(
      spec.mounts.map(async (mount, at) =>
        mount.type === 'volume' && mount.source !== '' && sound(`mounts.${at}`)
          ? volumeProblems(client, mount.source, `mounts.${at}`, signal)
          : [],
      ),
    ),
    Promise.all(
      spec.networks.map(async (network, at) =>
        sound(`networks.${at}`) ? networkProblems(client, network, `networks.${at}`, signal) : [],
      ),
    ),
    engineProblems(client, spec, signal),
  ]);
  return [
    ...image,
    ...nameProblems(spec, rows),
    ...own,
    ...portProblems(spec, rows, start).filter(({ field }) => sound(field)),
    ...volumes.flat(),
    ...networks.flat(),
    ...containersNamed(spec, rows),
    ...engine,
  ];
}

function holder({ name, id, state }: Container): string {
  return `container ${name} (${id.slice(0, 12)}, ${state})`;
}

function nameProblems({ name }: ContainerSpec, rows: readonly Container[]): SpecProblem[] {
  const taken = name === '' ? undefined : rows.find((row) => row.name === name);
  return taken === undefined ? [] : [problem('error', 'name', 'name-taken', { name, by: holder(taken) })];
}

/** What the engine does not have is null. */
async function look(
  client: EngineClient,
  kind: 'image' | 'volume' | 'network',
  reference: string,
  signal: AbortSignal,
): Promise<RawRecord | null> {
  try {
    return await inspectObject(client, kind, reference, signal);
  } catch (thrown) {
    if (thrown instanceof SlipwayError && thrown.error.code === 'not-found') return null;
    throw thrown;
  }
}

async function imageProblems(
  client: EngineClient,
  { image, platform }: ContainerSpec,
  signal: AbortSignal,
): Promise<SpecProblem[]> {
  const found = await look(client, 'image', image, signal);
  if (found === null) return [problem('note', 'image', 'image-will-be-pulled', { image })];
  const [os = '', architecture = ''] = platform.split('/');
  const differs =
    (os !== '' && os !== text(found.Os)) ||
    (architecture !== '' && architecture !== text(found.Architecture));
  if (!differs) return [];
  const has = `${text(found.Os)}/${text(found.Architecture)}`;
  return [problem('warning', 'platform', 'image-other-platform', { image, has, wanted: platform })];
}

async function volumeProblems(
  client: EngineClient,
  name: string,
  field: string,
  signal: AbortSignal,
): Promise<SpecProblem[]> {
  const found = await look(client, 'volume', name, signal);
  return found === null ? [problem('note', field, 'volume-will-be-made', { name })] : [];
}

/** Containers that this one leans on. */
function containersNamed(spec: ContainerSpec, rows: readonly Container[]): SpecProblem[] {
  const named = [
    ...spec.volumesFrom.map((entry, at) => [`volumesFrom.${at}`, entry.split(':')[0] ?? ''] as const),
    ...spec.links.map((entry, at) => [`links.${at}`, entry.split(':')[0] ?? ''] as const),
    ...spec.networks.map(
      ({ name }, at) => [`networks.${at}`, name.startsWith('container:') ? name.slice(10) : ''] as const,
    ),
  ];
  return named
    .filter(([, id]) => id !== '' && !rows.some((row) => row.name === id || row.id.startsWith(id)))
    .map(([field, id]) => problem('error', field, 'object-unknown', { kind: 'container', id }));
}

async function engineProblems(
  client: EngineClient,
  spec: ContainerSpec,
  signal: AbortSignal,
): Promise<SpecProblem[]> {
  const { cpus } = spec.limits;
  if (cpus === null && spec.logDriver === '' && spec.runtime === '') return [];
  const info = record((await client.json('/info', { signal })).body);
  const found: SpecProblem[] = [];
  const available = num(info.NCPU);
  if (cpus !== null && available > 0 && cpus > available)
    found.push(
      problem('error', 'limits.cpus', 'cpus-too-many', { cpus: String(cpus), available: String(available) }),
    );
  const drivers = texts(record(info.Plugins).Log);
  if (spec.logDriver !== '' && drivers.length > 0 && ![...drivers, 'none'].includes(spec.logDriver))
    found.push(
      problem('error', 'logDriver', 'log-driver-unknown', {
        driver: spec.logDriver,
        known: drivers.join(', '),
      }),
    );
  const runtimes = Object.keys(record(info.Runtimes));
  // A shim may be named that the engine finds by itself.
  if (
    spec.runtime !== '' &&
    !/[./]/.test(spec.runtime) &&
    runtimes.length > 0 &&
    !runtimes.includes(spec.runtime)
  )
    found.push(
      problem('error', 'runtime', 'runtime-unknown', { runtime: spec.runtime, known: runtimes.join(', ') }),
    );
  return found;
}
