import type { EngineClient } from '../client.ts';
import { record, text } from '../raw/fields.ts';

/** Makes an image of a container's files as they are now, under a name with a tag; answers its id. The container is not paused. */
export async function commitContainer(
  client: EngineClient,
  containerId: string,
  tag: string,
  signal: AbortSignal,
): Promise<string> {
  const [repo, name] = tag.toLowerCase().split(':');
  const { body } = await client.json('/commit', {
    method: 'POST',
    query: { container: containerId, repo, tag: name, pause: '0' },
    signal,
    deadlineMs: 10 * 60_000,
  });
  return text(record(body).Id);
}
