import { failure, SlipwayError } from '../../shared/contract/failure.ts';
import type { Plan, PlanItem } from '../../shared/contract/plans.ts';
import { listContainers } from '../engine/api/containers.ts';
import { inspectObject } from '../engine/api/objects.ts';
import { listNetworkNodes, networkEndpoints, removeNetwork } from '../engine/api/prune.ts';
import {
  demoteNode,
  leaveSwarm,
  listConfigs,
  listSecrets,
  listServices,
  removeSwarmObject,
  swarmPlace,
} from '../engine/api/swarm.ts';
import type { EngineClient } from '../engine/client.ts';
import type { StepResult } from '../plans/plans.ts';
import type { Protection } from '../plans/protection.ts';
import { removed, skipped, unlessUsed, usedBy } from '../plans/removing/steps.ts';
import { serviceLabel } from './keeping.ts';
import { until } from './waiting.ts';

/** An overlay network is let go of a moment after its last task. */
const networkMs = 15_000;
const demotionMs = 60_000;

const left: StepResult = { outcome: 'done', outcomeKey: 'left', detail: 'Left.' };

export async function removeService(
  client: EngineClient,
  { id }: PlanItem,
  signal: AbortSignal,
): Promise<StepResult> {
  await inspectObject(client, 'service', id, signal);
  await removeSwarmObject(client, 'service', id, signal);
  return removed;
}

/** Of a secret or config that a service uses the engine says 400. */
export async function removeSecretOrConfig(
  client: EngineClient,
  { kind, id }: PlanItem & { kind: 'secret' | 'config' },
  signal: AbortSignal,
): Promise<StepResult> {
  try {
    await removeSwarmObject(client, kind, id, signal);
    return removed;
  } catch (thrown) {
    if (!(thrown instanceof SlipwayError) || thrown.error.status !== 400) throw thrown;
    return { ...skipped('now-in-use', thrown.error.engine ?? thrown.error.message), error: thrown.error };
  }
}

/** An overlay network, once its tasks are gone; a container that is attached to it keeps it. */
export async function removeOverlay(
  client: EngineClient,
  item: PlanItem,
  signal: AbortSignal,
): Promise<StepResult> {
  const users = (await listContainers(client, { all: true, signal })).filter(
    ({ isTask, networks }) =>
      !isTask && networks.some(({ name, networkId }) => networkId === item.id || name === item.name),
  );
  if (users.length > 0) return usedBy(users);
  await until(async () => (await networkEndpoints(client, item.id, signal)) === 0, networkMs, signal);
  let result = await unlessUsed(removeNetwork(client, item.id, signal));
  // The swarm forgets its tasks a moment after the engine does.
  await until(
    async () => {
      if (result.outcome !== 'done') result = await unlessUsed(removeNetwork(client, item.id, signal));
      return result.outcome === 'done';
    },
    networkMs,
    signal,
  );
  return result;
}

/**
 * Leaves the swarm. A last manager ends it, and is not let go while the swarm holds what the plan did not list. Any other
 * manager becomes a worker first: the others keep their majority only so.
 */
export async function leave(
  client: EngineClient,
  item: PlanItem,
  { plan, protection }: { plan: Plan; protection: Protection },
  signal: AbortSignal,
): Promise<StepResult> {
  const now = await swarmPlace(client, signal);
  if (now === null) return { ...skipped('already-gone', 'It is in no swarm any more.') };
  if (now.nodeId !== '' && now.nodeId !== item.id && now.clusterId !== item.id)
    return skipped('changed-since', 'It is in another swarm by now.');
  // Only what was agreed to when it could not be read either is left without a look at it.
  const unreadable = item.reasonKey === 'reset-leave-unreadable';
  if (unreadable ? plan.reset?.swarm?.state !== now.state : now.state !== 'active')
    return skipped('changed-since', `The swarm is ${now.state} by now, as seen from here.`);
  const containers = await listContainers(client, { all: true, signal });
  const tasks = containers.filter(({ isTask }) => isTask);
  const guarded = tasks.filter(({ id }) => protection.has(plan.engineId, 'container', id));
  if (guarded.length > 0) return { ...usedBy(guarded), outcomeKey: 'now-protected' };
  const listed = new Set(plan.items.map(({ kind, id }) => `${kind}:${id}`));
  // They would go with it. Those of a listed service are that service, whenever the swarm began them.
  const news = tasks.filter(
    ({ id, labels }) =>
      !listed.has(`container:${id}`) && !listed.has(`service:${labels[serviceLabel] ?? ''}`),
  );
  const lost = news.map(({ name }) => name);
  const gone: StepResult = lost.length === 0 ? left : { ...left, taskNames: lost };
  if (unreadable || !now.manager) {
    await leaveSwarm(client, unreadable, signal);
    return gone;
  }
  if (now.managers === 1) {
    if (item.reasonKey !== 'reset-leave-last')
      return skipped('changed-since', 'It is the last manager by now: the swarm would end.');
    const overlays = (await listNetworkNodes(client, signal)).filter(
      ({ scope, ingress }) => scope === 'swarm' && !ingress,
    );
    const marked = overlays.filter(({ id }) => protection.has(plan.engineId, 'network', id));
    if (marked.length > 0) return { ...usedBy(marked), outcomeKey: 'now-protected' };
    const attached = containers.filter(
      ({ isTask, networks }) =>
        !isTask &&
        networks.some((one) => overlays.some(({ id, name }) => id === one.networkId || name === one.name)),
    );
    if (attached.length > 0) return usedBy(attached);
    const unlisted = [
      ...(await unlistedIn(client, listed, signal)),
      ...overlays.filter(({ id }) => !listed.has(`network:${id}`)),
      ...news,
    ];
    if (unlisted.length > 0)
      return {
        ...usedBy(unlisted),
        ...skipped(
          'changed-since',
          `Not listed, and would be lost: ${unlisted.map(({ name }) => name).join(', ')}.`,
        ),
      };
    await leaveSwarm(client, true, signal);
    return left;
  }
  await demoteNode(client, now.nodeId, signal);
  const demoted = await until(
    async () => (await swarmPlace(client, signal))?.manager === false,
    demotionMs,
    signal,
  );
  if (!demoted) {
    const error = failure('timeout', 'demote-failed');
    return { outcome: 'failed', outcomeKey: 'failed', detail: error.message, error };
  }
  await leaveSwarm(client, false, signal);
  return gone;
}

/** What the swarm holds now and the plan does not list. */
async function unlistedIn(
  client: EngineClient,
  listed: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<{ name: string }[]> {
  const [services, secrets, configs] = await Promise.all([
    listServices(client, signal),
    listSecrets(client, signal),
    listConfigs(client, signal),
  ]);
  return [
    ...services.filter(({ id }) => !listed.has(`service:${id}`)),
    ...secrets.filter(({ id }) => !listed.has(`secret:${id}`)),
    ...configs.filter(({ id }) => !listed.has(`config:${id}`)),
  ];
}
