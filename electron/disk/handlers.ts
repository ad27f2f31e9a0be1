import type { ProtectedMark } from '../../shared/contract/disk.ts';
import type { DiskDetails } from '../../shared/contract/disk-usage.ts';
import { fail } from '../../shared/contract/failure.ts';
import { listContainers } from '../engine/api/containers.ts';
import { listImages, listNetworks, listVolumes } from '../engine/api/resources.ts';
import type { EngineClient } from '../engine/client.ts';
import type { Engine } from '../engine/engine.ts';
import type { Protection } from '../plans/protection.ts';
import type { DomainHandlers } from '../rpc/handlers.ts';
import type { DiskMeter } from './meter.ts';

type Markable = Pick<ProtectedMark, 'kind' | 'id'>;

/** Serves what is measured and marked of `disk.*`. */
export function diskHandlers(
  engine: Engine,
  protection: Protection,
  meter: DiskMeter,
): Pick<DomainHandlers<'disk'>, 'usage' | 'details' | 'watch' | 'protect' | 'unprotect' | 'protected'> {
  const marked = (details: DiskDetails): DiskDetails => withMarks(details, protection);
  return {
    usage: async ({ maxAgeSeconds }, { signal }) => (await meter.measured(maxAgeSeconds, signal)).usage,
    details: async ({ maxAgeSeconds }, { signal }) => {
      const details = await meter.measured(maxAgeSeconds, signal);
      await protection.refresh();
      return marked(details);
    },
    watch: async function* (_input, { signal }) {
      for await (const state of meter.watch(signal)) {
        await protection.refresh();
        yield state.details === null ? state : { ...state, details: marked(state.details) };
      }
    },
    protect: async (input, { signal }) => {
      const [engineId, object] = await identify(engine, input, signal);
      const mark: ProtectedMark = { engineId, kind: input.kind, ...object, since: new Date().toISOString() };
      await protection.add(mark);
      engine.mirror.remark(input.kind, [object.id]);
      return mark;
    },
    unprotect: async (input, { signal }) => {
      const engineId = await engine.engineId(signal);
      await protection.load();
      // A mark outlives its object and can still be taken off, by the name it had.
      const mark = protection
        .list(engineId)
        .find(({ kind, id, name }) => kind === input.kind && (id === input.id || name === input.id));
      const { id } = mark ?? (await identify(engine, input, signal))[1];
      const removed = await protection.remove(engineId, input.kind, id);
      engine.mirror.remark(input.kind, [id]);
      return { removed };
    },
    protected: async (_input, { signal }) => {
      await protection.load();
      return protection.list(await engine.engineId(signal));
    },
  };
}

/** Marks change without a measurement. */
function withMarks(details: DiskDetails, protection: Protection): DiskDetails {
  const { engineId } = details.usage;
  const has = (kind: ProtectedMark['kind'], id: string) => protection.has(engineId, kind, id);
  return {
    ...details,
    images: details.images.map((one) => ({ ...one, protected: has('image', one.id) })),
    containers: details.containers.map((one) => ({ ...one, protected: has('container', one.id) })),
    volumes: details.volumes.map((one) => ({ ...one, protected: has('volume', one.name) })),
  };
}

async function identify(
  engine: Engine,
  wanted: Markable,
  signal: AbortSignal,
): Promise<[engineId: string, object: { id: string; name: string }]> {
  const client = await engine.client(signal);
  const all = await objectsOf(client, wanted.kind, signal);
  const exact = all.find(({ id, names }) => id === wanted.id || names.includes(wanted.id));
  const byPrefix = all.filter(
    ({ id }) => wanted.id.length >= 4 && id.replace(/^sha256:/, '').startsWith(wanted.id),
  );
  const found = exact ?? (byPrefix.length === 1 ? byPrefix[0] : undefined);
  if (found === undefined) {
    const reason = byPrefix.length > 1 ? 'id-ambiguous' : 'object-unknown';
    throw fail(byPrefix.length > 1 ? 'invalid-input' : 'not-found', reason, {
      kind: wanted.kind,
      id: wanted.id,
    });
  }
  return [await engine.engineId(signal), { id: found.id, name: found.names[0] ?? found.id.slice(0, 19) }];
}

async function objectsOf(
  client: EngineClient,
  kind: Markable['kind'],
  signal: AbortSignal,
): Promise<{ id: string; names: string[] }[]> {
  switch (kind) {
    case 'container':
      return (await listContainers(client, { all: true, signal })).map(({ id, name }) => ({
        id,
        names: [name],
      }));
    case 'image':
      return (await listImages(client, { signal })).map(({ id, tags }) => ({ id, names: tags }));
    case 'volume':
      return (await listVolumes(client, { signal })).map(({ name }) => ({ id: name, names: [name] }));
    case 'network':
      return (await listNetworks(client, { signal })).map(({ id, name }) => ({ id, names: [name] }));
  }
}
