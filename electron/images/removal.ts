import type { Container } from '../../shared/contract/containers.ts';
import type { EngineKind } from '../../shared/contract/engine.ts';
import { fail, SlipwayError } from '../../shared/contract/failure.ts';
import type { Plan, PlanItem, PlanWarning } from '../../shared/contract/plans.ts';
import { nameAmong } from '../../shared/model/image-reference.ts';
import { groupUsers, usersOf } from '../../shared/model/image-users.ts';
import { shortId } from '../../shared/model/names.ts';
import { isTrashTag } from '../../shared/model/trash-names.ts';
import { listContainers } from '../engine/api/containers.ts';
import { findImage, type TaggedImage } from '../engine/api/image-tags.ts';
import { type ImageNode, listImageNodes, readSizes } from '../engine/api/prune.ts';
import type { EngineClient } from '../engine/client.ts';
import type { Engine } from '../engine/engine.ts';
import type { Plans } from '../plans/plans.ts';
import type { Protection } from '../plans/protection.ts';

/** An image that is to go, or only some of its names. */
interface Wanted {
  image: TaggedImage;
  /** null: the whole of it. */
  names: string[] | null;
}

const sizeDeadlineMs = 10_000;

/**
 * Lists what removing these images and names touches: by its id an image goes with all its names, by a name only that
 * one goes, and the image with its last. What containers use, what is protected and what others were built on stays.
 */
export async function planImageRemoval(
  engine: Engine,
  plans: Plans,
  protection: Protection,
  references: readonly string[],
  signal: AbortSignal,
): Promise<Plan> {
  const engineId = await engine.engineId(signal);
  const { kind } = await engine.connection.identity(signal);
  const client = await engine.clientOf(engineId, signal);
  await protection.load();
  const { wanted, gone } = await findAll(client, kind, references, signal);
  const [nodes, containers] = await Promise.all([
    listImageNodes(client, signal),
    listContainers(client, { all: true, signal }),
  ]);
  const guarded = wanted.filter(({ image }) => protection.has(engineId, 'image', image.id));
  const free = wanted.filter((one) => !guarded.includes(one));
  const users = groupUsers(containers);
  const inUse = free.filter(({ image, names }) => names === null && usersOf(users, image.id).length > 0);
  const whole = free.filter((one) => one.names === null && !inUse.includes(one));
  const goes = leavesFirst(nodes, new Set(whole.map(({ image }) => image.id)));
  const builtOn = whole.filter(({ image }) => !goes.includes(image.id));
  const untagged = free.filter(({ names }) => names !== null);
  if (goes.length + untagged.length === 0) throw nothingToDo({ guarded, inUse, builtOn, containers });
  const sizes = await uniqueSizes(client, signal);
  const items: PlanItem[] = untagged.flatMap(({ image, names }) =>
    (names ?? []).map((name) => ({
      ...itemOf(image, name),
      bytes: 0,
      action: 'untag' as const,
      tags: [name],
    })),
  );
  const byId = new Map(whole.map(({ image }) => [image.id, image]));
  for (const id of goes) {
    const image = byId.get(id);
    if (image === undefined) continue;
    items.push({ ...itemOf(image, nameOf(image)), bytes: sizes?.get(id) ?? null, tags: image.tags });
  }
  const warnings: PlanWarning[] = [];
  const warn = (kind: 'in-use' | 'protected' | 'built-on' | 'gone', names: string[]) => {
    if (names.length > 0) warnings.push({ kind, names });
  };
  warn('in-use', withUsers(inUse, containers));
  warn(
    'protected',
    guarded.map(({ image }) => nameOf(image)),
  );
  warn(
    'built-on',
    builtOn.map(({ image }) => nameOf(image)),
  );
  warn('gone', gone);
  if (sizes === null) warnings.push({ kind: 'sizes-unknown', names: [] });
  return plans.make({ kind: 'images.remove', engineId, items, warnings, params: {} });
}

