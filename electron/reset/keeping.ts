import type { ObjectKind } from '../../shared/contract/plans.ts';
import type { KeptObject, KeptWhy, ResetTick } from '../../shared/contract/reset.ts';
import { isDriverOf, type Plugin } from '../engine/api/plugins.ts';
import { namesImage } from './names.ts';
import type { Holdings } from './survey.ts';

/** An object as a node of what needs what. */
export interface Node {
  kind: ObjectKind;
  id: string;
  name: string;
  tick: ResetTick;
  /** Keys of what it cannot be without, and why that stays then. */
  needs: { key: string; why: KeptWhy }[];
}

/** `needed`: by the engine itself. */
export type Seed = 'protected' | 'asked' | 'replacing' | 'needed';

export const keyOf = (kind: ObjectKind, id: string): string => `${kind}:${id}`;
/** The membership is one. */
export const membershipId = 'membership';
/** The bridge that tasks reach the machine by. */
const gateway = 'docker_gwbridge';
export const serviceLabel = 'com.docker.swarm.service.id';

/** Whether the swarm ends when this engine leaves it: then all that it holds is this engine's to remove. */
export function ownsSwarm({ swarm }: Pick<Holdings, 'swarm'>): boolean {
  return swarm?.lastManager === true;
}

/**
 * Every object with what it needs. Build cache is not among them: nothing needs it.
 * `leans`: ids or names of containers that a container lives in; `logDrivers`: by the ids of containers.
 */
export function nodesOf(
  from: Holdings,
  leans: ReadonlyMap<string, readonly string[]>,
  logDrivers: ReadonlyMap<string, string> = new Map(),
): Node[] {
  const owned = ownsSwarm(from);
  const inSwarm = from.swarm !== null;
  const nodes: Node[] = [];
  const needed = (kind: ObjectKind, ids: Iterable<string>, why: KeptWhy = 'needed') =>
    [...new Set(ids)].map((id) => ({ key: keyOf(kind, id), why }));
  const networksNamed = (wanted: readonly string[]) =>
    from.networks.filter(({ id, name }) => wanted.includes(id) || wanted.includes(name)).map(({ id }) => id);
  const drivers = (driver: string) =>
    (from.plugins ?? []).filter((plugin) => isDriverOf(plugin, driver)).map(({ id }) => id);
  const tasks = from.containers.filter(({ isTask }) => isTask && inSwarm);

  for (const row of from.containers) {
    const isTask = tasks.includes(row);
    const service = from.services.find(({ id }) => id === row.labels[serviceLabel]);
    const owners = (leans.get(row.id) ?? []).flatMap((one) =>
      from.containers.filter(({ id, name }) => id === one || name === one).map(({ id }) => id),
    );
    nodes.push({
      ...{ kind: 'container', id: row.id, name: row.name, tick: isTask ? 'swarm' : 'containers' },
      needs: [
        ...needed('image', [row.imageId]),
        ...needed(
          'volume',
          row.mounts.flatMap(({ name }) => (name === undefined ? [] : [name])),
        ),
        ...needed('network', networksNamed(row.networks.flatMap(({ name, networkId }) => [name, networkId]))),
        ...needed('container', owners),
        ...needed('plugin', drivers(logDrivers.get(row.id) ?? '')),
        ...(isTask ? needed('swarm', [membershipId]) : []),
        ...(isTask && owned && service !== undefined ? needed('service', [service.id]) : []),
      ],
    });
  }
  for (const { id, tags, parentId } of from.images)
    nodes.push({
      ...{ kind: 'image', id, name: tags[0] ?? id.replace(/^sha256:/, '').slice(0, 12), tick: 'images' },
      needs: parentId === '' ? [] : needed('image', [parentId]),
    });
  for (const { name, driver } of from.volumes)
    nodes.push({
      ...{ kind: 'volume', id: name, name, tick: 'volumes' },
      needs: needed('plugin', drivers(driver)),
    });
  for (const { id, name, driver, scope, configFrom } of from.networks) {
    // Overlay networks are the swarm's; those of one that goes on are not this engine's to remove.
    if (scope === 'swarm' && !owned) continue;
    nodes.push({
      ...{ kind: 'network', id, name, tick: scope === 'swarm' ? 'swarm' : 'networks' },
      needs: [
        ...needed('plugin', drivers(driver)),
        ...needed('network', configFrom === undefined ? [] : networksNamed([configFrom])),
        ...(scope === 'swarm' ? needed('swarm', [membershipId]) : []),
      ],
    });
  }
  for (const { id, name } of from.plugins ?? [])
    nodes.push({ kind: 'plugin', id, name, tick: 'plugins', needs: [] });
  if (owned) {
    const inIt = (kind: 'secret' | 'config', rows: Holdings['secrets']) =>
      rows.map(
        ({ id, name }): Node => ({ kind, id, name, tick: 'swarm', needs: needed('swarm', [membershipId]) }),
      );
    nodes.push(...inIt('secret', from.secrets), ...inIt('config', from.configs));
    for (const service of from.services) {
      const own = tasks.filter(({ labels }) => labels[serviceLabel] === service.id).map(({ id }) => id);
      nodes.push({
        ...{ kind: 'service', id: service.id, name: service.name, tick: 'swarm' },
        needs: [
          ...needed('swarm', [membershipId]),
          ...needed('secret', service.secrets),
          ...needed('config', service.configs),
          ...needed('network', networksNamed(service.networks)),
          ...needed('volume', service.volumes),
          // One that runs no task now, or none of them here, starts none again without it.
          ...needed('image', imagesOf(from.images, service.image)),
          ...needed('plugin', drivers(service.logDriver)),
          ...needed('container', own, 'task'),
        ],
      });
    }
  }
  if (from.swarm !== null)
    nodes.push({
      ...{ kind: 'swarm', id: membershipId, name: from.swarm.role, tick: 'swarm' },
      needs: [
        ...needed('network', networksNamed([gateway])),
        // The services of a swarm that goes on cannot all be seen from here, and are where they are.
        ...(owned
          ? []
          : needed(
              'container',
              tasks.map(({ id }) => id),
              'task',
            )),
      ],
    });
  return nodes;
}

