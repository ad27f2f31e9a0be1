import type { Container } from '../../../shared/contract/containers.ts';
import type { LastUse, PlanItem, PlanReason, PlanWarning } from '../../../shared/contract/plans.ts';
import { isTrashName, isTrashTag } from '../../../shared/model/trash-names.ts';
import { prunableCache } from '../../plans/removing/cache-rules.ts';
import { chooseImages } from './image-rules.ts';
import type { PruneFilter } from './rules.ts';
import type { Survey } from './survey.ts';

export type IsKept = (kind: 'container' | 'image' | 'volume' | 'network', id: string) => boolean;

export interface Choice {
  items: PlanItem[];
  warnings: PlanWarning[];
}

const idle: Readonly<Record<string, PlanReason>> = {
  exited: 'container-stopped',
  created: 'container-never-started',
  dead: 'container-dead',
};

const reasonTexts: Partial<Record<PlanReason, string>> = {
  'container-stopped': 'It does not run.',
  'container-never-started': 'It was never started.',
  'container-dead': 'It is dead.',
  'network-unused': 'No container uses it, running or stopped.',
  'volume-anonymous': 'It has no name, and no container uses it.',
  'volume-unused': 'No container uses it, running or stopped.',
  'image-dangling': 'It has no tag, and no container uses it.',
  'image-unused': 'No container uses it.',
  'used-by-listed': 'Only containers that are listed here use it.',
  'cache-unused': 'No build uses it now.',
  'cache-over': 'Used least of what is over the size to keep.',
  'cache-shared': 'No build uses it now; an image has the same layers.',
};

/**
 * Chooses what fits the rules, in the order it is removed: what only listed containers use is free after them.
 * `isProtected`, `isHeld` (a replacement needs it) and the trash are left out. Rules per kind: docs/prune.md.
 */
