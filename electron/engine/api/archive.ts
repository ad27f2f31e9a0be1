import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import type { FileType } from '../../../shared/contract/container-files.ts';
import { fail, SlipwayError } from '../../../shared/contract/failure.ts';
import { shownText } from '../../../shared/model/byte-text.ts';
import { encodePath } from '../../../shared/model/file-paths.ts';
import type { EngineClient } from '../client.ts';
import { networkError, noAnswer } from '../network-errors.ts';
import { isoFromText, num, record, text } from '../raw/fields.ts';

/** What the engine says of a path without reading it. */
export interface ArchiveStat {
  type: FileType;
  size: number;
  mode: number;
  modifiedAt: string;
  /** Where the engine tells it, what the path leads to in the end, links followed within the container. */
  resolved: string | undefined;
  /** Podman tells whether what a link leads to is a folder. */
  leadsToFolder: boolean | undefined;
}

const writtenPerMs = 1_000;
const silentMs = 60_000;

const archive = (id: string) => `/containers/${encodeURIComponent(id)}/archive`;
const queryOf = (path: string) => `path=${encodePath(path)}`;

/** Looks at a path of a container by its full id; a link is not followed. @throws not-found `file-unknown` */
export async function statArchive(
  client: EngineClient,
  id: string,
  path: string,
  signal: AbortSignal,
): Promise<ArchiveStat> {
  const { headers } = await client
    .text(archive(id), { method: 'HEAD', rawQuery: queryOf(path), signal })
    .catch(explained(path));
  return readStat(headers['x-docker-container-path-stat'], id);
}

/** Opens what is at a path as a tar; the caller destroys it. @throws not-found `file-unknown` */
export function openArchive(
  client: EngineClient,
  id: string,
  path: string,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  return client
    .stream(archive(id), { rawQuery: queryOf(path), signal, deadlineMs: silentMs })
    .catch(explained(path));
}

/** The pieces of an archive. An engine that falls silent, or cuts it, is a failure. */
export async function* archivePieces(
  client: EngineClient,
  answer: IncomingMessage,
  id: string,
): AsyncGenerator<Buffer> {
  let silent = false;
  const arm = () =>
    setTimeout(() => {
      silent = true;
      answer.destroy();
    }, silentMs);
  let timer = arm();
  try {
    for await (const piece of answer) {
      clearTimeout(timer);
      yield piece as Buffer;
      // Whoever reads may take its time; only the engine is waited for.
      timer = arm();
    }
  } catch (thrown) {
    throw silent ? noAnswer(client.address, silentMs) : networkError(thrown, client.address);
  } finally {
    clearTimeout(timer);
    answer.destroy();
  }
  if (silent) throw noAnswer(client.address, silentMs);
  if (!answer.complete) throw fail('unreachable', 'answer-cut', { request: `GET ${archive(id)}` });
}

/** Unpacks a tar of so many bytes into a folder. A folder is never replaced by a file, nor the other way round. */
export async function putArchive(
  client: EngineClient,
  id: string,
  path: string,
  tar: { stream: Readable; bytes: number },
  signal: AbortSignal,
): Promise<void> {
  await client
    .text(archive(id), {
      method: 'PUT',
      rawQuery: queryOf(path),
      query: { noOverwriteDirNonDir: '1' },
      upload: tar.stream,
      signal,
      deadlineMs: silentMs + tar.bytes / writtenPerMs,
    })
    .catch((thrown: unknown) => {
      if (!(thrown instanceof SlipwayError)) throw thrown;
      const { status, engine = '' } = thrown.error;
      const extra = { engine, ...(status === undefined ? {} : { status }) };
      if (/read-only|marked read-only|readonly/i.test(engine))
        throw fail('permission-denied', 'files-read-only', { path: shownText(path) }, extra);
      throw thrown;
    })
    .catch(explained(path));
}

function explained(path: string): (thrown: unknown) => never {
  return (thrown) => {
    if (!(thrown instanceof SlipwayError) || thrown.error.status !== 404) throw thrown;
    // The container was looked up before: what is missing is the path. An answer to HEAD has no words.
    if (thrown.error.reason === 'object-unknown') throw thrown;
    const { engine } = thrown.error;
    throw fail(
      'not-found',
      'file-unknown',
      { path: shownText(path) },
      {
        status: 404,
        ...(engine === undefined || engine === '' ? {} : { engine }),
      },
    );
  };
}

function readStat(header: string | string[] | undefined, id: string): ArchiveStat {
  const request = `HEAD ${archive(id)}`;
  if (typeof header !== 'string')
    throw fail('engine-error', 'answer-garbled', { request, detail: 'it has no path stat' });
  let parsed: unknown;
  try {
    parsed = JSON.parse(Buffer.from(header, 'base64').toString('utf8'));
  } catch (thrown) {
    if (!(thrown instanceof SyntaxError)) throw thrown;
    throw fail('engine-error', 'answer-garbled', { request, detail: 'its path stat is not JSON' });
  }
  const raw = record(parsed);
  const { type, mode } = readMode(num(raw.mode));
  const resolved = text(raw.linkTarget).replace(/\/\.$/, '');
  return {
    type,
    mode,
    size: type === 'file' ? num(raw.size) : 0,
    modifiedAt: isoFromText(raw.mtime) ?? new Date(0).toISOString(),
    resolved: type === 'symlink' && resolved.startsWith('/') ? resolved : undefined,
    leadsToFolder: typeof raw.isDir === 'boolean' ? raw.isDir : undefined,
  };
}

/** Go's `os.FileMode`: types in its upper bits, of which the uppermost does not fit a signed number. */
function readMode(go: number): { type: FileType; mode: number } {
  const bit = (at: number): boolean => Math.floor(go / 2 ** at) % 2 === 1;
  const mode = (go % 0o1000) + (bit(23) ? 0o4000 : 0) + (bit(22) ? 0o2000 : 0) + (bit(20) ? 0o1000 : 0);
  const type = bit(31)
    ? 'directory'
    : bit(27)
      ? 'symlink'
      : bit(26)
        ? bit(21)
          ? 'character-device'
          : 'block-device'
        : bit(25)
          ? 'fifo'
          : bit(24)
            ? 'socket'
            : bit(19)
              ? 'other'
              : 'file';
  return { type, mode };
}
