import { fail } from '../../../shared/contract/failure.ts';
import type { HistoryStep, ImagePlatform } from '../../../shared/contract/images.ts';
import { compareVersions } from '../api-version.ts';
import type { EngineClient } from '../client.ts';
import { list, type RawRecord, record, text } from '../raw/fields.ts';
import { historyStep, imagePlatform, platformName } from '../raw/images.ts';
import { inspectObject } from './objects.ts';

/** From this API on an engine that keeps several platforms under a name lists them. */
const manifestsFrom = '1.47';

/** The steps of an image's history, newest first. @throws not-found `object-unknown` */
export async function imageHistory(
  client: EngineClient,
  id: string,
  signal: AbortSignal,
): Promise<HistoryStep[]> {
  const path = `/images/${encodeURIComponent(id)}/history`;
  const { body } = await client.json(path, { signal });
  if (!Array.isArray(body))
    throw fail('engine-error', 'answer-garbled', { request: `GET ${path}`, detail: 'it is not a list' });
  return body.map(historyStep);
}

/** Platforms by the id of an image, where the engine keeps several under a name; empty where it does not tell. */
export async function listPlatforms(
  client: EngineClient,
  signal: AbortSignal,
): Promise<Map<string, ImagePlatform[]>> {
  const found = new Map<string, ImagePlatform[]>();
  if (compareVersions(client.apiVersion, manifestsFrom) < 0) return found;
  const { body } = await client.json('/images/json', { query: { manifests: '1' }, signal });
  for (const raw of list(body)) {
    const { Id, Manifests } = record(raw);
    const platforms = list(Manifests).map(imagePlatform);
    if (platforms.length > 0) found.set(text(Id), platforms);
  }
  return found;
}

/** Everything the engine says of an image, and its one platform. @throws not-found `object-unknown` */
export async function readImage(
  client: EngineClient,
  reference: string,
  signal: AbortSignal,
): Promise<{ id: string; raw: RawRecord; platform: ImagePlatform }> {
  const raw = await inspectObject(client, 'image', reference, signal);
  const bare = text(raw.Id);
  const id = bare.includes(':') ? bare : `sha256:${bare}`;
  const platform: ImagePlatform = {
    platform: platformName(raw),
    digest: null,
    available: true,
    kind: 'image',
    sizeBytes: null,
    containers: null,
  };
  return { id, raw, platform };
}