/** Ids of the images that a reference names, by its tag or by its digest. */
function imagesOf(images: Holdings['images'], reference: string): string[] {
  const [tag = '', digest] = reference.split('@');
  const named = images.filter(({ tags }) => namesImage(tags, tag));
  const same = images.filter(({ digests }) => digests.some((one) => one.split('@')[1] === digest));
  return [...named, ...(digest === undefined ? [] : same)].map(({ id }) => id);
}

/** Plugins that the engine itself is set up with: without one that is asked whether requests are allowed it answers none. */
export function enginePlugins({ plugins, engineDrivers }: Holdings): Plugin[] {
  return (plugins ?? []).filter((plugin) => engineDrivers.some((driver) => isDriverOf(plugin, driver)));
}

/**
 * What of the ticked kinds stays: what is kept for its own sake, and all that something that stays needs. What is not
 * ticked stays too, and needs what it needs.
 */
export function whatStays(
  nodes: readonly Node[],
  ticks: ReadonlySet<ResetTick>,
  seeds: ReadonlyMap<string, Seed>,
): Map<string, KeptObject> {
  const known = new Map(nodes.map((node) => [keyOf(node.kind, node.id), node]));
  const kept = new Map<string, KeptObject>();
  const queue: Node[] = [];
  for (const [key, node] of known) {
    const seed = seeds.get(key);
    if (!ticks.has(node.tick)) queue.push(node);
    else if (seed !== undefined) {
      kept.set(key, keptOf(node, seed));
      queue.push(node);
    }
  }
  for (const stays of queue)
    for (const { key, why } of stays.needs) {
      const node = known.get(key);
      if (node === undefined || !ticks.has(node.tick)) continue;
      const before = kept.get(key);
      if (before === undefined) {
        kept.set(key, { ...keptOf(node, why), for: [stays.name] });
        queue.push(node);
      } else if (before.why === 'needed' && !before.for.includes(stays.name)) before.for.push(stays.name);
    }
  // Tasks of what is not ticked are containers all the same: they are told where containers are.
  if (ticks.has('containers') && !ticks.has('swarm'))
    for (const node of nodes)
      if (node.kind === 'container' && node.tick === 'swarm')
        kept.set(keyOf(node.kind, node.id), keptOf(node, seeds.get(keyOf(node.kind, node.id)) ?? 'task'));
  return kept;
}

function keptOf({ kind, id, name }: Node, why: KeptWhy): KeptObject {
  return { kind, id, name, why, for: [] };
}
