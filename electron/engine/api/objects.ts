import { fail, SlipwayError } from '../../../shared/contract/failure.ts';
import type { EngineDocument, InspectableKind } from '../../../shared/contract/inspect.ts';
import type { EngineClient } from '../client.ts';
import { type RawRecord, record, text } from '../raw/fields.ts';

const paths: Record<InspectableKind, (reference: string) => string> = {
  container: (id) => `/containers/${id}/json`,
  image: (id) => `/images/${id}/json`,
  network: (id) => `/networks/${id}`,
  volume: (name) => `/volumes/${name}`,
  service: (id) => `/services/${id}`,
  task: (id) => `/tasks/${id}`,
  node: (id) => `/nodes/${id}`,
  plugin: (name) => `/plugins/${name}/json`,
  secret: (id) => `/secrets/${id}`,
  config: (id) => `/configs/${id}`,
};

const swarmKinds: ReadonlySet<InspectableKind> = new Set(['service', 'task', 'node', 'secret', 'config']);

/**
 * Everything the engine says of one object, as it says it.
 * @throws not-found `object-unknown`, invalid-input `id-ambiguous`, unsupported `swarm-needed`
 */
export async function inspectObject(
  client: EngineClient,
  kind: InspectableKind,
  reference: string,
  signal: AbortSignal,
): Promise<RawRecord> {
  const id = reference.replace(/^\//, '');
  if (kind === 'image' && !canNameImage(id)) throw fail('not-found', 'object-unknown', { kind, id });
  const path = paths[kind](id.split('/').map(encodeURIComponent).join('/'));
  try {
    const { body } = await client.json(path, { signal });
    const found = record(body);
    if (Object.keys(found).length === 0)
      throw fail('engine-error', 'answer-garbled', { request: `GET ${path}`, detail: 'it is no object' });
    return found;
  } catch (thrown) {
    throw explain(thrown, kind, id);
  }
}

/** `/version` and `/info` as they are. */
export async function describeEngine(client: EngineClient, signal: AbortSignal): Promise<EngineDocument> {
  const [version, info] = await Promise.all([
    client.json('/version', { signal }),
    client.json('/info', { signal }),
  ]);
  return { version: record(version.body), info: record(info.body) };
}

/** Repositories have no capitals; Podman calls one an internal error. */
function canNameImage(reference: string): boolean {
  const [repository = ''] = (reference.split('/').at(-1) ?? '').split(/[:@]/);
  return repository === repository.toLowerCase();
}

/** Engines word the same refusal differently for each kind of object. */
function explain(thrown: unknown, kind: InspectableKind, id: string): unknown {
  if (!(thrown instanceof SlipwayError)) return thrown;
  const { status, engine = '' } = thrown.error;
  if (status === undefined) return thrown;
  const extra = { status, engine };
  if (/ambiguous|multiple ids|more than one/i.test(engine))
    return fail('invalid-input', 'id-ambiguous', { kind, id }, extra);
  if (status === 404) return fail('not-found', 'object-unknown', { kind, id }, extra);
  // 503 and 406 from an engine outside of a swarm, or a worker in one.
  if (swarmKinds.has(kind) && (status === 503 || status === 406))
    return fail('unsupported', 'swarm-needed', { kind }, extra);
  // A name the kind cannot have, e.g. an image with capitals.
  if (status === 400) return fail('not-found', 'object-unknown', { kind, id }, extra);
  return thrown;
}

/** The id of an inspected object; a volume's is its name. */
export function objectId(kind: InspectableKind, raw: RawRecord): string {
  return kind === 'volume' ? text(raw.Name) : text(raw.Id) || text(raw.ID);
}

/** Every name an inspected object goes by, the one to show first. */
export function objectNames(kind: InspectableKind, raw: RawRecord): string[] {
  const spec = record(raw.Spec);
  switch (kind) {
    case 'container':
      return [text(raw.Name).replace(/^\//, '')];
    case 'image':
      return [raw.RepoTags, raw.RepoDigests].flatMap((list) =>
        Array.isArray(list) ? list.map(text).filter((tag) => tag !== '') : [],
      );
    case 'network':
    case 'volume':
    case 'plugin':
      return [text(raw.Name)];
    case 'service':
    case 'secret':
    case 'config':
      return [text(spec.Name)];
    case 'node':
      return [text(record(raw.Description).Hostname)];
    case 'task':
      return [text(raw.Name)].filter((name) => name !== '');
  }
}
