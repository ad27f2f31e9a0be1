import type { Duplex } from 'node:stream';
import { SlipwayError } from '../../../shared/contract/failure.ts';
import { compareVersions } from '../api-version.ts';
import type { EngineClient } from '../client.ts';
import { flag, num, record, text } from '../raw/fields.ts';

export interface TerminalSize {
  columns: number;
  rows: number;
}

export interface ExecSpec {
  command: readonly string[];
  env: readonly string[];
  /** Empty: the image's own. */
  user: string;
  workdir: string;
  tty: boolean;
  /** Nothing is read from it, nor written to it. */
  detached?: boolean;
}

export interface ExecState {
  running: boolean;
  /** null where the engine does not tell. */
  exitCode: number | null;
  /** By the engine's own numbering; 0 where there is none. */
  pid: number;
}

/** Keys nobody types in a row: the engine's own, Ctrl+P, would wait for a second key each time a shell is to go back. */
const detachKeys = 'ctrl-^,ctrl-_,ctrl-^';
const sizeAtStartSince = '1.42';
const headDeadlineMs = 15_000;

const path = (kind: 'containers' | 'exec', id: string, verb: string) =>
  `/${kind}/${encodeURIComponent(id)}/${verb}`;

/** True where an exec can be given its size as it starts. */
export function takesSizeAtStart(client: Pick<EngineClient, 'apiVersion'>): boolean {
  return compareVersions(client.apiVersion, sizeAtStartSince) >= 0;
}

/** Prepares a process in a container and answers its exec id; nothing runs yet. */
export async function createExec(
  client: EngineClient,
  containerId: string,
  spec: ExecSpec,
  signal?: AbortSignal,
): Promise<string> {
  const attached = spec.detached !== true;
  const { body } = await client.json(path('containers', containerId, 'exec'), {
    method: 'POST',
    body: {
      AttachStdin: attached,
      AttachStdout: attached,
      AttachStderr: attached,
      Tty: spec.tty,
      DetachKeys: detachKeys,
      Cmd: spec.command,
      Env: spec.env,
      ...(spec.user === '' ? {} : { User: spec.user }),
      ...(spec.workdir === '' ? {} : { WorkingDir: spec.workdir }),
    },
    ...(signal ? { signal } : {}),
  });
  return text(record(body).Id);
}

/** Starts it; the connection is its input and output. The caller destroys it. */
export function startExec(
  client: EngineClient,
  execId: string,
  options: { tty: boolean; size: TerminalSize; signal?: AbortSignal },
): Promise<Duplex> {
  const { tty, size, signal } = options;
  return client.hijack(path('exec', execId, 'start'), {
    body: {
      Detach: false,
      Tty: tty,
      ...(tty && takesSizeAtStart(client) ? { ConsoleSize: [size.rows, size.columns] } : {}),
    },
    deadlineMs: headDeadlineMs,
    ...(signal ? { signal } : {}),
  });
}

/** Starts it with nobody at its ends. */
export async function startDetached(
  client: EngineClient,
  execId: string,
  signal?: AbortSignal,
): Promise<void> {
  await client.json(path('exec', execId, 'start'), {
    method: 'POST',
    body: { Detach: true, Tty: false },
    ...(signal ? { signal } : {}),
  });
}

/** Input and output of a container's main process, from now on. The caller destroys it. */
export function attachContainer(
  client: EngineClient,
  containerId: string,
  signal?: AbortSignal,
): Promise<Duplex> {
  return client.hijack(path('containers', containerId, 'attach'), {
    query: { stream: '1', stdin: '1', stdout: '1', stderr: '1', detachKeys },
    deadlineMs: headDeadlineMs,
    ...(signal ? { signal } : {}),
  });
}

/** Tells a TTY its size. Before its process has started the engine refuses, or waits. */
export async function resizeTty(
  client: EngineClient,
  kind: 'containers' | 'exec',
  id: string,
  size: TerminalSize,
  signal?: AbortSignal,
): Promise<void> {
  await client.text(path(kind, id, 'resize'), {
    method: 'POST',
    query: { h: String(size.rows), w: String(size.columns) },
    ...(signal ? { signal } : {}),
  });
}

export async function inspectExec(
  client: EngineClient,
  execId: string,
  signal?: AbortSignal,
): Promise<ExecState> {
  const { body } = await client.json(path('exec', execId, 'json'), {
    deadlineMs: 5000,
    ...(signal ? { signal } : {}),
  });
  const raw = record(body);
  return {
    running: flag(raw.Running),
    exitCode: typeof raw.ExitCode === 'number' ? raw.ExitCode : null,
    pid: num(raw.Pid),
  };
}

/** True when a file is there and is none of a folder. It is asked of the engine: nothing runs in the container. */
export async function hasFile(
  client: EngineClient,
  containerId: string,
  file: string,
  signal?: AbortSignal,
): Promise<boolean> {
  try {
    const { headers } = await client.text(path('containers', containerId, 'archive'), {
      method: 'HEAD',
      query: { path: file },
      ...(signal ? { signal } : {}),
    });
    return !isFolder(headers['x-docker-container-path-stat']);
  } catch (thrown) {
    if (thrown instanceof SlipwayError && thrown.error.status === 404) return false;
    throw thrown;
  }
}

/** Go writes a file's mode with this bit for a folder. */
const folderBit = 2 ** 31;

function isFolder(header: string | string[] | undefined): boolean {
  if (typeof header !== 'string') return false;
  try {
    const stat: unknown = JSON.parse(Buffer.from(header, 'base64').toString('utf8'));
    return num(record(stat).mode) >= folderBit;
  } catch (thrown) {
    if (!(thrown instanceof SyntaxError)) throw thrown;
    return false;
  }
}
