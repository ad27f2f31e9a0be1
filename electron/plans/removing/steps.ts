import { SlipwayError } from '../../../shared/contract/failure.ts';
import type { OutcomeKey, PlanItem } from '../../../shared/contract/plans.ts';
import { isTrashName } from '../../../shared/model/trash-names.ts';
import { inspectContainer, listContainers, removeContainer } from '../../engine/api/containers.ts';
import { networkEndpoints, removeNetwork, volumeCreatedAt } from '../../engine/api/prune.ts';
import { removeVolume } from '../../engine/api/resources.ts';
import type { EngineClient } from '../../engine/client.ts';
import { flag, record, text } from '../../engine/raw/fields.ts';
import type { StepResult } from '../plans.ts';

export const removed: StepResult = { outcome: 'done', outcomeKey: 'removed', detail: 'Removed.' };

export function skipped(outcomeKey: OutcomeKey, detail: string): StepResult {
  return { outcome: 'skipped', outcomeKey, detail };
}

/** Left alone for these containers. */
export function usedBy(containers: readonly { name: string }[]): StepResult {
  const users = containers.map(({ name }) => name);
  return { ...skipped('now-in-use', `Used by ${users.join(', ')}.`), users };
}

/** The engine says of a removal that something needs the object: left alone, with its words. Anything else is thrown. */
export async function unlessUsed(removal: Promise<void>): Promise<StepResult> {
  try {
    await removal;
    return removed;
  } catch (thrown) {
    if (!(thrown instanceof SlipwayError)) throw thrown;
    const { error } = thrown;
    const { status, engine, message } = error;
    // 403: a network with endpoints.
    if (status === 409 || status === 403) return { ...skipped('now-in-use', engine ?? message), error };
    throw thrown;
  }
}

/**
 * Without force: the engine looks at it as it removes it and refuses one that runs, which no look of ours before could do
 * as surely. Its volumes stay. One that was put into the trash since the plan was made is to be kept.
 */
export async function removeIdleContainer(
  client: EngineClient,
  item: PlanItem,
  signal: AbortSignal,
): Promise<StepResult> {
  const now = await inspectContainer(client, item.id, signal);
  if (isTrashName(text(now.Name).replace(/^\//, '')))
    return skipped('changed-since', 'It was put into the trash since the plan was made.');
  // Podman refuses such a one without saying why.
  const { Running, Paused } = record(now.State);
  if (flag(Running) || flag(Paused)) return skipped('now-running', 'It runs since the plan was made.');
  const result = await unlessUsed(removeContainer(client, item.id, { volumes: false, force: false, signal }));
  return result.outcomeKey === 'now-in-use' ? { ...result, outcomeKey: 'now-running' } : result;
}

/** A volume of the same name that was made since is another one. */
export async function removeUnusedVolume(
  client: EngineClient,
  item: PlanItem,
  signal: AbortSignal,
): Promise<StepResult> {
  const made = Date.parse(await volumeCreatedAt(client, item.id, signal));
  if (item.createdAt !== undefined && !Number.isNaN(made) && made !== Date.parse(item.createdAt))
    return skipped('changed-since', 'A volume of this name was made since.');
  // The engine refuses one that any container has, running or not.
  return unlessUsed(removeVolume(client, item.id, signal));
}

/** The engine itself would remove a network that a stopped container needs to start again. */
export async function removeUnusedNetwork(
  client: EngineClient,
  item: PlanItem,
  signal: AbortSignal,
): Promise<StepResult> {
  if ((await networkEndpoints(client, item.id, signal)) > 0)
    return skipped('now-in-use', 'Something is attached to it.');
  const users = (await listContainers(client, { all: true, signal })).filter(({ networks }) =>
    networks.some(({ name, networkId }) => networkId === item.id || name === item.name || name === item.id),
  );
  if (users.length > 0) return usedBy(users);
  return unlessUsed(removeNetwork(client, item.id, signal));
}
