import { spawn } from 'node:child_process';
import { elevators } from '../../privileges/elevate.ts';
import type { Argv } from './apt.ts';

/** How a program that ran as an administrator ended. `by-hand`: nobody is there to run it as one. */
export type RootRun =
  | { kind: 'ran'; code: number | null; said: string }
  | { kind: 'by-hand'; command: string };

export interface RootRunOptions {
  env: NodeJS.ProcessEnv;
  signal: AbortSignal;
  /** Told of each line it writes. */
  line?(text: string): void;
}

const tailChars = 4000;

/** Runs a program as an administrator: as we are when we are one, else by sudo where it does not ask, else by pkexec. */
export async function runAsRoot(argv: Argv, options: RootRunOptions): Promise<RootRun> {
  if (process.getuid?.() === 0) return run(argv, options);
  for (const { program, args } of await elevators(options.env)) {
    let began = false;
    // Told by the program itself, since the exit code of a refusal may be one of its own as well.
    const marked: Argv = [program, ...args, 'sh', '-c', 'echo slipway-began; exec "$@"', 'sh', ...argv];
    const ran = await run(marked, {
      ...options,
      line: (text) => {
        if (text === 'slipway-began') began = true;
        else options.line?.(text);
      },
    });
    if (began || options.signal.aborted) return ran;
  }
  return { kind: 'by-hand', command: ['sudo', ...argv].join(' ') };
}

function run([program, ...args]: Argv, { env, signal, line }: RootRunOptions): Promise<RootRun> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { env, cwd: '/', stdio: ['ignore', 'pipe', 'pipe'], signal });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) {
      let rest = '';
      stream.setEncoding('utf8');
      stream.on('data', (text: string) => {
        said = (said + text).slice(-tailChars);
        const lines = (rest + text).split(/[\r\n]+/);
        rest = lines.pop() ?? '';
        for (const whole of lines) if (whole !== '') line?.(whole);
      });
      stream.on('end', () => {
        if (rest !== '') line?.(rest);
      });
    }
    let failed: string | null = null;
    child.on('error', (error) => {
      failed = error.message;
    });
    child.once('close', (code) => resolve({ kind: 'ran', code, said: (failed ?? said).trim() }));
  });
}
