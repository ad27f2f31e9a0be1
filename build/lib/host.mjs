import { join } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { dist } from './paths.mjs';

/**
 * Runs a built host in this very process, as if `node dist/node/NAME.js ARGS` had been started: a process in between
 * would cost start-up time, memory and a signal's way.
 * @param {'cli' | 'web'} name
 * @param {readonly string[]} args
 */
export async function runHost(name, args) {
  const path = join(dist, 'node', `${name}.js`);
  process.argv.splice(1, process.argv.length, path, ...args);
  await import(pathToFileURL(path).href);
}
