import process from 'node:process';

const colour = process.stderr.isTTY && !process.env.NO_COLOR;

/** One line of chatter, on stderr: stdout belongs to the answer. @param {string} line */
export function say(line) {
  process.stderr.write(`${colour ? `\x1b[2m${line}\x1b[0m` : line}\n`);
}

/** A duration in words. @param {number} milliseconds */
export function duration(milliseconds) {
  const seconds = milliseconds / 1000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

/** A failure told in one line, without a stack: it is the user's to mend, not a fault of the script. */
export class Told extends Error {}

/**
 * Runs a script's main function; ends with exit code 1 and one line where it throws `Told`.
 * @param {() => Promise<number | void>} main its answer, if any, is the exit code
 */
export async function runMain(main) {
  endWithShell();
  try {
    const code = await main();
    if (typeof code === 'number') process.exitCode = code;
  } catch (error) {
    if (!(error instanceof Told)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}

/** npm runs a script in a shell that does not hand on SIGTERM: when that shell is gone the script is to end as well. */
function endWithShell() {
  if (process.env.npm_lifecycle_event === undefined) return;
  const shell = process.ppid;
  const look = setInterval(() => {
    if (process.ppid !== shell) process.kill(process.pid, 'SIGTERM');
  }, 500);
  look.unref();
}
