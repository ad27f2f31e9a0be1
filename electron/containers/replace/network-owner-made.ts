import { removeContainer } from '../../engine/api/containers.ts';
import { connectNetwork, createContainer } from '../../engine/api/creation.ts';
import type { EngineClient } from '../../engine/client.ts';
import { ownerBody } from './network-owner.ts';
import { makePauseImage } from './pause-image.ts';
import type { Subject } from './subject.ts';
import { mustBeFree } from './swap.ts';

/**
 * Makes the pause container that is to own the network of another; answers its id. It is started once the other has let go of
 * its addresses and ports.
 */
export async function makeNetworkOwner(
  client: EngineClient,
  subject: Subject,
  name: string,
  stepMs: number,
): Promise<string> {
  await mustBeFree(client, name);
  const image = await makePauseImage(client, new AbortController().signal);
  const { body, networks } = ownerBody(subject, image);
  const options = { deadlineMs: stepMs };
  const { id } = await createContainer(client, { query: { name }, body }, options);
  try {
    for (const [network, endpoint] of Object.entries(networks.afterwards))
      await connectNetwork(client, network, id, endpoint, options);
  } catch (thrown) {
    await removeContainer(client, id, { volumes: false, force: true, signal: AbortSignal.timeout(stepMs) });
    throw thrown;
  }
  return id;
}
