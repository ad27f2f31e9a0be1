import { SlipwayError } from '../../../shared/contract/failure.ts';
import type { PlanItem } from '../../../shared/contract/plans.ts';
import { isHiddenAs, isTrashName } from '../../../shared/model/trash-names.ts';
import { inspectContainer, removeContainer } from '../../engine/api/containers.ts';
import { untagImage } from '../../engine/api/image-tags.ts';
import type { EngineClient } from '../../engine/client.ts';
import { record, text } from '../../engine/raw/fields.ts';
import type { StepResult } from '../plans.ts';
import { lookUpHidden } from './images.ts';

const done: StepResult = { outcome: 'done', outcomeKey: 'removed', detail: 'Removed.' };
const skipped = (outcomeKey: StepResult['outcomeKey'], detail: string): StepResult => ({
  outcome: 'skipped',
  outcomeKey,
  detail,
});

/**
 * Removes one thing for good, unless somebody took it out of the trash, started it or uses it.
 * @param hidden the name or tag it was hidden under; null where only the engine knows of it
 */
export async function emptyOne(
  client: EngineClient,
  item: PlanItem,
  hidden: string | null,
  signal: AbortSignal,
): Promise<StepResult> {
  try {
    return item.kind === 'container'
      ? await emptyContainer(client, item, hidden, signal)
      : await emptyImage(client, item, hidden, signal);
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
  hidden: string | null,
  signal: AbortSignal,
): Promise<StepResult> {
  const now = await lookUpHidden(client, item.id);
  if (now === null) return skipped('already-gone', 'It was gone already.');
  const own = now.hidden.filter((tag) => hidden === null || isHiddenAs(hidden, tag));
  if (own.length === 0 || now.hidden.length > own.length || now.others.length > 0)
    return skipped('changed-since', 'It has other tags: somebody took it out of the trash.');
  for (const tag of own) await untagImage(client, tag, 'with-parents', signal);
  return done;
}
