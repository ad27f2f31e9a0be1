import { open, readlink } from 'node:fs/promises';
import { plainWords } from './dockerd-check.ts';
import type { Keeper } from './keeper.ts';
import { codeOf } from './settings-file.ts';

const tailLines = 200;
const tailBytes = 64 * 1024;
const withinMs = 5_000;

/**
 * The last line of an engine's log that tells of an error, in its own words; empty where there is none or the log is out of
 * reach. It never throws.
 * @param sinceMs lines that tell an older time are none
 */
export async function lastError(keeper: Keeper, pid: number | null, sinceMs: number): Promise<string> {
  const lines = await linesOf(keeper)
    .then(async (found) => found ?? (pid === null ? [] : await errorOutput(pid)))
    // Not everybody may read journals, and there may be none: what happened to the engine counts, not what it said of it.
    .catch(() => []);
  const tells = lines.filter((line) => isError(line) && isSince(line, sinceMs));
  return messageOf(tells.at(-1) ?? '');
}

/** null where whoever looks after it cannot tell. */
async function linesOf(keeper: Keeper): Promise<string[] | null> {
  // What nobody looks after writes where it was told to.
  if (keeper.id === 'process') return null;
  const lines: string[] = [];
  const signal = AbortSignal.timeout(withinMs);
  for await (const { text } of keeper.log({ tail: tailLines, follow: false }, signal)) lines.push(text);
  return lines;
}

/** What a process wrote last to its standard error, where that is a file. */
async function errorOutput(pid: number): Promise<string[]> {
  try {
    const target = await readlink(`/proc/${pid}/fd/2`);
    if (!target.startsWith('/')) return [];
    const file = await open(`/proc/${pid}/fd/2`, 'r');
    try {
      const found = await file.stat();
      if (!found.isFile()) return [];
      const from = Math.max(0, found.size - tailBytes);
      const { buffer, bytesRead } = await file.read(Buffer.alloc(tailBytes), 0, tailBytes, from);
      return buffer.toString('utf8', 0, bytesRead).split('\n');
    } finally {
      await file.close();
    }
  } catch (thrown) {
    if (codeOf(thrown) === '') throw thrown;
    // It went, or belongs to somebody else.
    return [];
  }
}

function isError(line: string): boolean {
  return /level=(error|fatal)|"level":"(error|fatal)"|^failed to start daemon|^unable to configure/i.test(
    line.trim(),
  );
}

function isSince(line: string, sinceMs: number): boolean {
  const [, told] = /time="?([0-9T:.+Z-]+)"?/.exec(line) ?? [];
  const at = told === undefined ? Number.NaN : Date.parse(told);
  // Times are written in whole seconds by some.
  return Number.isNaN(at) || at >= sinceMs - 1000;
}

/** The message in a line of logfmt. */
function messageOf(line: string): string {
  const [, quoted] = /msg="((?:[^"\\]|\\.)*)"/.exec(line) ?? [];
  return plainWords(
    quoted === undefined ? line.trim() : quoted.replaceAll('\\"', '"').replaceAll('\\n', ' '),
  );
}
