import { fail, SlipwayError } from '../../../shared/contract/failure.ts';
import type { PullProgress } from '../../../shared/contract/images.ts';
import { splitImageName } from '../../../shared/model/names.ts';
import type { EngineClient } from '../client.ts';
import { LineSplitter } from '../line-splitter.ts';
import { record, text } from '../raw/fields.ts';

/** A registry may take its time before the engine sends a first line. */
const headDeadlineMs = 120_000;

/**
 * Pulls an image; ends when it is there. Leaving the loop or aborting `signal` stops the engine.
 * @throws not-found `image-not-found`, engine-error `pull-failed`
 */
export async function* pullImage(
  client: EngineClient,
  image: { reference: string; platform: string },
  signal: AbortSignal,
): AsyncGenerator<PullProgress> {
  const { reference, platform } = image;
  const over = new AbortController();
  const stop = () => over.abort(signal.reason);
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  try {
    const answer = await client.stream('/images/create', {
      method: 'POST',
      query: { ...named(reference), ...(platform === '' ? {} : { platform }) },
      signal: over.signal,
      deadlineMs: headDeadlineMs,
    });
    const lines = new LineSplitter();
    for await (const chunk of answer as AsyncIterable<Buffer>)
      for (const line of lines.push(chunk)) {
        const progress = readLine(line, reference);
        if (progress !== null) yield progress;
      }
    if (!answer.complete) throw fail('unreachable', 'answer-cut', { request: 'POST /images/create' });
  } catch (thrown) {
    if (signal.aborted) throw fail('cancelled', 'cancelled');
    throw explain(thrown, reference);
  } finally {
    signal.removeEventListener('abort', stop);
    over.abort();
  }
}

/** Without a tag every tag of the repository would be pulled. */
function named(reference: string): { fromImage: string; tag?: string } {
  const { repository, tag, digest } = splitImageName(reference);
  if (repository === '' || digest !== undefined || tag !== undefined) return { fromImage: reference };
  return { fromImage: reference, tag: 'latest' };
}

function readLine(line: string, reference: string): PullProgress | null {
  const said = parse(line);
  const error = text(record(said.errorDetail).message) || text(said.error);
  if (error !== '') throw refusal(error, reference);
  const status = text(said.status);
  if (status === '') return null;
  const detail = record(said.progressDetail);
  const figure = (value: unknown) => (typeof value === 'number' && value >= 0 ? value : null);
  return { id: text(said.id), status, current: figure(detail.current), total: figure(detail.total) };
}

function parse(line: string): Readonly<Record<string, unknown>> {
  try {
    return record(JSON.parse(line));
  } catch (thrown) {
    if (!(thrown instanceof SyntaxError)) throw thrown;
    throw fail('engine-error', 'answer-garbled', {
      request: 'POST /images/create',
      detail: 'it is not JSON',
    });
  }
}

function explain(thrown: unknown, reference: string): unknown {
  if (!(thrown instanceof SlipwayError) || thrown.error.status === undefined) {
    if (thrown instanceof SlipwayError) return thrown;
    return fail('unreachable', 'answer-cut', { request: 'POST /images/create' });
  }
  return refusal(thrown.error.engine ?? thrown.error.message, reference, thrown.error.status);
}

function refusal(said: string, image: string, status?: number): SlipwayError {
  const extra = { engine: said, ...(status === undefined ? {} : { status }) };
  if (/not found|manifest unknown|does not exist|name unknown|access denied|repository .* not/i.test(said))
    return fail('not-found', 'image-not-found', { image }, extra);
  return fail('engine-error', 'pull-failed', { image, detail: said }, extra);
}
