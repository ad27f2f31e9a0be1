import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline/promises';
import { dist } from './paths.mjs';
import { passThrough } from './run.mjs';
import { say } from './say.mjs';

const programs = ['dockerd', 'podman', 'docker'];
const usual = ['/usr/bin', '/usr/sbin', '/usr/local/bin', '/usr/local/sbin'];

/**
 * Offers the distribution's engine where this machine has none and nobody named another: agreed to beforehand it is
 * installed, else a person is asked; where nobody can be asked it says how.
 * @param {{ agreed: boolean, named: boolean }} given `named`: an engine was given on the command line
 */
export async function offerEngine({ agreed, named }) {
  if (named || process.platform !== 'linux' || hasSomeEngine()) return;
  const cli = [join(dist, 'node', 'cli.js'), 'install'];
  if (!agreed && !(await asked())) {
    await passThrough(process.execPath, cli, { stdin: 'ignore', stdout: 'stderr' });
    return;
  }
  say('No engine is on this machine: installing the one of the distribution ...');
  const code = await passThrough(process.execPath, [...cli, '--yes'], { stdin: 'ignore', stdout: 'stderr' });
  if (code !== 0) say('The engine could not be installed. Slipway starts without one: see its page Machine.');
}

/** A look that costs nothing: an engine, a command line of one (it has contexts of its own), or a word where one is. */
function hasSomeEngine() {
  const { DOCKER_HOST, DOCKER_CONTEXT, PATH = '' } = process.env;
  if (DOCKER_HOST || DOCKER_CONTEXT || existsSync('/var/run/docker.sock')) return true;
  const folders = new Set([...PATH.split(delimiter), ...usual]);
  return [...folders].some((folder) => programs.some((program) => existsSync(join(folder, program))));
}

async function asked() {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return false;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await terminal.question(
      'No engine is on this machine. Install the one of the distribution? [y/N] ',
    );
    return /^y(es)?$/i.test(answer.trim());
  } finally {
    terminal.close();
  }
}
