import { copyFile, open, rename, rm, stat, truncate } from 'node:fs/promises';
import { StringDecoder } from 'node:string_decoder';
import { setTimeout as wait } from 'node:timers/promises';
import type { EngineLogLine } from '../../../shared/contract/managed.ts';
import type { LogOptions } from '../supervisor.ts';
import { parseDaemonLine } from '../systemd-text.ts';

const keptFiles = 3;
const mostBytes = 10 * 2 ** 20;
const readBytes = 256 * 1024;
/** As much of a log as is looked through for its last lines. */
const tailBytes = 2 * 2 ** 20;
const lookMs = 250;

/** Bytes in the log now; 0 where there is none. */
export async function logSize(path: string): Promise<number> {
  return (await stat(path).catch(absent))?.size ?? 0;
}

/** Puts a full log aside. An engine that writes to it goes on at the start of the same file: it appends. */
export async function rotate(path: string, limit = mostBytes): Promise<boolean> {
  if ((await logSize(path)) <= limit) return false;
  await rm(`${path}.${keptFiles}`, { force: true });
  for (let at = keptFiles - 1; at >= 1; at -= 1)
    await rename(`${path}.${at}`, `${path}.${at + 1}`).catch(absent);
  await copyFile(path, `${path}.1`);
  await truncate(path, 0);
  return true;
}

/** The lines from `offset` on, of the last 2 MB at the most. */
export async function linesFrom(path: string, offset = 0): Promise<string[]> {
  const file = await open(path).catch(absent);
  if (file === null) return [];
  try {
    const { size } = await file.stat();
    // One that was rotated since begins anew.
    const from = Math.max(offset > size ? 0 : offset, size - tailBytes);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(size - from), 0, size - from, from);
    return buffer
      .subarray(0, bytesRead)
      .toString('utf8')
      .split('\n')
      .filter((line) => line !== '');
  } finally {
    await file.close();
  }
}

/** The last lines and those that come, also over a rotation. */
export async function* followLog(
  path: string,
  { tail, follow }: LogOptions,
  signal: AbortSignal,
): AsyncGenerator<EngineLogLine> {
  let at = await logSize(path);
  const before = tail === 0 ? [] : (await linesFrom(path)).slice(-tail);
  for (const line of before) yield parseDaemonLine(line);
  let rest = '';
  const decoder = new StringDecoder('utf8');
  while (follow && !signal.aborted) {
    const size = await logSize(path);
    if (size < at) at = 0;
    if (size === at) {
      await wait(lookMs, undefined, { signal }).catch(() => undefined);
      continue;
    }
    const bytes = await readAt(path, at, Math.min(size - at, readBytes));
    at += bytes.length;
    const lines = (rest + decoder.write(bytes)).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line !== '') yield parseDaemonLine(line);
  }
}

async function readAt(path: string, from: number, length: number): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, from);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

function absent(thrown: unknown): null {
  if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return null;
  throw thrown;
}
