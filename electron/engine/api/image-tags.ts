import { fail } from '../../../shared/contract/failure.ts';
import type { EngineClient } from '../client.ts';
import { type RawRecord, text, texts } from '../raw/fields.ts';
import { inspectObject } from './objects.ts';

/** What trash and removal need of an image. */
export interface TaggedImage {
  id: string;
  tags: string[];
}

/** @throws not-found `object-unknown` */
export async function findImage(
  client: EngineClient,
  reference: string,
  signal: AbortSignal,
): Promise<TaggedImage> {
  const raw: RawRecord = await inspectObject(client, 'image', reference, signal);
  const id = text(raw.Id);
  if (id === '')
    throw fail('engine-error', 'answer-garbled', { request: 'GET /images', detail: 'it has no id' });
  // Podman leaves the algorithm out here, and only here.
  return {
    id: id.includes(':') ? id : `sha256:${id}`,
    tags: texts(raw.RepoTags).filter((tag) => !tag.includes('<none>')),
  };
}

/** Gives an image one more tag, such as `repository:tag`; one that another image had moves to this one. */
export async function tagImage(
  client: EngineClient,
  id: string,
  reference: string,
  signal: AbortSignal,
): Promise<void> {
  const colon = reference.lastIndexOf(':');
  await client.text(`/images/${encodeURIComponent(id)}/tag`, {
    method: 'POST',
    query: { repo: reference.slice(0, colon), tag: reference.slice(colon + 1) },
    signal,
  });
}

/**
 * Takes one name off an image. The last name takes the image with it, so whoever only wants to untag looks first.
 * @param parents whether the untagged images below it go with it
 */
export async function untagImage(
  client: EngineClient,
  reference: string,
  parents: 'with-parents' | 'without-parents',
  signal: AbortSignal,
): Promise<void> {
  const path = reference.split('/').map(encodeURIComponent).join('/');
  await client.json(`/images/${path}`, {
    method: 'DELETE',
    query: { noprune: parents === 'with-parents' ? '0' : '1' },
    signal,
    deadlineMs: 120_000,
  });
}
