import type { DiskCacheRecord, DiskImage, DiskVolume } from '../../../shared/contract/disk-usage.ts';
import type { Network } from '../../../shared/contract/engine.ts';
import { fail } from '../../../shared/contract/failure.ts';
import { compareVersions } from '../api-version.ts';
import type { EngineClient } from '../client.ts';
import { diskCacheRecord, diskImage, diskVolume } from '../raw/disk-usage.ts';
import { flag, list, num, type RawRecord, record, text, texts } from '../raw/fields.ts';
import { imageRow, networkRow } from '../raw/resources.ts';
import { systemDf } from './system-df.ts';

/** An image, also one that is only a step on the way to another. */
export interface ImageNode {
  id: string;
  tags: string[];
  digests: string[];
  createdAt: string;
  labels: Record<string, string>;
  /** Empty where the engine tells none. */
  parentId: string;
}

export interface NetworkNode extends Network {
  /** Others are made after it; nothing can be attached to it. */
  configOnly: boolean;
  /** The name of the network it was made after; absent for most. */
  configFrom?: string;
}

export type SizedKind = 'image' | 'volume' | 'build-cache';

/** A record with the time of its last use to the nanosecond, as text that sorts by time; empty when it never was. */
export interface CacheRecord extends DiskCacheRecord {
  lastUsedOrder: string;
}

/** What `/system/df` tells of the kinds asked for. */
export interface Sizes {
  images: DiskImage[];
  volumes: DiskVolume[];
  buildCache: CacheRecord[];
  layersBytes: number | null;
}

/** Removing may take long on a busy disk. */
const removalDeadlineMs = 120_000;
const byTypeFrom = '1.42';
/** Engine 23.0. */
const volumeTimesFrom = '1.42';

/** Every image, steps on the way to others included. */
export async function listImageNodes(client: EngineClient, signal: AbortSignal): Promise<ImageNode[]> {
  const path = '/images/json';
  const { body } = await client.json(path, { query: { all: '1' }, signal });
  return listed(body, path).flatMap((raw) => {
    const row = imageRow(raw);
    if (row === null) return [];
    const { id, tags, digests, createdAt, labels } = row;
    return [{ id, tags, digests, createdAt, labels, parentId: text(record(raw).ParentId) }];
  });
}

/** Every network, with what tells whether it may go. */
export async function listNetworkNodes(client: EngineClient, signal: AbortSignal): Promise<NetworkNode[]> {
  const path = '/networks';
  const { body } = await client.json(path, { signal });
  return listed(body, path).flatMap((raw) => {
    const row = networkRow(raw);
    if (row === null) return [];
    const from = text(record(record(raw).ConfigFrom).Network);
    const configFrom = from === '' ? {} : { configFrom: from };
    return [{ ...row, configOnly: flag(record(raw).ConfigOnly), ...configFrom }];
  });
}

/** How many endpoints a network has now, whoever owns them. */
export async function networkEndpoints(
  client: EngineClient,
  id: string,
  signal: AbortSignal,
): Promise<number> {
  const { body } = await client.json(`/networks/${encodeURIComponent(id)}`, { signal });
  return Object.keys(record(record(body).Containers)).length;
}

/** Whether the engine measures only the kinds it is asked for. */
export const measuresByKind = (client: EngineClient): boolean =>
  compareVersions(client.apiVersion, byTypeFrom) >= 0;

/**
 * Sizes as `docker system df -v` has them. Engines before API 1.42 measure everything, whatever is asked for.
 * @throws timeout after `deadlineMs`: volumes are walked file by file
 */
export async function readSizes(
  client: EngineClient,
  kinds: readonly SizedKind[],
  deadlineMs: number,
  signal: AbortSignal,
): Promise<Sizes> {
  const body = await systemDf(client, {
    ...(measuresByKind(client) ? { rawQuery: kinds.map((kind) => `type=${kind}`).join('&') } : {}),
    deadlineMs,
    signal,
  });
  const from = record(body);
  const rows = <T>(raw: unknown, map: (item: unknown) => T | null): T[] =>
    list(raw)
      .map(map)
      .filter((row): row is NonNullable<typeof row> => row !== null);
  return {
    images: rows(from.Images, diskImage),
    volumes: rows(from.Volumes, diskVolume),
    buildCache: rows(from.BuildCache, cacheRecord),
    layersBytes: typeof from.LayersSize === 'number' && from.LayersSize >= 0 ? from.LayersSize : null,
  };
}

