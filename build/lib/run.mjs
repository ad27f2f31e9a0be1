import { spawn } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { constants } from 'node:os';
import process from 'node:process';
import { root } from './paths.mjs';

/**
 * @typedef {{ code: number, stdout: string, stderr: string }} Ended
 * @typedef {{ cwd?: string, env?: NodeJS.ProcessEnv }} RunOptions
 */

/**
 * Runs a command to its end and collects what it says. A command that cannot be started ends with code 127.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<Ended>}
 */
export function capture(command, args, options = {}) {
  return new Promise((done) => {
    const child = spawn(command, [...args], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], ...options });
    /** @type {Buffer[]} */
    const out = [];
    /** @type {Buffer[]} */
    const err = [];
    child.stdout?.on('data', (chunk) => out.push(chunk));
    child.stderr?.on('data', (chunk) => err.push(chunk));
    child.on('error', (error) => done({ code: 127, stdout: '', stderr: error.message }));
    child.on('close', (code, signal) =>
      done({ code: exitCode(code, signal), stdout: text(out), stderr: text(err) }),
    );
  });
}

/**
 * Runs a command on this terminal, hands it the signals this process gets, and answers its exit code.
 * With `stdout: 'stderr'` what it says on stdout goes to stderr; `copy` names a file that all it says is added to as well.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions & { stdin?: 'ignore' | 'inherit', stdout?: 'inherit' | 'stderr', copy?: string | undefined }} [options]
 * @returns {Promise<number>}
 */
export function passThrough(command, args, { stdin = 'inherit', stdout = 'inherit', copy, ...options } = {}) {
  return new Promise((done, failed) => {
    const child = spawn(command, [...args], {
      cwd: root,
      stdio:
        copy === undefined
          ? [stdin, stdout === 'stderr' ? 2 : 'inherit', 'inherit']
          : [stdin, 'pipe', 'pipe'],
      ...options,
    });
    if (copy !== undefined) {
      copyTo(copy, child.stdout, process.stdout);
      copyTo(copy, child.stderr, process.stderr);
    }
    const forward = /** @param {NodeJS.Signals} signal */ (signal) => {
      interrupted = true;
      // A terminal sends its Ctrl-C to the child as well: twice would look like impatience.
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    };
    for (const signal of forwarded) process.on(signal, forward);
    const settle = () => {
      for (const signal of forwarded) process.off(signal, forward);
    };
    child.on('error', (error) => {
      settle();
      failed(error);
    });
    /** @type {(code: number | null, signal: NodeJS.Signals | null) => void} */
    const end = (code, signal) => {
      settle();
      done(exitCode(code, signal));
    };
    child.on('close', end);
    // What it left running may hold its output open for long.
    child.on('exit', (code, signal) => {
      const late = setTimeout(end, 2_000, code, signal);
      child.on('close', () => clearTimeout(late));
    });
  });
}

/** @param {string} path @param {import('node:stream').Readable | null} from @param {NodeJS.WriteStream} to */
function copyTo(path, from, to) {
  from?.on('data', (/** @type {Buffer} */ chunk) => {
    appendFileSync(path, chunk);
    to.write(chunk);
  });
}

let interrupted = false;

/** Whether this process was told to end while a command ran: what would come after it is then not wanted. */
export function wasInterrupted() {
  return interrupted;
}

/** @type {NodeJS.Signals[]} */
const forwarded = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** A shell's way of telling the end by a signal. @param {number | null} code @param {NodeJS.Signals | null} signal */
function exitCode(code, signal) {
  return code ?? 128 + (signal ? constants.signals[signal] : 0);
}

/** @param {Buffer[]} chunks */
const text = (chunks) => Buffer.concat(chunks).toString('utf8');