export function chooseItems(
  from: Survey,
  filter: PruneFilter,
  isProtected: IsKept,
  isHeld: (container: Container) => boolean = () => false,
): Choice {
  const items: PlanItem[] = [];
  const warnings: PlanWarning[] = [];
  const shielded: string[] = [];
  const replacing: string[] = [];
  const open = (kind: Parameters<IsKept>[0], id: string, name: string): boolean => {
    if (!isProtected(kind, id)) return true;
    shielded.push(name);
    return false;
  };
  const containers = filter.kinds.has('containers')
    ? from.containers.filter((row) => {
        if (!isIdle(row, filter)) return false;
        if (isHeld(row)) replacing.push(row.name);
        return !isHeld(row) && open('container', row.id, row.name);
      })
    : [];
  items.push(...containers.map(containerItem));
  const going = new Set(containers.map(({ id }) => id));
  const staying = from.containers.filter(({ id }) => !going.has(id));

  if (filter.kinds.has('networks')) {
    const { free, needed, swarm } = chooseNetworks(from, filter, staying);
    for (const one of free.filter(({ id, name }) => open('network', id, name))) {
      const users = containers.filter((row) => isAttached(row, one));
      const reasonKey = users.length > 0 ? 'used-by-listed' : 'network-unused';
      const lastUse = lastUser(users) ?? from.lastUses.network(one.id);
      items.push({
        ...item('network', one.id, one.name, reasonKey, 0),
        createdAt: one.createdAt,
        lastUse,
      });
    }
    if (needed.length > 0) warnings.push({ kind: 'networks-needed', names: needed });
    if (swarm.length > 0) warnings.push({ kind: 'swarm-networks', names: swarm });
  }

  if (filter.kinds.has('volumes') && filter.untilMs !== null)
    warnings.push({ kind: 'volumes-without-age', names: [] });
  else if (filter.kinds.has('volumes'))
    for (const one of chooseVolumes(from, filter, staying)) {
      if (!open('volume', one.name, one.name)) continue;
      const users = containers.filter((row) => mounts(row, one.name));
      const unused = one.anonymous ? 'volume-anonymous' : 'volume-unused';
      const bytes = from.volumeBytes.get(one.name) ?? null;
      items.push({
        ...item(
          'volume',
          one.name,
          one.anonymous ? one.name.slice(0, 12) : one.name,
          users.length > 0 ? 'used-by-listed' : unused,
          bytes,
        ),
        ...(one.createdAt === undefined ? {} : { createdAt: one.createdAt }),
        lastUse: lastUser(users) ?? from.lastUses.volume(one.name),
      });
    }

  if (filter.kinds.has('images')) {
    const kept = (id: string, name: string) => !open('image', id, name);
    for (const one of chooseImages(from.images, filter, staying, kept, isTrashed)) {
      const users = containers.filter((row) => row.imageId === one.id);
      const unused = one.tags.length === 0 ? 'image-dangling' : 'image-unused';
      const name = one.tags[0] ?? one.id.replace(/^sha256:/, '').slice(0, 12);
      items.push({
        ...item(
          'image',
          one.id,
          name,
          users.length > 0 ? 'used-by-listed' : unused,
          from.imageBytes.get(one.id) ?? null,
        ),
        ...(one.createdAt === '' ? {} : { createdAt: one.createdAt }),
        tags: one.tags,
        lastUse: lastUser(users) ?? from.lastUses.image(one.id, one.tags),
      });
    }
  }

  if (filter.kinds.has('build-cache')) {
    const { added, warning } = chooseCache(from, filter);
    items.push(...added);
    if (warning !== null) warnings.push(warning);
  }
  if (replacing.length > 0) warnings.unshift({ kind: 'replacing', names: replacing });
  if (shielded.length > 0) warnings.unshift({ kind: 'protected', names: shielded });
  if (from.sizesUnknown) warnings.push({ kind: 'sizes-unknown', names: [] });
  return { items, warnings };
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

/** Of a time without a value nothing is known: it counts as too new. */
function isOld(createdAt: string | undefined, { untilMs }: PruneFilter): boolean {
  return untilMs === null || (createdAt !== undefined && Date.parse(createdAt) <= untilMs);
}

function isIdle(row: Container, filter: PruneFilter): boolean {
  return (
    idle[row.state] !== undefined &&
    !isTrashName(row.name) &&
    isOld(row.createdAt, filter) &&
    filter.fits(row.labels)
  );
}

function containerItem(row: Container): PlanItem {
  return {
    ...item('container', row.id, row.name, idle[row.state] ?? 'container-stopped', row.sizeRwBytes ?? null),
    createdAt: row.createdAt,
    lastUse: row.finishedAt === undefined ? null : { by: '', at: row.finishedAt },
  };
}

/** Whoever of them ended last. */
function lastUser(users: readonly Container[]): LastUse | null {
  const last = [...users].sort((a, b) => ((a.finishedAt ?? '') < (b.finishedAt ?? '') ? -1 : 1)).at(-1);
  return last === undefined ? null : { by: last.name, at: last.finishedAt ?? null };
}

/** A container that does not run tells the name of its network, and its id only once it was started. */
function isAttached(row: Container, network: { id: string; name: string }): boolean {
  return row.networks.some(
    ({ name, networkId }) => networkId === network.id || name === network.name || name === network.id,
  );
}

function chooseNetworks(from: Survey, filter: PruneFilter, staying: readonly Container[]) {
  const eligible = from.networks.filter(
    (one) =>
      !one.predefined &&
      !one.configOnly &&
      !one.ingress &&
      one.endpoints === 0 &&
      isOld(one.createdAt, filter) &&
      filter.fits(one.labels),
  );
  const own = eligible.filter(({ scope }) => scope !== 'swarm');
  const needed = own.filter((one) => staying.some((row) => isAttached(row, one)));
  return {
    free: own.filter((one) => !needed.includes(one)),
    // Those of running containers are no news.
    needed: needed.map(({ name }) => name),
    swarm: eligible.filter(({ scope }) => scope === 'swarm').map(({ name }) => name),
  };
}

function mounts(row: Container, volume: string): boolean {
  return row.mounts.some(({ name }) => name === volume);
}

function chooseVolumes(from: Survey, filter: PruneFilter, staying: readonly Container[]): Survey['volumes'] {
  return from.volumes
    .map((one) => ({ ...one, anonymous: isAnonymous(one, from.labelsAnonymous) }))
    .filter(
      (one) =>
        one.driver === 'local' &&
        Object.keys(one.options).length === 0 &&
        (filter.volumes === 'all' || one.anonymous) &&
        filter.fits(one.labels) &&
        !staying.some((row) => mounts(row, one.name)),
    );
}

function isAnonymous({ name, labels }: Survey['volumes'][number], labelled: boolean): boolean {
  return labelled ? labels['com.docker.volume.anonymous'] !== undefined : /^[0-9a-f]{64}$/.test(name);
}

function isTrashed(tags: readonly string[]): boolean {
  return tags.some(isTrashTag);
}

function chooseCache(from: Survey, filter: PruneFilter): { added: PlanItem[]; warning: PlanWarning | null } {
  if (from.cache === null) return { added: [], warning: { kind: 'cache-unsupported', names: [] } };
  if (filter.wantsLabels) return { added: [], warning: { kind: 'cache-without-labels', names: [] } };
  const unused: PlanReason = (filter.keepBytes ?? 0) > 0 ? 'cache-over' : 'cache-unused';
  const added = prunableCache(from.cache, filter).map((one): PlanItem => {
    const name = one.description === '' ? one.id.slice(0, 12) : one.description;
    // The bytes of a shared record are those of an image, too: they are told there.
    const bytes = one.shared ? 0 : one.sizeBytes;
    return {
      ...item('build-cache', one.id, name, one.shared ? 'cache-shared' : unused, bytes),
      ...(one.createdAt === '' ? {} : { createdAt: one.createdAt }),
      lastUse: one.lastUsedAt === '' ? null : { by: '', at: one.lastUsedAt },
    };
  });
  return { added, warning: null };
}
