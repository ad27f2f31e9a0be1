import type {
  NotOffered,
  ResetCount,
  ResetInventory,
  ResetObject,
  ResetTick,
} from '../../shared/contract/reset.ts';
import { isTrashName, isTrashTag } from '../../shared/model/trash-names.ts';
import { isBusy } from './items.ts';
import { findPlaces } from './settings-places.ts';
import { readSurvey, type Survey } from './survey.ts';
import type { ResetTools } from './tools.ts';

/** Counts what there is, exactly, and measures it as far as the engine tells in time. Nothing is touched. */
export async function takeInventory(tools: ResetTools, signal: AbortSignal): Promise<ResetInventory> {
  const { engine, protection, managed } = tools;
  const client = await engine.clientOf(await engine.engineId(signal), signal);
  const identity = await engine.connection.identity(signal);
  await protection.refresh();
  const [from, frozen, places, owned] = await Promise.all([
    readSurvey(client, identity.kind, signal),
    tools.frozen(signal),
    findPlaces(tools, client, identity.kind),
    managed?.describe(identity.id) ?? null,
  ]);
  const objects = objectsOf(from, (kind, id) => protection.has(identity.id, kind, id));
  return {
    engineId: identity.id,
    engineName: identity.name,
    engineKind: identity.kind,
    engineVersion: identity.version,
    at: new Date().toISOString(),
    counts: countsOf(from, identity.kind),
    swarm: from.swarm,
    running: from.containers.filter(isBusy).length,
    trashed: objects.filter(({ trashed }) => trashed).length,
    checkpoints: frozen?.length ?? null,
    objects,
    stays: places,
    managed: owned,
  };
}

function countsOf(from: Survey, kind: 'docker' | 'podman'): ResetCount[] {
  const none: NotOffered | null = kind === 'podman' ? 'podman-has-none' : null;
  const count = (
    tick: ResetTick,
    total: number,
    bytes: number | null,
    notOffered: NotOffered | null = null,
  ): ResetCount => ({ tick, total, bytes: notOffered === null ? bytes : null, notOffered });
  const sum = (all: readonly (number | null | undefined)[]): number | null => {
    let bytes = 0;
    for (const one of all) {
      if (one === null || one === undefined) return null;
      bytes += one;
    }
    return bytes;
  };
  const local = from.networks.filter(({ scope }) => scope !== 'swarm');
  const { swarm } = from;
  const inSwarm =
    swarm === null
      ? 0
      : 1 +
        (swarm.lastManager
          ? (swarm.services ?? 0) + (swarm.secrets ?? 0) + (swarm.configs ?? 0) + (swarm.networks ?? 0)
          : 0);
  return [
    count('swarm', inSwarm, null, swarm === null ? (none ?? 'not-in-swarm') : null),
    count('containers', from.containers.length, sum(from.containers.map((row) => row.sizeRwBytes))),
    count('images', from.images.length, from.images.length === 0 ? 0 : from.layersBytes),
    count('volumes', from.volumes.length, sum(from.volumes.map(({ name }) => from.volumeBytes.get(name)))),
    count('networks', local.length, 0),
    count(
      'build-cache',
      from.cache?.length ?? 0,
      sum((from.cache ?? []).map((one) => (one.shared ? 0 : one.sizeBytes))),
      from.cache === null ? (none ?? 'cache-not-listed') : null,
    ),
    count(
      'plugins',
      from.plugins?.length ?? 0,
      null,
      from.plugins === null ? (none ?? 'plugins-not-served') : null,
    ),
  ];
}

/** What can be kept, each with the tick it goes with. */
export function objectsOf(
  from: Survey,
  isProtected: (kind: 'container' | 'image' | 'volume' | 'network', id: string) => boolean,
): ResetObject[] {
  const plain = { bytes: null, protected: false, running: false, trashed: false };
  return [
    ...from.containers.map(
      (row): ResetObject => ({
        ...{
          tick: row.isTask && from.swarm !== null ? 'swarm' : 'containers',
          kind: 'container',
          id: row.id,
          name: row.name,
          bytes: row.sizeRwBytes ?? null,
        },
        ...{
          protected: isProtected('container', row.id),
          running: isBusy(row),
          trashed: isTrashName(row.name),
        },
      }),
    ),
    // Steps on the way to an image stay with it: nobody picks one of them.
    ...from.images
      .filter(({ id, tags }) => tags.length > 0 || !from.images.some(({ parentId }) => parentId === id))
      .map(
        ({ id, tags }): ResetObject => ({
          ...{ kind: 'image', tick: 'images', id, name: tags[0] ?? id.replace(/^sha256:/, '').slice(0, 12) },
          ...{ bytes: from.imageBytes.get(id) ?? null, protected: isProtected('image', id), running: false },
          trashed: tags.some(isTrashTag),
        }),
      ),
    ...from.volumes.map(
      ({ name }): ResetObject => ({
        ...{
          ...plain,
          kind: 'volume',
          tick: 'volumes',
          id: name,
          name,
          bytes: from.volumeBytes.get(name) ?? null,
        },
        protected: isProtected('volume', name),
      }),
    ),
    ...from.networks.map(
      ({ id, name, scope }): ResetObject => ({
        ...{ ...plain, kind: 'network', tick: scope === 'swarm' ? 'swarm' : 'networks', id, name, bytes: 0 },
        protected: isProtected('network', id),
      }),
    ),
    ...(from.plugins ?? []).map(
      ({ id, name }): ResetObject => ({ ...plain, kind: 'plugin', tick: 'plugins', id, name }),
    ),
    ...from.services.map(
      ({ id, name }): ResetObject => ({ ...plain, kind: 'service', tick: 'swarm', id, name }),
    ),
    ...from.secrets.map(
      ({ id, name }): ResetObject => ({ ...plain, kind: 'secret', tick: 'swarm', id, name }),
    ),
    ...from.configs.map(
      ({ id, name }): ResetObject => ({ ...plain, kind: 'config', tick: 'swarm', id, name }),
    ),
  ];
}
