import { fail } from '../../../shared/contract/failure.ts';
import type { EngineClient, RequestOptions } from '../client.ts';
import { type RawRecord, record, text } from '../raw/fields.ts';

/** Creates a container under a name; its id. @throws conflict `name-taken`, not-found for a missing image or network */
export async function createContainer(
  client: EngineClient,
  name: string,
  body: RawRecord,
  options: Pick<RequestOptions, 'signal' | 'deadlineMs'>,
): Promise<string> {
  const { body: answer } = await client.json('/containers/create', {
    method: 'POST',
    query: { name },
    body,
    ...options,
  });
  const id = text(record(answer).Id);
  if (id === '')
    throw fail('engine-error', 'answer-garbled', {
      request: 'POST /containers/create',
      detail: 'it has no id',
    });
  return id;
}

/** Changes when the engine starts a container by itself. */
export async function updateRestartPolicy(
  client: EngineClient,
  id: string,
  name: string,
  maximumRetryCount: number,
  options: Pick<RequestOptions, 'signal' | 'deadlineMs'>,
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
  options: Pick<RequestOptions, 'signal' | 'deadlineMs'>,
): Promise<void> {
  // Podman answers OK, which is no JSON.
  await client.text(`/networks/${encodeURIComponent(network)}/connect`, {
    method: 'POST',
    body: { Container: container, EndpointConfig: endpoint },
    ...options,
  });
}
