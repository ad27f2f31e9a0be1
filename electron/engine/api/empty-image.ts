import { Readable } from 'node:stream';
import type { Image } from '../../../shared/contract/engine.ts';
import { fail } from '../../../shared/contract/failure.ts';
import type { EngineClient } from '../client.ts';
import { record, text } from '../raw/fields.ts';
import { listImages } from './resources.ts';

/** A tar without entries: two blocks of zeros. */
const nothing = Buffer.alloc(1024);

/** Makes an image with nothing in it but a label, and without a name; answers its id. Nothing is pulled for it. */
export function makeEmptyImage(
  client: EngineClient,
  [key, value]: readonly [string, string],
  signal: AbortSignal,
): Promise<string> {
  return importImage(client, nothing, { changes: `LABEL ${key}=${value}` }, signal);
}

/** Images with a label, whatever its value. */
export function imagesLabelled(client: EngineClient, key: string, signal: AbortSignal): Promise<Image[]> {
  return listImages(client, { query: { filters: JSON.stringify({ label: [key] }) }, signal });
}

/** Makes an image of the files in a tar; answers its id. */
export async function importImage(
  client: EngineClient,
  tar: Buffer,
  { repo, tag, changes }: { repo?: string; tag?: string; changes?: string },
  signal: AbortSignal,
): Promise<string> {
  const request = 'POST /images/create';
  const { body } = await client.text('/images/create', {
    method: 'POST',
    query: { fromSrc: '-', repo, tag, changes },
    upload: Readable.from([tar]),
    signal,
  });
  for (const line of body.split('\n')) {
    if (line.trim() === '') continue;
    const id = /^(?:sha256:)?[0-9a-f]{64}$/.exec(text(record(parsed(line, request)).status))?.[0];
    if (id !== undefined) return id;
  }
  throw fail('engine-error', 'answer-garbled', { request, detail: 'it names no image' });
}

function parsed(line: string, request: string): unknown {
  try {
    return JSON.parse(line);
  } catch (thrown) {
    if (!(thrown instanceof SyntaxError)) throw thrown;
    throw fail('engine-error', 'answer-garbled', { request, detail: 'it is not JSON' });
  }
}
