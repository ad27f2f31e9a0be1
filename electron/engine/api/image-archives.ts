import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { fail, type SlipwayError } from '../../../shared/contract/failure.ts';
import { splitImageName } from '../../../shared/model/names.ts';
import type { EngineClient } from '../client.ts';
import { networkError } from '../network-errors.ts';
import type { RawRecord } from '../raw/fields.ts';
import { progressLines } from './progress-lines.ts';

const headDeadlineMs = 120_000;
/** The engine answers a load or an import only once it has read all of it. */
const readPerMs = 1_000;

/** The tar that holds these images. Leaving the loop stops the engine. @throws not-found `object-unknown` */
export async function* saveImages(
  client: EngineClient,
  references: readonly string[],
  signal: AbortSignal,
): AsyncGenerator<Buffer> {
  const rawQuery = references.map((one) => `names=${encodeURIComponent(one)}`).join('&');
  const answer: IncomingMessage = await client.stream('/images/get', {
    rawQuery,
    signal,
    deadlineMs: headDeadlineMs,
  });
  try {
    for await (const piece of answer) yield piece as Buffer;
  } catch (thrown) {
    if (signal.aborted) throw fail('cancelled', 'cancelled');
    throw networkError(thrown, client.address);
  } finally {
    answer.destroy();
  }
  if (!answer.complete) throw fail('unreachable', 'answer-cut', { request: 'GET /images/get' });
}

interface Tar {
  stream: Readable;
  bytes: number;
}

/** Hands the engine a tar of images; tells its lines as they come. @throws invalid-input `load-refused` */
export function loadImages(client: EngineClient, tar: Tar, signal: AbortSignal): AsyncGenerator<RawRecord> {
  return progressLines(
    client,
    '/images/load',
    {
      method: 'POST',
      query: { quiet: '0' },
      headers: { 'Content-Type': 'application/x-tar' },
      upload: tar.stream,
      signal,
      deadlineMs: headDeadlineMs + tar.bytes / readPerMs,
    },
    (said, status) => refusal('load-refused', said, status),
  );
}

export interface ImportWish {
  /** Empty: no name. */
  reference: string;
  changes: readonly string[];
  message: string;
  platform: string;
}

/** Makes an image of a root filesystem. @throws invalid-input `import-refused` */
export function importImage(
  client: EngineClient,
  { reference, changes, message, platform }: ImportWish,
  tar: Tar,
  signal: AbortSignal,
): AsyncGenerator<RawRecord> {
  const { registry, repository, tag = 'latest' } = splitImageName(reference);
  const repo = registry === undefined ? repository : `${registry}/${repository}`;
  return progressLines(
    client,
    '/images/create',
    {
      method: 'POST',
      query: {
        fromSrc: '-',
        ...(reference === '' ? {} : { repo, tag }),
        ...(message === '' ? {} : { message }),
        ...(platform === '' ? {} : { platform }),
      },
      rawQuery: changes.map((change) => `changes=${encodeURIComponent(change)}`).join('&'),
      headers: { 'Content-Type': 'application/x-tar' },
      upload: tar.stream,
      signal,
      deadlineMs: headDeadlineMs + tar.bytes / readPerMs,
    },
    (said, status) => refusal('import-refused', said, status),
  );
}

function refusal(reason: 'load-refused' | 'import-refused', said: string, status?: number): SlipwayError {
  const extra = { engine: said, ...(status === undefined ? {} : { status }) };
  return fail('invalid-input', reason, { detail: said }, extra);
}
