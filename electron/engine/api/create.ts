import type { CreateRequest } from '../../../shared/model/container-spec/create-body.ts';
import type { EngineClient } from '../client.ts';
import { record, text, texts } from '../raw/fields.ts';

/** Asks for a container; answers its id and what the engine has to say about it. */
export async function createContainer(
  client: EngineClient,
  request: CreateRequest,
  signal: AbortSignal,
): Promise<{ id: string; warnings: string[] }> {
  const { body } = await client.json('/containers/create', {
    method: 'POST',
    query: { ...request.query },
    body: request.body,
    signal,
    // A volume driver may take long to make a volume.
    deadlineMs: 120_000,
  });
  const answer = record(body);
  return { id: text(answer.Id), warnings: texts(answer.Warnings) };
}

/** Joins a container to a network. */
export async function connectNetwork(
  client: EngineClient,
  network: string,
  containerId: string,
  endpoint: Readonly<Record<string, unknown>>,
  signal: AbortSignal,
): Promise<void> {
  // Podman answers OK, which is no JSON.
  await client.text(`/networks/${encodeURIComponent(network)}/connect`, {
    method: 'POST',
    body: { Container: containerId, EndpointConfig: endpoint },
    signal,
  });
}
