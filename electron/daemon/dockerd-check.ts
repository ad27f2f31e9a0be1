import { spawn } from 'node:child_process';
import { readlink, stat } from 'node:fs/promises';
import { basename, isAbsolute } from 'node:path';
import { problem, type SettingsProblem } from '../../shared/model/daemon/problems.ts';
import { signalWithin } from '../engine/signal-within.ts';
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
  const apart = pid === null ? [] : await apartFrom(pid);
  if (binary === null || !(await mayBeRun(kept, binary, apart.includes('mnt')))) return { kind: 'unable' };
  // What a unit has in variables is not known before it runs.
  const given = pid === null ? kept.args.filter((word) => !word.includes('$')) : kept.args;
  const own = [...withoutFile(given), '--validate', '--config-file=/dev/stdin'];
  const enter = pid === null || !apart.includes('mnt') ? [] : entering(pid, apart);
  // What Node gives a child is a socket, which cannot be opened by the name /dev/stdin: a pipe of a shell can.
  const args = ['-c', 'cat | "$@"', 'slipway', ...enter, binary, ...own];
  const { code, said } = await run('/bin/sh', args, text, signal);
  if (code === 0) return { kind: 'ok' };
  // 126 and 127: it could not be run.
  if (
    code === null ||
    code === 126 ||
    code === 127 ||
    /unknown flag: --validate|^nsenter: |open \/dev\/stdin: /m.test(said)
  )
    return { kind: 'unable' };
  return { kind: 'refused', problem: problem('error', 'engine', {}, { said: plainWords(said) }) };
}

/**
 * Whether running it again is safe: a wrapper might start a second engine, and what another user may change, or shows in a
 * view of their own, would be run with our rights.
 */
async function mayBeRun({ id, pid }: Kept, binary: string, apart: boolean): Promise<boolean> {
  // Slipway runs its own engine by whatever a person named.
  if (!isAbsolute(binary) || (id !== 'own' && basename(binary) !== 'dockerd')) return false;
  try {
    const file = await stat(apart ? `/proc/${pid}/root${binary}` : binary);
    const owners = [file.uid, ...(apart ? [(await stat(`/proc/${pid}`)).uid] : [])];
    return (file.mode & 0o022) === 0 && owners.every((uid) => uid === 0 || uid === process.getuid?.());
  } catch (thrown) {
    // It is gone, or out of our sight.
    if (thrown instanceof Error && 'code' in thrown) return false;
    throw thrown;
  }
}

const namespaces = { user: '-U', mnt: '-m', net: '-n', uts: '-u', ipc: '-i', pid: '-p' } as const;
type Namespace = keyof typeof namespaces;

/** The namespaces in which a process sees other things than we do. */
async function apartFrom(pid: number): Promise<Namespace[]> {
  const found: Namespace[] = [];
  try {
    for (const name of Object.keys(namespaces) as Namespace[])
      if ((await readlink(`/proc/${pid}/ns/${name}`)) !== (await readlink(`/proc/self/ns/${name}`)))
        found.push(name);
  } catch (thrown) {
    // Another user's: its namespaces are not entered without being root anyway.
    if (thrown instanceof Error && 'code' in thrown) return [];
    throw thrown;
  }
  return found;
}

/** A rootless engine is entered by its own user, who may do so within its user namespace only, and only where it differs. */
function entering(pid: number, apart: readonly Namespace[]): string[] {
  const isRoot = process.getuid?.() === 0;
  const flags = apart.filter((name) => name !== 'user' || !isRoot).map((name) => namespaces[name]);
  const own = !isRoot && apart.includes('user') ? ['--preserve-credentials'] : [];
  return ['nsenter', '-t', String(pid), ...own, ...flags, '--'];
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
    const over = signalWithin(withinMs, signal);
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
