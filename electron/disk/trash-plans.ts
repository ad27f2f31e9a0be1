import { fail, SlipwayError } from '../../shared/contract/failure.ts';
import type { Plan, PlanItem, PlanReport, PlanWarning } from '../../shared/contract/plans.ts';
import type { TrashEntry } from '../../shared/contract/trash.ts';
import { isTrashName, isTrashTag } from '../../shared/model/trash-names.ts';
import { listContainers } from '../engine/api/containers.ts';
import { findImage, type TaggedImage } from '../engine/api/image-tags.ts';
import { listImages } from '../engine/api/resources.ts';
import type { Engine } from '../engine/engine.ts';
import type { PlanExecutor, Plans } from '../plans/plans.ts';
import type { Protection } from '../plans/protection.ts';
import type { Trash } from '../plans/trash/trash.ts';

const bare = (id: string): string => id.replace(/^sha256:/, '');

/** Lists what putting these images into the trash touches. Those that containers use stay. */
export async function planToKeepImages(
  engine: Engine,
  plans: Plans,
  protection: Protection,
  input: { ids: readonly string[]; days: number },
  signal: AbortSignal,
): Promise<Plan> {
  const engineId = await engine.engineId(signal);
  const client = await engine.clientOf(engineId, signal);
  await protection.load();
  const found = new Map<string, TaggedImage>();
  const gone: string[] = [];
  for (const id of new Set(input.ids)) {
    try {
      const image = await findImage(client, id, signal);
      // One that is in the trash is not put there again.
      if (image.tags.some(isTrashTag)) gone.push(id);
      else found.set(image.id, image);
    } catch (thrown) {
      const unknown = thrown instanceof SlipwayError && thrown.error.code === 'not-found';
      if (!unknown || input.ids.length === 1) throw thrown;
      gone.push(id);
    }
  }
  const used = new Set((await listContainers(client, { all: true, signal })).map((one) => bare(one.imageId)));
  const all = [...found.values()];
  const guarded = all.filter(({ id }) => protection.has(engineId, 'image', id));
  const inUse = all.filter((image) => used.has(bare(image.id)) && !guarded.includes(image));
  const chosen = all.filter((image) => !guarded.includes(image) && !inUse.includes(image));
  const names = (images: readonly TaggedImage[]) => images.map(nameOf);
  if (chosen.length === 0) {
    if (inUse.length > 0) throw fail('in-use', 'images-in-use', { names: names(inUse).join(', ') });
    const [first] = guarded;
    if (first !== undefined) throw fail('protected', 'object-protected', { name: nameOf(first) });
    throw fail('not-found', 'object-unknown', { kind: 'image', id: input.ids[0] ?? '' });
  }
  const warnings: PlanWarning[] = [];
  if (inUse.length > 0) warnings.push({ kind: 'in-use', names: names(inUse) });
  if (guarded.length > 0) warnings.push({ kind: 'protected', names: names(guarded) });
  if (gone.length > 0) warnings.push({ kind: 'gone', names: gone });
  const items = chosen.map(
    (image): PlanItem => ({
      kind: 'image',
      id: image.id,
      name: nameOf(image),
      reason: 'Asked for.',
      reasonKey: 'asked-for',
      bytes: null,
      action: 'keep',
      tags: image.tags,
    }),
  );
  const { days } = input;
  return plans.make({ kind: 'trash.put', engineId, items, warnings, params: { days }, keepDays: days });
}

const nameOf = ({ id, tags }: TaggedImage): string => tags[0] ?? bare(id).slice(0, 12);

/** Lists what emptying the trash removes for good. @throws not-found `trash-unknown`, `trash-empty` */
export async function planToEmpty(
  plans: Plans,
  protection: Protection,
  entries: readonly TrashEntry[],
  input: { ids?: readonly string[] | undefined; expired: boolean },
): Promise<Plan> {
  await protection.load();
  const unknown = input.ids?.find((id) => !entries.some((entry) => entry.id === id));
  if (unknown !== undefined) throw fail('not-found', 'trash-unknown', { id: unknown });
  // What another Slipway put away is emptied only when it is named.
  const wanted = entries.filter((entry) =>
    input.ids === undefined ? entry.state !== 'foreign' : input.ids.includes(entry.id),
  );
  const due = wanted.filter((entry) => entry.state !== 'unfinished' && (!input.expired || isExpired(entry)));
  const guarded = due.filter((entry) => protection.has(entry.engineId, entry.kind, entry.objectId));
  const chosen = due.filter((entry) => !guarded.includes(entry));
  const items = chosen.map((entry): PlanItem => {
    const expired = isExpired(entry);
    return {
      kind: entry.kind,
      id: entry.objectId,
      entryId: entry.id,
      name: entry.name,
      reason: expired ? 'In the trash, and past its time.' : 'In the trash.',
      reasonKey: expired ? 'trash-expired' : 'in-trash',
      bytes: entry.bytes,
      action: 'remove',
    };
  });
  const [any] = chosen;
  if (any === undefined) {
    const [first] = guarded;
    if (first !== undefined) throw fail('protected', 'object-protected', { name: first.name });
    throw fail('not-found', 'trash-empty');
  }
  const warnings: PlanWarning[] =
    guarded.length === 0 ? [] : [{ kind: 'protected', names: guarded.map(({ name }) => name) }];
  const { engineId } = any;
  const params = { expired: input.expired };
  return plans.make({ kind: 'trash.empty', engineId, items, warnings, params });
}

function isExpired({ expiresAt }: Pick<TrashEntry, 'expiresAt'>): boolean {
  return expiresAt !== null && Date.parse(expiresAt) <= Date.now();
}

/** Executes both kinds of plan. */
export function trashExecutors(engine: Engine, trash: Trash, protection: Protection): PlanExecutor[] {
  const finished = async (report: PlanReport) =>
    trash.refresh(report.items.map(({ kind, id }) => ({ kind, objectId: id })));
  return [
    {
      kind: 'trash.put',
      finished,
      stopsWhenLost: true,
      step: (item, params, signal, { plan: { engineId } }) =>
        trash.put(item, { engineId, days: Number(params.days), stop: false }, signal),
      whereIs: (item, engineId, signal) => trash.whereIs(item, engineId, signal),
    },
    {
      kind: 'trash.empty',
      finished,
      stopsWhenLost: true,
      step: (item, params, signal, { plan: { engineId } }) => {
        // The engine would take a protected image along that only this one is made from.
        const parents = !protection.list(engineId).some(({ kind }) => kind === 'image');
        return trash.empty(item, { engineId, onlyExpired: params.expired === true, parents }, signal);
      },
      whereIs: async (item, engineId, signal) => {
        const client = await engine.clientOf(engineId, signal);
        const there =
          item.kind === 'container'
            ? (await listContainers(client, { all: true, signal })).some(
                (one) => one.id === item.id && isTrashName(one.name),
              )
            : (await listImages(client, { signal })).some(
                (one) => one.id === item.id && one.tags.some(isTrashTag),
              );
        return there ? 'there' : 'gone';
      },
    },
  ];
}
