import { SlipwayError } from '../../../shared/contract/failure.ts';
import type { PlanItem } from '../../../shared/contract/plans.ts';
import { isTrashName } from '../../../shared/model/trash-names.ts';
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

/** Removes one thing for good, unless somebody took it out of the trash, started it or uses it. */
export async function emptyOne(
  client: EngineClient,
  item: PlanItem,
  signal: AbortSignal,
): Promise<StepResult> {
  try {
    return item.kind === 'container'
      ? await emptyContainer(client, item, signal)
      : await emptyImage(client, item, signal);
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
  signal: AbortSignal,
): Promise<StepResult> {
  const raw = await inspectContainer(client, item.id, signal);
  if (!isTrashName(text(raw.Name).replace(/^\//, '')))
    return skipped('changed-since', 'It has another name: somebody took it out of the trash.');
  const state = text(record(raw.State).Status);
  if (['running', 'paused', 'restarting'].includes(state)) return skipped('now-running', `It is ${state}.`);
  await removeContainer(client, item.id, { volumes: false, force: false, signal });
  return done;
}

async function emptyImage(client: EngineClient, item: PlanItem, signal: AbortSignal): Promise<StepResult> {
  const now = await lookUpHidden(client, item.id);
  if (now === null) return skipped('already-gone', 'It was gone already.');
  if (now.hidden.length === 0 || now.others.length > 0)
    return skipped('changed-since', 'It has other tags: somebody took it out of the trash.');
  for (const tag of now.hidden) await untagImage(client, tag, 'with-parents', signal);
  return done;
}
