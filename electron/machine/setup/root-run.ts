import { spawn } from 'node:child_process';
import { PassThrough, type Readable } from 'node:stream';
import { fail, SlipwayError } from '../../../shared/contract/failure.ts';
import { eachLine, runElevated } from '../../privileges/elevate.ts';
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
  /** Once it has begun it is not broken off, e.g. dpkg. */
  whole?: boolean;
  /** For a person to give the rights, in ms. */
  withinMs?: number;
}

const tailLines = 40;
/** Packages may come over a slow line. */
const workMs = 2 * 60 * 60_000;
const mark = 'slipway-began';
/** Nothing is done before Slipway, which may have given up while a password was typed, says that it still wants it. */
const script = `echo ${mark} && read -r go || exit 72; "$@" </dev/null || exit 71`;

/**
 * Runs a program as an administrator: as we are when we are one, else by sudo where it does not ask, else by pkexec.
 * @throws timeout `setup-late` where nobody gives the rights; cancelled
 */
export async function runAsRoot(argv: Argv, options: RootRunOptions): Promise<RootRun> {
  const { env, signal, line, whole = false, withinMs } = options;
  const stop = new AbortController();
  let began = false;
  const asked = () => {
    if (!began || !whole) stop.abort();
  };
  if (signal.aborted) throw fail('cancelled', 'cancelled');
  signal.addEventListener('abort', asked, { once: true });
  const tail: string[] = [];
  const heard = (text: string) => {
    tail.push(text);
    if (tail.length > tailLines) tail.shift();
    line?.(text);
  };
  try {
    let code: number | null;
    if (process.getuid?.() === 0) {
      began = true;
      code = await runHere(argv, env, stop.signal, heard);
      if (stop.signal.aborted) throw fail('cancelled', 'cancelled');
    } else {
      const go = { input: new PassThrough() };
      const work = { script, args: () => argv, input: () => (go.input = new PassThrough()) };
      ({ code } = await runElevated(env, work, {
        ...{ signal: stop.signal, graceMs: workMs },
        ...(withinMs === undefined ? {} : { withinMs }),
        line: (text) => {
          if (began || text !== mark) return heard(text);
          began = true;
          go.input.end('go\n');
        },
      }));
    }
    return { kind: 'ran', code, said: tail.join('\n').trim() };
  } catch (thrown) {
    const reason = thrown instanceof SlipwayError ? thrown.error.reason : '';
    if (reason === 'certificate-elevation-late') throw fail('timeout', 'setup-late');
    if (reason !== 'certificate-elevation') throw thrown;
    return { kind: 'by-hand', command: ['sudo', ...argv].join(' ') };
  } finally {
    signal.removeEventListener('abort', asked);
  }
}

function runHere(
  [program, ...args]: Argv,
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
  line: (text: string) => void,
): Promise<number | null> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { env, cwd: '/', stdio: ['ignore', 'pipe', 'pipe'], signal });
    const streams: Readable[] = [child.stdout, child.stderr];
    for (const stream of streams) eachLine(stream, line);
    child.on('error', (error) => line(error.message));
    child.once('close', (code) => resolve(code));
  });
}
