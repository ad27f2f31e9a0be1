import type { Container } from '../../shared/contract/containers.ts';
import type { PlanItem, PlanReason } from '../../shared/contract/plans.ts';
import type { KeptObject, ResetTick } from '../../shared/contract/reset.ts';
import { isTrashName, isTrashTag } from '../../shared/model/trash-names.ts';
import type { ImageNode } from '../engine/api/prune.ts';
import { prunableCache } from '../plans/removing/cache-rules.ts';
import { keyOf, membershipId, ownsSwarm } from './keeping.ts';
import type { Survey } from './survey.ts';

const reasonTexts: Partial<Record<PlanReason, string>> = {
  reset: 'All of its kind goes.',
  'reset-running': 'All of its kind goes; it is running and will be killed.',
  'reset-task': 'A task of a service that goes.',
  'reset-network-of-swarm': 'It belongs to the swarm, which ends.',
  'reset-leave-last': 'No other manager is left: the swarm ends with it.',
  'reset-leave-manager': 'It is demoted first, then leaves; the swarm goes on without it.',
  'reset-leave-worker': 'The swarm goes on without it.',
  'reset-leave-unreadable': 'It leaves by force: the swarm cannot be read, and may end with it.',
  'in-trash': 'It is in the trash.',
  'cache-unused': 'No build uses it now.',
  'cache-shared': 'No build uses it now; an image has the same layers.',
};

const busy: ReadonlySet<string> = new Set(['running', 'paused', 'restarting']);

/** Whether the engine would have to kill it. */
export const isBusy = ({ state }: Container): boolean => busy.has(state);

/**
 * What goes, in an order that cannot block itself: services and their tasks, what else is attached to overlay networks,
 * secrets, configs and overlay networks, the membership; then containers, images with children first, volumes, networks,
 * build cache, and plugins once nothing is left that they drive.
 */
export function resetItems(
  from: Survey,
  ticks: ReadonlySet<ResetTick>,
  kept: ReadonlyMap<string, KeptObject>,
  leans: ReadonlyMap<string, readonly string[]>,
): PlanItem[] {
  const goes = (tick: ResetTick, kind: PlanItem['kind'], id: string) =>
    ticks.has(tick) && !kept.has(keyOf(kind, id));
  const owned = ownsSwarm(from);
  const inSwarm = from.swarm !== null;
  const leaves = inSwarm && goes('swarm', 'swarm', membershipId);
  const isTask = (row: Container) => row.isTask && inSwarm;
  const going = from.containers.filter((row) =>
    goes(isTask(row) ? 'swarm' : 'containers', 'container', row.id),
  );
  const tasks = going.filter(isTask).map((row) => containerItem(row, 'reset-task'));
  const others = inOrder(
    going.filter((row) => !isTask(row)),
    leans,
  );
  const overlays = from.networks.filter(
    ({ id, scope }) => scope === 'swarm' && owned && goes('swarm', 'network', id),
  );
  const onOverlay = others.filter((row) =>
    row.networks.some((one) =>
      overlays.some(({ id, name }) => id === one.networkId || name === one.name || id === one.name),
    ),
  );
  const items: PlanItem[] = [];
  if (owned) {
    for (const { id, name } of from.services)
      if (goes('swarm', 'service', id)) items.push(item('service', id, name, 'reset', null));
    items.push(...tasks, ...onOverlay.map((row) => containerItem(row)));
    for (const kind of ['secret', 'config'] as const)
      for (const { id, name } of kind === 'secret' ? from.secrets : from.configs)
        if (goes('swarm', kind, id)) items.push(item(kind, id, name, 'reset', null));
    for (const { id, name } of overlays) items.push(item('network', id, name, 'reset-network-of-swarm', 0));
  }
  if (leaves && from.swarm !== null) {
    const { nodeId, role, lastManager, clusterId, state } = from.swarm;
    const reason: PlanReason =
      state !== 'active'
        ? 'reset-leave-unreadable'
        : lastManager
          ? 'reset-leave-last'
          : role === 'manager'
            ? 'reset-leave-manager'
            : 'reset-leave-worker';
    const id = nodeId || clusterId || membershipId;
    items.push({ ...item('swarm', id, role, reason, null), action: 'leave' });
  }
  if (!owned) items.push(...tasks);
  const early = new Set(owned ? onOverlay : []);
  items.push(...others.filter((row) => !early.has(row)).map((row) => containerItem(row)));
  items.push(...imageItems(from, childrenFirst(from.images.filter(({ id }) => goes('images', 'image', id)))));
  for (const { name, anonymous, createdAt } of from.volumes)
    if (goes('volumes', 'volume', name))
      items.push({
        ...item(
          'volume',
          name,
          anonymous ? name.slice(0, 12) : name,
          'reset',
          from.volumeBytes.get(name) ?? null,
        ),
        ...(createdAt === undefined ? {} : { createdAt }),
      });
  const local = from.networks.filter(({ id, scope }) => scope !== 'swarm' && goes('networks', 'network', id));
  // One that others are made after goes after them.
  for (const one of [...local.filter((n) => !n.configOnly), ...local.filter((n) => n.configOnly)])
    items.push({ ...item('network', one.id, one.name, 'reset', 0), createdAt: one.createdAt });
  if (ticks.has('build-cache') && from.cache !== null)
    for (const one of prunableCache(from.cache, { buildCache: 'all', untilMs: null, keepBytes: null })) {
      const name = one.description === '' ? one.id.slice(0, 12) : one.description;
      const reason = one.shared ? 'cache-shared' : 'cache-unused';
      // Layers that an image has as well are told there.
      items.push(item('build-cache', one.id, name, reason, one.shared ? 0 : one.sizeBytes));
    }
  for (const { id, name } of from.plugins ?? [])
    if (goes('plugins', 'plugin', id)) items.push(item('plugin', id, name, 'reset', null));
  return items;
}

