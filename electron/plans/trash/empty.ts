import { SlipwayError } from '../../../shared/contract/failure.ts';
import type { PlanItem } from '../../../shared/contract/plans.ts';
import { isHiddenAs, isTrashName } from '../../../shared/model/trash-names.ts';
import { inspectContainer, removeContainer } from '../../engine/api/containers.ts';
import { untagImage } from '../../engine/api/image-tags.ts';
import { imageNames, listImageNodes } from '../../engine/api/prune.ts';
import type { EngineClient } from '../../engine/client.ts';
import { record, text } from '../../engine/raw/fields.ts';
import type { StepResult } from '../plans.ts';
import { lookUpHidden, userOf } from './images.ts';

const done: StepResult = { outcome: 'done', outcomeKey: 'removed', detail: 'Removed.' };
const skipped = (outcomeKey: StepResult['outcomeKey'], detail: string): StepResult => ({
  outcome: 'skipped',
  outcomeKey,
  detail,
});

/**
 * Removes one thing for good, unless somebody took it out of the trash, started it or uses it.
 * `hidden`: the name or tag it was hidden under; null where only the engine knows of it. `parents`: whether the untagged
 * images that an image was built from go with it.
 */
export async function emptyOne(
  client: EngineClient,
  item: PlanItem,
  how: { hidden: string | null; parents: boolean },
  signal: AbortSignal,
): Promise<StepResult> {
  try {
    return item.kind === 'container'
      ? await emptyContainer(client, item, how.hidden, signal)
      : await emptyImage(client, item, how, signal);
  } catch (thrown) {
    if (!(thrown instanceof SlipwayError)) throw thrown;
    const { code, engine, message } = thrown.error;
    if (code === 'not-found') return skipped('already-gone', 'It was gone already.');
    if (code === 'in-use' || code === 'conflict') return skipped('now-in-use', engine ?? message);
    throw thrown;
  }
}

async function emptyContainer(
  client: EngineClient,
  item: PlanItem,
  hidden: string | null,
  signal: AbortSignal,
): Promise<StepResult> {
  const raw = await inspectContainer(client, item.id, signal);
  const name = text(raw.Name).replace(/^\//, '');
  if (hidden === null ? !isTrashName(name) : name !== hidden)
    return skipped('changed-since', 'It has another name: somebody took it out of the trash.');
  const state = text(record(raw.State).Status);
  if (['running', 'paused', 'restarting'].includes(state)) return skipped('now-running', `It is ${state}.`);
  await removeContainer(client, item.id, { volumes: false, force: false, signal });
  return done;
}

async function emptyImage(
  client: EngineClient,
  item: PlanItem,
  { hidden, parents }: { hidden: string | null; parents: boolean },
  signal: AbortSignal,
): Promise<StepResult> {
  const now = await lookUpHidden(client, item.id);
  if (now === null) return skipped('already-gone', 'It was gone already.');
  const own = now.hidden.filter((tag) => hidden === null || isHiddenAs(hidden, tag));
  if (own.length === 0 || now.hidden.length > own.length || now.others.length > 0)
    return skipped('changed-since', 'It has other tags: somebody took it out of the trash.');
  // The hidden tag is all that brings it back: it stays until nothing but it keeps the image.
  const user = await userOf(client, item.id);
  if (user !== null) return skipped('now-in-use', `Used by ${user}.`);
  if ((await listImageNodes(client, signal)).some(({ parentId }) => parentId === item.id))
    return skipped('now-in-use', 'Other images are made from it.');
  const { digests } = await imageNames(client, item.id, signal);
  const ownRepositories = own.map((tag) => tag.slice(0, tag.lastIndexOf(':')));
  // Those of its own repository go with the tag.
  const others = digests.filter((digest) => !ownRepositories.includes(digest.replace(/@.*/, '')));
  for (const name of [...others, ...own])
    await untagImage(client, name, parents ? 'with-parents' : 'without-parents', signal);
  return (await lookUpHidden(client, item.id)) === null
    ? done
    : skipped('now-in-use', 'Something else has it.');
}
