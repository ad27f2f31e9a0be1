import { SlipwayError } from '../../../shared/contract/failure.ts';
import type { ExportInput, LeftOut } from '../../../shared/contract/reset-export.ts';
import { inspectContainer, listContainers } from '../../engine/api/containers.ts';
import { inspectObject } from '../../engine/api/objects.ts';
import { listImages } from '../../engine/api/resources.ts';
import type { EngineClient } from '../../engine/client.ts';
import { byText, list, type RawRecord, record, text } from '../../engine/raw/fields.ts';
import { networkRow } from '../../engine/raw/resources.ts';
import { importLabel } from '../import/filling.ts';
import type { ExportedObject } from '../manifest.ts';
import { isHelper } from '../volumes/helper.ts';

export interface Definition {
  kind: ExportedObject['kind'];
  name: string;
  value: RawRecord;
}

/** Reads what the engine says of each object that is to be exported. */
export async function readDefinitions(
  client: EngineClient,
  { kinds, except }: Pick<ExportInput, 'kinds' | 'except'>,
  signal: AbortSignal,
): Promise<{ definitions: Definition[]; images: RawRecord[]; leftOut: LeftOut[] }> {
  const leftOut: LeftOut[] = [];
  const definitions: Definition[] = [];
  const add = (kind: 'volume' | 'network' | 'container', name: string, value: RawRecord) => {
    if (except.includes(name)) leftOut.push({ kind, name, why: 'asked', detail: '' });
    else definitions.push({ kind, name, value });
  };
  if (kinds.includes('volumes'))
    for (const raw of list(record((await client.json('/volumes', { signal })).body).Volumes).map(record))
      add('volume', text(raw.Name), withoutMark(raw));
  if (kinds.includes('networks'))
    for (const raw of list((await client.json('/networks', { signal })).body).map(record)) {
      const row = networkRow(raw);
      // They come with the engine, or with its swarm.
      if (row === null || row.predefined || row.ingress || row.name === 'docker_gwbridge') continue;
      add('network', row.name, await inspectObject(client, 'network', row.id, signal));
    }
  if (kinds.includes('containers'))
    for (const { name, value, isTask } of await readContainers(client, signal))
      if (isTask) leftOut.push({ kind: 'container', name, why: 'task', detail: '' });
      else add('container', name, value);
  if (kinds.includes('swarm')) {
    const ofSwarm = await readSwarm(client, signal);
    definitions.push(...ofSwarm);
    for (const { kind, name } of ofSwarm)
      if (kind === 'secret') leftOut.push({ kind, name, why: 'secret-data', detail: '' });
  }
  const images = await listImages(client, { signal });
  if (kinds.includes('containers'))
    for (const { tags, id } of images)
      leftOut.push({
        kind: 'image',
        name: tags[0] ?? id.replace('sha256:', '').slice(0, 12),
        why: 'image',
        detail: id,
      });
  return {
    definitions: definitions.sort((a, b) => byText(`${a.kind} ${a.name}`, `${b.kind} ${b.name}`)),
    images: images.map(({ id, tags, digests, sizeBytes }) => ({ id, tags, digests, sizeBytes })),
    leftOut,
  };
}

/** As it was before the import that made it. */
function withoutMark(volume: RawRecord): RawRecord {
  const { [importLabel]: mark, ...Labels } = record(volume.Labels);
  return mark === undefined ? volume : { ...volume, Labels };
}

/** Each with its image, without which its own settings cannot be told from that. */
async function readContainers(
  client: EngineClient,
  signal: AbortSignal,
): Promise<{ name: string; value: RawRecord; isTask: boolean }[]> {
  const rows = (await listContainers(client, { all: true, signal })).filter(
    ({ labels }) => !isHelper(labels),
  );
  const names = new Map(rows.map(({ id, name }) => [id, name]));
  const images = new Map<string, RawRecord>();
  const found: { name: string; value: RawRecord; isTask: boolean }[] = [];
  for (const row of rows) {
    const container = await inspectContainer(client, row.id, signal).catch(whereGone);
    if (container === null) continue;
    const imageId = text(container.Image);
    const image = images.get(imageId) ?? (await imageOf(client, imageId, signal));
    images.set(imageId, image);
    found.push({ name: row.name, value: { container: byName(container, names), image }, isTask: row.isTask });
  }
  return found;
}

/** Names instead of the ids of other containers, which will have others. */
function byName(container: RawRecord, names: ReadonlyMap<string, string>): RawRecord {
  const host = record(container.HostConfig);
  const named = (value: unknown): unknown => {
    const [, id = ''] = /^container:(.+)$/.exec(text(value)) ?? [];
    return names.has(id) ? `container:${names.get(id) ?? id}` : value;
  };
  const modes = ['NetworkMode', 'IpcMode', 'PidMode'].filter((key) => host[key] !== undefined);
  return {
    ...container,
    HostConfig: { ...host, ...Object.fromEntries(modes.map((key) => [key, named(host[key])])) },
  };
}

async function imageOf(client: EngineClient, id: string, signal: AbortSignal): Promise<RawRecord> {
  if (id === '') return {};
  return (await inspectObject(client, 'image', id, signal).catch(whereGone)) ?? {};
}

function whereGone(thrown: unknown): null {
  if (thrown instanceof SlipwayError && thrown.error.code === 'not-found') return null;
  throw thrown;
}

/** Services, secrets and configs of a manager; of any other engine there are none to be had. */
async function readSwarm(client: EngineClient, signal: AbortSignal): Promise<Definition[]> {
  const found: Definition[] = [];
  for (const [kind, path] of [
    ['service', '/services'],
    ['secret', '/secrets'],
    ['config', '/configs'],
  ] as const) {
    let body: unknown;
    try {
      body = (await client.json(path, { signal })).body;
    } catch (thrown) {
      const { status = 0 } = thrown instanceof SlipwayError ? thrown.error : {};
      // 503 and 406 outside of a swarm or of a worker, 404 of Podman.
      if (status === 503 || status === 406 || status === 404) return [];
      throw thrown;
    }
    // Podman knows secrets without a swarm, which no service of a swarm could use.
    for (const value of list(body).map(record))
      if (text(record(value.Spec).Name) !== '')
        found.push({ kind, name: text(record(value.Spec).Name), value });
  }
  return found;
}
