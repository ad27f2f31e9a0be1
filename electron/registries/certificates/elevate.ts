import { spawn } from 'node:child_process';
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import type { Readable } from 'node:stream';
import { fail } from '../../../shared/contract/failure.ts';

/** A person may have to find and type a password. */
const withinMs = 120_000;

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

/**
 * Runs a shell script as an administrator. What is secret goes in by `input`: arguments are seen by everybody.
 * @throws permission-denied `certificate-elevation`
 */
export async function runElevated(
  env: NodeJS.ProcessEnv,
  script: string,
  args: readonly string[],
  input: () => Readable,
): Promise<void> {
  let said = 'neither sudo nor pkexec is there';
  for (const { program, args: own } of await elevators(env)) {
    const { code, stderr } = await run(
      program,
      [...own, '/bin/sh', '-c', script, 'slipway', ...args],
      env,
      input(),
    );
    if (code === 0) return;
    said = stderr.trim().slice(-500) || `exit code ${code}`;
  }
  throw fail('permission-denied', 'certificate-elevation', { detail: said });
}

function run(
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  input: Readable,
): Promise<{ code: number | null; stderr: string }> {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      env,
      stdio: ['pipe', 'ignore', 'pipe'],
      timeout: withinMs,
      cwd: '/',
    });
    let stderr = '';
    child.stderr.setEncoding('utf8');
    child.stderr.on('data', (text: string) => {
      stderr = (stderr + text).slice(-4000);
    });
    // It may end before it has read all: its exit code tells.
    child.stdin.on('error', () => input.destroy());
    child.once('error', (error) => resolve({ code: null, stderr: error.message }));
    child.once('close', (code) => resolve({ code, stderr }));
    input.pipe(child.stdin);
  });
}
