import type { IncomingMessage } from 'node:http';
import { fail, SlipwayError } from '../../../shared/contract/failure.ts';
import type { PullProgress } from '../../../shared/contract/images-transfer.ts';
import type { EngineClient, RequestOptions } from '../client.ts';
import { LineSplitter } from '../line-splitter.ts';
import { type RawRecord, record, text } from '../raw/fields.ts';

/**
 * The lines that the engine tells of long work on images, as they come. Leaving the loop or aborting `signal` stops the
 * engine. `refusal` words what the engine says went wrong, also after it answered 200.
 */
export async function* progressLines(
  client: EngineClient,
  path: string,
  options: RequestOptions & { signal: AbortSignal },
  refusal: (said: string, status?: number) => SlipwayError,
): AsyncGenerator<RawRecord> {
  const request = `${options.method ?? 'GET'} ${path}`;
  const { signal } = options;
  const over = new AbortController();
  const stop = () => over.abort(signal.reason);
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  try {
    const answer: IncomingMessage = await client.stream(path, { ...options, signal: over.signal });
    const lines = new LineSplitter();
    for await (const chunk of answer as AsyncIterable<Buffer>)
      for (const line of lines.push(chunk)) yield readLine(line, request, refusal);
    // The last one may have no end.
    for (const line of lines.push(Buffer.from('\n'))) yield readLine(line, request, refusal);
    if (!answer.complete) throw fail('unreachable', 'answer-cut', { request });
  } catch (thrown) {
    if (signal.aborted) throw fail('cancelled', 'cancelled');
    if (!(thrown instanceof SlipwayError)) throw fail('unreachable', 'answer-cut', { request });
    if (thrown.error.status === undefined) throw thrown;
    throw refusal(thrown.error.engine ?? thrown.error.message, thrown.error.status);
  } finally {
    signal.removeEventListener('abort', stop);
    over.abort();
  }
}

function readLine(
  line: string,
  request: string,
  refusal: (said: string, status?: number) => SlipwayError,
): RawRecord {
  let said: RawRecord;
  try {
    said = record(JSON.parse(line));
  } catch (thrown) {
    if (!(thrown instanceof SyntaxError)) throw thrown;
    throw fail('engine-error', 'answer-garbled', { request, detail: 'it is not JSON' });
  }
  const error = text(record(said.errorDetail).message) || text(said.error);
  if (error !== '') throw refusal(error);
  return said;
}

/** What a line tells of the progress; null where it tells something else. */
export function progressOf(said: RawRecord): PullProgress | null {
  const status = text(said.status) || text(said.stream).trim();
  const digest = text(record(said.aux).Digest);
  if (status === '' && digest === '') return null;
  const detail = record(said.progressDetail);
  const figure = (value: unknown) => (typeof value === 'number' && value >= 0 ? value : null);
  return {
    id: text(said.id),
    status,
    current: figure(detail.current),
    total: figure(detail.total),
    ...(digest === '' ? {} : { digest }),
  };
}
