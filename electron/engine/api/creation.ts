import { fail } from '../../../shared/contract/failure.ts';
import type { EngineClient, RequestOptions } from '../client.ts';
import { type RawRecord, record, text, texts } from '../raw/fields.ts';

type Options = Pick<RequestOptions, 'signal' | 'deadlineMs'>;

/** A volume driver may take long to make a volume. */
const deadlineMs = 120_000;

/**
 * Creates a container; its id and what the engine has to say about it.
 * @throws conflict `name-taken`, not-found for a missing image or network
 */
export async function createContainer(
  client: EngineClient,
  request: { query: { name?: string; platform?: string }; body: RawRecord },
  options: Options,
): Promise<{ id: string; warnings: string[] }> {
  const { body } = await client.json('/containers/create', {
    method: 'POST',
    query: { ...request.query },
    body: request.body,
    deadlineMs,
    ...options,
  });
  const answer = record(body);
  const id = text(answer.Id);
  if (id === '')
    throw fail('engine-error', 'answer-garbled', {
      request: 'POST /containers/create',
      detail: 'it has no id',
    });
  return { id, warnings: texts(answer.Warnings) };
}

/** Changes when the engine starts a container by itself. */
export async function updateRestartPolicy(
  client: EngineClient,
  id: string,
  name: string,
  maximumRetryCount: number,
  options: Options,
): Promise<void> {
  await client.json(`/containers/${encodeURIComponent(id)}/update`, {
    method: 'POST',
    body: { RestartPolicy: { Name: name, MaximumRetryCount: maximumRetryCount } },
    ...options,
  });
}

/** Attaches a container to a further network. */
export async function connectNetwork(
  client: EngineClient,
  network: string,
  container: string,
  endpoint: RawRecord,
  options: Options,
): Promise<void> {
  // Podman answers OK, which is no JSON.
  await client.text(`/networks/${encodeURIComponent(network)}/connect`, {
    method: 'POST',
    body: { Container: container, EndpointConfig: endpoint },
    ...options,
  });
}
