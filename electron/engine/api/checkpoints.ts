import type { EngineClient } from '../client.ts';
import { list, record, text } from '../raw/fields.ts';

interface Place {
  containerId: string;
  directory: string | null;
}

/** Freezing gigabytes of memory takes its time. */
const workDeadlineMs = 15 * 60_000;

const path = (containerId: string) => `/containers/${encodeURIComponent(containerId)}/checkpoints`;

/** Names of the checkpoints of a container; of those in a folder of the engine's machine, where one is given. */
export async function checkpointNames(
  client: EngineClient,
  { containerId, directory }: Place,
  signal: AbortSignal,
): Promise<string[]> {
  const { body } = await client.json(path(containerId), { query: { dir: directory ?? undefined }, signal });
  // E26 answers null where there is none.
  return list(body)
    .map((entry) => text(record(entry).Name))
    .filter((name) => name !== '');
}

/** Makes a checkpoint; the container ends by it unless `exit` is false. */
export async function makeCheckpoint(
  client: EngineClient,
  { containerId, directory }: Place,
  options: { name: string; exit: boolean; signal: AbortSignal },
): Promise<void> {
  await client.json(path(containerId), {
    method: 'POST',
    body: {
      CheckpointID: options.name,
      Exit: options.exit,
      ...(directory === null ? {} : { CheckpointDir: directory }),
    },
    signal: options.signal,
    deadlineMs: workDeadlineMs,
  });
}

export async function deleteCheckpoint(
  client: EngineClient,
  { containerId, directory }: Place,
  name: string,
  signal: AbortSignal,
): Promise<void> {
  await client.json(`${path(containerId)}/${encodeURIComponent(name)}`, {
    method: 'DELETE',
    query: { dir: directory ?? undefined },
    signal,
  });
}

/** Starts a container from a checkpoint. False where it ran already: the engine then does nothing and says so (304). */
export async function startFrom(
  client: EngineClient,
  containerId: string,
  name: string,
  signal: AbortSignal,
): Promise<boolean> {
  const { status } = await client.json(`/containers/${encodeURIComponent(containerId)}/start`, {
    method: 'POST',
    query: { checkpoint: name },
    signal,
    deadlineMs: workDeadlineMs,
  });
  return status !== 304;
}
