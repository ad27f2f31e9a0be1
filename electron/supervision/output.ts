import { execFile, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fail } from '../../shared/contract/failure.ts';

const withinMs = 10_000;

/** `absent`: there is no such program, or it may not be run. `late`: it had not ended in time, and was ended. */
export type Output =
  | { kind: 'said'; text: string }
  | { kind: 'absent' }
  | { kind: 'failed'; detail: string; late: boolean };

/** What a program prints. @throws cancelled */
export function outputOf(
  env: NodeJS.ProcessEnv,
  program: string,
  args: readonly string[],
  signal: AbortSignal,
): Promise<Output> {
  return new Promise((resolve, reject) => {
    const options = {
      env: { ...env, LC_ALL: 'C', TZ: 'UTC' },
      signal,
      timeout: withinMs,
      maxBuffer: 16 * 2 ** 20,
    };
    execFile(program, args, options, (error, stdout, stderr) => {
      if (error === null) return resolve({ kind: 'said', text: stdout });
      if (signal.aborted) return reject(fail('cancelled', 'cancelled'));
      if (error.code === 'ENOENT' || error.code === 'EACCES') return resolve({ kind: 'absent' });
      const late = error.killed === true;
      const seconds = String(withinMs / 1000);
      const detail = late ? `no answer within ${seconds} s` : (stderr.trim() || error.message).slice(-500);
      resolve({ kind: 'failed', detail, late });
    });
  });
}

/** The lines of a program as it prints them, until it ends or `signal` fires, which ends it. @throws engine-error */
export async function* linesOf(
  env: NodeJS.ProcessEnv,
  program: string,
  args: readonly string[],
  signal: AbortSignal,
): AsyncGenerator<string> {
  const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'], cwd: '/' });
  const ended = new Promise<string | null>((resolve) => {
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-1000);
    });
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code) =>
      resolve(code === 0 || signal.aborted ? null : said.trim() || `exit code ${code}`),
    );
  });
  const stop = () => child.kill();
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  try {
    yield* createInterface({ input: child.stdout });
    const detail = await ended;
    if (detail !== null)
      throw fail('engine-error', 'engine-command-failed', { command: [program, ...args].join(' '), detail });
  } finally {
    signal.removeEventListener('abort', stop);
    child.kill();
    await ended;
  }
}
