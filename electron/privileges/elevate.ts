import { spawn } from 'node:child_process';
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import type { Readable } from 'node:stream';
import { fail } from '../../shared/contract/failure.ts';

/** A person may have to find and type a password. */
const personMs = 120_000;
const scriptMs = 40_000;

interface Elevator {
  program: string;
  args: readonly string[];
}

/** sudo is asked first and must not ask back; pkexec asks in a window of its own. */
const known: readonly (readonly [string, ...string[]])[] = [['sudo', '-n'], ['pkexec']];

/** The programs there are that run another as an administrator. */
export async function elevators(env: NodeJS.ProcessEnv): Promise<Elevator[]> {
  const found: Elevator[] = [];
  if (process.platform === 'win32') return found;
  for (const [name, ...args] of known)
    for (const folder of (env.PATH ?? '').split(delimiter).filter((part) => part.startsWith('/'))) {
      const program = join(folder, name);
      if (!(await isExecutable(program))) continue;
      found.push({ program, args });
      break;
    }
  return found;
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return true;
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown) return false;
    throw thrown;
  }
}

export interface ElevationOptions {
  signal: AbortSignal;
  /** For a person to answer, in ms. */
  withinMs?: number;
  /** For the script itself after that, in ms. */
  graceMs?: number;
  /**
   * Told of each line it writes. The first on its standard output tells that the rights were given: `graceMs` count from
   * then, and only until then a person is waited for.
   */
  line?(text: string): void;
}

interface Work {
  script: string;
  /** `until`: seconds since 1970 from which on the script must change nothing. */
  args(until: number): readonly string[];
  input(): Readable;
}

/**
 * Runs a shell script as an administrator, and gives its exit code with what it said last. What is secret goes in by
 * `input`: arguments are seen by everybody. Exit codes from 70 to 79 are the script's own.
 * @throws permission-denied `certificate-elevation`; timeout `certificate-elevation-late` where it does not end: whoever
 * asks for the password cannot always be ended; cancelled
 */
export async function runElevated(
  env: NodeJS.ProcessEnv,
  { script, args, input }: Work,
  { signal, withinMs = personMs, graceMs = scriptMs, line }: ElevationOptions,
): Promise<{ code: number; said: string }> {
  let said = 'neither sudo nor pkexec is there';
  for (const { program, args: own } of await elevators(env)) {
    const until = Math.ceil((Date.now() + withinMs) / 1000);
    const late = new AbortController();
    const lateIn = (ms: number) => setTimeout(() => late.abort(), ms);
    let timer = lateIn(line === undefined ? withinMs + graceMs : withinMs);
    const over = AbortSignal.any([signal, late.signal]);
    const lines = line && {
      line,
      begun: () => {
        clearTimeout(timer);
        timer = lateIn(graceMs);
      },
    };
    const whole = [...own, '/bin/sh', '-c', script, 'slipway', ...args(until)];
    const { code, stderr } = await run(program, whole, env, input(), over, lines);
    clearTimeout(timer);
    if (signal.aborted) throw fail('cancelled', 'cancelled');
    if (over.aborted) throw fail('timeout', 'certificate-elevation-late');
    said = stderr.trim().slice(-500) || `exit code ${code}`;
    if (code === 0 || (code !== null && code >= 70 && code < 80)) return { code, said };
  }
  throw fail('permission-denied', 'certificate-elevation', { detail: said });
}

function run(
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  input: Readable,
  over: AbortSignal,
  lines: { line(text: string): void; begun(): void } | undefined,
): Promise<{ code: number | null; stderr: string }> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { env, stdio: ['pipe', 'pipe', 'pipe'], cwd: '/' });
    let stderr = '';
    if (lines === undefined) child.stdout.resume();
    else {
      child.stdout.once('data', lines.begun);
      for (const stream of [child.stdout, child.stderr]) eachLine(stream, lines.line);
    }
    child.stderr.setEncoding('utf8');
    child.stderr.on('data', (text: string) => {
      stderr = (stderr + text).slice(-4000);
    });
    const end = (code: number | null, said: string) => {
      over.removeEventListener('abort', stop);
      resolve({ code, stderr: said });
    };
    const stop = () => {
      // What runs as an administrator by now cannot be ended, nor is it waited for.
      child.kill();
      input.destroy();
      child.stdin.destroy();
      child.stdout.destroy();
      child.stderr.destroy();
      child.unref();
      end(null, stderr);
    };
    over.addEventListener('abort', stop, { once: true });
    // It may end before it has read all: its exit code tells.
    child.stdin.on('error', () => input.destroy());
    // Ending it may fail as well, later on.
    child.on('error', (error) => end(null, error.message));
    child.once('close', (code) => end(code, stderr));
    input.pipe(child.stdin);
    if (over.aborted) stop();
  });
}

/** Tells each line of a stream, without empty ones. */
export function eachLine(stream: Readable, tell: (line: string) => void): void {
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (text: string) => {
    const lines = (rest + text).split(/[\r\n]+/);
    rest = lines.pop() ?? '';
    for (const line of lines) if (line !== '') tell(line);
  });
  stream.on('end', () => {
    if (rest !== '') tell(rest);
  });
}