function item(
  kind: PlanItem['kind'],
  id: string,
  name: string,
  reasonKey: PlanReason,
  bytes: number | null,
): PlanItem {
  return { kind, id, name, reason: reasonTexts[reasonKey] ?? '', reasonKey, bytes, action: 'remove' };
}

function containerItem(row: Container, as?: 'reset-task'): PlanItem {
  const running = isBusy(row);
  const own = isTrashName(row.name) ? 'in-trash' : running ? 'reset-running' : 'reset';
  return {
    ...item('container', row.id, row.name, as ?? own, row.sizeRwBytes ?? null),
    action: running ? 'stop-and-remove' : 'remove',
    createdAt: row.createdAt,
  };
}

/** Where all images go, the last of them frees what they shared. */
function imageItems(from: Survey, images: readonly ImageNode[]): PlanItem[] {
  const items = images.map((one) => imageItem(one, from.imageBytes.get(one.id) ?? null));
  const last = items.at(-1);
  if (last === undefined || from.layersBytes === null || images.length < from.images.length) return items;
  const own = items.map(({ bytes }) => bytes);
  const sum = own.reduce<number>((all, bytes) => all + (bytes ?? 0), 0);
  if (own.every((bytes) => bytes !== null) && from.layersBytes > sum)
    last.bytes = (last.bytes ?? 0) + from.layersBytes - sum;
  return items;
}

function imageItem({ id, tags, createdAt }: ImageNode, bytes: number | null): PlanItem {
  const name = tags[0] ?? id.replace(/^sha256:/, '').slice(0, 12);
  const reason = tags.some(isTrashTag) ? 'in-trash' : 'reset';
  return {
    ...item('image', id, name, reason, bytes),
    ...(createdAt === '' ? {} : { createdAt }),
    tags,
  };
}

/** Those that live in another go before it. */
function inOrder(rows: readonly Container[], leans: ReadonlyMap<string, readonly string[]>): Container[] {
  const owners = (row: Container) =>
    rows.filter(({ id, name }) => (leans.get(row.id) ?? []).some((one) => one === id || one === name));
  return afterThoseThatNeed(rows, owners);
}

/** The engine refuses an image that another is made from. */
function childrenFirst(images: readonly ImageNode[]): ImageNode[] {
  const byId = new Map(images.map((one) => [one.id, one]));
  return afterThoseThatNeed(images, ({ parentId }) => {
    const parent = byId.get(parentId);
    return parent === undefined ? [] : [parent];
  });
}

/** Each comes before what it needs; a circle, which no engine tells of, is broken anywhere. */
function afterThoseThatNeed<T>(all: readonly T[], needs: (one: T) => readonly T[]): T[] {
  const done = new Set<T>();
  const reversed: T[] = [];
  const visit = (one: T): void => {
    if (done.has(one)) return;
    done.add(one);
    for (const needed of needs(one)) visit(needed);
    reversed.push(one);
  };
  // From the last one, so that what is independent stays in its order.
  for (const one of [...all].reverse()) visit(one);
  return reversed.reverse();
}