/** Records of one build differ by microseconds, and go in that order. */
function cacheRecord(raw: unknown): CacheRecord | null {
  const row = diskCacheRecord(raw);
  if (row === null) return null;
  const [, second = '', fraction = ''] =
    /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?Z$/.exec(text(record(raw).LastUsedAt)) ?? [];
  const exact = second === '' ? row.lastUsedAt : `${second}.${fraction.padEnd(9, '0')}`;
  return { ...row, lastUsedOrder: row.lastUsedAt === '' ? '' : exact };
}

/** The names and digests an image goes by now. @throws not-found */
export async function imageNames(
  client: EngineClient,
  id: string,
  signal: AbortSignal,
): Promise<{ tags: string[]; digests: string[] }> {
  const { body } = await client.json(`/images/${encodeURIComponent(id)}/json`, { signal });
  const from = record(body);
  const real = (names: unknown) => texts(names).filter((name) => !name.includes('<none>'));
  return { tags: real(from.RepoTags), digests: real(from.RepoDigests) };
}

/**
 * Takes one name off an image, or removes it by its id; the last name takes the image with it. Never with force: the
 * engine refuses what a container uses. `parents`: also the steps on the way to it that nothing else has.
 */
export async function removeImage(
  client: EngineClient,
  reference: string,
  parents: boolean,
  signal: AbortSignal,
): Promise<void> {
  await client.json(`/images/${reference.split('/').map(encodeURIComponent).join('/')}`, {
    method: 'DELETE',
    query: { noprune: parents ? '0' : '1' },
    signal,
    deadlineMs: removalDeadlineMs,
  });
}

export async function removeNetwork(client: EngineClient, id: string, signal: AbortSignal): Promise<void> {
  const path = `/networks/${encodeURIComponent(id)}`;
  await client.json(path, { method: 'DELETE', signal, deadlineMs: removalDeadlineMs });
}

/**
 * When a volume was made, as the engine writes it; empty where it does not tell. Of a local volume a Docker before API
 * 1.42 tells when something was last written at its top instead. @throws not-found
 */
export async function volumeCreatedAt(
  client: EngineClient,
  name: string,
  signal: AbortSignal,
): Promise<string> {
  const { body, headers } = await client.json(`/volumes/${encodeURIComponent(name)}`, { signal });
  const { CreatedAt, Driver } = record(body);
  const isPodman = headers['libpod-api-version'] !== undefined;
  if (!isPodman && text(Driver) === 'local' && compareVersions(client.apiVersion, volumeTimesFrom) < 0)
    return '';
  return text(CreatedAt);
}

/**
 * Removes one record of the build cache. The engine looks for ids that contain this one; they are as long as each other,
 * so that it finds just this. `all`: also one that images share. `unusedMs`: only where it was not used for so long.
 * @returns bytes it freed; null where it removed nothing: a build uses the record, another is made of it, or it is gone
 */
export async function pruneCacheRecord(
  client: EngineClient,
  id: string,
  { all, unusedMs }: { all: boolean; unusedMs: number | null },
  signal: AbortSignal,
): Promise<number | null> {
  const filters = { id: [id], ...(unusedMs === null ? {} : { until: [`${Math.round(unusedMs)}ms`] }) };
  const { body } = await client.json('/build/prune', {
    method: 'POST',
    query: { filters: JSON.stringify(filters), all: all ? '1' : undefined },
    signal,
    deadlineMs: removalDeadlineMs,
  });
  const from = record(body);
  return texts(from.CachesDeleted).includes(id) ? Math.max(0, num(from.SpaceReclaimed)) : null;
}

function listed(body: unknown, path: string): readonly RawRecord[] {
  if (!Array.isArray(body))
    throw fail('engine-error', 'answer-garbled', { request: `GET ${path}`, detail: 'it is not a list' });
  return body.map(record);
}
