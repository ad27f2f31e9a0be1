import type { Image, Network, Volume } from '../../../shared/contract/engine.ts';
import { fail } from '../../../shared/contract/failure.ts';
import type { EngineClient, RequestOptions } from '../client.ts';
import { list, type RawRecord, record, text, textMap } from '../raw/fields.ts';
import { imageRow, networkRow, volumeRow } from '../raw/resources.ts';

/** Rows of `/images/json`, intermediate layers left out. */
export async function listImages(client: EngineClient, options: RequestOptions = {}): Promise<Image[]> {
  return rows((await client.json('/images/json', options)).body, imageRow, '/images/json');
}

/** Rows of `/volumes`. An engine without volumes sends null, which is an empty list. */
export async function listVolumes(client: EngineClient, options: RequestOptions = {}): Promise<Volume[]> {
  const { body } = await client.json('/volumes', options);
  return rows(record(body).Volumes ?? [], volumeRow, '/volumes');
}

/** Rows of `/networks`. */
export async function listNetworks(client: EngineClient, options: RequestOptions = {}): Promise<Network[]> {
  return rows((await client.json('/networks', options)).body, networkRow, '/networks');
}

function rows<T>(body: unknown, map: (raw: unknown) => T | null, path: string): T[] {
  if (!Array.isArray(body))
    throw fail('engine-error', 'answer-garbled', { request: `GET ${path}`, detail: 'it is not a list' });
  return list(body)
    .map(map)
    .filter((row): row is NonNullable<typeof row> => row !== null);
}

/** A volume of many files, or one of a slow driver, takes that long. */
const volumeRemovalDeadlineMs = 10 * 60_000;

/** Removes one volume by name; one in use is refused by the engine. */
export async function removeVolume(client: EngineClient, name: string, signal: AbortSignal): Promise<void> {
  await client.json(`/volumes/${encodeURIComponent(name)}`, {
    method: 'DELETE',
    signal,
    deadlineMs: volumeRemovalDeadlineMs,
  });
}

/** Makes a volume with the name, driver, options and labels of another; what the engine says of it. */
export async function createVolume(
  client: EngineClient,
  like: RawRecord,
  signal: AbortSignal,
): Promise<RawRecord> {
  const { body } = await client.json('/volumes/create', {
    method: 'POST',
    body: {
      Name: text(like.Name),
      Driver: text(like.Driver) || 'local',
      DriverOpts: textMap(like.Options),
      Labels: textMap(like.Labels),
    },
    signal,
    // A driver may take long.
    deadlineMs: 120_000,
  });
  return record(body);
}
