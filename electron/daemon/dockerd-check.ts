import { spawn } from 'node:child_process';
import { readlink } from 'node:fs/promises';
import { problem, type SettingsProblem } from '../../shared/model/daemon/problems.ts';
import { withoutFile } from './flags.ts';
import type { Kept } from './keeper.ts';

const withinMs = 20_000;

/** `unable`: the binary cannot check, or could not be run. */
export type DockerdVerdict =
  | { kind: 'ok' }
  | { kind: 'refused'; problem: SettingsProblem }
  | { kind: 'unable' };

/**
 * Has the very binary of an engine check a text with the flags it runs with, where it sees what the engine sees. Nothing is
 * written for that: the text goes in by its standard input, as it may hold passwords of proxies.
 */
export async function checkByDockerd(kept: Kept, text: string, signal: AbortSignal): Promise<DockerdVerdict> {
  const { pid, binary } = kept;
  if (binary === null) return { kind: 'unable' };
  const own = [...withoutFile(kept.args), '--validate', '--config-file=/dev/stdin'];
  const apart = pid !== null && !(await hasOurView(pid));
  const enter = apart ? ['nsenter', '-t', String(pid), '-m', '-n', '-u', '-i', '-p', '--'] : [];
  // What Node gives a child is a socket, which cannot be opened by the name /dev/stdin: a pipe of a shell can.
  const args = ['-c', 'cat | "$@"', 'slipway', ...enter, binary, ...own];
  const { code, said } = await run('/bin/sh', args, text, signal);
  if (code === 0) return { kind: 'ok' };
  // 126 and 127: it could not be run.
  if (code === null || code === 126 || code === 127 || /unknown flag: --validate/.test(said))
    return { kind: 'unable' };
  return { kind: 'refused', problem: problem('error', 'engine', {}, { said: plainWords(said) }) };
}

/** Whether a process sees the files that we see. */
async function hasOurView(pid: number): Promise<boolean> {
  try {
    return (await readlink(`/proc/${pid}/ns/mnt`)) === (await readlink('/proc/self/ns/mnt'));
  } catch (thrown) {
    // Another user's: its namespaces are not entered without being root anyway.
    if (thrown instanceof Error && 'code' in thrown) return true;
    throw thrown;
  }
}

/** The sentence of a dockerd without what is only true of the check. */
export function plainWords(said: string): string {
  const line = said
    .split('\n')
    .map((one) => one.trim())
    .filter((one) => one !== '' && !/level=(info|warning|debug)/.test(one))
    .at(-1);
  return (line ?? said.trim())
    .replace(/^unable to configure the Docker daemon with file \S+: /, '')
    .replace(/^failed to start daemon: /, '')
    .slice(0, 600);
}

function run(
  program: string,
  args: readonly string[],
  input: string,
  signal: AbortSignal,
): Promise<{ code: number | null; said: string }> {
  return new Promise((resolve) => {
    const path = `${process.env.PATH ?? ''}:/usr/local/sbin:/usr/sbin:/sbin`;
    const over = AbortSignal.any([signal, AbortSignal.timeout(withinMs)]);
    const child = spawn(program, args, {
      env: { ...process.env, PATH: path },
      stdio: ['pipe', 'ignore', 'pipe'],
      cwd: '/',
      signal: over,
    });
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-8000);
    });
    // It may end before it has read all: its exit code tells.
    child.stdin.on('error', () => undefined);
    child.once('error', () => resolve({ code: null, said }));
    child.once('close', (code) => resolve({ code, said }));
    child.stdin.end(input);
  });
}
