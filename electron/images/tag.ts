import { fail, SlipwayError } from '../../shared/contract/failure.ts';
import type { TaggedAs } from '../../shared/contract/images.ts';
import { referenceProblem, withTag } from '../../shared/model/image-reference.ts';
import { isTrashTag } from '../../shared/model/trash-names.ts';
import { findImage, tagImage } from '../engine/api/image-tags.ts';
import type { EngineClient } from '../engine/client.ts';

/**
 * Gives an image one more name.
 * @throws invalid-input `image-name-malformed`, conflict `image-name-taken` where another image has it
 */
export async function tag(
  client: EngineClient,
  { id, name, move }: { id: string; name: string; move: boolean },
  signal: AbortSignal,
): Promise<TaggedAs> {
  const problem = referenceProblem(name, 'tag');
  if (problem !== null) throw fail('invalid-input', 'image-name-malformed', { name, problem });
  if (isTrashTag(name)) throw fail('invalid-input', 'image-name-malformed', { name, problem: 'trash' });
  const image = await findImage(client, id, signal);
  const whole = withTag(name);
  const holder = await lookUp(client, whole, signal);
  const taken = holder !== null && holder !== image.id;
  if (taken && !move)
    throw fail('conflict', 'image-name-taken', {
      name: whole,
      by: holder.replace(/^sha256:/, '').slice(0, 12),
    });
  await tagImage(client, image.id, whole, signal);
  return { id: image.id, name: whole, takenFrom: taken ? holder : null };
}

async function lookUp(client: EngineClient, name: string, signal: AbortSignal): Promise<string | null> {
  try {
    return (await findImage(client, name, signal)).id;
  } catch (thrown) {
    if (thrown instanceof SlipwayError && thrown.error.code === 'not-found') return null;
    throw thrown;
  }
}
