import { fail, SlipwayError } from '../../../shared/contract/failure.ts';
import type { Restored } from '../../../shared/contract/trash.ts';
import { isTrashTag, trashTag } from '../../../shared/model/trash-names.ts';
import { listContainers } from '../../engine/api/containers.ts';
import { findImage, type TaggedImage, tagImage, untagImage } from '../../engine/api/image-tags.ts';
import type { EngineClient } from '../../engine/client.ts';
import type { TrashPage } from './book.ts';

const never = new AbortController().signal;

type Fresh = Pick<TrashPage, 'objectId' | 'name' | 'hidden' | 'tags'>;

/** What is to be remembered of an image, or why it cannot be kept. */
export async function rememberImage(
  client: EngineClient,
  id: string,
  at: Date,
): Promise<Fresh | { kept: false; why: 'already-gone' | 'now-in-use' | 'changed-since'; by: string }> {
  const image = await lookUp(client, id);
  if (image === null) return { kept: false, why: 'already-gone', by: '' };
  if (image.tags.some(isTrashTag)) return { kept: false, why: 'changed-since', by: 'in the trash' };
  const user = await userOf(client, image.id);
  if (user !== null) return { kept: false, why: 'now-in-use', by: user };
  const { tags } = image;
  return {
    objectId: image.id,
    name: tags[0] ?? image.id.replace(/^sha256:/, '').slice(0, 12),
    hidden: trashTag(image.id, at),
    tags,
  };
}

/** The first container, running or not, that is made from an image; null where there is none. */
export async function userOf(client: EngineClient, imageId: string): Promise<string | null> {
  const containers = await listContainers(client, { all: true });
  const bare = imageId.replace(/^sha256:/, '');
  return containers.find((one) => one.imageId.replace(/^sha256:/, '') === bare)?.name ?? null;
}

/** Leaves the image no tag but the hidden one. What it is must be written down already. */
export async function hideImage(client: EngineClient, page: TrashPage): Promise<void> {
  await tagImage(client, page.objectId, page.hidden, never);
  for (const tag of page.tags) {
    // Without a second name the image would go with its last: looked at each time.
    const now = await findImage(client, page.objectId, never);
    if (!now.tags.some(isTrashTag)) throw fail('conflict', 'trash-moved', { name: page.name });
    if (now.tags.includes(tag)) await untagImage(client, tag, 'without-parents', never);
  }
}

/**
 * Gives it its tags back and takes the hidden one off. A tag that another image has by now is left to that one; an image
 * that has none of its own left is called `slipway-restored:ID`. May be done again and again.
 * @throws not-found `trash-gone`
 */
export async function restoreImage(client: EngineClient, page: TrashPage): Promise<Restored> {
  const image = await lookUp(client, page.objectId);
  if (image === null) throw fail('not-found', 'trash-gone', { name: page.name });
  const tagsTaken: string[] = [];
  for (const tag of page.tags) {
    const holder = await lookUp(client, tag);
    if (holder === null) await tagImage(client, page.objectId, tag, never);
    else if (holder.id !== page.objectId) tagsTaken.push(tag);
  }
  let now = await findImage(client, page.objectId, never);
  if (now.tags.every(isTrashTag)) {
    const short = page.objectId.replace(/^sha256:/, '').slice(0, 12);
    await tagImage(client, page.objectId, `slipway-restored:${short}`, never);
    now = await findImage(client, page.objectId, never);
  }
  // Never the last name: the image would go with it.
  for (const tag of now.tags.filter(isTrashTag))
    if (now.tags.some((other) => !isTrashTag(other))) await untagImage(client, tag, 'without-parents', never);
  return {
    kind: 'image',
    objectId: page.objectId,
    name: now.tags.find((tag) => !isTrashTag(tag)) ?? page.name,
    networksMade: [],
    tagsTaken,
    restartPolicyLost: null,
    started: false,
    startError: null,
  };
}

/** Its hidden tags, as this engine writes them; null where it is gone. */
export async function lookUpHidden(
  client: EngineClient,
  id: string,
): Promise<{ hidden: string[]; others: string[] } | null> {
  const image = await lookUp(client, id);
  if (image === null) return null;
  return {
    hidden: image.tags.filter(isTrashTag),
    others: image.tags.filter((tag) => !isTrashTag(tag)),
  };
}

async function lookUp(client: EngineClient, reference: string): Promise<TaggedImage | null> {
  try {
    return await findImage(client, reference, never);
  } catch (thrown) {
    if (thrown instanceof SlipwayError && thrown.error.code === 'not-found') return null;
    throw thrown;
  }
}
