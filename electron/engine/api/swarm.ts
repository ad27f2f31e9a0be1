import { fail, SlipwayError } from '../../../shared/contract/failure.ts';
import type { EngineClient } from '../client.ts';
import { flag, list, num, type RawRecord, record, text, textMap } from '../raw/fields.ts';

/** This engine's place in a swarm, as `/info` tells it. */
export interface SwarmPlace {
  /** `active`, `pending`, `error` or `locked`; `no-leader` for a manager that knows of no leader, and so of nothing else. */
  state: string;
  /** It answers for the swarm. */
  manager: boolean;
  /** It is one, whether it answers or not. Of a node that is `pending` or in `error` it may not be known. */
  knownManager: boolean;
  nodeId: string;
  clusterId: string;
  /** null where this node may not know. */
  nodes: number | null;
  managers: number | null;
}

export interface SwarmObject {
  id: string;
  name: string;
  labels: Record<string, string>;
}

export interface SwarmService extends SwarmObject {
  secrets: string[];
  configs: string[];
  /** Ids or names. */
  networks: string[];
  volumes: string[];
  /** As it was asked for, often with its digest behind. Empty for one that runs no image. */
  image: string;
  /** Empty where it takes the engine's own. */
  logDriver: string;
}

const removalDeadlineMs = 60_000;
const leaveDeadlineMs = 120_000;

/** null where the engine is in no swarm, or knows of none (Podman). */
export async function swarmPlace(client: EngineClient, signal: AbortSignal): Promise<SwarmPlace | null> {
  const swarm = record(record((await client.json('/info', { signal })).body).Swarm);
  const state = text(swarm.LocalNodeState);
  if (state === '' || state === 'inactive') return null;
  const manager = flag(swarm.ControlAvailable);
  const nodeId = text(swarm.NodeID);
  const managers = list(swarm.RemoteManagers).map((one) => text(record(one).NodeID));
  // Without a leader the engine still says that it is active, and counts no manager, not even itself.
  const leaderless = manager && state === 'active' && num(swarm.Managers) === 0;
  return {
    state: leaderless ? 'no-leader' : state,
    manager,
    // One that is locked does not say that it is a manager, and no other can be.
    knownManager: manager || state === 'locked' || (nodeId !== '' && managers.includes(nodeId)),
    nodeId,
    clusterId: text(record(swarm.Cluster).ID),
    nodes: manager && !leaderless ? num(swarm.Nodes) : null,
    managers: manager && !leaderless ? num(swarm.Managers) : null,
  };
}

/** Whether a manager failed to answer for want of a leader: too few of the others can be reached. */
export function wantsLeader(thrown: unknown): boolean {
  if (!(thrown instanceof SlipwayError)) return false;
  const { status = 0, engine = '' } = thrown.error;
  return status >= 500 && /leader|quorum|too few managers|deadline ?exceeded/i.test(engine);
}

/** The services of the swarm with what they use. Only a manager answers. */
export async function listServices(client: EngineClient, signal: AbortSignal): Promise<SwarmService[]> {
  return (await rows(client, '/services', signal)).map((raw) => {
    const spec = record(raw.Spec);
    const task = record(spec.TaskTemplate);
    const container = record(task.ContainerSpec);
    const ids = (from: unknown, key: string) => list(from).map((one) => text(record(one)[key]));
    return {
      ...object(raw),
      secrets: ids(container.Secrets, 'SecretID'),
      configs: ids(container.Configs, 'ConfigID'),
      networks: [
        ...ids(task.Networks, 'Target'),
        ...ids(spec.Networks, 'Target'),
        ...ids(record(raw.Endpoint).VirtualIPs, 'NetworkID'),
      ],
      volumes: list(container.Mounts)
        .map(record)
        .filter(({ Type }) => text(Type) === 'volume')
        .map(({ Source }) => text(Source)),
      image: text(container.Image),
      logDriver: text(record(task.LogDriver).Name),
    };
  });
}

export async function listSecrets(client: EngineClient, signal: AbortSignal): Promise<SwarmObject[]> {
  return (await rows(client, '/secrets', signal)).map(object);
}

export async function listConfigs(client: EngineClient, signal: AbortSignal): Promise<SwarmObject[]> {
  return (await rows(client, '/configs', signal)).map(object);
}

/** @throws not-found, and invalid-input or conflict where something uses it still */
export async function removeSwarmObject(
  client: EngineClient,
  kind: 'service' | 'secret' | 'config',
  id: string,
  signal: AbortSignal,
): Promise<void> {
  const path = `/${kind}s/${encodeURIComponent(id)}`;
  await client.json(path, { method: 'DELETE', signal, deadlineMs: removalDeadlineMs });
}

/** `force`: also as a manager, whatever becomes of the swarm. */
export async function leaveSwarm(client: EngineClient, force: boolean, signal: AbortSignal): Promise<void> {
  const query = { force: force ? '1' : '0' };
  await client.json('/swarm/leave', { method: 'POST', query, signal, deadlineMs: leaveDeadlineMs });
}

/** Has a manager become a worker; it takes a moment until it is one. */
export async function demoteNode(client: EngineClient, nodeId: string, signal: AbortSignal): Promise<void> {
  const path = `/nodes/${encodeURIComponent(nodeId)}`;
  const node = record((await client.json(path, { signal })).body);
  await client.json(`${path}/update`, {
    method: 'POST',
    query: { version: String(num(record(node.Version).Index)) },
    body: { ...record(node.Spec), Role: 'worker' },
    signal,
  });
}

async function rows(client: EngineClient, path: string, signal: AbortSignal): Promise<RawRecord[]> {
  const { body } = await client.json(path, { signal });
  // E26 answers null where there is none.
  if (body === null || body === undefined) return [];
  if (!Array.isArray(body))
    throw fail('engine-error', 'answer-garbled', { request: `GET ${path}`, detail: 'it is not a list' });
  return body.map(record);
}

function object(raw: RawRecord): SwarmObject {
  const spec = record(raw.Spec);
  return { id: text(raw.ID), name: text(spec.Name), labels: textMap(spec.Labels) };
}
