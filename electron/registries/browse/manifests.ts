import { createHash } from 'node:crypto';
import { toApiError } from '../../../shared/contract/failure.ts';
import type { TagDetails, TagPlatform } from '../../../shared/contract/registry-login.ts';
import { isoFromText, list, num, type RawRecord, record, text } from '../../engine/raw/fields.ts';
import type { RegistryClient } from '../client/registry-client.ts';
import { inTurns } from './in-turns.ts';
import { pullScope } from './pages.ts';

const docker = 'application/vnd.docker.distribution.manifest';
const oci = 'application/vnd.oci.image';
/** Every form of manifest there is; without them a registry may answer in the oldest, with another digest. */
const accept = [
  `${docker}.list.v2+json`,
  `${oci}.index.v1+json`,
  `${docker}.v2+json`,
  `${oci}.manifest.v1+json`,
  `${docker}.v1+prettyjws;q=0.1`,
];

const atOnce = 6;
const mostPlatforms = 24;
const manifestLimit = 4 * 1024 * 1024;

interface Manifest {
  digest: string;
  mediaType: string;
  content: RawRecord;
}

/** Sizes in bytes by digest. What platforms share is in there once. */
type Blobs = Map<string, number>;

/** What tags are. One that cannot be read says why, and the others are told all the same. */
export function tagDetails(
  client: RegistryClient,
  repository: string,
  tags: readonly string[],
  signal: AbortSignal,
): Promise<TagDetails[]> {
  return inTurns(tags, atOnce, async (tag) => {
    const nothing = { tag, digest: '', mediaType: '', platforms: [], sizeBytes: null, createdAt: null };
    try {
      return await detailsOf(client, repository, tag, signal);
    } catch (thrown) {
      const error = toApiError(thrown);
      if (error.code === 'cancelled') throw thrown;
      return { ...nothing, error };
    }
  });
}

/** How a manifest is asked for, whatever its kind. */
export function manifestOptions(repository: string) {
  return { accept, scope: pullScope(repository), limitBytes: manifestLimit };
}

/** The digest a tag has now; null where there is no such tag. */
export async function digestOf(
  client: RegistryClient,
  repository: string,
  reference: string,
  signal: AbortSignal,
): Promise<string | null> {
  return (await headOf(client, repository, reference, signal))?.digest ?? null;
}

/** The same, with what kind of manifest it is; empty where the registry does not tell. */
export async function headOf(
  client: RegistryClient,
  repository: string,
  reference: string,
  signal: AbortSignal,
): Promise<{ digest: string; mediaType: string } | null> {
  const options = { ...manifestOptions(repository), signal, expect: [404] };
  const path = `/v2/${repository}/manifests/${reference}`;
  const { status, headers } = await client.ask(path, { ...options, method: 'HEAD' });
  if (status === 404) return null;
  const told = text(headers['docker-content-digest']);
  if (isDigest(told)) return { digest: told, mediaType: typeOf(headers['content-type']) };
  // Not every registry tells it with a head alone.
  const answer = await client.ask(path, options);
  if (answer.status === 404) return null;
  return { digest: sha256(answer.body), mediaType: typeOf(answer.headers['content-type']) };
}

async function detailsOf(
  client: RegistryClient,
  repository: string,
  tag: string,
  signal: AbortSignal,
): Promise<TagDetails> {
  const top = await readManifest(client, repository, tag, signal);
  const blobs: Blobs = new Map();
  const common = { tag, digest: top.digest, mediaType: top.mediaType };
  const entries = list(top.content.manifests).map(record);
  if (entries.length === 0) {
    const { platform, createdAt, sizeBytes } = await imageOf(client, repository, top, blobs, signal);
    const platforms = [{ platform, digest: top.digest, sizeBytes }];
    return { ...common, platforms, sizeBytes, createdAt };
  }
  // Attestations stand among the platforms as unknown/unknown.
  const images = entries
    .filter((entry) => isDigest(text(entry.digest)) && text(record(entry.platform).os) !== 'unknown')
    .slice(0, mostPlatforms);
  const dates: string[] = [];
  const platforms = await inTurns(images, 3, async (entry): Promise<TagPlatform> => {
    const digest = text(entry.digest);
    const child = await readManifest(client, repository, digest, signal);
    const image = await imageOf(client, repository, child, blobs, signal);
    if (image.createdAt !== null) dates.push(image.createdAt);
    const named = platformText(record(entry.platform));
    return { platform: named === '' ? image.platform : named, digest, sizeBytes: image.sizeBytes };
  });
  const isKnown = platforms.every(({ sizeBytes }) => sizeBytes !== null);
  return {
    ...common,
    platforms,
    sizeBytes: isKnown ? sum(blobs) : null,
    createdAt: dates.sort().at(-1) ?? null,
  };
}

async function imageOf(
  client: RegistryClient,
  repository: string,
  { content }: Manifest,
  all: Blobs,
  signal: AbortSignal,
): Promise<{ platform: string; createdAt: string | null; sizeBytes: number | null }> {
  if (num(content.schemaVersion) === 1) {
    const platform = text(content.architecture) === '' ? '' : `linux/${text(content.architecture)}`;
    return { platform, createdAt: null, sizeBytes: null };
  }
  const config = record(content.config);
  const blobs: Blobs = new Map();
  for (const blob of [config, ...list(content.layers).map(record)])
    if (text(blob.digest) !== '') blobs.set(text(blob.digest), num(blob.size));
  for (const [digest, size] of blobs) all.set(digest, size);
  const sizeBytes = sum(blobs);
  const digest = text(config.digest);
  // What is no container image has a configuration of its own kind.
  if (!isDigest(digest) || !/container[.]image|image[.]config/.test(text(config.mediaType)))
    return { platform: '', createdAt: null, sizeBytes };
  const { value } = await client.json(`/v2/${repository}/blobs/${digest}`, {
    accept: ['*/*'],
    scope: pullScope(repository),
    limitBytes: manifestLimit,
    signal,
  });
  const image = record(value);
  return { platform: platformText(image), createdAt: isoFromText(image.created) ?? null, sizeBytes };
}

async function readManifest(
  client: RegistryClient,
  repository: string,
  reference: string,
  signal: AbortSignal,
): Promise<Manifest> {
  const { value, answer } = await client.json(`/v2/${repository}/manifests/${reference}`, {
    ...manifestOptions(repository),
    signal,
  });
  const content = record(value);
  const told = text(answer.headers['docker-content-digest']);
  return {
    digest: isDigest(told) ? told : sha256(answer.body),
    mediaType: text(content.mediaType) || typeOf(answer.headers['content-type']),
    content,
  };
}

function platformText(from: RawRecord): string {
  return [text(from.os), text(from.architecture), text(from.variant)].filter((part) => part !== '').join('/');
}

function sum(blobs: Blobs): number {
  return [...blobs.values()].reduce((all, size) => all + size, 0);
}

const typeOf = (header: unknown): string => (text(header).split(';', 1)[0] ?? '').trim();

export function isDigest(value: string): boolean {
  return /^[a-z0-9]+:[0-9a-f]{32,}$/.test(value);
}

function sha256(body: Buffer): string {
  return `sha256:${createHash('sha256').update(body).digest('hex')}`;
}