async function findAll(
  client: EngineClient,
  kind: EngineKind,
  references: readonly string[],
  signal: AbortSignal,
): Promise<{ wanted: Wanted[]; gone: string[] }> {
  const found = new Map<string, Wanted>();
  const gone: string[] = [];
  for (const reference of new Set(references)) {
    try {
      const image = await findImage(client, reference, signal);
      // What is in the trash is emptied there.
      if (image.tags.some(isTrashTag)) {
        gone.push(reference);
        continue;
      }
      const name = nameAmong(image.tags, reference, kind);
      const before = found.get(image.id);
      if (name === undefined || before?.names === null) found.set(image.id, { image, names: null });
      else found.set(image.id, { image, names: [...new Set([...(before?.names ?? []), name])] });
    } catch (thrown) {
      const unknown = thrown instanceof SlipwayError && thrown.error.code === 'not-found';
      if (!unknown || references.length === 1) throw thrown;
      gone.push(reference);
    }
  }
  // With its last name the image goes.
  const wanted = [...found.values()].map((one) =>
    one.names !== null && one.names.length === one.image.tags.length ? { ...one, names: null } : one,
  );
  return { wanted, gone };
}

/**
 * The ids that can go, each after those built on it. One that something which stays was built on cannot; steps without a
 * name on the way go with the last of what was built on them.
 */
export function leavesFirst(
  nodes: readonly Pick<ImageNode, 'id' | 'parentId' | 'tags'>[],
  wanted: ReadonlySet<string>,
): string[] {
  const children = new Map<string, Pick<ImageNode, 'id' | 'tags'>[]>();
  for (const node of nodes)
    if (node.parentId !== '') children.set(node.parentId, [...(children.get(node.parentId) ?? []), node]);
  const decided = new Map<string, boolean>();
  const order: string[] = [];
  const decide = (id: string, isStep: boolean): boolean => {
    const known = decided.get(id);
    if (known !== undefined) return known;
    // An image that is its own ancestor would be a fault of the engine; it stays.
    decided.set(id, false);
    const below = children.get(id) ?? [];
    const allGo = below.map((one) => decide(one.id, one.tags.length === 0)).every((gone) => gone);
    const gone = allGo && (wanted.has(id) || (isStep && below.length > 0));
    decided.set(id, gone);
    if (gone && wanted.has(id)) order.push(id);
    return gone;
  };
  for (const id of wanted) decide(id, false);
  return order;
}

function itemOf(image: TaggedImage, name: string): PlanItem {
  return {
    kind: 'image',
    id: image.id,
    name,
    reason: 'Asked for.',
    reasonKey: 'asked-for',
    bytes: null,
    action: 'remove',
  };
}

const nameOf = ({ id, tags }: TaggedImage): string => tags[0] ?? shortId(id);

/** `shop:1 (web, worker)`. */
function withUsers(images: readonly Wanted[], containers: readonly Container[]): string[] {
  const users = groupUsers(containers);
  return images.map(
    ({ image }) =>
      `${nameOf(image)} (${usersOf(users, image.id)
        .map(({ name }) => name)
        .join(', ')})`,
  );
}

function nothingToDo(left: {
  guarded: readonly Wanted[];
  inUse: readonly Wanted[];
  builtOn: readonly Wanted[];
  containers: readonly Container[];
}): SlipwayError {
  if (left.inUse.length > 0)
    return fail('in-use', 'images-in-use', { names: withUsers(left.inUse, left.containers).join(', ') });
  const [guarded] = left.guarded;
  if (guarded !== undefined) return fail('protected', 'object-protected', { name: nameOf(guarded.image) });
  if (left.builtOn.length > 0)
    return fail('in-use', 'images-built-on', {
      names: left.builtOn.map(({ image }) => nameOf(image)).join(', '),
    });
  return fail('not-found', 'images-gone');
}

/** What each image has alone; null where the engine does not tell in time. */
async function uniqueSizes(
  client: EngineClient,
  signal: AbortSignal,
): Promise<Map<string, number | null> | null> {
  try {
    const { images } = await readSizes(client, ['image'], sizeDeadlineMs, signal);
    return new Map(images.map(({ id, uniqueBytes }) => [id, uniqueBytes]));
  } catch (thrown) {
    if (thrown instanceof SlipwayError && thrown.error.code !== 'cancelled') return null;
    throw thrown;
  }
}
