import { execFile, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fail } from '../../shared/contract/failure.ts';

const withinMs = 10_000;

/** What a program prints. null where it is not there or does not end well. */
export function outputOf(
  env: NodeJS.ProcessEnv,
  program: string,
  args: readonly string[],
  signal: AbortSignal,
): Promise<string | null> {
  return new Promise((resolve) => {
    const options = {
      env: { ...env, LC_ALL: 'C', TZ: 'UTC' },
      signal,
      timeout: withinMs,
      maxBuffer: 16 * 2 ** 20,
    };
    execFile(program, args, options, (error, stdout) => resolve(error === null ? stdout : null));
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
