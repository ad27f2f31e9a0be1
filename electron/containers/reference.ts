import type { ContainerState } from '../../shared/contract/containers.ts';
import { inspectContainer } from '../engine/api/containers.ts';
import type { EngineClient } from '../engine/client.ts';
import { stateOf } from '../engine/raw/containers.ts';
import { num, record, text } from '../engine/raw/fields.ts';

/** A container as an action needs to know it. */
export interface ContainerReference {
  id: string;
  name: string;
  state: ContainerState;
  startedAt: string;
  /** Seconds the engine gives it to stop before it is killed. */
  stopTimeoutSeconds: number;
  /** The engine removes it when it stops. */
  autoRemove: boolean;
  /** Names of the volumes it mounts. */
  volumes: string[];
}

const defaultStopTimeoutSeconds = 10;

/** Looks a container up by id or name. @throws not-found `object-unknown` */
export async function findContainer(
  client: EngineClient,
  idOrName: string,
  signal?: AbortSignal,
): Promise<ContainerReference> {
  const raw = await inspectContainer(client, idOrName, signal);
  const state = record(raw.State);
  const stopTimeout = record(raw.Config).StopTimeout;
  return {
    id: text(raw.Id),
    name: text(raw.Name).replace(/^\//, ''),
    state: stateOf(text(state.Status)),
    startedAt: text(state.StartedAt),
    stopTimeoutSeconds: typeof stopTimeout === 'number' ? num(stopTimeout) : defaultStopTimeoutSeconds,
    autoRemove: record(raw.HostConfig).AutoRemove === true,
    volumes: volumeNames(raw.Mounts),
  };
}

function volumeNames(mounts: unknown): string[] {
  if (!Array.isArray(mounts)) return [];
  return mounts
    .map(record)
    .filter((mount) => text(mount.Type) === 'volume')
    .map((mount) => text(mount.Name))
    .filter((name) => name !== '');
}
