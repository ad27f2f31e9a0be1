import { execFile } from 'node:child_process';
import { userInfo } from 'node:os';
import { Readable } from 'node:stream';
import { fail, SlipwayError } from '../../shared/contract/failure.ts';
import { type ElevationOptions, runElevated } from './elevate.ts';

export interface RootWork {
  env: NodeJS.ProcessEnv;
  /** The program by its name, looked for on the PATH, and its arguments. */
  argv: readonly [string, ...string[]];
  /** Is run before it with the same rights, however it ends. */
  before?: readonly [string, ...string[]];
}

/** Too late is not done: a password typed after the wait was given up must change nothing. */
function scriptOf(before: RootWork['before']): string {
  const first = before === undefined ? '' : `${before.map(quoted).join(' ')} >/dev/null 2>&1; `;
  return `[ "$(date +%s)" -le "$1" ] || exit 72; shift; ${first}"$@" || exit 71`;
}

/**
 * Runs one command as root: as we are when we are root, else by sudo where it asks nothing, else by pkexec, which asks in
 * a window of its own.
 * @throws permission-denied `engine-needs-privileges` with the command to copy; engine-error `engine-command-failed`;
 * timeout `certificate-elevation-late`; cancelled
 */
export async function asRoot(work: RootWork, options: ElevationOptions): Promise<void> {
  if (process.getuid?.() === 0) return runHere(work, options.signal);
  const { env, argv } = work;
  const script = scriptOf(work.before);
  try {
    const { code, said } = await runElevated(
      env,
      { script, args: (until) => [String(until), ...argv], input: () => Readable.from([]) },
      options,
    );
    if (code !== 0)
      throw fail('engine-error', 'engine-command-failed', { command: argv.join(' '), detail: said });
  } catch (thrown) {
    if (!(thrown instanceof SlipwayError) || thrown.error.reason !== 'certificate-elevation') throw thrown;
    const command = rootCommand(argv);
    const detail = String(thrown.error.params?.detail ?? '');
    throw fail('permission-denied', 'engine-needs-privileges', { command, detail }, copying(command));
  }
}

/** The command as a person types it: with sudo unless they are root. */
export function rootCommand(argv: readonly string[]): string {
  const line = argv.map(quoted).join(' ');
  return process.getuid?.() === 0 ? line : `sudo ${line}`;
}

/** A command as it is, e.g. for a unit of the user. @throws engine-error `engine-command-failed`; cancelled */
export async function runHere({ env, argv, before }: RootWork, signal: AbortSignal): Promise<void> {
  if (before !== undefined)
    await runHere({ env, argv: before }, signal).catch((thrown: unknown) => {
      if (!(thrown instanceof SlipwayError) || signal.aborted) throw thrown;
    });
  const [program, ...args] = argv;
  return new Promise((resolve, reject) => {
    execFile(program, args, { env, signal, cwd: '/' }, (error, stdout, stderr) => {
      if (error === null) return resolve();
      if (signal.aborted) return reject(fail('cancelled', 'cancelled'));
      const detail = (stderr.trim() || stdout.trim() || error.message).slice(-500);
      reject(fail('engine-error', 'engine-command-failed', { command: argv.join(' '), detail }));
    });
  });
}

/** The name of who Slipway runs as. */
export function ownUser(): string {
  return userInfo().username;
}

function copying(text: string) {
  return { action: { kind: 'copy' as const, text } };
}

function quoted(word: string): string {
  return /^[\w./:=@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
