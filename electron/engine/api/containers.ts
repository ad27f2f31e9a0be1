import type { Container } from '../../../shared/contract/containers.ts';
import { fail, SlipwayError } from '../../../shared/contract/failure.ts';
import type { EngineClient } from '../client.ts';
import { type ContainerDetails, containerDetails, containerRow } from '../raw/containers.ts';
import { list, type RawRecord, record, text } from '../raw/fields.ts';

export interface ListOptions {
  all: boolean;
  size?: boolean;
  /** Only these, by full id. */
  ids?: readonly string[];
  signal?: AbortSignal;
  deadlineMs?: number;
}

const inspectsAtOnce = 4;

/** Rows of `/containers/json`, without what only an inspect tells. */
export async function listContainers(client: EngineClient, options: ListOptions): Promise<Container[]> {
  const { body } = await client.json('/containers/json', {
    query: {
      all: options.all ? '1' : '0',
      size: options.size ? '1' : undefined,
      filters: options.ids ? JSON.stringify({ id: options.ids }) : undefined,
    },
    ...(options.signal ? { signal: options.signal } : {}),
    ...(options.deadlineMs ? { deadlineMs: options.deadlineMs } : {}),
  });
  if (!Array.isArray(body))
    throw fail('engine-error', 'answer-garbled', {
      request: 'GET /containers/json',
      detail: 'it is not a list',
    });
  const rows = list(body)
    .map(containerRow)
    .filter((row): row is Container => row !== null);
  // The engine leaves a size of zero out.
  return options.size ? rows.map((row) => ({ ...row, sizeRwBytes: row.sizeRwBytes ?? 0 })) : rows;
}

/** What an id or a name is made of; anything else names no container, and could name another address. */
const referenceForm = /^\/?[a-zA-Z0-9][a-zA-Z0-9_.-]*$/;

/** Everything the engine says of one container, as it says it. @throws not-found `object-unknown`, invalid-input `id-ambiguous` */
export async function inspectContainer(
  client: EngineClient,
  id: string,
  signal?: AbortSignal,
): Promise<RawRecord> {
  if (!referenceForm.test(id)) throw fail('not-found', 'object-unknown', { kind: 'container', id });
  const request = `/containers/${encodeURIComponent(id.replace('/', ''))}/json`;
  const { body } = await client.json(request, signal ? { signal } : {}).catch(namedIn(id));
  const found = record(body);
  if (text(found.Id) === '')
    throw fail('engine-error', 'answer-garbled', { request: `GET ${request}`, detail: 'it has no id' });
  return found;
}

/** Not every engine repeats what it was asked for in its refusal. */
function namedIn(id: string): (thrown: unknown) => never {
  return (thrown) => {
    if (!(thrown instanceof SlipwayError) || !thrown.error.reason || thrown.error.params?.id !== '')
      throw thrown;
    const { code, reason, params, status, engine } = thrown.error;
    throw fail(
      code,
      reason,
      { ...params, id },
      { ...(status === undefined ? {} : { status }), ...(engine === undefined ? {} : { engine }) },
    );
  };
}

/**
 * Start and end times, exit code and health of the given containers, a few inspects at a time.
 * One that is gone or cannot be inspected is handed to `failed` and has no entry.
 */
export async function detailsOf(
  client: EngineClient,
  ids: readonly string[],
  found: (id: string, details: ContainerDetails) => void,
  failed: (id: string, thrown: unknown) => void,
  signal?: AbortSignal,
): Promise<void> {
  const queue = ids[Symbol.iterator]();
  const worker = async () => {
    for (const id of queue) {
      if (signal?.aborted) return;
      try {
        found(id, containerDetails(await inspectContainer(client, id, signal)));
      } catch (thrown) {
        failed(id, thrown);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(inspectsAtOnce, ids.length) }, worker));
}

export type ContainerVerb = 'start' | 'stop' | 'restart' | 'pause' | 'unpause' | 'kill' | 'rename';

/** Posts one action. False where the engine says it was so already (304). */
export async function postContainer(
  client: EngineClient,
  id: string,
  verb: ContainerVerb,
  query: Record<string, string | undefined>,
  options: { signal: AbortSignal; deadlineMs: number },
): Promise<boolean> {
  const path = `/containers/${encodeURIComponent(id)}/${verb}`;
  const { status } = await client.json(path, { method: 'POST', query, ...options });
  return status !== 304;
}

/** Removes one container by its full id. */
export async function removeContainer(
  client: EngineClient,
  id: string,
  options: { volumes: boolean; force: boolean; signal: AbortSignal; deadlineMs?: number },
): Promise<void> {
  await client.json(`/containers/${encodeURIComponent(id)}`, {
    method: 'DELETE',
    query: { v: options.volumes ? '1' : '0', force: options.force ? '1' : '0' },
    signal: options.signal,
    deadlineMs: options.deadlineMs ?? 120_000,
  });
}
