import { inspectContainer } from '../../engine/api/containers.ts';
import type { EngineClient } from '../../engine/client.ts';
import { flag, record, text } from '../../engine/raw/fields.ts';

/** A container as the reader of its log needs to know it. */
export interface LogSubject {
  id: string;
  name: string;
  /** With a terminal the log is not framed, and has one channel. */
  tty: boolean;
  running: boolean;
  startedAt: string;
  logDriver: string;
}

/** @throws not-found `object-unknown` */
export async function findSubject(
  client: EngineClient,
  idOrName: string,
  signal: AbortSignal,
): Promise<LogSubject> {
  const raw = await inspectContainer(client, idOrName, signal);
  const state = record(raw.State);
  return {
    id: text(raw.Id),
    name: text(raw.Name).replace(/^\//, ''),
    tty: flag(record(raw.Config).Tty),
    running: flag(state.Running) || flag(state.Paused),
    startedAt: text(state.StartedAt),
    logDriver: text(record(record(raw.HostConfig).LogConfig).Type),
  };
}
